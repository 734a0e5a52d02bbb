import { callerOf, type LineageOf } from '../memory/lineage.ts';
import type { Activity } from '../model/activity.ts';
import type { Finding } from '../model/finding.ts';
import type { KnownLineage, LineageEdge, Runs } from '../model/lineage.ts';

/** The edge from who asked to what was written: the request itself proves it. */
const authored = ({ actor, workload, events }: Finding): LineageEdge => ({
  from: { kind: 'actor', namespace: null, name: actor.username, uid: null },
  to: {
    kind: workload.kind,
    namespace: workload.namespace,
    name: workload.name ?? workload.generateName,
    uid: workload.uid,
  },
  certainty: 'proved',
  events: events.slice(0, 1),
});

const NODES_NAMED = 3;

/** `It ran 14 times, last at 2026-11-24T10:00:00Z, on nodes a and b.` */
export const saysRuns = ({ count, isAtLeast, kind, lastAt, nodes }: Runs): string => {
  const many = isAtLeast ? `at least ${count}` : `${count}`;
  const what =
    kind === 'Job' || kind === 'Pod'
      ? count === 1 && !isAtLeast
        ? 'It ran once'
        : `It ran ${many} times`
      : `${many} of kind ${kind} were made of it`;
  const last = lastAt === null ? '' : `, last at ${lastAt.replace(/\.\d+Z$/, 'Z')}`;
  const named = nodes.slice(0, NODES_NAMED);
  const more = nodes.length - named.length;
  const on =
    nodes.length === 0
      ? ''
      : `, on ${nodes.length === 1 ? 'node' : 'nodes'} ${more > 0 ? `${named.join(', ')} and ${more} more` : listed(named)}`;
  return `${what}${last}${on}.`;
};

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

/** The finding with what became of its workload by the time that it is given. */
export const withLineage = (finding: Finding, { edges, runs }: KnownLineage): Finding => ({
  ...finding,
  summary: runs === null ? finding.summary : `${finding.summary} ${saysRuns(runs)}`,
  lineage: [authored(finding), ...edges],
  runs,
});

/** What a finding asks of the memory: its object, as it was written and since then. */
export const lineageAsked = ({ workload }: Finding, { event, actor }: Activity): LineageOf => ({
  object: { cluster: event.cluster, namespace: workload.namespace, name: workload.name ?? '' },
  kind: workload.kind,
  uid: workload.uid,
  since: event.time.at,
  caller: callerOf({ event, actor }),
});

/** A finding about what a controller made of an object that was there before the log began. */
export const withUnknownAuthor = (
  finding: Finding,
  { kind, name }: { readonly kind: string; readonly name: string },
): Finding => ({
  ...finding,
  summary: `${finding.summary} It was made of ${kind} ${finding.workload.namespace ?? ''}/${name}, whose writing this log does not show: who asked for it is not known.`,
});
