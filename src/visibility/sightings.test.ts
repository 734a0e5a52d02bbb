import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Summary } from '../model/summary.ts';
import { reportVisibility, type VisibilityReport } from './report.ts';
import { type Alike, addSightings, noSightings, type Sightings, sightMany } from './sightings.ts';

const alike = (parts: Partial<Alike> = {}): Alike => ({
  group: 'batch',
  resource: 'cronjobs',
  subresource: null,
  verb: 'create',
  level: 'RequestResponse',
  stage: 'ResponseComplete',
  envelope: 'audit',
  body: 'shown',
  answered: true,
  ...parts,
});
const summary: Summary = {
  files: 1,
  bytes: 1,
  records: 1,
  passedUnread: 0,
  events: 1,
  others: 0,
  rejected: 0,
  rejectedSamples: [],
  passed: {},
  activities: 0,
  duplicates: 0,
  unseenBodies: 0,
  partialBodies: 0,
  cutEvents: 0,
  outsideWindow: 0,
  envelopes: {},
  findings: { info: 0, low: 0, medium: 0, high: 0, critical: 0 },
  firstEvent: null,
  lastEvent: null,
  unreadable: [],
  warnings: [],
  elapsedMs: 1,
};
const of = (...events: readonly (readonly [Partial<Alike>, number])[]): Sightings => {
  const sum = noSightings();
  for (const [parts, count] of events) sightMany(sum, alike(parts), count);
  return sum;
};
const reportOf = (sightings: Sightings): VisibilityReport =>
  reportVisibility({ version: '0.0.1', logs: { sightings, summary }, policy: null, provider: null });
const bodyOf = (sightings: Sightings) => reportOf(sightings).subjects.find(({ id }) => id === 'batch/cronjobs')?.body;

test('what a log holds decides: whole, in part, not at all, and not in it', () => {
  assert.equal(bodyOf(of([{}, 3]))?.sight, 'assessed');
  assert.equal(bodyOf(of([{}, 3], [{ body: 'withheld' }, 1]))?.sight, 'partly');
  assert.equal(bodyOf(of([{ body: 'byLevel', level: 'Metadata' }, 2]))?.sight, 'blind');
  assert.equal(bodyOf(of([{ resource: 'jobs' }, 2]))?.sight, 'unknown');
  assert.match(bodyOf(of([{}, 3], [{ body: 'withheld' }, 1]))?.says ?? '', /1 of 4 withheld or cut/);
});

test('a change without the object that came of it is a part', () => {
  assert.equal(bodyOf(of([{ verb: 'patch' }, 2]))?.sight, 'assessed');
  assert.equal(bodyOf(of([{ verb: 'patch', level: 'Request', answered: false }, 2]))?.sight, 'partly');
});

test('an envelope that loses the group does not hide the kind', () => {
  assert.equal(bodyOf(of([{ group: null }, 1]))?.sight, 'assessed');
});

const remarks: Record<string, readonly [Sightings, RegExp]> = {
  'every write at level Metadata is the policy': [
    of([{ body: 'byLevel', level: 'Metadata', answered: false }, 5]),
    /all 5 are at level Metadata. That is the policy/,
  ],
  'bodies that are withheld': [
    of([{}, 9], [{ body: 'withheld' }, 1]),
    /1 of 10 bodies .* \(10 %\) are withheld or cut/,
  ],
  'no read at all': [of([{}, 200]), /Not one read/],
  'requests without an end': [
    of([{ stage: 'RequestReceived', body: null, answered: false }, 5], [{}, 3]),
    /2 requests were received and their end is not in the log/,
  ],
  'a panic': [of([{ stage: 'Panic' }, 1]), /1 requests ended in a panic/],
};
for (const [name, [sightings, says]] of Object.entries(remarks)) {
  test(`said: ${name}`, () => assert.match(reportOf(sightings).log?.remarks.join('\n') ?? '', says));
}

test('of the category without reads it is said', () => {
  const sum = of([{ envelope: 'azure-diagnostics' }, 1]);
  sum.categories['kube-audit-admin'] = 1;
  const report = reportOf(sum);
  assert.match(report.log?.remarks.join() ?? '', /kube-audit-admin .* no get and no list/);
  assert.equal(report.provider?.id, 'aks');
  sum.categories['kube-audit'] = 1;
  assert.doesNotMatch(reportOf(sum).log?.remarks.join() ?? '', /Only the category/);
});

test('a quiet log has nothing that stands out', () => {
  assert.deepEqual(reportOf(of([{}, 5], [{ verb: 'get', body: null, level: 'Metadata' }, 500])).log?.remarks, []);
});

test('parts add up', () => {
  const sum = of([{}, 3]);
  addSightings(sum, of([{}, 2], [{ verb: 'patch' }, 1]));
  assert.deepEqual(
    [...sum.cells.values()].map(({ verb, events, shown }) => [verb, events, shown]),
    [
      ['create', 5, 5],
      ['patch', 1, 1],
    ],
  );
});

test('resources that anybody can make up take bounded room, and what has none is counted', () => {
  const sum = noSightings();
  for (let index = 0; index < 10_000; index++)
    sightMany(sum, alike({ resource: `x${index}`, envelope: `e${index}` }), 1);
  assert.ok(sum.cells.size <= 4_000);
  assert.equal(sum.events, 10_000);
  assert.equal(sum.uncounted, 10_000 - sum.cells.size);
  assert.ok(Object.keys(sum.envelopes).length <= 100);
  assert.match(reportOf(sum).log?.remarks.join() ?? '', /not told apart/);
});

test('an indicator whose field an envelope lacks is blind there, and seen in part beside another envelope', () => {
  const sightsOf = (...envelopes: readonly Alike['envelope'][]) => {
    const report = reportOf(of(...envelopes.map((envelope) => [{ envelope }, 1] as const)));
    return ['actor.impersonation', 'actor.pod-identity', 'actor.anonymous'].map(
      (id) => report.indicators.find((one) => one.id === id)?.on.job,
    );
  };
  assert.deepEqual(sightsOf('audit'), ['assessed', 'assessed', 'assessed']);
  assert.deepEqual(sightsOf('aks-audit'), ['blind', 'assessed', 'assessed']);
  assert.deepEqual(sightsOf('gke'), ['blind', 'blind', 'assessed']);
  assert.deepEqual(sightsOf('audit', 'sentinel-gke'), ['partly', 'partly', 'assessed']);
  const { because } =
    reportOf(of([{ envelope: 'gke' }, 1])).indicators.find(({ id }) => id === 'actor.impersonation') ?? {};
  assert.match(because ?? '', /^records of gke have no field for it/);
});
