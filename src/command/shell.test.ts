import assert from 'node:assert/strict';
import { test } from 'node:test';
import { growth } from '../lib/testing.ts';
import { SHELLS, shellTextIndex } from './shell.ts';

const TEXT = 'echo hello';
const FOUND: Record<string, string[]> = {
  'a plain shell': ['sh', '-c', TEXT],
  'an absolute path': ['/usr/local/bin/bash', '-c', TEXT],
  'a cluster of options': ['bash', '-euxc', TEXT],
  'options before': ['bash', '-e', '-o', 'pipefail', '-c', TEXT],
  'an option with a value in a cluster': ['bash', '-eo', 'pipefail', '-c', TEXT],
  'options after': ['bash', '-c', '-x', TEXT],
  'the end of options before the text': ['/bin/sh', '-c', '--', TEXT],
  'a login shell': ['bash', '--login', '-c', TEXT],
  'an option switched off': ['bash', '+x', '-c', TEXT],
  'busybox in front': ['busybox', 'sh', '-c', TEXT],
  'env with a variable in front': ['/usr/bin/env', 'A=b', 'bash', '-c', TEXT],
  'a change of root in front': ['chroot', '/host', 'sh', '-c', TEXT],
  'arguments after the text': ['sh', '-c', TEXT, '--', 'one'],
};
for (const [name, argv] of Object.entries(FOUND)) {
  test(`finds the text of ${name}`, () => assert.equal(argv[shellTextIndex(argv)], TEXT));
}

for (const shell of SHELLS) {
  test(`${shell} is a shell`, () => assert.equal(shellTextIndex([`/bin/${shell}`, '-c', TEXT]), 2));
}

const NONE: Record<string, string[]> = {
  'a script file': ['sh', '/scripts/run.sh', '-c', 'x'],
  'no text at the end': ['sh', '-c'],
  'another program with -c': ['python3', '-c', TEXT],
  'a name that only ends like a shell': ['wash', '-c', TEXT],
  'no words': [],
};
for (const [name, argv] of Object.entries(NONE)) {
  test(`finds no text in ${name}`, () => assert.equal(shellTextIndex(argv), -1));
}

test('linear on ten thousand shells', () => {
  const words = (size: number): string[] => Array.from({ length: size }, (_, index) => (index % 2 === 0 ? 'sh' : '-o'));
  const ratio = growth((size) => shellTextIndex(words(size)), 20_000);
  assert.ok(ratio < 12, `four times the words took ${ratio.toFixed(1)} times as long`);
});
