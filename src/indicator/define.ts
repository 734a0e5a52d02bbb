import { mask } from '../lib/mask.ts';
import type { FactName, Facts } from '../model/facts.ts';
import type { Asked, Evidence, Indicator, IndicatorDefinition, Needed, Outcome } from '../model/indicator.ts';
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
export const defineIndicator = <const N extends FactName, const A extends FactName = never>(
  definition: IndicatorDefinition<N, A>,
): Indicator => {
  const wanted = definition.needs.reduce((bits, name) => bits | bitOf(name), 0);
  const indicator: Indicator = { ...definition, assess: (facts) => assess(definition, wanted, miss, facts) };
  const miss: Miss = { kind: 'miss', indicator };
  return indicator;
};

type Miss = Extract<Outcome, { readonly kind: 'miss' }>;

const assess = <N extends FactName, A extends FactName>(
  definition: IndicatorDefinition<N, A>,
  wanted: number,
  miss: Miss,
  facts: Facts,
): Outcome => {
  const { indicator } = miss;
  const { values, absent, unseen, partial } = statesOf(facts);
  if ((wanted & unseen) !== 0) return { kind: 'unassessed', indicator, because: becauseOf(definition.needs, facts) };
  if ((wanted & absent) !== 0) return miss;
  // Every needed fact was seen above, and every asked name is one of the facts.
  const evidence = definition.evaluate(values as Needed<N>, facts as Asked<A>);
  if (evidence.length > 0) return { kind: 'hit', indicator, evidence: presented(evidence) };
  return (wanted & partial) === 0
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

/** A bit for each name of a fact, so that a hundred indicators are asked in as many steps. */
const bits = new Map<FactName, number>();
const bitOf = (name: FactName): number => {
  const known = bits.get(name);
  if (known !== undefined) return known;
  if (bits.size >= MOST_FACTS) throw new Error(`indicators know at most ${MOST_FACTS} facts`);
  const bit = 1 << bits.size;
  bits.set(name, bit);
  return bit;
};
/** A number of JavaScript has 32 bits in its bit operations. */
const MOST_FACTS = 32;

/** The values of all facts that were seen, and sets of those that were not: put together once for all indicators. */
interface States {
  readonly facts: Facts | null;
  readonly values: Partial<Record<FactName, unknown>>;
  readonly absent: number;
  readonly unseen: number;
  /** Seen, and a part is missing. */
  readonly partial: number;
}

const statesOf = (facts: Facts): States => {
  if (last.facts === facts) return last;
  const values: Partial<Record<FactName, unknown>> = {};
  let [absent, unseen, partial] = [0, 0, 0];
  // The keys of the facts are their names.
  for (const name of Object.keys(facts) as FactName[]) {
    const fact: Seen<unknown> = facts[name];
    if (fact.state === 'seen') {
      values[name] = fact.value;
      if (fact.missing !== undefined) partial |= bitOf(name);
    } else if (fact.state === 'absent') absent |= bitOf(name);
    else unseen |= bitOf(name);
  }
  last = { facts, values, absent, unseen, partial };
  return last;
};
/** Indicators are asked one after the other about the same facts. */
let last: States = { facts: null, values: {}, absent: 0, unseen: 0, partial: 0 };

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
