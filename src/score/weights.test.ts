import assert from 'node:assert/strict';
import { test } from 'node:test';
import { INDICATORS } from '../indicator/registry.ts';
import { severityByRisk } from './score.ts';
import { GROUP_CAPS, INTERACTIONS, THRESHOLDS, WEIGHTS } from './weights.ts';

for (const indicator of INDICATORS) {
  test(`the points of ${indicator.id} give the severity that it names`, () => {
    const weight = WEIGHTS.get(indicator.id);
    assert.ok(weight !== undefined, 'has a weight');
    assert.ok(weight.points > 0 && weight.points <= GROUP_CAPS[weight.group]);
    assert.equal(severityByRisk(weight.points), indicator.severity);
  });
}

test('every weight is that of an indicator', () => {
  const ids = new Set(INDICATORS.map(({ id }) => id));
  for (const id of WEIGHTS.keys()) assert.ok(ids.has(id), id);
});

test('every interaction names indicators, adds points and says why', () => {
  for (const { all, points, reason } of INTERACTIONS) {
    assert.ok(all.length > 1 && points > 0 && reason.length > 10);
    for (const id of all) assert.ok(WEIGHTS.has(id), id);
  }
});

test('power and circumstances stay below high, acts and circumstances below critical', () => {
  assert.equal(severityByRisk(GROUP_CAPS.power + GROUP_CAPS.circumstance), 'medium');
  assert.equal(severityByRisk(GROUP_CAPS.act + GROUP_CAPS.circumstance), 'high');
});

test('thresholds fall to zero', () => {
  const values = THRESHOLDS.map(([, least]) => least);
  assert.deepEqual(
    values,
    [...values].sort((a, b) => b - a),
  );
  assert.equal(values.at(-1), 0);
});
