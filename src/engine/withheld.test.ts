import assert from 'node:assert/strict';
import { test } from 'node:test';
import { activityOf } from '../facts/testing.ts';
import type { Delivered } from '../memory/deliveries.ts';
import { createKnowledge } from '../memory/known.ts';
import type { Known } from '../model/known.ts';
import { unseen } from '../model/seen.ts';
import { judgementOf } from './judge.ts';
import { createWithheld, type Verdict } from './withheld.ts';

const object = { cluster: null, namespace: 'dev', name: 'scripts' };
const act = (name: string): Delivered => {
  const activity = activityOf({ readings: unseen('level-metadata') });
  return {
    activity: { ...activity, workload: { ...activity.workload, name } },
    events: [],
    sameIdOtherContent: 0,
    bytes: 10,
  };
};
/** Acts whose name begins with `asks` ask for an object; how often each was judged is counted. */
const withheldOf = (options = {}) => {
  const knowledge = createKnowledge();
  const judgedAt: string[] = [];
  const withheld = createWithheld(
    knowledge,
    (delivered, known: Known) => {
      const name = delivered.activity.workload.name ?? '';
      judgedAt.push(name);
      if (name.startsWith('asks')) known.content('ConfigMap', object, '2026-11-24T10:00:00.000000Z');
      return judgementOf(delivered, { cluster: 'harbour' });
    },
    options,
  );
  const learn = (): void => {
    const origin = { at: '2026-11-24T09:00:00.000000Z', by: null };
    knowledge.learn({ kind: 'content', of: 'ConfigMap', object, origin, whole: true, data: [], unread: [] }, 1);
  };
  return { withheld, learn, judgedAt };
};
const names = (verdicts: readonly Verdict[]) => verdicts.map(({ delivered }) => delivered.activity.workload.name);

test('what asks for nothing goes out at once, what asks waits, and what is behind it waits for it', () => {
  const { withheld, judgedAt } = withheldOf();
  assert.deepEqual(names(withheld.push(act('a'))), ['a']);
  assert.deepEqual(names(withheld.push(act('asks'))), []);
  assert.deepEqual(names(withheld.push(act('b'))), []);
  assert.deepEqual(names(withheld.flush()), ['asks', 'b']);
  assert.deepEqual(judgedAt, ['a', 'asks', 'b'], 'nothing new, nothing judged anew');
});

test('what waited is judged anew with what was learned since', () => {
  const { withheld, learn, judgedAt } = withheldOf();
  withheld.push(act('asks'));
  withheld.push(act('b'));
  learn();
  assert.deepEqual(names(withheld.push(act('asks-again'))), [], 'it waits for the first');
  assert.deepEqual(names(withheld.flush()), ['asks', 'b', 'asks-again']);
  assert.deepEqual(judgedAt, ['asks', 'b', 'asks-again', 'asks']);
});

test('room is bounded: the oldest goes first with all that waited for it alone, and is counted', () => {
  for (const options of [{ maxHeld: 3 }, { maxBytes: 30 }]) {
    const { withheld } = withheldOf(options);
    withheld.push(act('asks-1'));
    withheld.push(act('b'));
    withheld.push(act('asks-2'));
    assert.deepEqual(names(withheld.push(act('asks-3'))), ['asks-1', 'b']);
    assert.equal(withheld.early, 1);
    assert.deepEqual(names(withheld.flush()), ['asks-2', 'asks-3']);
  }
});
