import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SEQUENCE_CAP, SEQUENCE_POINTS } from '../score/weights.ts';
import { RULES } from './windows.ts';

const rules = Object.values(RULES);

test('every sequence has points, and all points are of a sequence', () => {
  assert.deepEqual(rules.map(({ id }) => id).sort(), [...SEQUENCE_POINTS.keys()].sort());
  for (const points of SEQUENCE_POINTS.values()) assert.ok(points > 0 && points < SEQUENCE_CAP);
});

test('every sequence has a title of its own and a window of a day at most', () => {
  assert.equal(new Set(rules.map(({ title }) => title)).size, rules.length);
  for (const { before, after } of rules) assert.ok(before + after > 0 && Math.max(before, after) <= 24 * 60 * 60_000);
});
