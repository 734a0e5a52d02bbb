import { mask } from '../lib/mask.ts';
import type { Effect } from '../model/effect.ts';
import type { FactName, Facts } from '../model/facts.ts';
import type {
  Asked,
  EffectKind,
  Evidence,
  Indicator,
  IndicatorDefinition,
  Needed,
  Outcome,
} from '../model/indicator.ts';
import type { Because, Seen } from '../model/seen.ts';

/** Longest value that evidence quotes; what is longer is clipped with `…`. */
export const VALUE_LIMIT = 500;
/** More pieces of evidence than a reader will look at; the rest is told by their number. */
export const EVIDENCE_LIMIT = 20;

/**
 * Registers the meaning of an indicator and unwraps the facts that it needs.
 *
 * `unassessed` when a needed fact is unseen, `miss` when one is absent. No hit on a fact of which a part is missing is
 * `unassessed` too; a hit stands, since what is missing cannot take it back. Secrets in sentences and values
 * are masked here, so that no indicator can forget it.
 */
export const defineIndicator = <
  const N extends FactName,
  const A extends FactName = never,
  const K extends EffectKind = EffectKind,
>(
  definition: IndicatorDefinition<N, A, K>,
): Indicator => {
  const { needs, kinds } = definition;
  const asked: Question<N, A, K> = {
    definition,
    needs: needs.reduce((bits, name) => bits | factBits.of(name), 0),
    kinds: kinds === undefined ? EVERY : kinds.reduce((bits, kind) => bits | kindBits.of(kind), 0),
  };
  const indicator: Indicator = { ...definition, assess: (facts) => assess(asked, miss, facts, statesOf(facts)) };
  const miss: Miss = { kind: 'miss', indicator };
  questions.set(indicator, {
    ...{ needs: asked.needs, kinds: asked.kinds, miss },
    answer: (facts, states) => assess(asked, miss, facts, states),
  });
  return indicator;
};

/** What an indicator is asked about, and its answer where that is not plain from there. */
interface Asking {
  readonly needs: number;
  readonly kinds: number;
  readonly miss: Miss;
  answer(facts: Facts, states: States): Outcome;
}
const questions = new WeakMap<Indicator, Asking>();

/**
 * Asks indicators together, in their order: of most writes nothing is there that most of them are about, which a look at two
 * numbers tells.
 */
export const askedTogether = (indicators: readonly Indicator[]): ((facts: Facts) => readonly Outcome[]) => {
  const asked = indicators.map((indicator) => {
    const question = questions.get(indicator);
    if (question === undefined) throw new Error(`${indicator.id} was not made by defineIndicator`);
    return question;
  });
  const needs = Int32Array.from(asked, (one) => one.needs);
  const kinds = Int32Array.from(asked, (one) => one.kinds);
  const misses: readonly Outcome[] = asked.map(({ miss }) => miss);
  return (facts) => {
    const states = statesOf(facts);
    const notWhole = states.unseen | states.absent | states.partial;
    const there = states.kinds | ANY_KIND;
    const outcomes = misses.slice();
    for (let at = 0; at < asked.length; at += 1) {
      if ((((needs[at] ?? 0) & notWhole) | ((kinds[at] ?? 0) & there)) === 0) continue;
      const outcome = asked[at]?.answer(facts, states);
      if (outcome !== undefined) outcomes[at] = outcome;
    }
    return outcomes;
  };
};

type Miss = Extract<Outcome, { readonly kind: 'miss' }>;

/** A definition with its names as bits. */
interface Question<N extends FactName, A extends FactName, K extends EffectKind> {
  readonly definition: IndicatorDefinition<N, A, K>;
  readonly needs: number;
  readonly kinds: number;
}
const EVERY = -1;
/** No kind has it, and `EVERY` does. */
const ANY_KIND = 1 << 31;

const assess = <N extends FactName, A extends FactName, K extends EffectKind>(
  { definition, needs, kinds }: Question<N, A, K>,
  miss: Miss,
  facts: Facts,
  states: States,
): Outcome => {
  const { indicator } = miss;
  if ((needs & states.unseen) !== 0)
    return { kind: 'unassessed', indicator, because: becauseOf(definition.needs, facts) };
  if ((needs & states.absent) !== 0) return miss;
  if (kinds === EVERY || (kinds & states.kinds) !== 0) {
    const values = valuesFor(states, kinds);
    // Every needed fact was seen above, every asked name is one of the facts, and the effects are those of the kinds.
    const evidence = definition.evaluate(values as Needed<N, K>, facts as Asked<A>);
    if (evidence.length > 0) return { kind: 'hit', indicator, evidence: presented(evidence) };
  }
  return (needs & states.partial) === 0
    ? miss
    : { kind: 'unassessed', indicator, because: becauseOf(definition.needs, facts) };
};

/** Why the first of the facts that were not seen, or not whole, was not. */
const becauseOf = (needs: readonly FactName[], facts: Facts): Because => {
  let missing: Because = 'not-kept';
  for (const name of needs.toReversed()) {
    const fact: Seen<unknown> = facts[name];
    if (fact.state === 'seen') missing = fact.missing ?? missing;
  }
  const unseen = needs.map((name): Seen<unknown> => facts[name]).find(({ state }) => state === 'unseen');
  return unseen?.state === 'unseen' ? unseen.because : missing;
};

/** A bit for each name, so that a hundred indicators are asked in as many steps. */
class Bits<Name extends string> {
  private readonly bits = new Map<Name, number>();

  of(name: Name): number {
    const known = this.bits.get(name);
    if (known !== undefined) return known;
    if (this.bits.size >= MOST_NAMES) throw new Error(`indicators tell at most ${MOST_NAMES} names of a kind apart`);
    const bit = 1 << this.bits.size;
    this.bits.set(name, bit);
    return bit;
  }
}
/** Bit operations have 32 bits, and all of them together mean everything. */
const MOST_NAMES = 31;

const factBits = new Bits<FactName>();
const kindBits = new Bits<EffectKind>();

type Values = Partial<Record<FactName, unknown>>;

/** The values of all facts that were seen, and sets of those that were not: put together once for all indicators. */
interface States {
  readonly facts: Facts | null;
  /** Whose effects are those that the indicator is about which was asked last. */
  readonly values: Values;
  readonly absent: number;
  readonly unseen: number;
  /** Seen, and a part is missing. */
  readonly partial: number;
  /** Kinds of all effects. */
  readonly kinds: number;
  /** All effects, and the kind of each. */
  readonly effects: readonly Effect[];
  readonly kindOf: readonly number[];
  /** The effects of some kinds, by those. */
  readonly byKinds: Map<number, readonly Effect[]>;
}

const statesOf = (facts: Facts): States => {
  if (last.facts === facts) return last;
  const values: Values = {};
  let [absent, unseen, partial] = [0, 0, 0];
  // The keys of the facts are their names.
  for (const name of Object.keys(facts) as FactName[]) {
    const fact: Seen<unknown> = facts[name];
    if (fact.state === 'seen') {
      values[name] = fact.value;
      if (fact.missing !== undefined) partial |= factBits.of(name);
    } else if (fact.state === 'absent') absent |= factBits.of(name);
    else unseen |= factBits.of(name);
  }
  // What only a baseline tells has no effects.
  const effects = facts.effects?.state === 'seen' ? facts.effects.value : NO_EFFECTS;
  const kindOf = effects.map(({ kind }) => kindBits.of(kind));
  const kinds = kindOf.reduce((all, kind) => all | kind, 0);
  last = { facts, values, absent, unseen, partial, kinds, effects, kindOf, byKinds: new Map([[EVERY, effects]]) };
  return last;
};
const NO_EFFECTS: readonly Effect[] = [];
/** Indicators are asked one after the other about the same facts. */
let last: States = {
  ...{ facts: null, values: {}, absent: 0, unseen: 0, partial: 0, kinds: 0 },
  ...{ effects: NO_EFFECTS, kindOf: [], byKinds: new Map() },
};

/** An indicator takes what it needs at once, so that one object serves them all. */
const valuesFor = ({ values, effects, kindOf, byKinds }: States, kinds: number): Values => {
  let found = byKinds.get(kinds);
  if (found === undefined) {
    found = effects.filter((_, index) => (kinds & (kindOf[index] ?? 0)) !== 0);
    byKinds.set(kinds, found);
  }
  values.effects = found;
  return values;
};

const presented = (evidence: readonly Evidence[]): readonly Evidence[] => {
  const shown = evidence
    .slice(0, EVIDENCE_LIMIT)
    .map((one) => ({ ...one, says: mask(one.says), value: clipped(mask(clipped(one.value, 4000)), VALUE_LIMIT) }));
  const last = shown.at(-1);
  const more = evidence.length - shown.length;
  if (last === undefined || more === 0) return shown;
  return [...shown.slice(0, -1), { ...last, says: `${last.says} And ${more} more of the same kind.` }];
};

const clipped = (text: string, limit: number): string => (text.length <= limit ? text : `${text.slice(0, limit - 1)}…`);
