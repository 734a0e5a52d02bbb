import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { readEvents } from './events.ts';
import { cronJobWrite, lease } from './testing.ts';

const folder = mkdtempSync(join(tmpdir(), 'cronwarden-events-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const EVENTS = Array.from({ length: 40 }, (_, index) =>
  index % 4 === 0 ? cronJobWrite({ name: `job-${index}`, index }) : lease(index),
);
const LINES = EVENTS.map((event) => JSON.stringify(event));

let files = 0;
const read = async (bytes: string | Uint8Array, keep: (bytes: Uint8Array) => boolean = () => true) => {
  const path = join(folder, `${files++}.log`);
  writeFileSync(path, bytes);
  const { events, counts } = readEvents({ paths: [path], keep });
  const ids: (string | null)[] = [];
  for await (const event of events) ids.push(event.auditId);
  return { ids, counts };
};
const IDS = EVENTS.map(({ auditID }) => auditID);

const FORMS: Readonly<Record<string, string | Uint8Array>> = {
  lines: `${LINES.join('\n')}\n`,
  'lines with no end': LINES.join('\n'),
  'lines with carriage returns and blanks': LINES.join('\r\n\r\n'),
  gzip: gzipSync(LINES.join('\n')),
  'a list over many lines': JSON.stringify(EVENTS, null, 2),
  'an EventList': JSON.stringify({ kind: 'EventList', apiVersion: 'audit.k8s.io/v1', items: EVENTS }),
  'UTF-16 as PowerShell writes it': Buffer.from(`\ufeff${LINES.join('\n')}`, 'utf16le'),
};
for (const [name, bytes] of Object.entries(FORMS)) {
  test(`every event, in input order: ${name}`, async () => {
    const { ids, counts } = await read(bytes);
    assert.deepEqual(ids, IDS);
    assert.deepEqual([counts.rejected, counts.unreadable], [0, []]);
  });
}

test('a record that is not wanted is not decoded, and counted', async () => {
  const wanted = Buffer.from('job-8');
  const { ids, counts } = await read(FORMS.lines ?? '', (bytes) => Buffer.from(bytes).includes(wanted));
  assert.deepEqual(ids, [IDS[8]]);
  assert.deepEqual([counts.records, counts.kept], [40, 1]);
});

test('what cannot be read is counted, and the rest is read', async () => {
  const { ids, counts } = await read(`${LINES[0]}\nnot json at all {\n${LINES[1]}\n`);
  assert.deepEqual(ids, IDS.slice(0, 2));
  assert.equal(counts.rejected, 1);
  assert.match(counts.rejectedSample ?? '', /not JSON/);
  const { events, counts: missing } = readEvents({ paths: [join(folder, 'none.log')], keep: () => true });
  for await (const event of events) assert.fail(String(event.auditId));
  assert.equal(missing.unreadable.length, 1);
});
