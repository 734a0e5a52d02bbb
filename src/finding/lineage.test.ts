import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Runs } from '../model/lineage.ts';
import { saysRuns } from './lineage.ts';

const runs = (more: Partial<Runs> = {}): Runs => ({
  count: 14,
  isAtLeast: false,
  kind: 'Job',
  firstAt: '2026-11-24T10:00:00.1Z',
  lastAt: '2026-11-24T11:05:00.123456Z',
  nodes: ['a', 'b'],
  isProved: true,
  ...more,
});

const CASES: readonly (readonly [Partial<Runs>, string])[] = [
  [{}, 'It ran 14 times, last at 2026-11-24T11:05:00Z, on nodes a and b.'],
  [{ count: 1, nodes: ['a'] }, 'It ran once, last at 2026-11-24T11:05:00Z, on node a.'],
  [{ count: 20, isAtLeast: true, nodes: [] }, 'It ran at least 20 times, last at 2026-11-24T11:05:00Z.'],
  [{ nodes: ['a', 'b', 'c', 'd', 'e'], lastAt: null }, 'It ran 14 times, on nodes a, b, c and 2 more.'],
  [{ kind: 'ReplicaSet', count: 2, nodes: [] }, '2 of kind ReplicaSet were made of it, last at 2026-11-24T11:05:00Z.'],
];
for (const [more, expected] of CASES) test(expected, () => assert.equal(saysRuns(runs(more)), expected));
