import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse, parseAllDocuments } from 'yaml';
import { shippedPolicy } from './cluster.ts';
import { apiServerProgram, etcdProgram, type Layout } from './parts.ts';
import { people } from './people.ts';
import { kubeconfigText } from './pki.ts';

interface Setup {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly subjects?: readonly { readonly kind: string; readonly name: string; readonly namespace?: string }[];
}
const setup = parseAllDocuments(readFileSync(join(import.meta.dirname, 'setup.yaml'), 'utf8')).map(
  (document) => document.toJS() as Setup, // Our own file.
);

test('every right is bound to someone whom one can act as', () => {
  const groups = new Set<string>();
  const accounts = new Set<string>();
  for (const person of Object.values(people)) {
    if (person.by === 'service-account') accounts.add(`${person.namespace}/${person.name}`);
    else if (person.by !== 'nothing') for (const group of person.groups) groups.add(group);
  }
  const subjects = setup.flatMap((object) => object.subjects ?? []);
  assert.ok(subjects.length > 8);
  for (const { kind, name, namespace } of subjects) {
    assert.ok(kind === 'Group' ? groups.has(name) : accounts.has(`${namespace}/${name}`), `${kind} ${name}`);
  }
});

test('every account among the people is made', () => {
  const made = setup.filter(({ kind }) => kind === 'ServiceAccount').map(({ metadata }) => metadata);
  for (const person of Object.values(people)) {
    if (person.by !== 'service-account') continue;
    const { namespace, name } = person;
    assert.ok(
      made.some((one) => one.namespace === namespace && one.name === name),
      name,
    );
  }
});

interface Policy {
  readonly rules: readonly {
    readonly level: string;
    readonly verbs?: readonly string[];
    readonly resources?: readonly { readonly group: string; readonly resources?: readonly string[] }[];
  }[];
}
const policy = parse(readFileSync(shippedPolicy, 'utf8')) as Policy; // Our own file.
const levelOf = (verb: string, group: string, resource: string): string | undefined =>
  policy.rules.find(
    ({ verbs, resources }) =>
      (verbs?.includes(verb) ?? true) &&
      (resources?.some(
        (one) =>
          one.group === group &&
          (one.resources?.some(
            (pattern) => pattern === resource || (pattern.startsWith('*/') && resource.endsWith(pattern.slice(1))),
          ) ??
            true),
      ) ??
        true),
  )?.level;

test('the audit policy shows workloads, hides secrets and keeps status writes short', () => {
  const levels: readonly (readonly [string, string, string, string])[] = [
    ['create', 'batch', 'cronjobs', 'RequestResponse'],
    ['patch', 'batch', 'jobs', 'RequestResponse'],
    ['patch', 'apps', 'deployments/scale', 'RequestResponse'],
    ['create', '', 'pods', 'RequestResponse'],
    ['create', 'argoproj.io', 'cronworkflows', 'RequestResponse'],
    ['create', 'rbac.authorization.k8s.io', 'clusterrolebindings', 'RequestResponse'],
    ['update', 'batch', 'jobs/status', 'Metadata'],
    ['patch', '', 'pods/status', 'Metadata'],
    ['create', '', 'secrets', 'Metadata'],
    ['update', '', 'configmaps', 'Metadata'],
    ['create', '', 'serviceaccounts/token', 'Metadata'],
    ['list', 'batch', 'cronjobs', 'Metadata'],
    ['update', 'coordination.k8s.io', 'leases', 'Metadata'],
    ['create', '', 'services', 'Request'],
    ['delete', '', 'namespaces', 'Request'],
  ];
  for (const [verb, group, resource, level] of levels) assert.equal(levelOf(verb, group, resource), level, resource);
});

test('nothing listens anywhere but on the loopback', () => {
  const layout: Layout = {
    binaries: { versions: { kubernetes: 'v1', etcd: 'v3', build: 'b' }, folder: '/b', path: (name) => `/b/${name}` },
    folder: '/c',
    policy: '/p',
    auditMode: 'blocking',
    etcdPort: 1,
    peerPort: 2,
    apiPort: 3,
  };
  const args = [...etcdProgram(layout).args, ...apiServerProgram(layout).args];
  const urls = args.flatMap((arg) => arg.match(/https?:\/\/[^:/]+/g) ?? []).filter((url) => !url.endsWith('.svc'));
  assert.ok(urls.length >= 5);
  assert.deepEqual([...new Set(urls)], ['https://127.0.0.1']);
  assert.ok(args.includes('--bind-address=127.0.0.1'));
});

test('nobody has no credentials that the server knows, and is not asked for any', () => {
  const text = kubeconfigText('https://127.0.0.1:1', 'anonymous', '/pki', people.anonymous);
  assert.doesNotMatch(text, /token|client-certificate/);
  assert.match(text, /username: nobody/);
});
