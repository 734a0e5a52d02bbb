import assert from 'node:assert/strict';
import { test } from 'node:test';
import { INDICATORS } from '../../indicator/registry.ts';
import { ATTACK } from '../../model/attack.ts';
import type { Finding } from '../../model/finding.ts';
import { HOSTILE_TEXTS } from '../../sink/hostile-testing.ts';
import { jsonLine } from '../../sink/json.ts';
import { paintWith } from '../../sink/table-text.ts';
import { reverseShell, SAMPLE_FINDINGS } from '../../sink/testing.ts';
import { guideOf } from '../guide.ts';
import { LANGUAGE_IDS } from '../language/language.ts';
import type { Guide } from '../model.ts';
import type { Bucket, Tallied, TrailRow } from '../tally.ts';
import type { Trail } from '../trail.ts';
import { guideHtml } from './html.ts';
import { guideJson } from './json.ts';
import { guideMarkdown } from './markdown.ts';
import { guideText } from './text.ts';

const PRINT = { languages: LANGUAGE_IDS };

/** A trail in which every text is the given one. */
const trailOf = (text: string): Trail => {
  const row: TrailRow = {
    time: '2026-11-24T10:00:00.000000Z',
    verb: text,
    resource: text,
    namespace: text,
    name: text,
    user: text,
    peer: text,
    code: 201,
    auditId: text,
    note: text,
  };
  const bucket: Bucket = { rows: [row], last: row, count: 1 };
  const tallied: Tallied = {
    kinds: [
      {
        user: text,
        verb: text,
        resource: text,
        namespace: text,
        peer: text,
        count: 1,
        refused: 1,
        first: text,
        last: text,
      },
    ],
    count: 1,
    left: 0,
  };
  return {
    events: 1,
    act: { level: text, envelope: 'audit', category: text },
    object: bucket,
    jobs: bucket,
    refusedJobs: bucket,
    jobDeletions: bucket,
    pods: bucket,
    bindings: bucket,
    statuses: bucket,
    podDeletions: bucket,
    sessions: bucket,
    tokens: bucket,
    nodes: [text],
    podCalls: tallied,
    accountCalls: tallied,
    actorBefore: tallied,
    actorAfter: tallied,
    address: tallied,
    lasting: bucket,
    grants: bucket,
    logged: new Set(),
    period: { first: text, last: text },
    siblings: { template: bucket, image: bucket, commonImage: true, left: 1 },
  };
};

const guideTo = (finding: Finding | null, trail: Trail | null): Guide =>
  guideOf({
    finding,
    trail,
    now: '2026-11-24T12:00:00Z',
    version: '0.0.0',
    release: ATTACK,
    technique: 'T1053.007',
    indicators: INDICATORS,
    read: trail === null ? [] : [trail.nodes[0] ?? ''],
  });

/** The finding with each name, and what stands in its evidence, as an attacker would choose it. */
const hostile = (finding: Finding, text: string): Finding => ({
  ...finding,
  title: text,
  summary: text,
  cluster: text,
  workload: {
    ...finding.workload,
    namespace: text,
    name: text,
    serviceAccount: text,
    schedule: text,
    images: [{ name: text, digest: text }],
  },
  actor: {
    ...finding.actor,
    username: text,
    impersonatedBy: text,
    userAgent: text,
    sourceIps: [text, text],
    groups: [text],
  },
  indicators: finding.indicators.map((one) => ({
    ...one,
    evidence: one.evidence.map((evidence) => ({ ...evidence, says: text, value: text, container: text })),
  })),
  object: { pointer: text, kind: 'object', body: { metadata: { labels: { team: text } }, spec: { schedule: text } } },
});

/** What a terminal acts on, and what an eye does not see. Line breaks are the page's own. */
const ALIVE = /[^\P{C}\n]|[\u2028\u2029\u3164\u2800]/u;

for (const text of HOSTILE_TEXTS) {
  test(`inert in every format: ${JSON.stringify(text).slice(0, 40)}`, () => {
    const guide = guideTo(hostile(reverseShell, text), trailOf(text));
    const printed = guideText(guide, 80, paintWith(false), PRINT);
    assert.doesNotMatch(printed, ALIVE);
    const markdown = guideMarkdown(guide, PRINT);
    assert.doesNotMatch(markdown, ALIVE);
    const outside = markdown
      .replace(/(`{3,})[\s\S]*?\n\1\n/g, '')
      .replace(/(`+)(?!`)[^\n]*?[^`\n]\1(?!`)/g, '§')
      .replaceAll('<br>', '');
    assert.doesNotMatch(outside, /[<>[\]]|javascript|@[a-z]/, outside.slice(0, 2_000));
    const page = guideHtml(guide, PRINT);
    assert.doesNotMatch(page, ALIVE);
    assert.doesNotMatch(page, /<script|<img|<a /);
    const json = jsonLine(guideJson(guide, PRINT));
    assert.doesNotMatch(json, ALIVE);
    assert.deepEqual(JSON.parse(json), JSON.parse(JSON.stringify(guideJson(guide, PRINT))));
  });
}

test('a name that no object can have gives no line for a shell', () => {
  const guide = guideTo(hostile(reverseShell, "x'; y $(z)"), null);
  for (const { line, because } of guide.questions.flatMap(({ lookups }) => lookups)) {
    if (line === null) assert.ok(because !== null);
    else assert.ok(!line.includes('$(z)') || line.includes(`'--as=x'\\''; y $(z)'`), line);
  }
});

test('every sample finding has a guide, whose lines fit the terminal but for what is copied', () => {
  for (const finding of SAMPLE_FINDINGS) {
    for (const columns of [40, 80, 120]) {
      const text = guideText(guideTo(finding, null), columns, paintWith(false), { languages: [] });
      const long = text.split('\n').filter((line) => line.length > columns && !line.startsWith('   kubectl '));
      assert.deepEqual(long, []);
      assert.doesNotMatch(text, /undefined|null|NaN|\[object/);
    }
  }
});

test('colours only when they are asked for', () => {
  const guide = guideTo(reverseShell, null);
  assert.ok(guideText(guide, 80, paintWith(true), PRINT).includes('\u001b['));
  assert.ok(!guideText(guide, 80, paintWith(false), PRINT).includes('\u001b['));
});

test('the same input gives the same guide', () => {
  assert.deepEqual(guideTo(reverseShell, trailOf('a')), guideTo(reverseShell, trailOf('a')));
});
