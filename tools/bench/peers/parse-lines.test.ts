import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runOnce } from '../measure.ts';
import { parseOneThread, parseTwoThreads } from './parse-lines.ts';

const folder = mkdtempSync(join(tmpdir(), 'cronwarden-parse-'));
after(() => rmSync(folder, { recursive: true }));
const program = fileURLToPath(new URL('./parse-lines-program.ts', import.meta.url));

const line = (verb: string, resource: string): string => `${JSON.stringify({ verb, objectRef: { resource } })}\n`;
const path = join(folder, 'log.jsonl');
const wanted = 4000;
writeFileSync(
  path,
  (line('create', 'jobs') + line('get', 'cronjobs') + line('patch', 'cronjobs') + line('create', 'pods')).repeat(
    wanted / 2,
  ),
);

for (const peer of [parseOneThread, parseTwoThreads]) {
  test(`${peer.name} counts writes of CronJobs and Jobs`, async () => {
    assert.equal(peer.answer(await runOnce(peer.command(path))), `${wanted} events`);
  });
}

test('no line is lost or read twice, wherever the shares meet', async () => {
  for (const threads of [3, 5]) {
    const run = await runOnce({ program: process.execPath, args: [program, path, String(threads)] });
    assert.equal(run.stdout, `${wanted}\n`, `${threads} threads`);
  }
});

test('a last line without a line feed counts, and a line longer than the buffer', async () => {
  const other = join(folder, 'long.jsonl');
  const long = JSON.stringify({ verb: 'create', filler: 'x'.repeat(9e6), objectRef: { resource: 'jobs' } });
  writeFileSync(other, `${long}\n${line('update', 'jobs').trimEnd()}`);
  for (const threads of [1, 2]) {
    const run = await runOnce({ program: process.execPath, args: [program, other, String(threads)] });
    assert.equal(run.stdout, '2\n', `${threads} threads`);
  }
});
