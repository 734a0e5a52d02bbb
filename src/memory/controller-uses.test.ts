import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Activity } from '../model/activity.ts';
import { activityOf, eventOf } from '../normalise/testing.ts';
import { createControllerUses } from './controller-uses.ts';

type Seen = readonly [minute: number, user: string, ip: string];
const at = (minute: number): string => `2026-11-24T10:${String(minute).padStart(2, '0')}:00.000000Z`;
const write = ([minute, user, ip]: Seen): Activity =>
  activityOf(
    eventOf({
      auditId: `${user}-${ip}-${minute}`,
      time: { at: at(minute), exact: true },
      user: { username: user, uid: null, groups: [], extra: {} },
      claimedSourceIps: [ip],
    }),
  );

/** What a worker or several see of these writes, each a part of them. */
const told = (...parts: readonly (readonly Seen[])[]) => {
  const all = createControllerUses();
  for (const part of parts) {
    const own = createControllerUses();
    for (const one of part) {
      const [minute, user, ip] = one;
      own.see({ cluster: null, user, ip, at: at(minute) });
      if (own.wants(null, user, ip)) own.keep(write(one));
    }
    for (const use of own.drain()) all.learn(use);
  }
  return all;
};
const ids = (uses: ReturnType<typeof told>): readonly (string | null)[] =>
  uses.strays().map(({ event }) => event.auditId);

/** Two controllers of one process, minute after minute. */
const usual = (from: number, to: number, ip = 'A'): Seen[] =>
  Array.from({ length: to - from + 1 }, (_, index): Seen[] => [
    [from + index, 'cronjob', ip],
    [from + index, 'job', ip],
  ]).flat();

test('a name that is used from elsewhere by itself, while its controller goes on where it was', () => {
  const uses = told([...usual(0, 10), [5, 'cronjob', 'X'], [6, 'cronjob', 'X']]);
  assert.deepEqual(uses.elsewhere(null, 'cronjob', 'X'), { usual: 'A', others: 1, count: 2 });
  assert.deepEqual(ids(uses), ['cronjob-X-5', 'cronjob-X-6']);
  assert.equal(uses.elsewhere(null, 'cronjob', 'A'), undefined);
});

const QUIET: Readonly<Record<string, readonly Seen[]>> = {
  'another process takes over': [...usual(0, 5), ...usual(6, 10, 'B')],
  'it takes over and gives back': [...usual(0, 3), ...usual(4, 6, 'B'), ...usual(7, 10)],
  'the log ends before the controller is seen again': [...usual(0, 5), [6, 'cronjob', 'X']],
  'only one controller is in the log, so that nobody can tell which place is its own': [
    [0, 'cronjob', 'A'],
    [1, 'cronjob', 'X'],
    [2, 'cronjob', 'A'],
  ],
  'several come from there': [...usual(0, 10), [5, 'cronjob', 'B'], [5, 'job', 'B']],
};
for (const [situation, seen] of Object.entries(QUIET)) {
  test(`quiet: ${situation}`, () => assert.deepEqual(ids(told(seen)), []));
}

test('the parts that a log is read in, and their order, change nothing', () => {
  const seen: Seen[] = [...usual(0, 10), [5, 'cronjob', 'X']];
  for (let cut = 0; cut <= seen.length; cut++) {
    const [head, tail] = [seen.slice(0, cut), seen.slice(cut)];
    assert.deepEqual(ids(told(head, tail)), ['cronjob-X-5'], `cut at ${cut}`);
    assert.deepEqual(ids(told(tail, head)), ['cronjob-X-5'], `cut at ${cut}, the end first`);
  }
});

test('clusters are told apart', () => {
  const uses = createControllerUses();
  for (const [minute, user, ip] of usual(0, 10)) {
    uses.learn({ cluster: 'one', user, ip, first: at(minute), last: at(minute), count: 1, writes: [] });
  }
  uses.learn({ cluster: 'two', user: 'cronjob', ip: 'X', first: at(5), last: at(5), count: 1, writes: [] });
  assert.equal(uses.elsewhere('two', 'cronjob', 'X'), undefined);
});

test('it holds as much as it may, and counts what it forgot', () => {
  const uses = createControllerUses({ maxUses: 100 });
  for (let index = 0; index < 1000; index++) {
    uses.learn({ cluster: null, user: 'cronjob', ip: `ip-${index}`, first: at(1), last: at(1), count: 1, writes: [] });
  }
  assert.equal(uses.forgotten, 900);
});
