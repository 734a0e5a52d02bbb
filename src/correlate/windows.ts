const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Which acts belong to a workload write, and how far from it they may stand, in milliseconds of event time. */
export interface SequenceRule {
  readonly id: string;
  readonly title: string;
  /** How long before the write, and how long after it. */
  readonly before: number;
  readonly after: number;
  /** Fewest acts or places, the write's own included where it is one of them. */
  readonly least: number;
}

const rule = (
  id: string,
  title: string,
  { before = 0, after = 0, least = 1 }: Partial<Pick<SequenceRule, 'before' | 'after' | 'least'>>,
): SequenceRule => ({ id: `sequence.${id}`, title, before, after, least });

/**
 * All sequences. Windows are wide enough for a person at a keyboard and for a script that waits, and narrow enough that a
 * working day of a cluster does not fall into one.
 */
export const RULES = {
  /** Who runs the workload was given rights: which of the two came first tells nothing. */
  grantToAccount: rule('grant-to-account', 'The account of the workload was given rights', {
    before: HOUR,
    after: HOUR,
  }),
  grantByActor: rule('grant-by-actor', 'The actor wrote rights before the workload', { before: HOUR }),
  deletionByActor: rule('deletion-by-actor', 'The actor deleted the workload again', { after: 24 * HOUR }),
  deletionByOther: rule('deletion-soon', 'The workload was deleted within minutes', { after: 15 * MINUTE }),
  /** Places are namespaces of clusters. */
  fleet: rule('fleet-burst', 'The same template was written in many places within minutes', {
    before: 10 * MINUTE,
    after: 10 * MINUTE,
    least: 3,
  }),
  writesByActor: rule('writes-by-actor', 'The actor wrote several suspicious workloads', {
    before: HOUR,
    after: HOUR,
    least: 3,
  }),
  writesByAddress: rule('writes-by-address', 'Several actors wrote suspicious workloads from one address', {
    before: HOUR,
    after: HOUR,
    least: 3,
  }),
  entryIntoWriter: rule('entry-into-writer', 'Somebody entered the pod whose identity wrote the workload', {
    before: HOUR,
  }),
  entryByActor: rule('entry-by-actor', 'The actor entered a container before', { before: HOUR }),
  token: rule('token-request', 'A token of the writing account was requested, or the actor requested one', {
    before: HOUR,
  }),
  secretsList: rule('secrets-list', 'The actor listed Secrets before', { before: HOUR }),
  discovery: rule('discovery', 'The actor asked for its own rights before', { before: HOUR }),
  eventsRemoval: rule('events-removal', 'The actor deleted Events afterwards', { after: 24 * HOUR }),
  refusedBefore: rule('refused-before', 'The actor was refused before', { before: HOUR }),
} as const satisfies Readonly<Record<string, SequenceRule>>;

/** Acts that are kept under one key, and all together; what a kept act costs beside its texts, in bytes. */
export const MOST_PER_KEY = 512;
export const MOST_ENTRIES = 200_000;
export const MOST_BYTES = 32 * 1024 * 1024;
/** Acts that a finding names. */
export const MOST_EVENTS = 8;
