import type { Step } from '../record/stage.ts';
import { type RecordedLine, usernameOf } from './recorded.ts';

/**
 * Acts of the quiet hour that an ordinary three weeks do not have: it tells in ten minutes what may go wrong in a year. What a
 * request was refused for, a shell in a pod that runs, and the jobs that look into nodes are its oddities, and judged by a
 * test of their own.
 */
const ODD_ACTS: readonly { readonly did: RegExp; readonly because: string }[] = [
  {
    did: /^kubectl debug /,
    because: 'a debugger in a running pod: the one act of the hour whose severity is in dispute',
  },
];
/** Objects of the care for the cluster that need its nodes: three of the hour's nine findings that are low. */
const ODD_OBJECTS: readonly string[] = ['kube-bench', 'node-collector', 'etcd-snapshot'];

const isOdd = ({ meant, did }: Step): boolean =>
  meant !== 'done' ? !did.startsWith('GET ') : ODD_ACTS.some((odd) => odd.did.test(did));

/** Events of acts that are left out, by who did them and when: acts of a person come one after the other. */
export const leftOut = (steps: readonly Step[]): ((line: RecordedLine) => boolean) => {
  const spans = steps.flatMap((step, index) => {
    if (!isOdd(step)) return [];
    const next = steps[index + 1];
    const to = next === undefined ? Number.POSITIVE_INFINITY : Date.parse(next.at);
    return [{ user: usernameOf(step.as), from: Date.parse(step.at), to }];
  });
  return ({ ms, user, text }) =>
    spans.some((span) => span.user === user && ms >= span.from && ms < span.to) ||
    ODD_OBJECTS.some((name) => text.includes(name));
};

/** Reads, heartbeats and Events: they come by the thousand and say the same; one of so many is told. */
const MANY = 16;
const READS: ReadonlySet<string> = new Set(['get', 'list', 'watch']);
const BEATS: ReadonlySet<string> = new Set(['leases', 'events']);

const isOfMany = ({ verb, resource }: RecordedLine): boolean => READS.has(verb) || BEATS.has(resource);

/** Whether a line of those that come by the thousand is one that is told: by its place, so that it is the same each time. */
export const isTold = (line: RecordedLine, index: number): boolean => !isOfMany(line) || index % MANY === 0;

/** Who works while others sleep. */
const NIGHT_SHIFT = /^system:(?!serviceaccount:argocd:|anonymous$)/;
/** The minute in the name of a run: all that a tick causes carries it. */
const OF_A_RUN = /-\d{8}(?![0-9a-zA-Z])/;

/**
 * What is left of an hour when nobody works: runs of the schedules with all that they cause, reads and heartbeats of the system.
 * `also` names what somebody does all the same.
 */
export const isOfNight = (line: RecordedLine, also: string | null = null): boolean =>
  (also !== null && line.text.includes(also)) ||
  (NIGHT_SHIFT.test(line.user) && (isOfMany(line) || OF_A_RUN.test(line.text)));

/** A part of the three weeks: which of the recorded minutes, when they begin, and who is at work. */
export interface Shift {
  readonly kind: 'begin' | 'work' | 'night';
  readonly at: number;
  /** Of the night: what somebody does all the same. */
  readonly also: string | null;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Hours of a day at which a shift begins; each lasts eight. */
const SHIFTS = [9, 17, 25] as const;
/** A backup that on-call starts by hand in the second weekend. */
const ON_CALL = { day: 12, also: 'backup-now-5' } as const;

/** Everything is put there on the first morning; then days and nights, the sixth and seventh day of a week without work. */
export const shiftsFrom = (monday: number, days: number): readonly Shift[] => [
  { kind: 'begin', at: monday + 6 * HOUR, also: null },
  ...Array.from({ length: days }, (_, day) =>
    SHIFTS.map((hour, of): Shift => {
      const isWork = of === 0 && day % 7 < 5;
      const also = of === 0 && day === ON_CALL.day ? ON_CALL.also : null;
      return { kind: isWork ? 'work' : 'night', at: monday + day * DAY + hour * HOUR, also };
    }),
  ).flat(),
];
