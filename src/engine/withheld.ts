import type { Delivered } from '../memory/deliveries.ts';
import type { Knowledge } from '../memory/known.ts';
import { tracked } from '../memory/tracked.ts';
import type { Known } from '../model/known.ts';
import type { Assessment } from '../score/score.ts';

/** One judged act. */
export interface Verdict {
  readonly delivered: Delivered;
  readonly assessment: Assessment;
}

export interface Withheld {
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
}

/**
 * Judges acts with what the log told so far. An act that asks for an object that was not seen, or not all of it, waits for
 * the end of the input: what it runs may be written later in the same log. Acts behind it wait for it, so that
 * verdicts keep the order of the input.
 */
export const createWithheld = (
  knowledge: Knowledge,
  judge: (delivered: Delivered, known: Known) => Assessment,
  { maxHeld = 4096, maxBytes = 32 * 1024 * 1024 }: WithheldOptions = {},
): Withheld => {
  const held = new Set<HeldAct>();
  let heldBytes = 0;
  let early = 0;

  const letGo = (one: HeldAct): Verdict => {
    held.delete(one);
    heldBytes -= one.delivered.bytes ?? 0;
    const { delivered, assessment, asksSince } = one;
    const isCurrent = asksSince === null || asksSince === knowledge.revision;
    return { delivered, assessment: isCurrent ? assessment : judge(delivered, knowledge) };
  };

  return {
    push: (delivered) => {
      const known = tracked(knowledge);
      const assessment = judge(delivered, known);
      if (!known.lacking && held.size === 0) return [{ delivered, assessment }];
      held.add({ delivered, assessment, asksSince: known.lacking ? knowledge.revision : null });
      heldBytes += delivered.bytes ?? 0;
      const out: Verdict[] = [];
      for (const oldest of held) {
        // An act that asks for nothing more only waits for those before it.
        const mustGo = held.size > maxHeld || (heldBytes > maxBytes && held.size > 1);
        if (!mustGo && oldest.asksSince !== null) break;
        if (oldest.asksSince !== null) early += 1;
        out.push(letGo(oldest));
      }
      return out;
    },
    flush: () => [...held].map(letGo),
    get early() {
      return early;
    },
  };
};
