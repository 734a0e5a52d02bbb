import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { SEVERITIES, type Severity } from '../model/finding.ts';
import { type Judged, withLatePoints } from './raise.ts';
import { severityByRisk } from './score.ts';
import { SEQUENCE_CAP, SEQUENCE_POINTS, WEIGHTS } from './weights.ts';

const ids = [...SEQUENCE_POINTS.keys()];
const judged = (severity: Severity, risk: number, ...indicators: readonly string[]): Judged => ({
  severity,
  risk,
  breakdown: { risk: [{ points: risk, reason: 'all of it' }], severity: `${severity}: said before`, confidence: '' },
  indicators: indicators.map((id) => ({ id, title: id, severity: 'info', weight: 0, evidence: [] })),
});
const act = 'command.credential-access';
const power = 'privilege.privileged';
const news = ['baseline.new-author', 'baseline.new-origin', 'baseline.new-content'];
const named = (...names: readonly string[]) => names.map((id) => ({ id, title: `title of ${id}` }));

test('an act of medium becomes high with two strong sequences, and says why', () => {
  const raised = withLatePoints(judged('medium', 39, act), {
    sequences: named('sequence.grant-to-account', 'sequence.deletion-by-actor'),
  });
  assert.equal(raised.severity, 'high');
  assert.equal(raised.risk, 61);
  assert.equal(raised.breakdown.severity, 'high: risk 61 is at least 60, 39 without what stands around it');
  assert.deepEqual(raised.breakdown.risk.slice(1), [
    { points: 12, reason: 'title of sequence.grant-to-account (sequence.grant-to-account)' },
    { points: 10, reason: 'title of sequence.deletion-by-actor (sequence.deletion-by-actor)' },
  ]);
});

const CASES: readonly [string, Judged, Severity, number][] = [
  ['low is left as it is', judged('low', 29, act), 'low', 29],
  ['power without an act stays below high', judged('medium', 50, power), 'medium', 59],
  ['an act without power stays below critical', judged('high', 90, act), 'high', 94],
  ['an act with power becomes critical', judged('high', 80, act, power), 'critical', 100],
  ['a severity that one reason deserves is kept', judged('high', 40, act, power), 'high', 64],
  ['critical ends at 100', judged('critical', 97, act, power), 'critical', 100],
];
for (const [name, one, severity, risk] of CASES) {
  test(name, () => {
    const all = withLatePoints(one, { sequences: named(...ids) });
    assert.deepEqual([all.severity, all.risk], [severity, risk]);
  });
}

const FIRSTS: readonly [string, Judged, readonly string[], Severity, number][] = [
  ['what is new in something low is told and not weighed', judged('low', 29, act), news, 'low', 29],
  ['one first time adds its points', judged('medium', 39, act), news.slice(0, 1), 'medium', 43],
  ['one first time alone makes an act no worse', judged('medium', 58, act), news.slice(0, 1), 'medium', 59],
  ['two make it high', judged('medium', 54, act), news.slice(0, 2), 'high', 62],
  ['all of them leave an act of 39 at medium', judged('medium', 39, act), news, 'medium', 50],
  ['power without an act stays medium', judged('medium', 55, power), news, 'medium', 59],
  ['an act without power stays below critical', judged('high', 90, act), news, 'high', 94],
  ['an act with power becomes critical by several', judged('high', 88, act, power), news, 'critical', 99],
  ['and not by one', judged('high', 93, act, power), news.slice(0, 1), 'high', 94],
];
for (const [name, one, firsts, severity, risk] of FIRSTS) {
  test(name, () => {
    const all = withLatePoints(one, { firsts: named(...firsts) });
    assert.deepEqual([all.severity, all.risk], [severity, risk]);
  });
}

test('what stands around and what is new raise by one severity together, and are both named', () => {
  const all = withLatePoints(judged('medium', 50, act, power), {
    sequences: named('sequence.grant-to-account'),
    firsts: named(...news),
  });
  assert.deepEqual([all.severity, all.risk], ['high', 73]);
  assert.equal(
    all.breakdown.severity,
    'high: risk 73 is at least 60, 50 without what stands around it and what is new in it',
  );
});

test('never lower, at most one severity higher, nothing below medium, and the sum adds up', () => {
  const indicators = fc.subarray([...WEIGHTS.keys()].slice(0, 80));
  const many = fc.tuple(fc.boolean(), fc.nat(100), indicators, fc.subarray(ids), fc.subarray(news));
  fc.assert(
    fc.property(many, ([isFloor, risk, hits, sequences, firsts]) => {
      // By the risk alone, or by one reason that alone deserves more.
      const byRisk = SEVERITIES.indexOf(severityByRisk(risk));
      const severity = SEVERITIES[isFloor ? Math.min(byRisk + 1, 4) : byRisk] ?? 'info';
      const before = judged(severity, risk, ...hits);
      const after = withLatePoints(before, { sequences: named(...sequences), firsts: named(...firsts) });
      const step = SEVERITIES.indexOf(after.severity) - SEVERITIES.indexOf(severity);
      assert.ok(step === 0 || (step === 1 && severity !== 'info' && severity !== 'low'));
      const most = SEQUENCE_CAP + news.reduce((sum, id) => sum + (WEIGHTS.get(id)?.points ?? 0), 0);
      assert.ok(after.risk >= before.risk && after.risk <= Math.min(100, before.risk + most));
      assert.equal(
        after.breakdown.risk.reduce((sum, { points }) => sum + points, 0),
        after.risk,
      );
      const without = withLatePoints(before, { sequences: named(...sequences) });
      assert.ok(after.risk >= without.risk);
      if (firsts.length < 2) assert.equal(after.severity, without.severity);
    }),
  );
});

test('the reasons are true of the number: what was critical before is not said to lack power', () => {
  const { risk, breakdown } = withLatePoints(judged('critical', 98, act), {
    sequences: named('sequence.deletion-by-actor'),
  });
  assert.equal(risk, 100);
  assert.equal(breakdown.risk.at(-1)?.reason, 'the risk ends at 100');
  const high = {
    ...judged('high', 70, act),
    breakdown: { risk: [], severity: 'high: risk 70 is at least 60', confidence: '' },
  };
  const told = withLatePoints(high, { sequences: named('sequence.deletion-by-actor') });
  assert.equal(told.breakdown.severity, `high: risk ${told.risk} is at least 60`);
});
