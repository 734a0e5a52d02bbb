import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { get, objectAt, textAt } from '../../src/model/json.ts';
import { clusterDay, type DayOptions, type DaySummary } from './cluster-day.ts';
import { planted } from './day/planted.ts';

const wholeDay = (options: DayOptions): { readonly text: string; readonly summary: DaySummary } => {
  const parts: string[] = [];
  const day = clusterDay(options);
  for (;;) {
    const step = day.next();
    if (step.done === true) return { text: parts.join(''), summary: step.value };
    parts.push(step.value.toString('utf8'));
  }
};
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

const { text, summary } = wholeDay({ bytes: 12_000_000, seed: 7 });
const lines = text.split('\n').slice(0, -1);
const events: unknown[] = lines.map((line) => JSON.parse(line));

test('the same seed and size give the same bytes, another seed does not', () => {
  const options = { bytes: 1_000_000, seed: 3 };
  const once = hashOf(wholeDay(options).text);
  assert.equal(hashOf(wholeDay(options).text), once);
  assert.notEqual(hashOf(wholeDay({ ...options, seed: 4 }).text), once);
});

test('the file is as long as asked, short of less than one line, and ends with a line feed', () => {
  assert.equal(Buffer.byteLength(text), summary.bytes);
  assert.ok(summary.bytes <= 12_000_000 && summary.bytes > 12_000_000 - summary.longestLine);
  assert.equal(text.at(-1), '\n');
  assert.throws(() => wholeDay({ bytes: 1000, seed: 1 }), RangeError);
});

test('every line is one whole event in the field order of the Go serializer, with no slot left open', () => {
  const order = [
    'kind',
    'apiVersion',
    'level',
    'auditID',
    'stage',
    'requestURI',
    'verb',
    'user',
    'sourceIPs',
    'userAgent',
    'objectRef',
    'responseStatus',
    'requestObject',
    'responseObject',
    'requestReceivedTimestamp',
    'stageTimestamp',
    'annotations',
  ];
  for (const event of events) {
    assert.equal(textAt(event, 'kind'), 'Event');
    assert.match(
      textAt(event, 'auditID') ?? '',
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    const keys = Object.keys(typeof event === 'object' && event !== null ? event : {});
    assert.deepEqual(
      keys,
      order.filter((key) => keys.includes(key)),
    );
  }
  assert.equal(events.length, summary.events);
  assert.doesNotMatch(text, /~[a-z-]+~/);
  assert.doesNotMatch(text, /[<>&]/, 'Go escapes these three');
});

test('audit ids are all different', () => {
  assert.equal(new Set(events.map((event) => textAt(event, 'auditID'))).size, events.length);
});

test('stages are in order over one day, and no request comes after its stage', () => {
  const stages = events.map((event) => textAt(event, 'stageTimestamp') ?? '');
  const form = /^2026-03-0[23]T\d\d:\d\d:\d\d\.\d{6}Z$/;
  for (const [index, event] of events.entries()) {
    const stage = stages[index] ?? '';
    const received = textAt(event, 'requestReceivedTimestamp') ?? '';
    assert.match(stage, form);
    assert.match(received, form);
    assert.ok(received < stage && stage >= (stages[index - 1] ?? ''));
  }
  assert.ok((stages[0] ?? '').startsWith('2026-03-03T00:00'));
  assert.ok((stages.at(-1) ?? '').startsWith('2026-03-03T23:59'));
});

test('the counted mix is the mix of the lines, and within bounds', () => {
  const of = (resource: string): number =>
    events.filter((event) => textAt(get(event, 'objectRef'), 'resource') === resource).length / events.length;
  const counted = (word: string): number =>
    summary.mix.filter((row) => row.resource.startsWith(word)).reduce((sum, row) => sum + row.events, 0);
  assert.equal(Math.round(of('leases') * events.length), counted('leases'));
  assert.equal(
    summary.mix.reduce((sum, row) => sum + row.events, 0),
    events.length,
  );
  assert.equal(
    summary.mix.reduce((sum, row) => sum + row.bytes, 0),
    summary.bytes,
  );
  assert.ok(of('leases') > 0.55 && of('leases') < 0.65);
  assert.ok(of('cronjobs') > 0.005 && of('cronjobs') < 0.03);
  assert.ok(of('nodes') > 0.01 && of('nodes') < 0.05);
  assert.ok(summary.medianLine > 900 && summary.medianLine < 1400);
  assert.ok(summary.bytes / summary.events > 1500 && summary.bytes / summary.events < 2500);
});

test('the share of lines with a word is that of the lines', () => {
  for (const { word, lines: told, bytes } of summary.words) {
    const having = lines.filter((line) => line.includes(word));
    assert.equal(having.length, told, word);
    assert.equal(
      having.reduce((sum, line) => sum + line.length + 1, 0),
      bytes,
      word,
    );
  }
});

test('bodies stand where the policy logs them and nowhere else', () => {
  for (const event of events) {
    const level = textAt(event, 'level');
    const verb = textAt(event, 'verb') ?? '';
    const read = ['get', 'list', 'watch'].includes(verb);
    assert.equal(get(event, 'requestObject') !== undefined, level !== 'Metadata' && !read, `${level} ${verb}`);
    assert.equal(get(event, 'responseObject') !== undefined, level === 'RequestResponse', `${level} ${verb}`);
  }
});

for (const bytes of [1_000_000, 12_000_000]) {
  test(`each planted write is there exactly once in a day of ${bytes} bytes, early enough to be followed by others`, () => {
    const day = bytes === 12_000_000 ? text : wholeDay({ bytes, seed: 1 }).text;
    const written = day
      .split('\n')
      .filter((line) => line.includes('"203.0.113.'))
      .map((line): unknown => JSON.parse(line));
    const named = written.map((event) => {
      const ref = objectAt(event, 'objectRef');
      return `${textAt(event, 'verb')} ${textAt(ref, 'resource')} ${textAt(ref, 'namespace')}/${textAt(ref, 'name')}`;
    });
    assert.deepEqual(
      named,
      planted.map((one) => `${one.verb} ${one.kind.toLowerCase()}s ${one.namespace}/${one.name}`),
    );
    assert.ok(day.lastIndexOf('"203.0.113.') < day.length * 0.98);
  });
}

test('nobody else writes a workload that was planted', () => {
  const names = new Set(planted.map((one) => `${one.namespace}/${one.name}`));
  const others = events.filter((event) => {
    const ref = objectAt(event, 'objectRef');
    const written =
      ['create', 'update', 'patch'].includes(textAt(event, 'verb') ?? '') && textAt(ref, 'subresource') === null;
    return (
      written && names.has(`${textAt(ref, 'namespace')}/${textAt(ref, 'name')}`) && textAt(ref, 'resource') !== 'leases'
    );
  });
  assert.equal(others.length, planted.length);
});
