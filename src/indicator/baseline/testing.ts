import { gatherFacts } from '../../facts/gather.ts';
import { activityOf, readingOf } from '../../facts/testing.ts';
import { type Baseline, createBaseline, DAY_MS } from '../../memory/baseline.ts';
import { firstTimes } from '../../memory/first-times.ts';
import { keysOf, type Shown, shownBy } from '../../memory/shown.ts';
import type { Activity, Reading } from '../../model/activity.ts';
import type { Facts } from '../../model/facts.ts';
import type { JsonObject } from '../../model/json.ts';
import { type Because, seen, unseen } from '../../model/seen.ts';
import { cronJobBody, gatheredFacts } from '../testing.ts';

/** The write that is judged comes on this day; those of the baseline on the days before. */
const TODAY = 30;
const timeOf = (day: number, minute: number): string =>
  new Date(Date.UTC(2026, 10, 1, 9, minute) + (day - 1) * DAY_MS).toISOString().replace('Z', '000Z');

export interface Write {
  readonly spec?: JsonObject;
  readonly body?: { readonly unseen: Because } | { readonly part: Because };
  readonly actor?: Partial<Activity['actor']>;
  readonly workload?: Partial<Activity['workload']>;
  readonly time?: string | null;
}

/** The same baseline, of a cluster of another name. */
const ofOther = (baseline: Baseline): Baseline => {
  const other = createBaseline();
  const rows = JSON.stringify([...baseline.dump()]);
  other.restore(JSON.parse(rows.replaceAll('"[null,', '"[\\"other\\",').replaceAll('"name":null', '"name":"other"')));
  return other;
};

const usual: JsonObject = {
  containers: [{ name: 'main', image: 'registry.example.com/shop/report:1.4.2', command: ['/bin/report', '--daily'] }],
};
const DELIVERY = { level: 'RequestResponse', cutAt: null, sameIdOtherContent: 0 };

const judgedOf = (write: Write, at: string | null): { readonly activity: Activity; readonly facts: Facts } => {
  const { spec = usual, body, actor = {}, workload = {} } = write;
  const whole = activityOf();
  const object = cronJobBody(spec);
  const reading: Reading | null =
    body === undefined ? readingOf(object) : 'part' in body ? readingOf(object, body.part) : null;
  const activity: Activity = {
    ...whole,
    event: { ...whole.event, time: { at, exact: true } },
    actor: { ...whole.actor, ...actor },
    workload: { ...whole.workload, ...workload },
    readings:
      reading === null ? unseen(body !== undefined && 'unseen' in body ? body.unseen : 'not-kept') : seen([reading]),
  };
  return { activity, facts: gatherFacts(activity, reading, DELIVERY) };
};

const shownOf = (write: Write, at: string | null): Shown => {
  const { activity, facts } = judgedOf(write, at);
  return shownBy(activity, facts);
};

/** So many usual writes on each of these days of the month. */
export const taught = (
  days: readonly number[] = Array.from({ length: 20 }, (_, index) => index + 1),
  writesPerDay = 10,
  ...more: readonly (readonly [day: number, Write])[]
): Baseline => {
  const baseline = createBaseline();
  const teach = (write: Write, day: number, minute: number): void => {
    const shown = shownOf(write, timeOf(day, minute));
    if (shown.ms !== null) baseline.teach(shown.cluster, shown.ms, keysOf(shown));
  };
  for (const day of days) for (let minute = 0; minute < writesPerDay; minute++) teach({}, day, minute);
  for (const [day, write] of more) teach(write, day, 30);
  return baseline;
};

/** Facts of a write on the thirtieth, as a baseline makes them. */
export const after = (baseline: Baseline, write: Write = {}): Facts => {
  const at = write.time === undefined ? timeOf(TODAY, 0) : write.time;
  const { activity, facts } = judgedOf(write, at);
  return gatheredFacts({ ...facts, ...firstTimes(baseline, shownBy(activity, facts)) });
};

/** Ways in which a baseline knows too little. */
export const YOUNG: Readonly<Record<string, Facts>> = {
  'nothing was seen before': after(createBaseline()),
  'seven days of writes, of which the last is too near': after(taught([23, 24, 25, 26, 27, 28, 29], 50), {
    actor: { username: 'eve@example.com' },
  }),
  'two samples far apart': after(taught([1, 27], 80), { actor: { username: 'eve@example.com' } }),
  'a few writes in weeks': after(taught(undefined, 4), { actor: { username: 'eve@example.com' } }),
  'a write without a time': after(taught(), { time: null, actor: { username: 'eve@example.com' } }),
  'writes of the same day, and of later ones, alone': after(taught([30, 31, 32, 33, 34, 35, 36, 37], 50)),
  'another cluster was seen': after(ofOther(taught())),
};
