import { atLeast, type FindingSequence } from '../model/finding.ts';
import type { Lasting } from '../model/lasting.ts';
import type { ActNote } from '../model/note.ts';
import { SEQUENCE_POINTS } from '../score/weights.ts';
import { type KeptAct, keptOfNote, keptOfWrite, msOf, type WrittenAct } from './acts.ts';
import { byActor, deletionOf, entryInto, grantTo, refusedOf, tokenOf, writesBy, writesFrom, writesOf } from './keys.ts';
import type { Look } from './look.ts';
import { grantsOf, refusalsOf, tokensOf } from './rights.ts';
import { deletionsOf, entriesOf, looksOf } from './steps.ts';
import { createTimeline, type Timeline, type TimelineOptions } from './timeline.ts';
import { fleetOf, manyWritesOf } from './together.ts';
import { MOST_BYTES, MOST_ENTRIES, MOST_PER_KEY, type SequenceRule } from './windows.ts';

/** What stands around a workload write, in event time: the same in whatever order the log is read. */
export interface Sequences extends Lasting {
  learn(note: ActNote): void;
  /** Keeps a judged write that may belong to the sequence of another: one of medium or above, or one that was refused. */
  write(written: WrittenAct): void;
  /** The sequences of a write by what is known by now, the heaviest first; none for what is below medium. */
  of(written: WrittenAct): readonly FindingSequence[];
  /** Acts that were forgotten for want of room. */
  readonly forgotten: number;
}

const DEFAULTS: TimelineOptions = { mostPerKey: MOST_PER_KEY, mostEntries: MOST_ENTRIES, mostBytes: MOST_BYTES };
/** What a kept act costs beside its texts. */
const ACT_BYTES = 400;
const FORBIDDEN = 403;
/** What was refused changed nothing that others could have prepared. */
const FINDERS = [grantsOf, deletionsOf, fleetOf, entriesOf, tokensOf, looksOf, refusalsOf, manyWritesOf] as const;

export const createSequences = (options: Partial<TimelineOptions> = {}): Sequences => {
  const acts: Timeline<KeptAct> = createTimeline({ ...DEFAULTS, ...options });

  const keep = (key: string, one: KeptAct): void => acts.add(key, one, ACT_BYTES + key.length * 2 + lengthOf(one) * 2);

  /** Acts under a key in the window of a rule, each once; the write itself is none of them. */
  const around = (
    keys: readonly string[],
    { before, after }: SequenceRule,
    ms: number,
    own: string,
  ): readonly KeptAct[] => {
    const byIdentity = new Map<string, KeptAct>();
    const all = keys.flatMap((key) => acts.between(key, ms - before, ms + after));
    for (const one of keys.length > 1 ? all.sort(byTime) : all) {
      if (one.identity !== own && !byIdentity.has(one.identity)) byIdentity.set(one.identity, one);
    }
    return [...byIdentity.values()];
  };

  return {
    learn: (note) => {
      const ms = msOf(note.event.time);
      if (ms === null) return;
      const one = keptOfNote(note, ms);
      const { cluster, by } = note;
      if (one.outcome === 'refused') {
        if (by !== null) keep(refusedOf(cluster, by), one);
        return;
      }
      if (note.act === 'deletion') keep(deletionOf(note), one);
      else if (by !== null) keep(byActor(note.act, cluster, by), one);
      if (note.act === 'entry') keep(entryInto(cluster, note.namespace, note.name), one);
      if (note.act === 'token-request') keep(tokenOf(cluster, note.namespace, note.name), one);
      for (const account of note.accounts) keep(grantTo(cluster, account), one);
    },
    write: (written) => {
      const ms = msOf(written.event.time);
      if (ms === null) return;
      const one = keptOfWrite(written, ms);
      const { cluster, by, peerIp, templateHash } = written;
      if (written.outcome === 'refused' && written.code === FORBIDDEN && by !== null) keep(refusedOf(cluster, by), one);
      if (!atLeast(written.severity, 'medium')) return;
      if (by !== null) keep(writesBy(cluster, by), one);
      if (peerIp !== null) keep(writesFrom(cluster, peerIp), one);
      if (templateHash !== null && written.outcome !== 'refused') keep(writesOf(templateHash), one);
    },
    of: (written) => {
      const ms = msOf(written.event.time);
      if (ms === null || !atLeast(written.severity, 'medium')) return [];
      const look: Look = { write: written, ms, around: (keys, rule) => around(keys, rule, ms, written.id) };
      const finders = written.outcome === 'refused' ? [manyWritesOf] : FINDERS;
      const found = finders.flatMap((find) => find(look));
      return found.sort((a, b) => pointsOf(b) - pointsOf(a) || (a.id < b.id ? -1 : 1));
    },
    dump: acts.dump,
    restore: acts.restore,
    get forgotten() {
      return acts.forgotten;
    },
  };
};

const byTime = (a: KeptAct, b: KeptAct): number => a.ms - b.ms || (a.order < b.order ? -1 : 1);

const pointsOf = ({ id }: FindingSequence): number => SEQUENCE_POINTS.get(id) ?? 0;

const lengthOf = ({ identity, order, by, namespace, name, role, accounts, event }: KeptAct): number =>
  [identity, order, by, namespace, name, role, event.source, event.auditId, ...accounts].reduce(
    (sum, text) => sum + (text?.length ?? 0),
    0,
  );
