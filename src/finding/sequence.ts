import type { Finding, FindingSequence } from '../model/finding.ts';
import { withSequencePoints } from '../score/raise.ts';

/** Sequences that the summary spells out; the others are counted. */
const MOST_SAID = 2;

/** `Around it: eve@example.com gave … 4 minutes before it; …`: names begin these sentences, and stay as they are. */
const saysSequences = (sequences: readonly FindingSequence[]): string => {
  const said = sequences.slice(0, MOST_SAID).map(({ says }) => says.replace(/\.$/, ''));
  const more = sequences.length - said.length;
  return `Around it: ${said.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`;
};

/** The finding with what stands around its write: named, told, and weighed. */
export const withSequences = (finding: Finding, sequences: readonly FindingSequence[]): Finding =>
  sequences.length === 0
    ? finding
    : withSequencePoints(
        { ...finding, summary: `${finding.summary} ${saysSequences(sequences)}`, sequence: sequences },
        sequences,
      );
