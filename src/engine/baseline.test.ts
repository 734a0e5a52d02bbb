import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { createExcepting } from '../exception/match.ts';
import { exceptionOf, NOW } from '../exception/testing.ts';
import type { Finding } from '../model/finding.ts';
import { type ScanOptions, scan } from './scan.ts';
import { binding, deletion, forbidden, harmless } from './testing/stories.ts';
import { ana, argocd, attack, eve, usual, usualDays, write } from './testing/three-weeks.ts';
import { withoutPlaces } from './testing.ts';

const folder = mkdtempSync(join(tmpdir(), 'cronwarden-baseline-'));
after(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;

const run = async (parts: readonly (readonly object[])[], options: Partial<ScanOptions> = {}) => {
  const paths = parts.map((events) => {
    const path = join(folder, `${String(++files).padStart(6, '0')}.jsonl`);
    writeFileSync(path, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
    return path;
  });
  const scanned = scan({ paths, jobs: 1, ...options });
  const findings: Finding[] = [];
  for await (const finding of scanned.findings) findings.push(finding);
  return { findings: findings.sort((a, b) => (a.id < b.id ? -1 : 1)), summary: scanned.summary() };
};

const isOfBaseline = ({ id }: { readonly id: string }): boolean => id.startsWith('baseline.');

/** What a finding is told of its first times: values of what is new, and what cannot be said. */
const told = (finding: Finding | undefined) => ({
  severity: finding?.severity,
  risk: finding?.risk,
  news: Object.fromEntries(
    (finding?.indicators ?? [])
      .filter(isOfBaseline)
      .map(({ id, evidence }): [string, readonly string[]] => [id, evidence.map(({ value }) => value)]),
  ),
  open: Object.fromEntries(
    (finding?.unassessed ?? []).filter(isOfBaseline).map(({ id, because }): [string, string] => [id, because]),
  ),
});

const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
// A CommonJS module whose types name a default that Node gives as the module itself.
(addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
const validate = ajv.compile(
  JSON.parse(readFileSync(new URL('../../schema/finding.v1.json', import.meta.url), 'utf8')),
);

/** The finding of the object `story`, with three weeks before it. */
const storyOf = async (events: readonly object[], options: Partial<ScanOptions> = {}, before = usualDays()) => {
  const { findings, summary } = await run([[...before, ...events]], options);
  const finding = findings.find(({ workload, firstSeen }) => workload.name === 'story' && firstSeen?.includes('-24T'));
  assert.ok(finding === undefined || validate(JSON.parse(JSON.stringify(finding))), ajv.errorsText(validate.errors));
  const sum = finding?.breakdown.risk.reduce((total, { points }) => total + points, 0);
  assert.equal(sum, finding?.risk, 'the sum adds up');
  return { finding, summary };
};

const story = { minute: 600, name: 'story' };
const isNew = {
  'baseline.new-author': ['eve@example.com'],
  'baseline.new-content': ['registry.example.net', 'sh, kubectl: kube-api, read'],
};

/** Nothing suspect, with the image of the attack. */
const probe = { containers: [{ name: 'main', image: attack.containers[0]?.image, command: ['/bin/probe'] }] };

const STORIES: Readonly<
  Record<string, { readonly events: readonly object[]; readonly tells: ReturnType<typeof told> }>
> = {
  'an author whom nobody knows, with an image from elsewhere': {
    events: [write(eve, attack, story)],
    tells: { severity: 'medium', risk: 46, news: isNew, open: { 'baseline.new-origin': 'no-baseline' } },
  },
  'the credentials of a known author, from elsewhere': {
    events: [write({ ...eve, user: ana.user }, attack, { ...story, kind: 'Job' })],
    tells: {
      severity: 'medium',
      risk: 46,
      news: {
        'baseline.new-origin': ['curl', '203.0.113.0/24'],
        'baseline.new-content': isNew['baseline.new-content'],
      },
      open: {},
    },
  },
  'the controller writes into a namespace that it never wrote to, with what runs elsewhere': {
    events: [write(argocd, { ...attack, ...usual, hostPID: true }, { ...story, namespace: 'kube-system' })],
    tells: {
      severity: 'medium',
      risk: 46,
      news: { 'baseline.new-author': ['CronJob'] },
      open: { 'baseline.new-content': 'no-baseline' },
    },
  },
  'the usual, by those who do it every day': {
    events: [write(argocd, usual, story)],
    tells: { severity: 'info', risk: 0, news: {}, open: {} },
  },
  'something harmless by somebody new is told, and no worse for it': {
    events: [write(eve, usual, story)],
    tells: {
      severity: 'info',
      risk: 0,
      news: { 'baseline.new-author': ['eve@example.com'] },
      open: { 'baseline.new-origin': 'no-baseline' },
    },
  },
  'no client and no body in the record': {
    events: [
      write(
        ana,
        attack,
        { ...story, kind: 'Job' },
        { userAgent: undefined, requestObject: undefined, level: 'Metadata' },
      ),
    ],
    tells: {
      severity: 'info',
      risk: 2,
      news: {},
      open: { 'baseline.new-origin': 'not-kept', 'baseline.new-content': 'level-metadata' },
    },
  },
  'attacks of two weeks teach nothing': {
    events: [
      ...[14, 13, 12, 9, 8, 2, 1].map((daysBefore) => write(eve, attack, { ...story, daysBefore })),
      write(eve, attack, { ...story, minute: 601 }),
    ],
    tells: { severity: 'medium', risk: 46, news: isNew, open: { 'baseline.new-origin': 'no-baseline' } },
  },
  'what was refused teaches nothing': {
    events: [write(eve, usual, { ...story, daysBefore: 10 }, forbidden), write(eve, attack, story)],
    tells: { severity: 'medium', risk: 46, news: isNew, open: { 'baseline.new-origin': 'no-baseline' } },
  },
  'what comes later teaches nothing of before': {
    events: [write(eve, attack, story), write(eve, usual, { ...story, daysBefore: -1, name: 'later' })],
    tells: { severity: 'medium', risk: 46, news: isNew, open: { 'baseline.new-origin': 'no-baseline' } },
  },
  'a harmless CronJob an hour before makes nothing known': {
    events: [write(eve, probe, { ...story, minute: 540, name: 'probe' }), write(eve, attack, story)],
    tells: { severity: 'medium', risk: 46, news: isNew, open: { 'baseline.new-origin': 'no-baseline' } },
  },
  // A limit: who is patient makes itself known. The content is new all the same.
  'a harmless CronJob ten days before makes its author known': {
    events: [write(eve, usual, { ...story, daysBefore: 10 }), write(eve, attack, story)],
    tells: {
      severity: 'medium',
      risk: 42,
      news: { 'baseline.new-content': isNew['baseline.new-content'] },
      open: {},
    },
  },
};

for (const [name, { events, tells }] of Object.entries(STORIES)) {
  test(`story: ${name}`, async () => {
    const { finding } = await storyOf(events);
    assert.deepEqual(told(finding), tells);
  });
}

test('evidence says what was never seen, since when, and by how many writes', async () => {
  const { finding } = await storyOf([write(eve, attack, story)]);
  const evidence = finding?.indicators.filter(isOfBaseline).flatMap((one) => one.evidence) ?? [];
  assert.deepEqual(
    evidence.map(({ says, pointer }) => [says, pointer.replace(/^.*containers/, '…')]),
    [
      [
        'First workload write of this author in the cluster: "eve@example.com". Until a day before, none of at least 200 writes that taught the baseline since 2026-11-03 showed it.',
        '/user/username',
      ],
      [
        'First registry of namespace "dev": "registry.example.net". Until a day before, none of at least 200 writes that taught the baseline since 2026-11-03 showed it.',
        '…/0/image',
      ],
      [
        'First shape of commands of namespace "dev": "sh, kubectl: kube-api, read". Until a day before, none of at least 200 writes that taught the baseline since 2026-11-03 showed it.',
        '…/0/command/2',
      ],
    ],
  );
  assert.ok(finding?.attack.some(({ id }) => id === 'T1078'));
  assert.deepEqual(
    finding?.breakdown.risk.filter(({ reason }) => reason.includes('(baseline.')),
    [
      {
        points: 4,
        reason: 'First write of this author, or of this kind by it in this namespace (baseline.new-author)',
      },
      {
        points: 3,
        reason: 'First registry, image repository or shape of commands of this namespace (baseline.new-content)',
      },
    ],
  );
});

test('writes that repeat what was judged are low, and teach nothing of it', async () => {
  const power = { ...usual, hostPID: true };
  const ok = { responseStatus: { metadata: {}, code: 200 } };
  const first = write(eve, power, { ...story, daysBefore: 14 });
  const repeats = [13, 12, 11].map((daysBefore) => write(eve, power, { ...story, daysBefore, verb: 'update' }, ok));
  const { findings } = await run([
    [...usualDays(), first, ...repeats, write(eve, attack, { ...story, name: 'other' })],
  ]);
  const of = (name: string) => findings.filter(({ workload }) => workload.name === name);
  assert.deepEqual(
    of('story')
      .map(({ severity }) => severity)
      .sort(),
    ['info', 'info', 'info', 'medium'],
  );
  assert.deepEqual(told(of('other')[0]).news, isNew);
});

test('what an exception hides teaches nothing, however harmless', async () => {
  const early = write(eve, usual, { ...story, daysBefore: 10, name: 'hidden' });
  const exceptions = createExcepting([exceptionOf({ name: 'hidden', actor: 'eve@example.com' })], NOW);
  const { finding } = await storyOf([early, write(eve, attack, story)], { exceptions });
  assert.deepEqual(told(finding).news, isNew);
});

test('it is the same where what teaches is not given', async () => {
  const all = await storyOf([write(eve, attack, story)]);
  const few = await storyOf([write(eve, attack, story)], { minSeverity: 'medium' });
  assert.deepEqual(told(few.finding), told(all.finding));
});

test('who cannot wait is told what came before', async () => {
  const all = await storyOf([write(eve, attack, story)]);
  const now = await storyOf([write(eve, attack, story)], { waits: false });
  assert.deepEqual(told(now.finding), told(all.finding));
});

test('an act, its circumstances and two first times together are high', async () => {
  const events = [
    write(eve, attack, story),
    binding({ minute: 590, by: 'eve@example.com' }),
    deletion({ minute: 610, by: 'ana@example.com', name: 'story' }),
  ];
  const { finding } = await storyOf(events);
  assert.deepEqual([finding?.severity, finding?.risk], ['high', 64]);
  assert.match(finding?.breakdown.severity ?? '', /without what stands around it and what is new in it$/);
  const known = await storyOf(events, {}, [...usualDays(), write(eve, attack, { ...story, name: 'x', daysBefore: 9 })]);
  assert.equal(known.finding?.risk, 64, 'an attack of before changes nothing');
});

test('the summary says how warm it is, by cluster', async () => {
  const young = await run([usualDays(3)]);
  assert.deepEqual(young.summary.baseline, [
    { cluster: null, since: '2026-11-21T06:00:00.123000Z', days: 2, activeDays: 3, writes: 30, isMature: false },
  ]);
  const { summary } = await storyOf([]);
  assert.equal(summary.baseline?.[0]?.isMature, true);
  assert.equal(summary.baseline?.[0]?.writes, 210);
});

test('a short log, in which everything is new, tells of nothing new and says so', async () => {
  const { findings } = await run([
    [...usualDays(3), write(eve, attack, story), write(eve, harmless, { ...story, minute: 601 })],
  ]);
  assert.equal(findings.length, 32);
  for (const finding of findings) {
    const { news, open } = told(finding);
    assert.deepEqual(news, {});
    assert.deepEqual(open, {
      'baseline.new-author': 'no-baseline',
      'baseline.new-origin': 'no-baseline',
      'baseline.new-content': 'no-baseline',
    });
  }
});

test('nothing of three usual weeks is of medium or above, or told as new after the first of them', async () => {
  const { findings, summary } = await run([usualDays()]);
  assert.equal(findings.length, 210);
  assert.equal(summary.findings.info, 210);
  assert.deepEqual(
    findings.filter(({ indicators }) => indicators.some(isOfBaseline)),
    [],
  );
});

test('order, files, parts and threads change nothing', async () => {
  const events = [
    ...usualDays(),
    ...Object.values(STORIES).flatMap(({ events: own }, index) =>
      own.map((event, at) => ({
        ...event,
        auditID: `00000000-0000-4000-8000-${String(index * 100 + at).padStart(12, '9')}`,
      })),
    ),
  ];
  const plainly = (await run([events])).findings.map(withoutPlaces);
  assert.ok(plainly.filter(({ indicators }) => indicators.some(isOfBaseline)).length > 8);
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(events, { minLength: events.length }),
      fc.array(fc.integer({ min: 0, max: events.length }), { maxLength: 3 }),
      fc.boolean(),
      async (shuffled, cuts, threads) => {
        const at = [0, ...cuts.sort((a, b) => a - b), shuffled.length];
        const parts = at.slice(1).map((to, index) => shuffled.slice(at[index], to));
        const options = threads ? { jobs: 2, inlineBytes: 0, partBytes: 40_000 } : {};
        assert.deepEqual((await run(parts, options)).findings.map(withoutPlaces), plainly);
      },
    ),
    { numRuns: 6 },
  );
});
