import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { decodeRecord } from '../decode/decode.ts';
import { noSightings, type Sightings, sight } from '../visibility/sightings.ts';
import { cronJobWrite, dryRun, lease } from './testing.ts';
import { measureLogs } from './visibility.ts';

const folder = mkdtempSync(join(tmpdir(), 'cronwarden-visibility-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const fileOf = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const lines = (events: readonly unknown[]): string => `${events.map((event) => JSON.stringify(event)).join('\n')}\n`;
const plain = ({ cells, ...rest }: Sightings) => ({ ...rest, cells: [...cells].sort(([a], [b]) => (a < b ? -1 : 1)) });

/** What the decoder alone says of the same lines. */
const decoded = (text: string, source: string): Sightings => {
  const sum = noSightings();
  let offset = 0;
  for (const line of text.split('\n')) {
    if (line !== '')
      for (const event of decodeRecord({ source, offset, text: line }).events) sight(sum, event, { source, offset });
    offset += Buffer.byteLength(line) + 1;
  }
  return sum;
};
const assertSame = (found: Sightings, expected: Sightings): void => {
  const [a, b] = [plain(found), plain(expected)];
  assert.deepEqual(a.cells, b.cells);
  assert.deepEqual(a.stages, b.stages);
  assert.deepEqual(a.envelopes, b.envelopes);
  assert.deepEqual(a.clock, b.clock);
  assert.deepEqual(a, b);
};

const recording = new URL('../../fixtures/recordings/quiet-hour.jsonl.gz', import.meta.url);

test('what is taken at a glance is what the decoder says, in one thread and in several', async () => {
  const text = gunzipSync(readFileSync(recording)).toString();
  const path = fileOf('quiet.jsonl', text);
  const expected = decoded(text, path);
  assert.ok(expected.events > 50_000);
  for (const options of [{ jobs: 1 }, { jobs: 3, inlineBytes: 0, partBytes: 1_000_000 }]) {
    const { sightings, summary } = await measureLogs({ paths: [path], ...options });
    assertSame(sightings, expected);
    assert.deepEqual([summary.events, summary.rejected, summary.passedUnread], [expected.events, 0, 0]);
    assert.equal(summary.envelopes.audit, expected.events);
  }
});

const write = cronJobWrite({ name: 'tool', index: 2 });
/** Lines on which a quick look could say something else than the decoder. */
const odd: Record<string, readonly unknown[] | string> = {
  'a refused write without a body': [{ ...write, requestObject: undefined, responseStatus: { code: 403 } }],
  'a body that is left out at level Request': [{ ...write, requestObject: undefined }],
  'a body as text': [{ ...write, requestObject: JSON.stringify(write.requestObject) }],
  'what stands for a large body': [{ ...write, requestObject: 'skipped-too-big-size-object' }],
  'an empty body': [{ ...write, requestObject: null }],
  'a body cut by the server': [
    { ...write, requestObject: undefined, annotations: { 'audit.k8s.io/truncated': 'true' } },
  ],
  'a name in escapes': lines([write]).replace('"cronjobs"', '"cron\\u006aobs"'),
  'a key in escapes': lines([write]).replace('"verb"', '"\\u0076erb"'),
  'a key twice': lines([write]).replace('"verb":"create"', '"verb":"get","verb":"create"'),
  'a reference twice': lines([write]).replace(
    '"objectRef":',
    '"objectRef":{"resource":"pods","apiVersion":"v1"},"objectRef":',
  ),
  'keys of an event inside of others': [
    { ...write, user: { ...write.user, extra: { verb: ['get'], level: ['None'], objectRef: ['x'] } } },
  ],
  'another order of keys': [Object.fromEntries(Object.entries(write).toReversed())],
  'no reference': [{ ...write, objectRef: undefined, requestURI: '/healthz', verb: 'get', requestObject: undefined }],
  'a reference without a version': [{ ...write, objectRef: { resource: 'cronjobs', namespace: 'dev' } }],
  'a level in small letters': [{ ...write, level: 'request' }],
  'a verb in capitals': [{ ...write, verb: 'CREATE' }],
  'a time in another form': [{ ...write, stageTimestamp: '2026-11-24T07:02:00+01:00' }],
  'a time that is none': [{ ...write, stageTimestamp: '2026-11-31T06:02:00.000000Z' }],
  'no time': [{ ...write, stageTimestamp: undefined, requestReceivedTimestamp: undefined }],
  'the first stage': [{ ...write, stage: 'RequestReceived', requestObject: undefined }],
  'a cluster in the annotations': [{ ...write, annotations: { cluster_name: 'harbour' } }],
  'spaces between the tokens': `${JSON.stringify(write).replaceAll('":', '": ')}\n`,
  'a line that was cut': `${JSON.stringify(write).slice(0, 400)}\n`,
  'a line end of Windows': `${JSON.stringify(write)}\r\n`,
  'quotes and backslashes in texts': [{ ...write, userAgent: 'a\\"b\\\\', requestURI: '/x?a="{[\\' }],
  'letters beyond ASCII': [{ ...write, user: { username: 'zoë', groups: [] } }, lease(3)],
  'a dry run': [dryRun(4)],
  'inside a collector': [{ log: JSON.stringify(write) }],
};
for (const [name, given] of Object.entries(odd)) {
  test(`the same as the decoder: ${name}`, async () => {
    const text = typeof given === 'string' ? given : lines(given);
    const path = fileOf('odd.jsonl', text);
    const { sightings } = await measureLogs({ paths: [path], jobs: 1 });
    assertSame(sightings, decoded(text, path));
  });
}

test('events outside the window are counted and not looked at', async () => {
  const path = fileOf('window.jsonl', lines([lease(1), cronJobWrite({ name: 'a', index: 20 })]));
  const { sightings, summary } = await measureLogs({ paths: [path], since: '2026-11-24T06:10:00.000000Z' });
  assert.deepEqual([sightings.events, summary.outsideWindow, summary.events], [1, 1, 2]);
});

test('what cannot be read is said', async () => {
  const { summary } = await measureLogs({ paths: [join(folder, 'none.jsonl')] });
  assert.equal(summary.unreadable.length, 1);
});
