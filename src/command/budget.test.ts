import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Pool } from './budget.ts';

/** How much of a work can be done before there is none left. */
const done = (budget: ReturnType<Pool['budgetFor']>, work: number): number => {
  let count = 0;
  while (count < 1e6 && budget.spend(work)) count += 1;
  return count * work;
};

test('a longer command may take more, and no command is without any', () => {
  const [none, some, much] = [0, 10_000, 100_000].map((length) => done(new Pool().budgetFor(length), 1));
  assert.ok(none !== undefined && some !== undefined && much !== undefined);
  assert.ok(none > 0 && some > none && much > some, `${none} ${some} ${much}`);
});
test('what commands have in common is spent once for the pod', () => {
  const pool = new Pool();
  const first = done(pool.budgetFor(0), 1);
  const second = done(pool.budgetFor(0), 1);
  assert.ok(second < first / 10, `${first} ${second}`);
});
test('characters of a pod count to a limit', () => {
  const alone = done(new Pool().budgetFor(256 * 1024), 1);
  assert.equal(done(new Pool().budgetFor(100 * 256 * 1024), 1), alone);
  const pool = new Pool();
  const hundred = Array.from({ length: 100 }, () => done(pool.budgetFor(256 * 1024), 1)).reduce((a, b) => a + b);
  assert.ok(hundred < alone * 1.2, `${hundred} ${alone}`);
});
test('the reading is sparse before it ends', () => {
  const budget = new Pool().budgetFor(10_000);
  let full = 0;
  while (!budget.isSparse && budget.spend(1)) full += 1;
  assert.ok(full > 100);
  assert.ok(done(budget, 1) > 100);
  assert.ok(!budget.spend(1));
});
test('one piece that is too large is refused, and smaller ones go on', () => {
  const budget = new Pool().budgetFor(0);
  assert.ok(!budget.spend(1e6));
  assert.ok(!budget.isSparse);
  assert.ok(budget.spend(1));
});
