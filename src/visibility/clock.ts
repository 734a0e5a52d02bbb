/** What the times of a log tell of gaps in it and of clocks that were set. Plain data: crosses threads, and parts add up. */
export interface Clock {
  /** Events by buckets of `width` ms. */
  width: number;
  buckets: Map<number, number>;
  /** By source, in input order: where its times begin and end, and how they go. */
  sources: Map<string, Course>;
  /** Events that ended before they began, which only a clock that was set does. */
  negative: number;
  steps: Step[];
  /** Sources whose order is no longer followed, for want of room. */
  unfollowed: number;
}

interface Course {
  first: number;
  last: number;
  up: number;
  /** Back by more than `STEP_MS`. */
  back: number;
}

export interface Step {
  readonly source: string;
  readonly offset: number;
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  /** `order`: an event after another is older. `negative`: an event ended before it began. */
  readonly kind: 'order' | 'negative';
}

/** Requests that run at once are logged as they end, so that neighbours differ by moments; this much is no disorder. */
export const STEP_MS = 2_000;
const WIDTH_MS = 10_000;
const MOST_BUCKETS = 50_000;
const MOST_SOURCES = 5_000;
const MOST_STEPS = 10;

export const noClock = (): Clock => ({
  width: WIDTH_MS,
  buckets: new Map(),
  sources: new Map(),
  negative: 0,
  steps: [],
  unfollowed: 0,
});

const count = (clock: Clock, bucket: number, events: number): void => {
  clock.buckets.set(bucket, (clock.buckets.get(bucket) ?? 0) + events);
  while (clock.buckets.size > MOST_BUCKETS) coarsen(clock);
};

const coarsen = (clock: Clock): void => {
  const coarse = new Map<number, number>();
  for (const [bucket, events] of clock.buckets) {
    const half = Math.floor(bucket / 2);
    coarse.set(half, (coarse.get(half) ?? 0) + events);
  }
  clock.buckets = coarse;
  clock.width *= 2;
};

const note = (clock: Clock, step: Step): void => {
  if (clock.steps.length < MOST_STEPS) clock.steps.push(step);
};

/** Takes in the time of one event, in input order; `received` is when its request came. */
export const tick = (
  clock: Clock,
  { at, received, source, offset }: { at: number; received: number | null; source: string; offset: number },
): void => {
  count(clock, Math.floor(at / clock.width), 1);
  if (received !== null && at < received) {
    clock.negative++;
    note(clock, { source, offset, from: received, to: at, kind: 'negative' });
  }
  const course = clock.sources.get(source);
  if (course === undefined) {
    if (clock.sources.size < MOST_SOURCES) clock.sources.set(source, { first: at, last: at, up: 0, back: 0 });
    else clock.unfollowed++;
    return;
  }
  follow(clock, course, at, { source, offset });
};

const follow = (clock: Clock, course: Course, at: number, place: { source: string; offset: number }): void => {
  if (at >= course.last) course.up++;
  else if (course.last - at > STEP_MS) {
    course.back++;
    note(clock, { ...place, from: course.last, to: at, kind: 'order' });
  }
  course.last = at;
};

/** Adds the part of the input that comes next. */
export const addClock = (sum: Clock, more: Clock): void => {
  while (sum.width < more.width) coarsen(sum);
  const factor = sum.width / more.width;
  for (const [bucket, events] of more.buckets) count(sum, Math.floor(bucket / factor), events);
  for (const [source, course] of more.sources) {
    const known = sum.sources.get(source);
    if (known !== undefined) {
      follow(sum, known, course.first, { source, offset: 0 });
      known.last = course.last;
      known.up += course.up;
      known.back += course.back;
    } else if (sum.sources.size < MOST_SOURCES) sum.sources.set(source, { ...course });
    else sum.unfollowed++;
  }
  sum.negative += more.negative;
  sum.unfollowed += more.unfollowed;
  for (const step of more.steps) note(sum, step);
};

export interface Gap {
  readonly from: number;
  readonly to: number;
}

export interface ClockReport {
  /** Stretches without an event, where the rest of the log would let one expect many. Longest first, at most ten. */
  readonly gaps: readonly Gap[];
  readonly gapsInAll: number;
  readonly negative: number;
  /** Times that go back by more than two seconds, in sources whose times rise otherwise. */
  readonly back: number;
  /** Sources that are sorted newest first, or not at all: their order says nothing of clocks. */
  readonly unordered: number;
  readonly steps: readonly Step[];
}

/** Events that would have come in a gap at the rate of the log; below it, silence is chance. */
const EXPECTED = 30;
const MOST_GAPS = 10;
/** Of neighbouring events, the share that may go back before a source counts as not sorted by time. */
const UNORDERED = 0.05;

/**
 * What stands out. A gap is told by the median rate of buckets with events, which bursts do not raise; an attacker can
 * add events to a log but take none away.
 */
export const readClock = (clock: Clock): ClockReport => {
  const buckets = [...clock.buckets].sort(([a], [b]) => a - b);
  const rates = buckets.map(([, events]) => events).sort((a, b) => a - b);
  const usual = rates[Math.floor(rates.length / 2)] ?? 0;
  const span = (buckets.at(-1)?.[0] ?? 0) - (buckets[0]?.[0] ?? 0) + 1;
  // In a sparse log most buckets are empty, and an empty one says little.
  const rate = Math.min(usual, rates.reduce((sum, one) => sum + one, 0) / span);
  const gaps: Gap[] = [];
  let before: number | null = null;
  for (const [bucket] of buckets) {
    const empty = before === null ? 0 : bucket - before - 1;
    if (empty > 0 && before !== null && empty * rate >= EXPECTED) {
      gaps.push({ from: (before + 1) * clock.width, to: bucket * clock.width });
    }
    before = bucket;
  }
  const sources = [...clock.sources.values()];
  const unordered = sources.filter(({ up, back }) => back > UNORDERED * (up + back) && back > 1);
  const back = sources.filter((one) => !unordered.includes(one)).reduce((sum, one) => sum + one.back, 0);
  return {
    gaps: gaps.toSorted((a, b) => b.to - b.from - (a.to - a.from)).slice(0, MOST_GAPS),
    gapsInAll: gaps.length,
    negative: clock.negative,
    back,
    unordered: unordered.length,
    steps: clock.steps.filter(({ kind }) => kind === 'negative' || back > 0),
  };
};
