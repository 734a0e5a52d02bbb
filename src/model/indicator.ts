import type { Effect } from './effect.ts';
import type { FactName, Facts } from './facts.ts';
import type { Severity } from './finding.ts';
import type { Because, Seen } from './seen.ts';

/** A sentence, the place it speaks of, and what stands there. The engine adds actor, time, workload and score. */
export interface Evidence {
  readonly says: string;
  /** JSON Pointer into the event; empty for the event as a whole. With `/object` at its beginning into what a patch produced. */
  readonly at: string;
  readonly value: string;
  readonly container?: string | null;
  /** Layers that were taken off to see it, outermost first. */
  readonly decoded?: readonly string[];
}

/** Kinds of effects. */
export type EffectKind = Effect['kind'];

/** The facts an indicator named, unwrapped: it never sees a state, and of the effects only those of its kinds. */
export type Needed<N extends FactName, K extends EffectKind = EffectKind> = {
  readonly [F in N]: F extends 'effects'
    ? readonly Extract<Effect, { readonly kind: K }>[]
    : Facts[F] extends Seen<infer T>
      ? T
      : never;
};

/** The facts that an indicator about absence asks for, in their three states. */
export type Asked<A extends FactName> = { readonly [K in A]: Facts[K] };

/**
 * One named reason for suspicion: one file each, meaning first and logic last.
 *
 * `A` names the facts that it asks for with their state, for an indicator about what is absent or could not be seen.
 */
export interface IndicatorDefinition<
  N extends FactName,
  A extends FactName = never,
  K extends EffectKind = EffectKind,
> {
  /** `family.name`, guessable from file name and title. */
  readonly id: string;
  readonly title: string;
  /** ATT&CK ids; the first applies to the platform Containers. */
  readonly attack: readonly string[];
  /** What this reason alone would deserve; the score weighs it with the others. */
  readonly severity: Severity;
  readonly why: string;
  readonly falsePositives: readonly string[];
  readonly references?: readonly string[];
  readonly needs: readonly N[];
  readonly asks?: readonly A[];
  /**
   * The kinds of effects that it is about: it gets no others, and is not asked where there is none of them. Its table asks it
   * about all of them as well, where it must say the same: one kind too few would be a miss that nobody sees.
   */
  readonly kinds?: readonly K[];
  /** Empty for a miss. Called only when every needed fact was seen. */
  evaluate(facts: Needed<N, K>, asked: Asked<A>): readonly Evidence[];
}

/** A registered indicator, with its needs no longer in the type. */
export interface Indicator extends Omit<IndicatorDefinition<FactName, FactName>, 'evaluate'> {
  assess(facts: Facts): Outcome;
}

export type Outcome =
  | { readonly kind: 'hit'; readonly indicator: Indicator; readonly evidence: readonly Evidence[] }
  | { readonly kind: 'miss'; readonly indicator: Indicator }
  | { readonly kind: 'unassessed'; readonly indicator: Indicator; readonly because: Because };
