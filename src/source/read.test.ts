import assert from 'node:assert/strict';
import { appendFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readRange } from './read.ts';
import { inFolder, readAll } from './testing/chunks.ts';

test('a file, whole and in part', () =>
  inFolder(async (folder) => {
    const path = join(folder, 'a');
    writeFileSync(path, '0123456789');
    assert.equal((await readAll(readRange({ path }, 'a', 3))).text, '0123456789');
    assert.equal((await readAll(readRange({ path, start: 2, length: 5 }, 'a', 3))).text, '23456');
    assert.equal((await readAll(readRange({ path, start: 8 }, 'a', 3))).text, '89');
  }));

test('a file that grows is read as far as it was at open', () =>
  inFolder(async (folder) => {
    const path = join(folder, 'a');
    writeFileSync(path, '0123456789');
    const stream = readRange({ path }, 'a', 4);
    await stream.next();
    appendFileSync(path, 'more');
    assert.deepEqual(await readAll(stream).then(({ text, failures }) => [text, failures]), ['456789', []]);
  }));

test('a file that shrinks gives what is left, and says so', () =>
  inFolder(async (folder) => {
    const path = join(folder, 'a');
    writeFileSync(path, '0123456789');
    const stream = readRange({ path }, 'a', 4);
    await stream.next();
    truncateSync(path, 6);
    const { text, failures } = await readAll(stream);
    assert.equal(text, '45');
    assert.deepEqual(failures, [
      {
        kind: 'failure',
        source: 'a',
        offset: 6,
        reason: 'the file shrank while it was read: 6 of 10 bytes were there',
      },
    ]);
  }));

test('a file that is gone and a folder are failures', () =>
  inFolder(async (folder) => {
    for (const [path, reason] of [
      [join(folder, 'gone'), 'no such file: a'],
      [folder, 'a folder where a file was expected: a'],
    ] as const) {
      const { text, failures } = await readAll(readRange({ path }, 'a', 4));
      assert.equal(text, '');
      assert.deepEqual(
        failures.map((one) => one.reason),
        [reason],
      );
    }
  }));
