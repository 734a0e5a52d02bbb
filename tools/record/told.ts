import { stringify } from 'yaml';
import type { Finding, FindingEvent } from '../../src/model/finding.ts';
import type { LineageNode } from '../../src/model/lineage.ts';

/**
 * What is said of a log, for a person to read and to agree with: every finding with its reasons, whose it is, what became of it
 * and what stood around it. Places in files are left out; times, ids and uids are as recorded.
 */
export const toldOf = (findings: readonly Finding[]): string =>
  stringify(inOrder(findings).map(findingOf), { lineWidth: 0, aliasDuplicateObjects: false });

/** By time; a log is read in the order in which requests ended. */
const inOrder = (findings: readonly Finding[]): readonly Finding[] =>
  [...findings].sort((a, b) => ((a.firstSeen ?? '') < (b.firstSeen ?? '') ? -1 : 1));

const findingOf = (finding: Finding): object => {
  const { id, group, incident, title, summary, severity, risk, confidence, runs } = finding;
  return {
    at: finding.firstSeen,
    severity,
    risk,
    confidence,
    title,
    summary,
    id,
    group,
    ...(incident === undefined ? {} : { incident }),
    by: `${finding.actor.username} (${finding.actor.kind}) from ${finding.actor.sourceIps.join(', ')} by ${finding.actor.userAgent}`,
    request: `${finding.request.verb}, ${finding.request.outcome}, ${finding.request.code}`,
    reasons: finding.indicators.flatMap(({ id: of, weight, evidence }) =>
      evidence.map(({ says }) => `${of} +${weight}: ${says}`),
    ),
    sum: finding.breakdown.risk.map(({ points, reason }) => `${points} ${reason}`),
    ...(finding.unassessed.length === 0
      ? {}
      : { unassessed: finding.unassessed.map(({ id: of, because }) => `${of}: ${because}`) }),
    events: finding.events.map(eventOf),
    lineage: finding.lineage.map(
      ({ from, to, certainty, events }) =>
        `${nodeOf(from)} > ${nodeOf(to)} (${certainty} by ${events.map(eventOf).join('; ')})`,
    ),
    ...(runs == null ? {} : { runs }),
    ...(finding.sequence === undefined
      ? {}
      : {
          around: finding.sequence.map(({ id: of, certainty, says, events }) => ({
            [of]: `${says} (${certainty})`,
            acts: events.map(eventOf),
          })),
        }),
  };
};

const eventOf = ({ time, verb, auditId }: FindingEvent): string => `${time} ${verb} ${auditId}`;

const nodeOf = ({ kind, namespace, name, uid }: LineageNode): string =>
  `${kind} ${namespace === null ? '' : `${namespace}/`}${name}${uid === null ? '' : ` ${uid}`}`;
