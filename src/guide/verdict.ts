import type { Finding } from '../model/finding.ts';
import type { Indicator } from '../model/indicator.ts';
import { actorKindText, doubtsByReason } from '../sink/explain-words.ts';
import type { Question, VerdictRow } from './model.ts';
import type { Trail } from './trail.ts';

const MAX_REASONS = 5;

/** Caps of the score are no circumstance of the case. */
const isCap = (reason: string): boolean => /count at most|the risk ends/.test(reason);

/** What would make it each of the four verdicts, with what this finding has for it. The decision is the analyst's. */
export const verdictsOf = (
  finding: Finding | null,
  trail: Trail | null,
  questions: readonly Question[],
  indicators: readonly Indicator[],
): readonly VerdictRow[] => [
  {
    verdict: 'true positive, malicious',
    when: 'Nobody who may speak for the actor confirms it, or what followed is an attack whoever asked.',
    reasons: finding === null ? [] : maliciousReasons(finding, trail),
  },
  {
    verdict: 'benign true positive',
    when: 'It does what it says, and its owner meant that: a test, an administrator, a product. Name the ticket or the release.',
    reasons: finding === null ? [] : benignReasons(finding, indicators),
  },
  {
    verdict: 'false positive',
    when: 'What the evidence quotes is not what would happen: text that is only printed, a path or image that is something else here. Report it, with the event.',
    reasons: finding === null ? [] : falseReasons(finding),
  },
  {
    verdict: 'undetermined',
    when: 'The questions that decide stay open. Say which, keep the evidence, and set a day to look again.',
    reasons: finding === null ? [] : openReasons(finding, questions),
  },
];

const maliciousReasons = (finding: Finding, trail: Trail | null): readonly string[] => {
  const { actor, request } = finding;
  const heavy = [...finding.indicators].sort((one, other) => other.weight - one.weight).slice(0, 3);
  return [
    ...heavy.map(({ title, weight }) => `${title} (${weight} points)`),
    ...(actor.kind === 'anonymous' ? ['It came without credentials'] : []),
    ...(actor.impersonatedBy === null ? [] : ['It was sent in the name of another user']),
    ...(request.outcome === 'refused'
      ? ['It was refused, which shows that the actor lacks the right, not the intent']
      : []),
    ...((trail?.podCalls.count ?? 0) > 0 ? ['Its pods called the API afterwards'] : []),
    ...((trail?.grants.count ?? 0) > 0 ? ['Its service account was given rights'] : []),
  ].slice(0, MAX_REASONS + 1);
};

const benignReasons = (finding: Finding, indicators: readonly Indicator[]): readonly string[] => {
  const known = new Map(indicators.map((one) => [one.id, one]));
  const context = finding.breakdown.risk
    .filter(({ points, reason }) => points < 0 && !isCap(reason))
    .map(({ reason }) => reason);
  const explained = [...finding.indicators]
    .sort((one, other) => other.weight - one.weight)
    .flatMap(({ id }) => known.get(id)?.falsePositives.slice(0, 2) ?? []);
  const kind =
    finding.actor.kind === 'human'
      ? []
      : [`The actor is ${actorKindText(finding.actor.kind)}, which need not be a person`];
  return [
    ...new Set([
      ...context,
      ...explained.map((one) => `Known to look like this: ${one}`),
      ...(finding.actor.kind === 'service-account' ? kind : []),
    ]),
  ].slice(0, MAX_REASONS);
};

const falseReasons = (finding: Finding): readonly string[] => [
  ...(finding.confidence < 0.7
    ? [`Confidence is only ${Math.round(finding.confidence * 100)} %: ${finding.breakdown.confidence}`]
    : []),
  ...(finding.request.outcome === 'dry-run' ? ['It was a dry run: nothing was stored'] : []),
  ...(finding.object === null ? ['The body was not seen: the finding speaks of the request alone'] : []),
];

const openReasons = (finding: Finding, questions: readonly Question[]): readonly string[] =>
  [
    ...doubtsByReason(finding).map(
      ({ words, ids }) => `${ids.length} ${ids.length === 1 ? 'indicator' : 'indicators'} not assessed: ${words}`,
    ),
    ...questions.filter(({ state }) => state === 'unknown').map(({ title }) => `Open: ${title}`),
  ].slice(0, MAX_REASONS + 2);
