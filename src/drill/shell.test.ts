import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { runLine } from './shell.ts';

const run = (line: string, timeoutMs = 10_000, signal?: AbortSignal) =>
  runLine(line, {
    shell: 'sh',
    env: { PATH: process.env.PATH ?? '' },
    cwd: tmpdir(),
    timeoutMs,
    ...(signal === undefined ? {} : { signal }),
  });

test('code and both streams are told', async () => {
  const { code, killed, output } = await run('echo out; echo err >&2; exit 3');
  assert.deepEqual([code, killed], [3, null]);
  assert.deepEqual(output.split('\n').sort(), ['err', 'out']);
});

test('what runs too long is killed with all that it started', async () => {
  const began = performance.now();
  const { code, killed } = await run('sleep 30 & sleep 30', 200);
  assert.deepEqual([code, killed], [null, 'timeout']);
  assert.ok(performance.now() - began < 10_000);
});

test('an interruption kills it, also one that came before', async () => {
  const control = new AbortController();
  const running = run('sleep 30', 20_000, control.signal);
  setTimeout(() => control.abort(), 100);
  assert.equal((await running).killed, 'interrupted');
  assert.equal((await run('sleep 30', 20_000, control.signal)).killed, 'interrupted');
});

test('of much output the end is kept', async () => {
  const { output } = await run('i=0; while [ $i -lt 2000 ]; do echo line-$i; i=$((i+1)); done');
  assert.ok(output.length <= 4000);
  assert.ok(output.endsWith('line-1999'));
});

test('nothing of the caller’s environment is there but what was given', async () => {
  process.env.CRONWARDEN_SECRET_OF_A_TEST = 'x';
  const { output } = await run('echo "[$CRONWARDEN_SECRET_OF_A_TEST]"');
  delete process.env.CRONWARDEN_SECRET_OF_A_TEST;
  assert.equal(output, '[]');
});
