import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { takeLock } from './lock.ts';

const folder = mkdtempSync(join(tmpdir(), 'cronwarden-lock-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test('a lock that is held is refused with the holder named, and free once given back', () => {
  const path = join(folder, 'held');
  const release = takeLock(path, 'testing');
  assert.throws(() => takeLock(path, 'testing'), new RegExp(`Process ${process.pid} is already testing`));
  release();
  assert.equal(existsSync(path), false);
  takeLock(path, 'testing')();
});

test('a lock whose holder has died, or that names none, is taken over', () => {
  for (const [name, pid] of [
    ['dead', '999999999'],
    ['empty', ''],
  ] as const) {
    const path = join(folder, name);
    mkdirSync(path);
    writeFileSync(join(path, 'pid'), pid);
    takeLock(path, 'testing')();
  }
});
