import { ATTACK } from '../model/attack.ts';
import { atLeast, type Finding, type FindingSequence } from '../model/finding.ts';
import type { Outcome } from '../model/indicator.ts';
import { withLatePoints } from '../score/raise.ts';
import { WEIGHTS } from '../score/weights.ts';
import { attackOf } from './attack.ts';
import { indicatorOf } from './finding.ts';

/** Sequences that the summary spells out; the others are counted. */
const MOST_SAID = 2;

/** `Around it: eve@example.com gave … 4 minutes before it; …`: names begin these sentences, and stay as they are. */
const saysSequences = (sequences: readonly FindingSequence[]): string => {
  const said = sequences.slice(0, MOST_SAID).map(({ says }) => says.replace(/\.$/, ''));
  const more = sequences.length - said.length;
  return `Around it: ${said.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`;
};

/** What is known of a finding only when the whole input was read. */
export interface Late {
  readonly sequences: readonly FindingSequence[];
  /** Outcomes of the indicators that a baseline tells. */
  readonly firsts: readonly Outcome[];
}

/** The finding with what stands around its write and what it is the first to show: named, told, and weighed. */
export const withLate = (finding: Finding, { sequences, firsts }: Late): Finding => {
  const hits = firsts.flatMap((one) => (one.kind === 'hit' ? [one.indicator] : []));
  return withLatePoints(withFirsts(sequences.length === 0 ? finding : withSequences(finding, sequences), firsts), {
    sequences,
    firsts: hits,
  });
};

const withSequences = (finding: Finding, sequences: readonly FindingSequence[]): Finding => ({
  ...finding,
  summary: `${finding.summary} ${saysSequences(sequences)}`,
  sequence: sequences,
});

/** What they said when the finding was made, that too little was known, is no more. */
const withFirsts = (finding: Finding, firsts: readonly Outcome[]): Finding => {
  const ids = new Set(firsts.map(({ indicator }) => indicator.id));
  const unassessed = [
    ...finding.unassessed.filter(({ id }) => !ids.has(id)),
    ...firsts.flatMap((one) => (one.kind === 'unassessed' ? [{ id: one.indicator.id, because: one.because }] : [])),
  ];
  // Below medium a first time adds nothing to the risk.
  const counts = atLeast(finding.severity, 'medium');
  const hits = firsts.flatMap((one) =>
    one.kind === 'hit'
      ? [
          indicatorOf({
            indicator: one.indicator,
            evidence: one.evidence,
            weight: counts ? (WEIGHTS.get(one.indicator.id)?.points ?? 0) : 0,
          }),
        ]
      : [],
  );
  if (hits.length === 0) return { ...finding, unassessed };
  const attack = [
    ...finding.attack.map(({ id }) => id),
    ...firsts.flatMap((one) => (one.kind === 'hit' ? one.indicator.attack : [])),
  ];
  return {
    ...finding,
    unassessed,
    attack: attackOf(attack, ATTACK),
    indicators: [...finding.indicators, ...hits].sort((a, b) => b.weight - a.weight),
  };
};
