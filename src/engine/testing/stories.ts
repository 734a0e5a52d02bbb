/** Stories as audit events: invented people, each act one event, so that any order and any cut of them can be read. */
import { workloadOf, writeOf } from '../testing.ts';

const RBAC = 'rbac.authorization.k8s.io';
const container = { name: 'main', image: 'registry.example.com/tool:1.2.3' };

/** Reads every Secret of the cluster: medium on its own. */
export const reader = {
  serviceAccountName: 'reporter',
  containers: [{ ...container, command: ['sh', '-c', 'all=$(kubectl get secrets -A -o yaml)'] }],
};
export const privileged = { containers: [{ ...container, securityContext: { privileged: true } }] };
/** Nothing is suspect in it. */
export const harmless = { serviceAccountName: 'reporter', containers: [{ ...container, command: ['/bin/report'] }] };

interface Act {
  readonly minute: number;
  readonly name?: string;
  readonly namespace?: string;
  readonly by?: string;
  readonly more?: object;
}

export const cronJob = (spec: object, { minute, name = 'report', namespace = 'dev', ...who }: Act) =>
  writeOf({
    minute,
    resource: 'cronjobs',
    apiGroup: 'batch',
    namespace,
    name,
    body: workloadOf('CronJob', name, spec, { namespace }),
    ...who,
  });

export const binding = ({ minute, name = 'reporter', namespace = 'dev', ...who }: Act, account = 'reporter') =>
  writeOf({
    minute,
    resource: 'rolebindings',
    apiGroup: RBAC,
    namespace,
    name,
    body: {
      apiVersion: `${RBAC}/v1`,
      kind: 'RoleBinding',
      metadata: { name, namespace },
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'view' },
      subjects: [{ kind: 'ServiceAccount', name: account, namespace }],
    },
    ...who,
  });

export const deletion = ({ minute, name = 'report', namespace = 'dev', ...who }: Act) =>
  writeOf({ minute, verb: 'delete', resource: 'cronjobs', apiGroup: 'batch', namespace, name, ...who });

const core = (resource: string, subresource: string | undefined, { namespace = 'dev', name }: Omit<Act, 'minute'>) => ({
  resource,
  ...(subresource === undefined ? {} : { subresource }),
  namespace,
  ...(name === undefined ? {} : { name }),
  apiVersion: 'v1',
});
const callOf = (
  { minute, by, more, ...of }: Act,
  verb: string,
  resource: string,
  subresource?: string,
  code = verb === 'create' ? 201 : 200,
) =>
  writeOf({
    minute,
    verb,
    resource,
    name: of.name ?? '',
    ...(by === undefined ? {} : { by }),
    more: { objectRef: core(resource, subresource, of), responseStatus: { metadata: {}, code }, ...more },
  });

/** `get` is how it comes over a websocket. */
export const entry = (act: Act, verb: 'create' | 'get' = 'create') => callOf(act, verb, 'pods', 'exec', 101);
export const tokenRequest = (act: Act) => callOf(act, 'create', 'serviceaccounts', 'token');
export const secretsList = (act: Act) => callOf(act, 'list', 'secrets');
export const eventsRemoval = (act: Act) => callOf(act, 'deletecollection', 'events');
export const discovery = ({ minute, by, more }: Act) =>
  writeOf({
    minute,
    resource: 'selfsubjectrulesreviews',
    apiGroup: 'authorization.k8s.io',
    namespace: null,
    name: '',
    ...(by === undefined ? {} : { by }),
    more: {
      objectRef: { resource: 'selfsubjectrulesreviews', apiGroup: 'authorization.k8s.io', apiVersion: 'v1' },
      ...more,
    },
  });

/** What a request that was not allowed ends with. */
export const forbidden = {
  responseStatus: { metadata: {}, status: 'Failure', reason: 'Forbidden', code: 403 },
  annotations: { 'authorization.k8s.io/decision': 'forbid', 'authorization.k8s.io/reason': '' },
};
