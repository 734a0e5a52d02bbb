import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ControllerUse } from '../model/controller-use.ts';
import type { AuditEvent } from '../model/event.ts';
import type { StateRow } from '../model/lasting.ts';
import { MANAGER } from '../normalise/bookkeeping.ts';
import { activityOf, eventOf } from '../normalise/testing.ts';
import { createControllerSightings, type Sighted } from './controller-sightings.ts';
import { createControllerUses } from './controller-uses.ts';

/** Minutes may have a part behind the comma. */
type Seen = readonly [minute: number, user: string, ip: string];
const at = (minute: number): string =>
  `${new Date(Date.UTC(2026, 10, 24, 10) + minute * 60_000).toISOString().slice(0, -1)}000Z`;
const write = ([minute, user, ip]: Seen): AuditEvent =>
  eventOf({
    auditId: `${user}-${ip}-${minute}`,
    time: { at: at(minute), exact: true },
    receivedAt: at(minute),
    user: { username: user, uid: null, groups: [], extra: {} },
    claimedSourceIps: [ip],
  });

/** What a worker or several see of these writes, each a part of them. */
const told = (...parts: readonly (readonly Seen[])[]) => tell(createControllerUses(), ...parts);
const tell = (all: ReturnType<typeof createControllerUses>, ...parts: readonly (readonly Seen[])[]) => {
  for (const part of parts) {
    const own = createControllerSightings();
    for (const one of part) {
      const [, user, ip] = one;
      const use = { cluster: null, user, ip };
      const event = write(one);
      own.see(use, event);
      if (user !== MANAGER && own.wants(use, event)) own.keep(use, activityOf(event));
    }
    for (const use of own.drain()) all.learn(use);
  }
  return all;
};
const useOf = (of: Sighted, minute: number): ControllerUse => ({
  ...of,
  ...{ first: at(minute), last: at(minute), requests: [minute], moments: [], writes: [] },
});
const ids = (uses: ReturnType<typeof told>): readonly (string | null)[] =>
  uses.strays().map(({ write }) => write.event.auditId);

/** Two controllers of one process, minute after minute. */
const usual = (from: number, to: number, ip = 'A'): Seen[] =>
  Array.from({ length: to - from + 1 }, (_, index): Seen[] => [
    [from + index, 'cronjob', ip],
    [from + index, 'job', ip],
  ]).flat();

test('a name that is used from elsewhere by itself, while its controller goes on where it was', () => {
  const uses = told([...usual(0, 10), [5, 'cronjob', 'X'], [6, 'cronjob', 'X']]);
  const because = 'alone';
  assert.deepEqual(uses.elsewhere(null, 'cronjob', 'X'), { usual: 'A', others: 1, count: 2, company: 0, because });
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
  'several come from there, and nothing tells of controller managers': [
    ...usual(0, 60),
    [5.5, 'cronjob', 'B'],
    [5.5, 'job', 'B'],
  ],
  'several come from there, and the controller manager is there, too': [
    ...usual(0, 60),
    [0, MANAGER, 'A'],
    [5, MANAGER, 'B'],
    [5.5, 'cronjob', 'B'],
    [5.5, 'job', 'B'],
  ],
  'one comes from there, and the controller manager with it': [...usual(0, 10), [4, MANAGER, 'B'], [5, 'cronjob', 'B']],
  'what comes from there is more than a tenth of the rest': [
    ...usual(0, 15),
    [0, MANAGER, 'A'],
    [5.5, 'cronjob', 'B'],
    [5.5, 'job', 'B'],
    [6.5, 'cronjob', 'B'],
    [6.5, 'job', 'B'],
  ],
  'one of them was never seen at home, and nothing tells of controller managers': [
    ...usual(0, 60),
    ...[5.42, 5.59].map((minute): Seen => [minute, 'cronjob', 'A']),
    [5.5, 'cronjob', 'B'],
    [5.5, 'other', 'B'],
  ],
  'one of them was never seen at home, and the controller manager came with them': [
    ...usual(0, 60),
    [0, MANAGER, 'A'],
    [4, MANAGER, 'B'],
    [5, 'cronjob', 'B'],
    [5, 'other', 'B'],
  ],
  'it goes on where it was, but not within seconds': [
    ...usual(0, 60),
    ...[5.2, 5.8].map((minute): Seen => [minute, 'cronjob', 'A']),
    [5.5, 'cronjob', 'B'],
    [5.5, 'job', 'B'],
  ],
};
for (const [situation, seen] of Object.entries(QUIET)) {
  test(`quiet: ${situation}`, () => assert.deepEqual(ids(told(seen)), []));
}

/** Two controllers' names from one place, as if another process took over for a moment. */
const THIEVES: Readonly<Record<'no-manager' | 'at-once', readonly Seen[]>> = {
  'no-manager': [...usual(0, 60), [0, MANAGER, 'A'], [5.5, 'cronjob', 'X'], [5.6, 'job', 'X']],
  'at-once': [
    ...usual(0, 60),
    ...[5.42, 5.59].map((minute): Seen => [minute, 'cronjob', 'A']),
    [5.5, 'cronjob', 'X'],
    [5.6, 'job', 'X'],
  ],
};
for (const [because, seen] of Object.entries(THIEVES)) {
  test(`two names from where no controller is: ${because}`, () => {
    for (const all of [told(seen), told(...seen.map((one) => [one])), told([...seen].reverse())]) {
      assert.deepEqual(ids(all), ['cronjob-X-5.5', 'job-X-5.6']);
      const one = all.elsewhere(null, 'job', 'X');
      assert.deepEqual([one?.because, one?.usual, one?.company, one?.count], [because, 'A', 1, 1]);
    }
  });
}

const DECOYS: Readonly<Record<string, readonly Seen[]>> = {
  'that its home never shows': [],
  'that its home shows only before': [[1, 'other', 'A']],
  'that its home shows only after': [[9, 'other', 'A']],
};
for (const [situation, seen] of Object.entries(DECOYS)) {
  test(`a name that is stolen is told beside another one ${situation}`, () => {
    const uses = told([...usual(0, 60), [0, MANAGER, 'A'], ...seen, [5, 'cronjob', 'X'], [5.1, 'other', 'X']]);
    assert.deepEqual(ids(uses), ['cronjob-X-5']);
    assert.equal(uses.elsewhere(null, 'cronjob', 'X')?.because, 'no-manager');
  });
}

test('what is read again, by this run or the next one, is counted once', () => {
  const seen: Seen[] = [...usual(0, 10), [5, 'cronjob', 'X'], [6, 'cronjob', 'X']];
  const uses = told(seen, seen);
  assert.equal(uses.elsewhere(null, 'cronjob', 'X')?.count, 2);
  const rows = [...uses.dump()].map((row): StateRow => JSON.parse(JSON.stringify(row)));
  const next = createControllerUses();
  next.restore(rows);
  tell(next, seen);
  assert.deepEqual(
    [...next.dump()].map((row) => JSON.stringify(row)),
    rows.map((row) => JSON.stringify(row)),
  );
  assert.deepEqual(next.elsewhere(null, 'cronjob', 'X'), uses.elsewhere(null, 'cronjob', 'X'));
  assert.deepEqual(
    next.strays().map(({ isOld }) => isOld),
    [true, true],
  );
});

test('of many writes the first ones by time are kept, in whatever order and parts they come', () => {
  const many = Array.from({ length: 100 }, (_, index): Seen => [5 + index / 100, 'cronjob', 'X']);
  const wanted = ids(told([...usual(0, 10), ...many]));
  assert.deepEqual([wanted.length, wanted[0], wanted[31]], [32, 'cronjob-X-5', 'cronjob-X-5.31']);
  assert.deepEqual(ids(told([...usual(0, 10), ...many].reverse())), wanted);
  assert.deepEqual(ids(told(many.slice(50), usual(0, 10), many.slice(0, 50))), wanted);
});

test('of those behind the first ones the grave ones are kept, and what nobody looked at is counted', () => {
  const many = Array.from({ length: 40 }, (_, index): Seen => [5 + index / 100, 'cronjob', 'X']);
  const uses = told([...usual(0, 10), ...many]);
  assert.deepEqual(
    uses.crowded().map(({ ip }) => ip),
    ['X'],
  );
  assert.equal(uses.unjudged, 8);
  for (const [index, one] of many.entries()) if (index !== 39) uses.look(activityOf(write(one)), index === 35);
  assert.equal(ids(uses).length, 33);
  assert.ok(ids(uses).includes('cronjob-X-5.35'));
  assert.equal(uses.unjudged, 1);
  const next = createControllerUses();
  next.restore([...uses.dump()]);
  assert.deepEqual(ids(next), ids(uses));
  assert.deepEqual([next.unjudged, next.crowded()], [1, []], 'an earlier run read them, and this one cannot');
});

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
    uses.learn(useOf({ cluster: 'one', user, ip }, minute));
  }
  uses.learn(useOf({ cluster: 'two', user: 'cronjob', ip: 'X' }, 5));
  assert.equal(uses.elsewhere('two', 'cronjob', 'X'), undefined);
});

test('it holds as much as it may, counts what it forgot, and forgets the home of the controllers last', () => {
  const uses = tell(createControllerUses({ maxUses: 100 }), usual(0, 10));
  for (let index = 0; index < 1000; index++) {
    uses.learn(useOf({ cluster: null, user: 'cronjob', ip: `ip-${index}` }, 1));
  }
  const kept = [...uses.dump()].length - 1;
  assert.ok(kept <= 100 && kept >= 90, `${kept}`);
  assert.equal(uses.forgotten, 1002 - kept);
  assert.equal(tell(uses, [[5, 'cronjob', 'X']]).elsewhere(null, 'cronjob', 'X')?.usual, 'A');
});
