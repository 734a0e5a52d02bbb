import { type Level, reaches } from './level.ts';
import type { AuditPolicy, GroupResources, PolicyRule } from './policy.ts';

/** A kind of request: by anybody, in any namespace, of any name. */
export interface RequestKind {
  readonly verb: string;
  /** Empty for core. */
  readonly group: string;
  readonly resource: string;
  readonly subresource: string | null;
  /** True for what lies in no namespace. */
  readonly clusterScoped?: boolean;
}

/** What restricts a rule beside verb and resource; `null` where nothing does. */
interface Condition {
  readonly users: readonly string[] | null;
  readonly groups: readonly string[] | null;
  readonly namespaces: readonly string[] | null;
  readonly names: readonly string[] | null;
}

/** One way that a request of a kind can go through the policy. */
export interface Branch {
  /** What arrives: a rule that leaves out the stage with the answer logs no body. */
  readonly level: Level;
  /** `null` where no rule matches: then nothing is logged. */
  readonly rule: PolicyRule | null;
  /** `by user x in namespace y`; `null` for everybody else, or for all. */
  readonly who: string | null;
}

const EVERYBODY: Condition = { users: null, groups: null, namespaces: null, names: null };
/** Each request has one of the two. */
const SIGNED_IN = 'system:authenticated';
const NOT_SIGNED_IN = 'system:unauthenticated';

/**
 * The rules that a request of this kind can meet, in order, ending with the one that leaves nothing over. As the API server
 * decides: https://github.com/kubernetes/apiserver/blob/master/pkg/audit/policy/checker.go
 */
export const branchesOf = (policy: AuditPolicy, request: RequestKind): readonly Branch[] => {
  const branches: Branch[] = [];
  const before: Condition[] = [];
  for (const rule of policy.rules) {
    const condition = conditionOf(rule, request);
    if (condition === null || before.some((earlier) => covers(earlier, condition))) continue;
    branches.push({ level: arriving(rule, request), rule, who: whoText(condition) });
    before.push(condition);
    if (isEverybody(before)) return branches;
  }
  return [...branches, { level: 'None', rule: null, who: null }];
};

/** At the first stage the body is not decoded, and of the stages in between only long requests have one. */
const arriving = ({ level, omitStages }: PolicyRule, { verb }: RequestKind): Level => {
  if (!omitStages.includes('ResponseComplete') || level === 'None') return level;
  const started = verb === 'watch' && !omitStages.includes('ResponseStarted');
  return started || !omitStages.includes('RequestReceived') ? 'Metadata' : 'None';
};

/** `null`: the rule never matches such a request. */
const conditionOf = (rule: PolicyRule, request: RequestKind): Condition | null => {
  if (rule.verbs.length > 0 && !rule.verbs.includes(request.verb)) return null;
  const who = {
    users: rule.users.length > 0 ? rule.users : null,
    groups: groupsOf(rule.userGroups),
  };
  if (rule.resources.length === 0 && rule.namespaces.length === 0) {
    // A rule for paths is none for resources.
    return rule.nonResourceURLs.length > 0 ? null : { ...EVERYBODY, ...who };
  }
  const namespaces = namespacesOf(rule.namespaces, request);
  if (namespaces === 'none') return null;
  if (rule.resources.length === 0) return { ...who, namespaces, names: null };
  const names = rule.resources.flatMap((one) => {
    const matched = namesOf(one, request);
    return matched === 'none' ? [] : [matched];
  });
  if (names.length === 0) return null;
  return { ...who, namespaces, names: names.includes(null) ? null : names.flatMap((one) => one ?? []) };
};

const groupsOf = (groups: readonly string[]): readonly string[] | null =>
  groups.length === 0 || (groups.includes(SIGNED_IN) && groups.includes(NOT_SIGNED_IN)) ? null : groups;

const namespacesOf = (
  namespaces: readonly string[],
  { verb, clusterScoped }: RequestKind,
): readonly string[] | null | 'none' => {
  if (namespaces.length === 0) return null;
  if (clusterScoped === true) return namespaces.includes('') ? null : 'none';
  // A list over all namespaces is in none; a single object always lies in one.
  const possible = ACROSS.has(verb) ? namespaces : namespaces.filter((namespace) => namespace !== '');
  return possible.length === 0 ? 'none' : possible;
};
const ACROSS: ReadonlySet<string> = new Set(['list', 'watch']);
/** A request to a collection has no name when the policy is asked: that of a new object stands in its body. */
const NAMELESS: ReadonlySet<string> = new Set(['create', 'deletecollection', 'list', 'watch']);

const namesOf = (given: GroupResources, request: RequestKind): readonly string[] | null | 'none' => {
  const { group, resource, subresource } = request;
  if (given.group !== group) return 'none';
  if (given.resources.length === 0) return null;
  const full = subresource === null ? resource : `${resource}/${subresource}`;
  const matches = given.resources.some(
    (one) =>
      one === '*' || one === full || one === `${resource}/*` || (subresource !== null && one === `*/${subresource}`),
  );
  if (!matches) return 'none';
  if (given.resourceNames.length === 0) return null;
  return NAMELESS.has(request.verb) && subresource === null ? 'none' : given.resourceNames;
};

const includesAll = (some: readonly string[] | null, others: readonly string[] | null): boolean =>
  some === null || others?.every((one) => some.includes(one)) === true;

/** Whether every request that the later condition fits has met the earlier one. */
const covers = (earlier: Condition, later: Condition): boolean =>
  includesAll(earlier.namespaces, later.namespaces) &&
  includesAll(earlier.names, later.names) &&
  coversWho(earlier, later);

const coversWho = (earlier: Condition, later: Condition): boolean => {
  if (includesAll(earlier.users, later.users) && includesAll(earlier.groups, later.groups)) return true;
  // Everybody who has a name or another group has signed in.
  const allSignedIn = earlier.users === null && earlier.groups?.includes(SIGNED_IN) === true;
  const isOf = (one: string): boolean => one !== 'system:anonymous' && one !== NOT_SIGNED_IN;
  return allSignedIn && (later.users?.every(isOf) === true || later.groups?.every(isOf) === true);
};

const isEverybody = (conditions: readonly Condition[]): boolean => {
  const everywhere = conditions.filter(({ users, namespaces, names }) => !users && !namespaces && !names);
  const has = (group: string): boolean => everywhere.some(({ groups }) => groups === null || groups.includes(group));
  return has(SIGNED_IN) && has(NOT_SIGNED_IN);
};

const MOST_SHOWN = 4;
const listed = (words: readonly string[]): string =>
  words.length <= MOST_SHOWN
    ? words.map((word) => (word === '' ? '""' : word)).join(', ')
    : `${words.slice(0, MOST_SHOWN).join(', ')} and ${words.length - MOST_SHOWN} more`;

const whoText = ({ users, groups, namespaces, names }: Condition): string | null => {
  const parts = [
    users === null ? '' : `by ${listed(users)}`,
    groups === null ? '' : `by members of ${listed(groups)}`,
    namespaces === null ? '' : `in ${listed(namespaces)}`,
    names === null ? '' : `of ${listed(names)}`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? null : parts.join(' ');
};

/** `rule 3 (line 12)`. */
export const ruleText = (rule: PolicyRule | null): string =>
  rule === null ? 'no rule matches' : `rule ${rule.number} (line ${rule.line})`;

/** The least and the most of what may arrive. */
export const levelsOf = (branches: readonly Branch[]): { readonly least: Level; readonly most: Level } => {
  const levels = branches.map(({ level }) => level);
  return {
    least: levels.reduce((a, b) => (reaches(a, b) ? b : a), 'RequestResponse' as Level),
    most: levels.reduce((a, b) => (reaches(a, b) ? a : b), 'None' as Level),
  };
};
