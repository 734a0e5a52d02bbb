import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CommandFact } from '../model/facts.ts';
import { effectsOf } from './effects.ts';

const effects = (script: string) => {
  const argv = ['sh', '-c', script];
  const command: CommandFact = {
    container: 'main',
    role: 'container',
    pointer: '',
    carrier: 'command',
    argv,
    entrypoint: null,
    shown: script,
    script,
  };
  return effectsOf({ commands: [command], hostPaths: [], environment: [], mounts: [] });
};
/** Programs behind the shell that ran what came out of a pipe. */
const ran = (script: string): readonly string[] =>
  effects(`${script} | sh`).flatMap((effect) => (effect.kind === 'run' ? [effect.program] : []));

const OUTPUTS: Readonly<Record<string, string>> = {
  'printed words': 'echo found it',
  'escapes that are printed': `echo -e '\\x66ound it'`,
  'a format': `printf '%s %s' found it`,
  'a format with escapes': `printf '%b' '\\x66ound it'`,
  'a format for each word': `printf '%s' fo und`,
  base64: `echo ${btoa('found it')} | base64 -d`,
  'base64 of openssl': `echo ${btoa('found it')} | openssl enc -base64 -d`,
  base32: 'echo MZXXK3TEEBUXI=== | base32 --decode',
  'hexadecimal digits': 'echo 666f756e64206974 | xxd -r -p',
  'a line backwards': `echo 'ti dnuof' | rev`,
  'letters turned': `echo 'sbhaq vg' | tr a-z n-za-m`,
  'letters that go': `echo 'fXounXd it' | tr -d X`,
  'a text replaced': `echo 'lost it' | sed s/lost/found/`,
  'a field': `echo 'x:found it' | cut -d: -f2`,
  characters: `echo 'xxfound it' | cut -c3-20`,
  'filters that pass on': `echo found it | cat | sort | head -n 1 | tee /tmp/x`,
  'a file': 'echo found it > /tmp/a; cat /tmp/a',
  'two files': `echo found > /tmp/a; echo it > /tmp/b; cat /tmp/a /tmp/b`,
  'a file of dd': 'echo found it > /tmp/a; dd if=/tmp/a bs=1',
};
for (const [name, script] of Object.entries(OUTPUTS)) {
  test(`runs what comes out of ${name}`, () => assert.ok(ran(script).includes('found'), ran(script).join(' ')));
}

const CUTS: Readonly<Record<string, string>> = {
  'text that doubles through a filter': `A=61;${'A="$A$A";'.repeat(16)}${'echo "$A" | rev | tr a-z b-za | xxd -r -p;'.repeat(40)}`,
  'a format with more words than are taken': `printf '%s;' ${'a '.repeat(600)}`,
  'more words than are read': `curl ${'a '.repeat(2000)}`,
  'more files than are kept': Array.from({ length: 2500 }, (_, index) => `>f${index}`).join(';'),
  'a word that xargs cannot take in': `A=aa;${'A="$A $A";'.repeat(16)}${'echo "$A" | xargs echo;'.repeat(200)}`,
};
for (const [name, script] of Object.entries(CUTS)) {
  test(`${name}: said to be cut, once`, () => {
    const cuts = effects(script).filter((effect) => effect.kind === 'unresolved' && effect.because === 'limit');
    assert.equal(cuts.length, 1);
  });
}
