import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { SEVERITIES, type Severity } from '../model/finding.ts';
import { type Judged, withSequencePoints } from './raise.ts';
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
const named = (...names: readonly string[]) => names.map((id) => ({ id, title: `title of ${id}` }));

test('an act of medium becomes high with two strong sequences, and says why', () => {
  const raised = withSequencePoints(
    judged('medium', 39, act),
    named('sequence.grant-to-account', 'sequence.deletion-by-actor'),
  );
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
    const all = withSequencePoints(one, named(...ids));
    assert.deepEqual([all.severity, all.risk], [severity, risk]);
  });
}

test('never lower, at most one severity higher, nothing below medium, and the sum adds up', () => {
  const indicators = fc.subarray([...WEIGHTS.keys()].slice(0, 80));
  fc.assert(
    fc.property(fc.boolean(), fc.nat(100), indicators, fc.subarray(ids), (isFloor, risk, hits, sequences) => {
      // By the risk alone, or by one reason that alone deserves more.
      const byRisk = SEVERITIES.indexOf(severityByRisk(risk));
      const severity = SEVERITIES[isFloor ? Math.min(byRisk + 1, 4) : byRisk] ?? 'info';
      const before = judged(severity, risk, ...hits);
      const after = withSequencePoints(before, named(...sequences));
      const step = SEVERITIES.indexOf(after.severity) - SEVERITIES.indexOf(severity);
      assert.ok(step === 0 || (step === 1 && severity !== 'info' && severity !== 'low'));
      assert.ok(after.risk >= before.risk && after.risk <= Math.min(100, before.risk + SEQUENCE_CAP));
      assert.equal(
        after.breakdown.risk.reduce((sum, { points }) => sum + points, 0),
        after.risk,
      );
    }),
  );
});
