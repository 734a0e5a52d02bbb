import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { after, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { type ScanOptions, scan } from '../../src/engine/scan.ts';
import { withoutPlaces } from '../../src/engine/testing.ts';
import type { Finding } from '../../src/model/finding.ts';
import { type Manifest, recordingsFolder } from './recording.ts';
import { STORIES } from './stories.ts';
import { toldOf } from './told.ts';

/** `UPDATE=1` writes what is told now into the files; read the difference before it is kept. */
const isUpdate = process.env.UPDATE === '1';
const told = join(recordingsFolder, 'stories');
const folder = mkdtempSync(join(tmpdir(), 'cronwarden-stories-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const manifest = JSON.parse(readFileSync(join(recordingsFolder, 'stories.json'), 'utf8')) as Manifest; // Our own file.
const lines = gunzipSync(readFileSync(join(recordingsFolder, 'stories.jsonl.gz')))
  .toString()
  .trimEnd()
  .split('\n');
const slices = manifest.stories ?? [];

let files = 0;
const scanned = async (parts: readonly (readonly string[])[], options: Partial<ScanOptions> = {}) => {
  const paths = parts.map((part) => {
    const path = join(folder, `${String(++files).padStart(4, '0')}.jsonl`);
    writeFileSync(path, part.map((line) => `${line}\n`).join(''));
    return path;
  });
  const run = scan({ paths, jobs: 1, ...options });
  const findings: Finding[] = [];
  for await (const finding of run.findings) findings.push(finding);
  assert.deepEqual(run.summary().warnings, []);
  return findings;
};

test('every story was played, and each has its file and no other has', () => {
  assert.deepEqual(
    slices.map(({ name }) => name),
    STORIES.map(({ name }) => name),
  );
  assert.deepEqual(readdirSync(told).sort(), slices.map(({ name }) => `${name}.yaml`).sort());
});

for (const { name, from, to } of slices) {
  const own = lines.slice(from, to);

  test(`story: ${name}`, async () => {
    const text = toldOf(await scanned([own]));
    const file = join(told, `${name}.yaml`);
    if (isUpdate) writeFileSync(file, text);
    assert.ok(existsSync(file), `${file} is missing; UPDATE=1 writes it`);
    assert.equal(text, readFileSync(file, 'utf8'));
  });

  test(`story in whatever files and order of files, with the gate or without: ${name}`, async () => {
    const byId = (findings: readonly Finding[]): readonly unknown[] =>
      findings.map(withoutPlaces).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    const expected = byId(await scanned([own]));
    const third = Math.ceil(own.length / 3);
    const parts = [own.slice(0, third), own.slice(third, 2 * third), own.slice(2 * third)];
    assert.deepEqual(byId(await scanned(parts)), expected);
    assert.deepEqual(byId(await scanned([...parts].reverse(), { strict: true })), expected);
    assert.deepEqual(byId(await scanned([own], { jobs: 2, partBytes: 60_000, inlineBytes: 0 })), expected);
  });
}
