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
  const indicator: Indicator = { ...definition, assess: (facts) => assess(definition, indicator, facts) };
  return indicator;
};

const assess = <N extends FactName, A extends FactName>(
  definition: IndicatorDefinition<N, A>,
  indicator: Indicator,
  facts: Facts,
): Outcome => {
  let missing: Because | undefined;
  let absent = false;
  for (const name of definition.needs) {
    const fact: Seen<unknown> = facts[name];
    if (fact.state === 'unseen') return { kind: 'unassessed', indicator, because: fact.because };
    if (fact.state === 'absent') absent = true;
    else {
      missing ??= fact.missing;
    }
  }
  if (absent) return { kind: 'miss', indicator };
  // Every needed fact was seen above, and every asked name is one of the facts.
  const evidence = definition.evaluate(valuesOf(facts) as Needed<N>, facts as Asked<A>);
  if (evidence.length > 0) return { kind: 'hit', indicator, evidence: presented(evidence) };
  return missing === undefined ? { kind: 'miss', indicator } : { kind: 'unassessed', indicator, because: missing };
};

/** The values of all facts that were seen, put together once for all indicators. */
const valuesOf = (facts: Facts): Partial<Record<FactName, unknown>> => {
  if (last.facts === facts) return last.values;
  const values: Partial<Record<FactName, unknown>> = {};
  // The keys of the facts are their names.
  for (const name of Object.keys(facts) as FactName[]) {
    const fact: Seen<unknown> = facts[name];
    if (fact.state === 'seen') values[name] = fact.value;
  }
  last = { facts, values };
  return values;
};
/** Indicators are asked one after the other about the same facts. */
let last: { readonly facts: Facts | null; readonly values: Partial<Record<FactName, unknown>> } = {
  facts: null,
  values: {},
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
