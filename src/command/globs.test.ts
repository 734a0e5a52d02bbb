import assert from 'node:assert/strict';
import { test } from 'node:test';
import { growth } from '../lib/testing.ts';
import { commandNamed } from './globs.ts';

for (const [pattern, wanted] of [
  ['/???/b??h', '/bin/bash'],
  ['/bin/?h', '/bin/sh'],
  ['/u*r/b?n/c[t-v]rl', '/usr/bin/curl'],
  ['/*/[s]h', '/bin/sh'],
  ['cu*', 'curl'],
  ['/*/e[c]ho', '/bin/echo'],
  ['g[a]wk', 'gawk'],
  ['w[!x]et', 'wget'],
  ['w[^g]et', null],
  ['b*e64', 'base64'],
  ['n?', 'nc'],
  ['??', 'sh'],
  ['*', null],
  ['/bin/*', null],
  ['/data/*.csv', null],
  ['*.pem', null],
  ['/bin/bash', null],
  ['/bin/[', null],
  [`${'/?'.repeat(40)}`, null],
] as const) {
  test(`${pattern} names ${wanted ?? 'no program'}`, () => assert.equal(commandNamed(pattern), wanted));
}

test('linear on stars', () => {
  const ratio = growth((size) => {
    for (let index = 0; index < size / 50; index += 1) commandNamed(`${'*a'.repeat(30)}`);
  }, 20_000);
  assert.ok(ratio < 12, `four times the patterns took ${ratio.toFixed(1)} times as long`);
});
