import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '../../../src/lib/random.ts';
import { drawnHostile } from '../../../src/score/testing/hostile.ts';
import { deliveredOf, judgeOnce, lineOf } from './judged.ts';
import { TYPICAL } from './typical.ts';

for (const [name, spec] of Object.entries(TYPICAL)) {
  test(`${name} is judged as an ordinary job`, () => {
    const { severity, workload } = judgeOnce(deliveredOf(lineOf(spec)));
    assert.ok(severity === 'info' || severity === 'low', severity);
    assert.equal(workload.kind, 'CronJob');
  });
}
test('a line without a write is an error of the benchmark', () => assert.throws(() => deliveredOf('{}')));
test('what is drawn depends on the seed alone', () => {
  assert.deepEqual(drawnHostile(seededRandom(7), 2000), drawnHostile(seededRandom(7), 2000));
  assert.notDeepEqual(drawnHostile(seededRandom(7), 2000), drawnHostile(seededRandom(8), 2000));
});
