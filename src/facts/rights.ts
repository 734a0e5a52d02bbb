import type { Activity, LiftedTemplate, Reading } from '../model/activity.ts';
import type { Place, Power, RightsFact } from '../model/facts.ts';
import { get, listAt, objectAt, pointer, textAt } from '../model/json.ts';
import { type Known, type KnownGrant, saysOrigin } from '../model/known.ts';
import type { Rule } from '../model/note.ts';
import { ABSENT, type Seen, seen, unseen } from '../model/seen.ts';
import { inPod } from './places.ts';

/** Service accounts of one object that are looked up; only workflows have more than one. */
const MOST_ACCOUNTS = 20;
const MOST_RIGHTS = 200;

/**
 * What the service accounts of the pods may do, as far as it is power over others.
 *
 * Absent when all bindings are known and give none, and for a pod that gets no token of its own. What a log shows of
 * bindings is a part: a power that it shows stands, and without one nothing can be told.
 */
export const rightsOf = (activity: Activity, reading: Reading, known: Known): Seen<readonly RightsFact[]> => {
  const accounts = accountsOf(reading);
  if (accounts.length === 0) return reading.missing === null ? ABSENT : unseen(reading.missing);
  const found: RightsFact[] = [];
  let isWhole = true;
  for (const { name, place } of accounts) {
    const { namespace } = activity.workload;
    const rights = known.rights({ cluster: activity.event.cluster, namespace, name });
    isWhole &&= rights?.whole === true && rights.grants.every(({ rules }) => rules !== null);
    for (const grant of rights?.grants ?? []) {
      for (const power of powersOf(grant.rules ?? [])) {
        if (found.length >= MOST_RIGHTS) break;
        found.push({
          ...place,
          account: `${namespace ?? ''}/${name}`,
          power,
          namespace: grant.binding.of === 'ClusterRoleBinding' ? null : grant.binding.object.namespace,
          binding: namedBinding(grant),
          origin: saysOrigin(grant.binding.origin),
        });
      }
    }
  }
  const missing = reading.missing ?? (isWhole ? null : 'rights-unknown');
  if (found.length > 0) return seen(found, missing ?? undefined);
  return missing === null ? ABSENT : unseen(missing);
};

const namedBinding = ({ binding: { of, object, role }, subject }: KnownGrant): string =>
  `${of} ${quoted(object.name)} gives ${role.of} ${quoted(role.name)} to ${subject}`;

const quoted = (name: string): string => JSON.stringify(name.slice(0, 80));

interface Account {
  readonly name: string;
  readonly place: Place;
}

const accountsOf = (reading: Reading): readonly Account[] => {
  const accounts = new Map<string, Account>();
  for (const template of reading.templates.slice(0, MOST_ACCOUNTS)) {
    const account = accountOf(reading, template);
    if (account !== null && !accounts.has(account.name)) accounts.set(account.name, account);
  }
  return [...accounts.values()];
};

const accountOf = (reading: Reading, { spec, pointer: at }: LiftedTemplate): Account | null => {
  if (get(spec, 'automountServiceAccountToken') === false && !projectsToken(spec)) return null;
  for (const field of ['serviceAccountName', 'serviceAccount']) {
    const name = textAt(spec, field);
    if (name) return { name, place: inPod(reading, pointer(at, field)) };
  }
  // Of a change, the part that was not seen may name another one.
  return reading.missing === null ? { name: 'default', place: inPod(reading, at) } : null;
};

const projectsToken = (spec: LiftedTemplate['spec']): boolean =>
  listAt(spec, 'volumes').some((volume) =>
    listAt(objectAt(volume, 'projected'), 'sources').some((one) => objectAt(one, 'serviceAccountToken') !== null),
  );

/** One way to a power: API group, resource, and the verbs of which one is enough. */
type Way = readonly [group: string, resources: string, verbs: string];

const WRITES = 'create update patch';
const RBAC = 'rbac.authorization.k8s.io';
const WAYS: readonly (readonly [Power, readonly Way[]])[] = [
  ['reads-secrets', [['', 'secrets', 'get list watch']]],
  [
    'creates-workloads',
    [
      ['', 'pods replicationcontrollers', 'create'],
      ['apps', 'deployments daemonsets statefulsets replicasets', WRITES],
      ['batch', 'jobs cronjobs', WRITES],
    ],
  ],
  [
    'escalates',
    [
      [RBAC, 'roles clusterroles', 'bind escalate'],
      ['', 'serviceaccounts/token', 'create'],
    ],
  ],
  ['impersonates', [['', 'users groups serviceaccounts', 'impersonate']]],
  [
    'executes',
    [
      ['', 'pods/exec pods/attach', 'create get'],
      ['', 'pods/ephemeralcontainers', 'update patch'],
    ],
  ],
  ['nodes-proxy', [['', 'nodes/proxy', 'create get']]],
  [
    'webhooks',
    [['admissionregistration.k8s.io', 'mutatingwebhookconfigurations validatingwebhookconfigurations', WRITES]],
  ],
  [
    'deletes',
    [
      ['', 'pods namespaces persistentvolumes persistentvolumeclaims events nodes', 'delete deletecollection'],
      ['apps', 'deployments daemonsets statefulsets', 'delete deletecollection'],
      ['batch', 'jobs cronjobs', 'delete deletecollection'],
    ],
  ],
];

/** The powers of a role's rules. Rules for objects by their names are none: they are made to be narrow. */
export const powersOf = (rules: readonly Rule[]): readonly Power[] => {
  const open = rules.filter(({ names }) => names.length === 0);
  const isAll = (list: readonly string[]): boolean => list.includes('*');
  if (open.some((rule) => isAll(rule.groups) && isAll(rule.resources) && isAll(rule.verbs))) return ['everything'];
  return WAYS.flatMap(([power, ways]) => (ways.some((way) => open.some((rule) => gives(rule, way))) ? [power] : []));
};

const gives = ({ groups, resources, verbs }: Rule, [group, wanted, enough]: Way): boolean =>
  (groups.includes('*') || groups.includes(group)) &&
  (verbs.includes('*') || enough.split(' ').some((verb) => verbs.includes(verb))) &&
  wanted.split(' ').some((resource) => {
    const slash = resource.indexOf('/');
    return (
      resources.includes('*') ||
      resources.includes(resource) ||
      (slash > 0 && resources.includes(`*${resource.slice(slash)}`))
    );
  });
