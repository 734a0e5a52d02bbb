import type { FactName, Facts } from '../model/facts.ts';
import type { Indicator, IndicatorDefinition, Needed, Outcome } from '../model/indicator.ts';
import type { Because, Seen } from '../model/seen.ts';

/**
 * Registers the meaning of an indicator and unwraps the facts that it needs.
 *
 * `unassessed` when a needed fact is unseen, `miss` when one is absent. No hit on a fact of which a part is missing is
 * `unassessed` too; a hit stands, since what is missing cannot take it back.
 */
export const defineIndicator = <const N extends FactName>(definition: IndicatorDefinition<N>): Indicator => {
  const indicator: Indicator = { ...definition, assess: (facts) => assess(definition, indicator, facts) };
  return indicator;
};

const assess = <N extends FactName>(
  definition: IndicatorDefinition<N>,
  indicator: Indicator,
  facts: Facts,
): Outcome => {
  const unwrapped: Partial<Record<FactName, unknown>> = {};
  let missing: Because | undefined;
  let absent = false;
  for (const name of definition.needs) {
    const fact: Seen<unknown> = facts[name];
    if (fact.state === 'unseen') return { kind: 'unassessed', indicator, because: fact.because };
    if (fact.state === 'absent') absent = true;
    else {
      unwrapped[name] = fact.value;
      missing ??= fact.missing;
    }
  }
  if (absent) return { kind: 'miss', indicator };
  // Every needed name was filled above, each from the fact of that name.
  const evidence = definition.evaluate(unwrapped as Needed<N>);
  if (evidence.length > 0) return { kind: 'hit', indicator, evidence };
  return missing === undefined ? { kind: 'miss', indicator } : { kind: 'unassessed', indicator, because: missing };
};
