import type { Delivered } from '../memory/deliveries.ts';
import type { Knowledge } from '../memory/known.ts';
import { type PackedDelivered, packedDelivered, unpackedDelivered } from '../memory/packed.ts';
import { type Tracked, tracked } from '../memory/tracked.ts';
import type { Finding } from '../model/finding.ts';
import type { Known } from '../model/known.ts';
import type { Lasting, StateRow } from '../model/lasting.ts';
import type { Habit } from './habits.ts';
import type { Judgement } from './judge.ts';

/** One judged act. */
export interface Verdict {
  readonly delivered: Delivered;
  readonly judgement: Judgement;
}

export interface Withheld extends Lasting {
  /** Judges an act; gives the verdicts that may go out, in the order in which the acts came. */
  push(delivered: Delivered): readonly Verdict[];
  /** Judges what was held back, now that everything was seen. */
  flush(): readonly Verdict[];
  /** Acts that were let go before the end for want of room, though they asked for something. */
  readonly early: number;
}

export interface WithheldOptions {
  readonly maxHeld?: number;
  readonly maxBytes?: number;
}

interface HeldAct extends Verdict {
  /** What was known when it was judged, for an act that asked for more; with nothing new it is judged the same. */
  readonly asksSince: number | null;
  /** What it was told of workloads as they were before, its own. */
  readonly objects: Tracked['objects'];
  /** Whether it asks for more than it was told. */
  readonly waits: boolean;
}

interface PackedAct extends Omit<HeldAct, 'delivered' | 'judgement'> {
  readonly habit: Habit;
  readonly delivered: PackedDelivered;
  readonly finding: Finding;
}

/**
 * Judges acts with what the log told so far. An act that asks for an object that was not seen, or not all of it, waits for
 * the end of the input: what it runs may be written later in the same log. Acts behind it wait for it, so that
 * verdicts keep the order of the input.
 */
export const createWithheld = (
  knowledge: Knowledge,
  judge: (delivered: Delivered, known: Known) => Judgement,
  { maxHeld = 4096, maxBytes = 32 * 1024 * 1024 }: WithheldOptions = {},
): Withheld => {
  const held = new Set<HeldAct>();
  let heldBytes = 0;
  let early = 0;

  /** Whether a workload would now be told otherwise; one that was forgotten since is not. */
  const isOld = ({ asked, stamp }: Tracked['objects'][number]): boolean => {
    const now = knowledge.object(asked);
    return now !== undefined && now.stamp !== stamp;
  };

  const letGo = (one: HeldAct): Verdict => {
    held.delete(one);
    heldBytes -= one.delivered.bytes ?? 0;
    const { delivered, judgement, asksSince, objects } = one;
    const isCurrent = (asksSince === null || asksSince === knowledge.revision) && !objects.some(isOld);
    return { delivered, judgement: isCurrent ? judgement : judge(delivered, knowledge) };
  };

  /** An act that is judged though the log may still show what it changes: one that does so later is counted. */
  const giveUp = ({ objects }: HeldAct): void => {
    for (const { asked } of objects) if (knowledge.object(asked) === undefined) knowledge.objects.giveUp(asked);
  };

  return {
    push: (delivered) => {
      const known = tracked(knowledge);
      const judgement = judge(delivered, known);
      const waits = known.lacking || known.objects.some(({ stamp }) => stamp === null);
      if (!waits && held.size === 0) return [{ delivered, judgement }];
      const asksSince = known.lacking ? knowledge.revision : null;
      held.add({ delivered, judgement, asksSince, objects: known.objects, waits });
      heldBytes += delivered.bytes ?? 0;
      const out: Verdict[] = [];
      for (const oldest of held) {
        // An act that asks for nothing more only waits for those before it.
        const mustGo = held.size > maxHeld || (heldBytes > maxBytes && held.size > 1);
        if (!mustGo && oldest.waits) break;
        if (oldest.asksSince !== null) early += 1;
        if (oldest.waits) giveUp(oldest);
        out.push(letGo(oldest));
      }
      return out;
    },
    flush: () => [...held].map(letGo),
    dump: function* () {
      for (const { delivered, judgement, ...more } of held) {
        const { habit } = judgement;
        const packed: PackedAct = {
          ...more,
          delivered: packedDelivered(delivered),
          finding: judgement.finding(),
          habit,
        };
        yield ['', packed];
      }
    },
    restore: (rows: Iterable<StateRow>) => {
      for (const [, value] of rows) {
        const { delivered: packed, finding, habit, ...more } = value as PackedAct; // Rows are our own.
        const delivered: Delivered = { ...unpackedDelivered(packed), again: true };
        held.add({ ...more, delivered, judgement: { severity: finding.severity, habit, finding: () => finding } });
        heldBytes += delivered.bytes ?? 0;
      }
    },
    get early() {
      return early;
    },
  };
};
