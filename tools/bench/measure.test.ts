import assert from 'node:assert/strict';
import { test } from 'node:test';
import { measurePeak, median, runOnce } from './measure.ts';

const node = (script: string): { program: string; args: string[] } => ({
  program: process.execPath,
  args: ['-e', script],
});

for (const [name, values, middle] of [
  ['one', [3], 3],
  ['odd, unsorted', [9, 1, 5], 5],
  ['even', [1, 2, 10, 4], 3],
] as const) {
  test(`median of ${name}`, () => assert.equal(median(values), middle));
}
test('median of nothing is no number', () => assert.ok(Number.isNaN(median([]))));

test('output is read whole and its lines are counted', async () => {
  const run = await runOnce(node('for (let i = 0; i < 20000; i++) console.log("line " + i)'));
  assert.equal(run.code, 0);
  assert.equal(run.stdoutLines, 20_000);
  assert.ok(run.stdout.endsWith('line 19999\n'));
});

test('the first byte is told apart from the end', async () => {
  const run = await runOnce(node('console.log(1); setTimeout(() => {}, 400)'));
  assert.ok(run.firstByteMs !== null && run.ms - run.firstByteMs > 200);
});

test('a silent program has no first byte, and a failing one tells its code and its last words', async () => {
  const run = await runOnce(node('console.error("bad file"); process.exit(3)'));
  assert.deepEqual([run.firstByteMs, run.code, run.stderr], [null, 3, 'bad file\n']);
});

test('a program that does not exist rejects', async () => {
  await assert.rejects(runOnce({ program: 'no-such-program-of-ours', args: [] }), { code: 'ENOENT' });
});

test('the peak is that of the measured process: memory taken there shows, memory taken here does not', async () => {
  const held = Buffer.alloc(300e6, 1);
  const small = await measurePeak(node('0'));
  const large = await measurePeak(node('globalThis.kept = Buffer.alloc(200e6, 1); setTimeout(() => {}, 100)'));
  assert.equal(held.length, 300e6);
  if (small.kib === null || large.kib === null) return assert.equal(process.platform === 'linux', false);
  assert.ok(small.kib < 150e3, `${small.kib} KiB`);
  assert.ok(large.kib - small.kib > 150e3, `${large.kib} KiB`);
});
