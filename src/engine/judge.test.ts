import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeOne } from '../decode/testing/decoding.ts';
import { createDeliveries, type Delivered } from '../memory/deliveries.ts';
import type { Reading } from '../model/activity.ts';
import { NOTHING_KNOWN } from '../model/known.ts';
import { seen } from '../model/seen.ts';
import { activityOf } from '../normalise/testing.ts';
import { judgementOf, judgesAnyway, mayBeHigh } from './judge.ts';
import { cronJobWrite } from './testing.ts';

const delivered = (): Delivered => {
  const deliveries = createDeliveries();
  deliveries.push(activityOf(decodeOne(cronJobWrite({ name: 'report', index: 1 }))), 100);
  const [one] = deliveries.flush();
  assert.ok(one);
  return one;
};
/** A write whose body breaks whoever looks at it. */
const breaking = (): Delivered => {
  const one = delivered();
  const body = new Proxy({} as Reading, {
    get: () => {
      throw new RangeError('too much');
    },
  });
  return { ...one, activity: { ...one.activity, readings: seen([body]) } };
};

test('a write that cannot be judged is told without its body, and why is said', () => {
  assert.throws(() => judgementOf(breaking(), {}), /too much/);
  const said: string[] = [];
  const judge = judgesAnyway({}, ({ event }, error) => said.push(`${event.auditId}: ${error}`));
  const write = breaking();
  const finding = judge(write, NOTHING_KNOWN).finding();
  assert.deepEqual(said, [`${write.activity.event.auditId}: RangeError: too much`]);
  assert.equal(finding.object, null);
  assert.ok(finding.unassessed.some(({ because }) => because === 'not-kept'));
  assert.equal(mayBeHigh(breaking()), true);
});

test('a write that is judged again is said to be unreadable once, another one as well', () => {
  let said = 0;
  const judge = judgesAnyway({}, () => {
    said += 1;
  });
  const write = breaking();
  for (let time = 0; time < 3; time += 1) judge(write, NOTHING_KNOWN);
  assert.equal(said, 1);
  judge(breaking(), NOTHING_KNOWN);
  assert.equal(said, 2);
});

test('a write that can be judged is judged as ever, and nothing is said', () => {
  const finding = judgesAnyway({}, (_, error) => assert.fail(error))(delivered(), NOTHING_KNOWN).finding();
  assert.deepEqual(finding, judgementOf(delivered(), {}).finding());
});
