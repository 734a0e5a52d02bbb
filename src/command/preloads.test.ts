import assert from 'node:assert/strict';
import { test } from 'node:test';
import { said } from './testing.ts';

for (const [situation, script, expected] of [
  [
    'an address that holds code',
    `node --import="data:text/javascript,require('child_process').execSync('say a')" x.js`,
    ['a'],
  ],
  [
    'an address that holds code, in a variable',
    `export NODE_OPTIONS="--import=data:text/javascript,import{execSync}from'node:child_process';execSync('say%20a')"; node --version`,
    ['a'],
  ],
  [
    'the same in base64, before npm',
    `NODE_OPTIONS=--import=data:text/javascript;base64,${Buffer.from("require('child_process').execSync('say a')").toString('base64')} npm ci`.replace(
      'javascript;',
      'javascript\\;',
    ),
    ['a'],
  ],
  [
    'a module that was written before',
    `echo "require('child_process').execSync('say a')" > /tmp/m.js; node -r /tmp/m.js -e 1`,
    ['a'],
  ],
  ['code behind the name of a module', `perl -M"base;system('say a')" -e 1`, ['a']],
  ['code behind the name of a module, in a variable', `PERL5OPT="-Mbase;system('say a')" perl -v`, ['a']],
  [
    'a module of an image',
    'node --require /app/trace.js server.js; NODE_OPTIONS=--max-old-space-size=512 node x.js',
    [],
  ],
  ['a module with what it exports', 'perl -MList::Util=sum,max -e 1', []],
] as const) {
  test(`${situation}: ${expected.length === 0 ? 'nothing runs' : 'runs'}`, () =>
    assert.deepEqual(said(script), expected));
}
