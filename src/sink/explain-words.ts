/** The phrases that the table and the report share: one finding in the words of a person. No text here is made inert yet. */
import type { ActorKind } from '../model/activity.ts';
import type { Finding, FindingActor, FindingEvidence, Severity } from '../model/finding.ts';
import type { LineageNode } from '../model/lineage.ts';
import type { Because } from '../model/seen.ts';
import type { Summary } from '../model/summary.ts';

/** A shape for each severity, so that none is told by colour alone; each is one column wide. */
export const SHAPES: Readonly<Record<Severity, string>> = {
  critical: '◆',
  high: '▲',
  medium: '●',
  low: '○',
  info: '□',
};

/** What an analyst should do. */
export const ADVICE: Readonly<Record<Severity, string>> = {
  critical: 'act now',
  high: 'page someone',
  medium: 'look today',
  low: 'worth keeping',
  info: 'normal, recorded',
};

export const BECAUSE_WORDS: Readonly<Record<Because, string>> = {
  'level-metadata': 'the log is at level Metadata, which carries no body',
  truncated: 'the record was cut',
  'refused-before-read': 'the API server refused the request before it read the body',
  'patch-without-base': 'the body is only a change, and the object it changes is not known',
  'patch-type-unknown': 'the event does not say what kind of patch it is, and the readings differ',
  'no-baseline': 'too little was seen to say what is normal',
  'rights-unknown': 'what the service account may do is not in the log',
  'origin-unseen': 'what it claims to be made of is not in the log before it',
  'not-kept': 'the record does not carry it',
};

const ACTOR_WORDS: Readonly<Record<ActorKind, string>> = {
  human: 'a person or outside client',
  'service-account': 'a service account',
  node: 'a node',
  'control-plane': 'the control plane',
  anonymous: 'nobody: no credentials',
};

export const actorKindText = (kind: ActorKind): string => ACTOR_WORDS[kind];

export const countText = (count: number): string => count.toLocaleString('en-US');

/** `1 event`, `1,204 events`. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${countText(count)} ${count === 1 ? one : many}`;

export const percentText = (share: number): string => `${Math.round(share * 100)} %`;

/** `2026-11-24 10:00:01 UTC`; what is no RFC 3339 time in UTC is shown as it stands. */
export const timeText = (time: string | null): string => {
  if (time === null) return 'time not known';
  const parts = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.\d{1,9})?Z$/.exec(time);
  return parts === null ? time : `${parts[1]} ${parts[2]} UTC`;
};

/** First and last of a group; one time when they are the same. */
export const spanText = (first: string | null, last: string | null): string => {
  const from = timeText(first);
  const to = timeText(last);
  return from === to ? from : `first ${from}, last ${to}`;
};

/** `CronJob kube-system/node-health-sync`; a generated name ends in a star. */
export const workloadText = ({ workload }: Finding): string => {
  const name = workload.name ?? (workload.generateName === null ? null : `${workload.generateName}*`);
  if (name === null) {
    return `${workload.kind}${workload.namespace === null ? '' : ` in ${workload.namespace}`}, name not logged`;
  }
  return workload.namespace === null ? `${workload.kind} ${name}` : `${workload.kind} ${workload.namespace}/${name}`;
};

export const actorText = (actor: FindingActor): string => {
  const name = actor.username ?? 'actor not logged';
  return actor.impersonatedBy === null ? name : `${name}, impersonated by ${actor.impersonatedBy}`;
};

/** All but the last address can be invented by the client; the last is the one that the API server saw. */
export const addressesOf = (
  actor: FindingActor,
): { readonly peer: string | null; readonly claimed: readonly string[] } => ({
  peer: actor.sourceIps.at(-1) ?? null,
  claimed: actor.sourceIps.slice(0, -1),
});

export const addressText = (actor: FindingActor): string => {
  const { peer, claimed } = addressesOf(actor);
  if (peer === null) return 'address not logged';
  return claimed.length === 0 ? `from ${peer}` : `from ${peer}, claiming ${claimed.join(', ')}`;
};

export const requestText = ({ request }: Finding): string => {
  const outcome = request.outcome === 'unknown' ? 'outcome not logged' : request.outcome;
  return `${request.verb} ${outcome}${request.code === null ? '' : ` (${request.code})`}`;
};

/** Wherever a pod spec or a plain object begins in the event. */
const HEADS = [
  '/requestObject/spec/jobTemplate/spec/template/spec/',
  '/responseObject/spec/jobTemplate/spec/template/spec/',
  '/requestObject/spec/template/spec/',
  '/responseObject/spec/template/spec/',
  '/requestObject/',
  '/responseObject/',
  '/',
] as const;

const unescapeToken = (token: string): string => token.replaceAll('~1', '/').replaceAll('~0', '~');

/** The end of a pointer as a person would write it: `containers[0].securityContext.privileged`. */
export const pointerTail = (pointer: string): string => {
  const head = HEADS.find((one) => pointer.startsWith(one));
  if (head === undefined) return pointer === '' ? 'the event' : pointer;
  let tail = '';
  for (const escaped of pointer.slice(head.length).split('/')) {
    const token = unescapeToken(escaped);
    if (/^\d+$/.test(token)) tail += `[${token}]`;
    else if (/^[\w-]+$/.test(token)) tail += tail === '' ? token : `.${token}`;
    else tail += `["${token}"]`;
  }
  return tail;
};

export const decodedText = (evidence: FindingEvidence): string =>
  evidence.decoded.length === 0 ? '' : `found under ${evidence.decoded.join(', then ')}`;

/** What could not be told, by reason: most indicators first. */
export const unassessedByReason = (
  finding: Pick<Finding, 'unassessed'>,
): readonly { readonly words: string; readonly ids: readonly string[] }[] => {
  const ids = new Map<Because, string[]>();
  for (const one of finding.unassessed) {
    const known = ids.get(one.because);
    if (known === undefined) ids.set(one.because, [one.id]);
    else known.push(one.id);
  }
  return [...ids]
    .map(([because, found]) => ({ words: BECAUSE_WORDS[because] ?? because, ids: found }))
    .sort((a, b) => b.ids.length - a.ids.length);
};

/** Whether a young baseline leaves it open: that is true of every finding, and the summary says it once. */
export const isOfYoungBaseline = ({ id, because }: Finding['unassessed'][number]): boolean =>
  because === 'no-baseline' && id.startsWith('baseline.');

/** What could not be told, without what is true of every finding. */
export const doubtsByReason = (finding: Pick<Finding, 'unassessed'>): ReturnType<typeof unassessedByReason> =>
  unassessedByReason({ unassessed: finding.unassessed.filter((one) => !isOfYoungBaseline(one)) });

/** `+18`, `−8`: the sign stands even for nothing. */
export const pointsText = (points: number): string => (points < 0 ? `−${Math.abs(points)}` : `+${points}`);

/** The names of the flags that are set. */
export const sentinelFlags = (finding: Finding): readonly string[] | null => {
  const flags = finding.compat.sentinel;
  return flags === null ? null : Object.entries(flags).flatMap(([name, value]) => (value === true ? [name] : []));
};

/** Names the parts of a record count, most first, zeros left out. */
export const countsText = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ${countText(count)}`)
    .join(', ');

/** What was looked at, for a reader who found nothing. */
export const lookedAt = (summary: Summary): string => {
  const read = `Read ${plural(summary.records, 'record')} in ${plural(summary.files, 'file')} and judged ${plural(summary.activities, 'write')} to workloads.`;
  const blind = summary.unseenBodies + summary.partialBodies;
  const doubts = [
    blind > 0 ? `The log does not show the whole body of ${countText(blind)} of them` : '',
    summary.rejected > 0 ? `${plural(summary.rejected, 'record')} could not be read` : '',
    summary.unreadable.length > 0 ? `${plural(summary.unreadable.length, 'path')} could not be opened` : '',
  ].filter((one) => one !== '');
  return doubts.length === 0 ? read : `${read} ${doubts.join('; ')}.`;
};

const nodeText = ({ kind, namespace, name }: LineageNode): string =>
  kind === 'actor'
    ? (name ?? 'somebody whom the log does not name')
    : `${kind} ${namespace === null ? '' : `${namespace}/`}${name ?? 'without a name'}`;

/** What became of a workload, a line for each step: `Job shop/report-1 ran on node a`. Empty where the log tells of nothing. */
export const lineageTexts = ({ lineage }: Pick<Finding, 'lineage'>): readonly string[] =>
  lineage.slice(1).map(({ from, to, certainty, events }) => {
    const step =
      to.kind === 'node'
        ? `${nodeText(from)} ran on ${nodeText(to)}`
        : `${nodeText(to)} was ${from.kind === 'Pod' ? 'written with the token' : 'made'} of ${nodeText(from)}`;
    return `${step}, ${timeText(events[0]?.time ?? null)}${certainty === 'proved' ? '' : ' (inferred: only names agree)'}`;
  });

/** What the suspects of a finding asked for besides, a sentence for each kind of request, then what is not told. */
export const callTexts = ({ calls }: Pick<Finding, 'calls'>, most = Number.POSITIVE_INFINITY): readonly string[] => {
  if (calls === undefined) return [];
  const shown = calls.told.slice(0, most);
  const rest = calls.told.slice(most).reduce((sum, { count }) => sum + count, calls.more);
  return [
    ...shown.map(({ says, certainty, lastSeen }) => {
      const sure = certainty === 'proved' ? '' : ' (inferred: only names agree)';
      return `${says}, ${lastSeen === null ? 'at a time that is not logged' : `last at ${timeText(lastSeen)}`}${sure}`;
    }),
    ...(rest > 0 ? [`and ${plural(rest, 'request')} more`] : []),
    ...(calls.whole ? [] : ['not everything that they asked for was looked at']),
  ];
};
