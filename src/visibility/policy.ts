import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments } from 'yaml';
import { nearestWord } from '../lib/nearest.ts';
import { fail, ok, type Result } from '../model/result.ts';
import { isLevel, isStage, LEVELS, type Level, STAGES, type Stage } from './level.ts';

/** Resources of one API group that a rule is about; without `resources` all of the group. */
export interface GroupResources {
  readonly group: string;
  // `pods`, `pods/log`, `pods/*`, `*/scale`, `*`.
  readonly resources: readonly string[];
  readonly resourceNames: readonly string[];
}

/** One rule of an audit policy. An empty list does not restrict. */
export interface PolicyRule {
  /** From 1, in the order of the file. */
  readonly number: number;
  /** Line of the file, from 1. */
  readonly line: number;
  readonly level: Level;
  readonly users: readonly string[];
  readonly userGroups: readonly string[];
  readonly verbs: readonly string[];
  readonly resources: readonly GroupResources[];
  /** The empty text stands for what lies in no namespace. */
  readonly namespaces: readonly string[];
  readonly nonResourceURLs: readonly string[];
  /** Of the rule and of the policy together. */
  readonly omitStages: readonly Stage[];
  /** `null` where only the policy tells. */
  readonly omitManagedFields: boolean | null;
}

/** An `audit.k8s.io` Policy: the first rule that matches decides, and without one nothing is logged. */
export interface AuditPolicy {
  readonly rules: readonly PolicyRule[];
  readonly omitManagedFields: boolean;
  /** What the API server passes over, or reads otherwise than its author may have meant. */
  readonly notes: readonly string[];
}

const POLICY_FIELDS = ['apiVersion', 'kind', 'metadata', 'rules', 'omitStages', 'omitManagedFields'];
const RULE_FIELDS = [
  ...['level', 'users', 'userGroups', 'verbs', 'resources', 'namespaces', 'nonResourceURLs'],
  ...['omitStages', 'omitManagedFields'],
];
const RESOURCE_FIELDS = ['group', 'resources', 'resourceNames'];
const VERSIONS = ['audit.k8s.io/v1', 'audit.k8s.io/v1beta1', 'audit.k8s.io/v1alpha1'];
const MOST_RULES = 2000;

/** Reads a policy. Errors name the line; unknown fields are notes, since the API server passes over them too. */
export const parsePolicy = (text: string): Result<AuditPolicy, readonly string[]> => {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines });
  const all = 'empty' in documents ? [] : documents;
  const syntax = all.flatMap(({ errors }) => errors.map((error) => error.message.split('\n', 1)[0] ?? ''));
  if (syntax.length > 0) return fail(syntax);
  const reader = createReader(lines);
  const roots = all.map(({ contents }) => contents).filter((one) => one !== null);
  const root = roots.find((one) => isMap(one) && String(one.get('kind')) === 'Policy') ?? roots[0];
  if (root === undefined || !isMap(root)) return fail(['line 1: no audit policy: write kind: Policy and its rules']);
  const policy = policyOf(reader, root);
  return reader.errors.length > 0 ? fail(reader.errors) : ok({ ...policy, notes: reader.notes });
};

const policyOf = (reader: Reader, root: Node): Omit<AuditPolicy, 'notes'> => {
  const fields = reader.map(root, POLICY_FIELDS, 'the policy');
  const version = reader.text(fields.get('apiVersion'));
  const kind = reader.text(fields.get('kind'));
  if (kind !== 'Policy') reader.error(root, `kind is ${kind ?? 'missing'}, wanted Policy`);
  if (version === null || !VERSIONS.includes(version)) {
    reader.error(fields.get('apiVersion') ?? root, `apiVersion is ${version ?? 'missing'}, wanted ${VERSIONS[0]}`);
  } else if (version !== VERSIONS[0]) reader.note(root, `${version} was removed in Kubernetes 1.24; it is read as v1`);
  const stages = stagesOf(reader, fields.get('omitStages'));
  const rules = reader.list(fields.get('rules'));
  if (rules.length === 0) reader.error(root, 'no rules: the API server refuses such a policy');
  if (rules.length > MOST_RULES) reader.error(root, `more than ${MOST_RULES} rules`);
  return {
    rules: rules.slice(0, MOST_RULES).map((rule, index) => ruleOf(reader, rule, index + 1, stages)),
    omitManagedFields: reader.truth(fields.get('omitManagedFields')) ?? false,
  };
};

const ruleOf = (reader: Reader, node: Node, number: number, omitted: readonly Stage[]): PolicyRule => {
  const fields = reader.map(node, RULE_FIELDS, `rule ${number}`);
  const level = reader.text(fields.get('level'));
  if (!isLevel(level)) {
    reader.error(fields.get('level') ?? node, `level is ${level ?? 'missing'}, wanted ${LEVELS.join(', ')}`);
  }
  const rule = {
    number,
    line: reader.line(node),
    level: isLevel(level) ? level : 'None',
    users: reader.texts(fields.get('users')),
    userGroups: reader.texts(fields.get('userGroups')),
    verbs: reader.texts(fields.get('verbs')),
    resources: reader.list(fields.get('resources')).map((one) => resourcesOf(reader, one, number)),
    namespaces: reader.texts(fields.get('namespaces')),
    nonResourceURLs: reader.texts(fields.get('nonResourceURLs')),
    omitStages: [...new Set([...omitted, ...stagesOf(reader, fields.get('omitStages'))])],
    omitManagedFields: reader.truth(fields.get('omitManagedFields')),
  } as const;
  if (rule.nonResourceURLs.length > 0 && (rule.resources.length > 0 || rule.namespaces.length > 0)) {
    reader.error(node, `rule ${number} is about resources and about nonResourceURLs: the API server refuses it`);
  }
  for (const url of rule.nonResourceURLs) {
    const star = url.indexOf('*');
    if ((url !== '*' && !url.startsWith('/')) || (star >= 0 && star !== url.length - 1))
      reader.error(node, `nonResourceURLs: "${url}" is no path, with a * at its end at most`);
  }
  return rule;
};

const resourcesOf = (reader: Reader, node: Node, number: number): GroupResources => {
  const fields = reader.map(node, RESOURCE_FIELDS, `resources of rule ${number}`);
  const group = reader.text(fields.get('group')) ?? '';
  const resources = reader.texts(fields.get('resources'));
  const resourceNames = reader.texts(fields.get('resourceNames'));
  if (group.includes('/')) reader.note(node, `group "${group}" names a version, so it matches nothing`);
  if (group === '*') reader.note(node, 'group "*" is no wildcard in an audit policy, so it matches nothing');
  if (resources.length === 0 && resourceNames.length > 0) {
    reader.error(node, 'resourceNames without resources: the API server refuses it');
  }
  return { group, resources, resourceNames };
};

const stagesOf = (reader: Reader, node: Node | undefined): readonly Stage[] =>
  reader.texts(node).filter((stage): stage is Stage => {
    if (isStage(stage)) return true;
    reader.error(node, `omitStages: "${stage}" is no stage${didYouMean(stage, STAGES)}`);
    return false;
  });

const didYouMean = (word: string, known: readonly string[]): string => {
  const near = nearestWord(word, known);
  return near === null ? '' : `; did you mean ${near}?`;
};

interface Reader {
  readonly errors: string[];
  readonly notes: string[];
  error(node: Node | undefined, says: string): void;
  note(node: Node | undefined, says: string): void;
  line(node: Node | undefined): number;
  map(node: Node, known: readonly string[], what: string): ReadonlyMap<string, Node>;
  list(node: Node | undefined): readonly Node[];
  texts(node: Node | undefined): readonly string[];
  text(node: Node | undefined): string | null;
  truth(node: Node | undefined): boolean | null;
}

const MOST_SAID = 50;

/** Reads YAML nodes with their lines. What is of another type than wanted is an error. */
const createReader = (lines: LineCounter): Reader => {
  const errors: string[] = [];
  const notes: string[] = [];
  const line = (node: Node | undefined): number => lines.linePos(node?.range?.[0] ?? 0).line;
  const say = (to: string[], node: Node | undefined, says: string): void => {
    if (to.length < MOST_SAID) to.push(`line ${line(node)}: ${says}`);
  };
  const error: Reader['error'] = (node, says) => say(errors, node, says);
  const note: Reader['note'] = (node, says) => say(notes, node, says);
  const isNothing = (node: Node | undefined): node is undefined =>
    node === undefined || (isScalar(node) && node.value === null);

  const map: Reader['map'] = (node, known, what) => {
    const fields = new Map<string, Node>();
    if (!isMap<Node, Node | null>(node)) {
      error(node, `${what} is no mapping`);
      return fields;
    }
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? String(key.value) : '';
      if (isAlias(value)) error(key, `${name}: aliases are not read; write it out`);
      else if (!known.includes(name)) {
        note(key, `${what}: the API server passes over the unknown field "${name}"${didYouMean(name, known)}`);
      } else if (value !== null) fields.set(name, value);
    }
    return fields;
  };
  const list: Reader['list'] = (node) => {
    if (isNothing(node)) return [];
    if (!isSeq<Node>(node)) {
      error(node, 'a list is wanted');
      return [];
    }
    return node.items;
  };
  const text: Reader['text'] = (node) => {
    if (isNothing(node)) return null;
    if (isScalar(node) && typeof node.value === 'string') return node.value;
    error(node, 'a text is wanted');
    return null;
  };
  return {
    errors,
    notes,
    error,
    note,
    line,
    map,
    list,
    text,
    texts: (node) => list(node).flatMap((one) => text(one) ?? []),
    truth: (node) => {
      if (isNothing(node)) return null;
      if (isScalar(node) && typeof node.value === 'boolean') return node.value;
      error(node, 'true or false is wanted');
      return null;
    },
  };
};
