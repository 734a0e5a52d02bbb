import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../model/json.ts';
import { type Case, caseOfObject } from './cases.ts';
import { DETECTORS } from './detectors.ts';
import { type Evaluation, evaluate, faultsOf } from './evaluation.ts';
import type { LabelledObject } from './labels.ts';
import { CALL_BACK, cronJobOf, labelled, PRIVILEGED, podOf, QUIET } from './testing.ts';

const one = (id: string, object: JsonObject, label: Partial<LabelledObject> = {}): Case => {
  const found = caseOfObject(labelled(id, object, label));
  if (found === null) throw new Error(`${id} is not judged`);
  return found;
};
const benign = { strength: 'benign', source: 'shop/charts' } as const;

const CASES: readonly Case[] = [
  one('found', podOf(CALL_BACK)),
  one('missed', podOf(QUIET), { why: 'It is one.' }),
  one('power', podOf(PRIVILEGED), { strength: 'dangerous' }),
  one('little', podOf(QUIET), { strength: 'weak', source: 'lab/weak' }),
  one('named', podOf(QUIET), { nameOnly: true }),
  one('quiet', cronJobOf(QUIET), benign),
  one('alarm', cronJobOf(PRIVILEGED), benign),
  one('agent', podOf(PRIVILEGED), benign),
];
const OPTIONS = { seed: 1, resamples: 200, version: '0', worst: 1, unjudged: [], logs: null };
const report: Evaluation = evaluate(CASES, OPTIONS);

const counts = ({ hits, of }: { readonly hits: number; readonly of: number }): string => `${hits}/${of}`;

test('rates by population, as they are and as CronJobs; what only a name tells has a row of its own', () => {
  const rows = report.populations.map(({ name, cases, sources, asIs, asCronJob }) => [
    name,
    cases,
    sources,
    ...[asIs.high, asIs.medium, asCronJob.high, asCronJob.medium].map(counts),
  ]);
  assert.deepEqual(rows, [
    ['malicious', 2, 1, '1/2', '1/2', '1/2', '1/2'],
    ['dangerous', 1, 1, '0/1', '1/1', '0/1', '1/1'],
    ['weak', 1, 1, '0/1', '0/1', '0/1', '0/1'],
    ['attack by its name only', 1, 1, '0/1', '0/1', '0/1', '0/1'],
    ['benign CronJobs and Jobs', 2, 1, '0/2', '1/2', '0/2', '1/2'],
    ['other benign workloads', 1, 1, '0/1', '1/1', '0/1', '1/1'],
  ]);
});

test('the confusion counts every case once', () => {
  for (const { rows } of report.confusion) {
    const total = rows.flatMap((row) => Object.values(row.counts)).reduce((sum, count) => sum + count, 0);
    assert.equal(total, CASES.length);
  }
  assert.deepEqual(report.confusion[0]?.rows[0]?.counts, { info: 1, low: 0, medium: 0, high: 1, critical: 0 });
});

const DETECTED: Record<string, readonly string[]> = {
  'cronwarden at critical': ['0/2', '0/1', '0/2', '0/0', '0/3'],
  'cronwarden at high or above': ['1/2', '0/1', '0/2', '1/1', '0/3'],
  'cronwarden at medium or above': ['1/2', '1/1', '1/2', '2/3', '2/3'],
  'cronwarden at low or above': ['1/2', '1/1', '1/2', '2/3', '2/3'],
  // As CronJobs: "privileged" stands in the body of the dangerous one; the benign Pod is none of its business.
  'original query, score 1 or more': ['0/2', '1/1', '1/2', '1/2', '1/3'],
  'original query, score 2 or more': ['0/2', '0/1', '0/2', '0/0', '0/3'],
  'original query, score 3 or more': ['0/2', '0/1', '0/2', '0/0', '0/3'],
  'any write of a CronJob or Job': ['2/2', '1/1', '2/2', '3/5', '2/3'],
};
for (const { name } of DETECTORS) {
  test(`${name}: what it finds and what it flags`, () => {
    const found = report.detectors.find((detector) => detector.name === name);
    assert.ok(found !== undefined);
    const { malicious, dangerous, benignJobs, precision, benign: all } = found;
    assert.deepEqual([malicious, dangerous, benignJobs, precision, all].map(counts), DETECTED[name]);
  });
}

test('an indicator: whom it hits, how often rightly, and what it adds', () => {
  const privileged = report.indicators.find(({ id }) => id === 'privilege.privileged');
  assert.deepEqual(privileged?.hits, { malicious: 0, dangerous: 1, weak: 0, benign: 2 });
  assert.equal(counts(privileged.precision), '1/3');
  assert.deepEqual([privileged.lost, privileged.spared], [0, 2]);
  const callBack = report.indicators.find(({ id }) => id === 'command.reverse-shell');
  assert.deepEqual([callBack?.lost, callBack?.spared], [1, 0]);
  assert.ok(report.indicators.every(({ hits }) => Object.values(hits).some((count) => count > 0)));
});

test('one fold for each source, the worst first', () => {
  assert.deepEqual(
    report.folds.map((fold) => [fold.source, faultsOf(fold)]),
    [
      ['shop/charts', 2],
      ['shop/jobs', 1],
      ['lab/weak', 0],
    ],
  );
});

test('misses and false alarms: counted in full, the worst listed with their sum', () => {
  assert.deepEqual(
    report.misses.worst.map(({ id, severity, why, lines }) => [id, severity, why, lines]),
    [['missed', 'info', 'It is one.', []]],
  );
  assert.equal(report.misses.of, 1);
  assert.equal(report.alarms.of, 2);
  assert.deepEqual(
    report.alarms.worst.map(({ severity, lines }) => [severity, lines.length > 0]),
    [['medium', true]],
  );
});

test('the order of the cases changes nothing', () => {
  assert.deepEqual(evaluate(CASES.toReversed(), OPTIONS), report);
});

test('no cases at all give empty figures', () => {
  const empty = evaluate([], OPTIONS);
  assert.deepEqual([empty.cases, empty.indicators, empty.folds, empty.misses.of], [0, [], [], 0]);
});
