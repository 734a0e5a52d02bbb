import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { createHeapGuard } from './heap.ts';

test('nothing is set while the process is small, and once when it is large', () => {
  let size = 100;
  const flags: string[] = [];
  const guard = createHeapGuard(
    () => size,
    (flag) => flags.push(flag),
  );
  guard();
  assert.deepEqual(flags, []);
  size = 1024 ** 3;
  guard();
  guard();
  assert.deepEqual(flags, ['--heap-growing-percent=10']);
});

test('V8 knows the flag: it says nothing of it', () => {
  const code = `import('node:v8').then(({ setFlagsFromString }) => setFlagsFromString('--heap-growing-percent=10'))`;
  const { status, stderr } = spawnSync(process.execPath, ['-e', code], { encoding: 'utf8' });
  assert.deepEqual([status, stderr], [0, '']);
});
