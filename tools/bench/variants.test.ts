import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { get, listAt, textAt } from '../../src/model/json.ts';
import { writeClusterDay } from './cluster-day.ts';
import { variants } from './variants.ts';

const folder = mkdtempSync(join(tmpdir(), 'cronwarden-variants-'));
after(() => rmSync(folder, { recursive: true }));
const day = join(folder, 'day.jsonl');
writeClusterDay(day, { bytes: 400_000, seed: 5 });
const plain = readFileSync(day, 'utf8');
const lines = plain.split('\n').slice(0, -1);

const written = async (name: string): Promise<Buffer> => {
  const variant = variants.find((one) => one.name === name);
  assert.ok(variant, name);
  const path = `${day}${variant.suffix}`;
  await variant.write(day, path);
  return readFileSync(path);
};

test('gzip and zstd unpack to the same bytes', async () => {
  assert.equal(gunzipSync(await written('gzip')).toString('utf8'), plain);
  assert.equal(zstdDecompressSync(await written('zstd')).toString('utf8'), plain);
});

test('the list is one line and holds the same events', async () => {
  const text = (await written('EventList on one line')).toString('utf8');
  assert.equal(text.indexOf('\n'), text.length - 1);
  const list: unknown = JSON.parse(text);
  assert.equal(textAt(list, 'kind'), 'EventList');
  assert.deepEqual(
    listAt(list, 'items'),
    lines.map((line) => JSON.parse(line)),
  );
});

test('pretty-printed documents stand one after the other', async () => {
  const text = (await written('pretty-printed JSON')).toString('utf8');
  const documents = text.split(/^(?=\{)/m).map((one): unknown => JSON.parse(one));
  assert.deepEqual(
    documents,
    lines.map((line) => JSON.parse(line)),
  );
});

test('an Azure row carries the line as a string, cut at 16 KiB', async () => {
  const rows = (await written('Azure resource log, JSON Lines')).toString('utf8').split('\n').slice(0, -1);
  assert.deepEqual(
    rows.map((row) => textAt(get(JSON.parse(row), 'properties'), 'log')),
    lines.map((line) => line.slice(0, 16_384)),
  );
  assert.ok(rows.every((row) => textAt(JSON.parse(row), 'time')?.endsWith('Z')));
});
