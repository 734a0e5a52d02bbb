import type { Finding, FindingIncident } from '../model/finding.ts';
import { msOf } from './acts.ts';
import { RULES } from './windows.ts';

/** What tells whether findings belong together. */
export type Related = Pick<Finding, 'id' | 'group' | 'cluster' | 'firstSeen' | 'lastSeen' | 'workload' | 'sequence'>;

/**
 * Incidents by finding id: findings of one group, of one object by its uid, and of one burst of a template are one. The
 * finding that came first by event time is the head. A finding that stands alone has none.
 */
export const incidentsOf = (findings: readonly Related[]): ReadonlyMap<string, FindingIncident> => {
  // A write that was judged twice has one id: of the two the last counts.
  const distinct = [...new Map(findings.map((finding) => [finding.id, finding])).values()];
  const sets = createSets(distinct.length);
  const firsts = new Map<string, number>();
  const join = (key: string, index: number): void => {
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, index);
    else sets.join(first, index);
  };
  const bursts: { readonly template: string; readonly ms: number; readonly index: number }[] = [];
  for (const [index, { group, cluster, workload, firstSeen, sequence = [] }] of distinct.entries()) {
    join(JSON.stringify(['group', group]), index);
    if (workload.uid !== null) join(JSON.stringify(['uid', cluster, workload.uid]), index);
    const ms = msOf(firstSeen);
    const isBurst = sequence.some(({ id }) => id === RULES.fleet.id);
    if (isBurst && workload.templateHash !== null && ms !== null)
      bursts.push({ template: workload.templateHash, ms, index });
  }
  bursts.sort((a, b) => (a.template === b.template ? a.ms - b.ms : a.template < b.template ? -1 : 1));
  for (const [at, one] of bursts.entries()) {
    const before = bursts[at - 1];
    if (before?.template === one.template && one.ms - before.ms <= RULES.fleet.before)
      sets.join(before.index, one.index);
  }
  const members = new Map<number, Related[]>();
  for (const [index, finding] of distinct.entries()) {
    const root = sets.rootOf(index);
    const all = members.get(root);
    if (all === undefined) members.set(root, [finding]);
    else all.push(finding);
  }
  const incidents = new Map<string, FindingIncident>();
  for (const all of members.values()) {
    if (all.length < 2) continue;
    const incident = incidentOf(all);
    for (const { id } of all) incidents.set(id, incident);
  }
  return incidents;
};

const incidentOf = (findings: readonly Related[]): FindingIncident => {
  let head = findings[0];
  let firstSeen: string | null = null;
  let lastSeen: string | null = null;
  for (const one of findings) {
    if (head === undefined || isBefore(one, head)) head = one;
    if (one.firstSeen !== null && (firstSeen === null || one.firstSeen < firstSeen)) firstSeen = one.firstSeen;
    if (one.lastSeen !== null && (lastSeen === null || one.lastSeen > lastSeen)) lastSeen = one.lastSeen;
  }
  return { head: head?.id ?? '', size: findings.length, firstSeen, lastSeen };
};

/** What has no time comes last. */
const isBefore = (a: Related, b: Related): boolean => {
  if (a.firstSeen === b.firstSeen) return a.id < b.id;
  return b.firstSeen === null || (a.firstSeen !== null && a.firstSeen < b.firstSeen);
};

/** Sets of numbers that are joined two by two. */
const createSets = (count: number) => {
  const parents = Array.from({ length: count }, (_, index) => index);
  const rootOf = (index: number): number => {
    let at = index;
    for (let parent = parents[at] ?? at; parent !== at; parent = parents[at] ?? at) {
      // Halves the way for those who come after.
      parents[at] = parents[parent] ?? parent;
      at = parent;
    }
    return at;
  };
  return {
    rootOf,
    join: (a: number, b: number): void => {
      parents[rootOf(b)] = rootOf(a);
    },
  };
};
