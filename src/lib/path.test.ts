import assert from 'node:assert/strict';
import { test } from 'node:test';
import { baseName, cleanPath } from './path.ts';

for (const [path, wanted] of [
  ['/etc/', '/etc'],
  ['//etc/./../etc//x', '/etc/x'],
  ['/../../x', '/x'],
  ['', '/'],
] as const) {
  test(`"${path}" is ${wanted}`, () => assert.equal(cleanPath(path), wanted));
}

test('the last segment', () => {
  assert.equal(baseName('/usr/bin/bash'), 'bash');
  assert.equal(baseName('bash'), 'bash');
  assert.equal(baseName('/usr/'), '');
});
