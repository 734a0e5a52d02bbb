import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePorts, isRunning, startPart, stopParts, tailOf } from './processes.ts';

const folder = mkdtempSync(join(tmpdir(), 'cronwarden-parts-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const part = (name: string, script: string) =>
  startPart({ name, path: process.execPath, args: ['-e', script, folder], log: join(folder, `${name}.log`) });
const logged = async (log: string, text: string): Promise<void> => {
  for (let tries = 0; tries < 100 && !tailOf(log).includes(text); tries++) await sleep(50);
  assert.match(tailOf(log), new RegExp(text));
};

test('parts run until they are stopped, and what they say is in their logs', async () => {
  const parts = [part('one', "console.log('up'); setInterval(() => 0, 1e6)"), part('two', 'setInterval(() => 0, 1e6)')];
  await logged(parts[0]?.log ?? '', 'up');
  assert.ok(parts.every((one) => isRunning(one, folder)));
  await stopParts(parts, folder);
  assert.ok(parts.every((one) => !isRunning(one, folder)));
});

test('a process that took over the number of a part is left alone', async () => {
  const stranger = { name: 'gone', pid: process.pid, log: '' };
  assert.equal(isRunning(stranger, folder), false);
  await stopParts([stranger], folder);
});

test('free ports differ from each other', async () => {
  const ports = await freePorts(8);
  assert.equal(new Set(ports).size, 8);
  assert.ok(ports.every((port) => port > 0));
});

test('a log that is not there is said to be missing', () => {
  assert.equal(tailOf(join(folder, 'none.log')), '(no log)');
});
