import assert from 'node:assert/strict';
import { test } from 'node:test';
import { branchesOf, levelsOf, type RequestKind } from './branches.ts';
import { type AuditPolicy, parsePolicy } from './policy.ts';

const head = 'apiVersion: audit.k8s.io/v1\nkind: Policy\n';
const policyOf = (text: string): AuditPolicy => {
  const policy = parsePolicy(head + text);
  assert.ok(policy.ok, JSON.stringify(policy));
  return policy.value;
};
const errorsOf = (text: string): string => {
  const policy = parsePolicy(text);
  assert.ok(!policy.ok);
  return policy.error.join('\n');
};

const create: RequestKind = { verb: 'create', group: 'batch', resource: 'cronjobs', subresource: null };
const ways = (rules: string, request: Partial<RequestKind> = {}) =>
  branchesOf(policyOf(`rules:\n${rules}`), { ...create, ...request }).map(({ level, rule, who }) => [
    level,
    rule?.number ?? 0,
    who,
  ]);

test('errors name the line and what was wanted', () => {
  assert.match(errorsOf(`${head}rules:\n- level: Metadat`), /line 4: level is Metadat, wanted None, Metadata/);
  assert.match(errorsOf(`${head}rules: []`), /no rules/);
  assert.match(errorsOf('apiVersion: v1\nkind: ConfigMap'), /kind is ConfigMap, wanted Policy/);
  assert.match(
    errorsOf(`${head}omitStages: [RequestRecieved]\nrules: [{ level: None }]`),
    /did you mean RequestReceived/,
  );
  assert.match(errorsOf(`${head}rules:\n- level: None\n  users: jane`), /line 5: a list is wanted/);
  assert.match(
    errorsOf(`${head}rules:\n- level: None\n  namespaces: [a]\n  nonResourceURLs: [/healthz]`),
    /the API server refuses it/,
  );
  assert.match(errorsOf('{'), /line 1/);
});

test('unknown fields are notes, as the API server passes over them', () => {
  const { notes, rules } = policyOf(
    'rules:\n- level: Metadata\n  resources:\n  - group: batch\n    resource: [cronjobs]',
  );
  assert.match(notes.join(), /line 7: .*"resource"; did you mean resources\?/);
  assert.deepEqual(rules[0]?.resources, [{ group: 'batch', resources: [], resourceNames: [] }]);
});

test('a version of a group, and a star for a group, match nothing, and that is said', () => {
  const { notes } = policyOf('rules:\n- level: Metadata\n  resources:\n  - group: batch/v1\n  - group: "*"');
  assert.equal(notes.length, 2);
});

test('the first rule that matches decides', () => {
  const rules = `- level: Metadata
  resources: [{ group: batch, resources: [jobs] }]
- level: Request
  verbs: [create]
  resources: [{ group: batch }]
- level: None`;
  assert.deepEqual(ways(rules), [['Request', 2, null]]);
  assert.deepEqual(ways(rules, { resource: 'jobs' }), [['Metadata', 1, null]]);
  assert.deepEqual(ways(rules, { verb: 'patch' }), [['None', 3, null]]);
});

test('where no rule matches nothing is logged', () => {
  assert.deepEqual(ways('- level: Request\n  verbs: [get]'), [['None', 0, null]]);
});

test('stars of resources and subresources', () => {
  const pods = { group: '', resource: 'pods', subresource: 'exec' };
  const level = (resources: string, request: Partial<RequestKind>) =>
    ways(`- level: Request\n  resources: [{ group: "", resources: [${resources}] }]`, request)[0]?.[0];
  assert.equal(level('pods', pods), 'None', 'a resource does not stand for its subresources');
  assert.equal(level('"pods/*"', pods), 'Request');
  assert.equal(level('"pods/*"', { ...pods, subresource: null }), 'Request', 'and for the resource itself');
  assert.equal(level('"*/exec"', pods), 'Request');
  assert.equal(level('"*/exec"', { ...pods, subresource: null }), 'None');
  assert.equal(level('"*"', pods), 'Request');
  assert.equal(level('"*"', { group: 'batch' }), 'None', 'of its own group alone');
});

test('a rule for some goes beside the one for the others', () => {
  const rules = '- level: None\n  users: [kubelet]\n- level: Request\n  namespaces: [shop]\n- level: Metadata';
  assert.deepEqual(ways(rules), [
    ['None', 1, 'by kubelet'],
    ['Request', 2, 'in shop'],
    ['Metadata', 3, null],
  ]);
});

test('names never fit a request without one', () => {
  const rules =
    '- level: Request\n  resources: [{ group: batch, resources: [cronjobs], resourceNames: [a] }]\n- level: Metadata';
  assert.deepEqual(ways(rules), [['Metadata', 2, null]]);
  assert.deepEqual(ways(rules, { verb: 'update' })[0], ['Request', 1, 'of a']);
});

test('rules that earlier ones leave nothing to are not reached', () => {
  const rules = `- level: Request
  userGroups: [system:authenticated]
- level: None
  users: [jane]
- level: Metadata
  userGroups: [system:unauthenticated]
- level: None`;
  assert.deepEqual(ways(rules), [
    ['Request', 1, 'by members of system:authenticated'],
    ['Metadata', 3, 'by members of system:unauthenticated'],
  ]);
});

test('the namespace of what lies in none is the empty text', () => {
  const rules = '- level: Request\n  namespaces: [""]\n- level: Metadata';
  assert.deepEqual(ways(rules), [['Metadata', 2, null]]);
  assert.deepEqual(ways(rules, { clusterScoped: true }), [['Request', 1, null]]);
  assert.deepEqual(ways(rules, { verb: 'list' })[0], ['Request', 1, 'in ""']);
});

test('a rule for paths is none for resources', () => {
  assert.deepEqual(ways('- level: None\n  nonResourceURLs: ["/api*"]\n- level: Request'), [['Request', 2, null]]);
});

test('without the stage of the answer there is no body, and without any there is nothing', () => {
  const omit = (stages: string) =>
    branchesOf(policyOf(`omitStages: [${stages}]\nrules: [{ level: RequestResponse }]`), create)[0]?.level;
  assert.equal(omit('RequestReceived'), 'RequestResponse');
  assert.equal(omit('ResponseComplete'), 'Metadata');
  assert.equal(omit('RequestReceived, ResponseComplete'), 'None');
});

test('least and most of what may arrive', () => {
  const branches = branchesOf(policyOf('rules:\n- level: None\n  users: [a]\n- level: Request'), create);
  assert.deepEqual(levelsOf(branches), { least: 'None', most: 'Request' });
});
