import type { Atomic } from './atomic.ts';
import { fill, valuesOf } from './fill.ts';
import { type KubectlCall, kubectlCalls } from './kubectl.ts';
import { objectsIn, pluralOf, resourceOf } from './manifests.ts';

/** One right that a test needs. */
export interface Right {
  readonly group: string;
  readonly resource: string;
  readonly verbs: readonly string[];
  readonly isNamespaced: boolean;
}

const FOLDER = '/atomics';

/** What kubectl asks the server for, by its verb. https://kubernetes.io/docs/reference/access-authn-authz/authorization/ */
const VERBS: Readonly<Record<string, readonly string[]>> = {
  annotate: ['get', 'patch'],
  apply: ['create', 'get', 'patch'],
  create: ['create'],
  delete: ['delete', 'get', 'list', 'watch'],
  edit: ['get', 'patch'],
  get: ['get', 'list'],
  label: ['get', 'patch'],
  patch: ['get', 'patch'],
  replace: ['get', 'update'],
  run: ['create'],
  scale: ['get', 'patch'],
  set: ['get', 'patch'],
};

const GROUPS: Readonly<Record<string, string>> = {
  cronjobs: 'batch',
  jobs: 'batch',
  daemonsets: 'apps',
  deployments: 'apps',
  replicasets: 'apps',
  statefulsets: 'apps',
  clusterroles: 'rbac.authorization.k8s.io',
  clusterrolebindings: 'rbac.authorization.k8s.io',
  roles: 'rbac.authorization.k8s.io',
  rolebindings: 'rbac.authorization.k8s.io',
  customresourcedefinitions: 'apiextensions.k8s.io',
};
const OF_CLUSTER: ReadonlySet<string> = new Set([
  ...['clusterroles', 'clusterrolebindings', 'customresourcedefinitions', 'namespaces', 'nodes', 'persistentvolumes'],
]);

/**
 * The least rights that a test's commands need, read from the kubectl calls in them and the manifests that these name.
 * `read` gives the text of a file below the folder of tests.
 */
export const rightsOf = (
  atomic: Atomic,
  read: (path: string) => string | null,
  given: Readonly<Record<string, string>> = {},
): readonly Right[] => {
  const values = valuesOf(atomic, given);
  const texts = [
    atomic.command,
    atomic.cleanup ?? '',
    ...atomic.dependencies.flatMap(({ check, get }) => [check, get ?? '']),
  ];
  const rights = new Map<string, { group: string; resource: string; verbs: Set<string> }>();
  const add = (group: string, resource: string, verbs: readonly string[]): void => {
    const key = `${group} ${resource}`;
    const right = rights.get(key) ?? { group, resource, verbs: new Set<string>() };
    for (const verb of verbs) right.verbs.add(verb);
    rights.set(key, right);
  };
  for (const text of texts) {
    for (const call of kubectlCalls(fill(text, values, FOLDER))) {
      for (const { group, resource, verbs } of neededBy(call, read)) add(group, resource, verbs);
    }
  }
  return [...rights.values()]
    .map(({ group, resource, verbs }) => ({
      group,
      resource,
      verbs: [...verbs].sort(),
      isNamespaced: !OF_CLUSTER.has(resource.split('/')[0] ?? ''),
    }))
    .sort((a, b) => (`${a.group} ${a.resource}` < `${b.group} ${b.resource}` ? -1 : 1));
};

type Needed = Pick<Right, 'group' | 'resource' | 'verbs'>;

const neededBy = (call: KubectlCall, read: (path: string) => string | null): readonly Needed[] => {
  const { verb, words, options } = call;
  const isServerSide = options.has('server-side');
  const verbs = verb === 'apply' && isServerSide ? ['create', 'patch'] : (VERBS[verb] ?? []);
  const raw = options.get('raw')?.[0];
  if (raw !== undefined) return rawNeeded(verb, raw);
  if (options.get('dry-run')?.[0] === 'client') return [];
  const impersonated = [...(options.has('as') ? ['users'] : []), ...(options.has('as-group') ? ['groups'] : [])].map(
    (resource) => ({ group: '', resource, verbs: ['impersonate'] }),
  );
  const [what = '', name = ''] = words;
  const ofObjects = call.files.flatMap((file) => {
    const text = read(file.startsWith(`${FOLDER}/`) ? file.slice(FOLDER.length + 1) : file);
    const objects = text === null ? null : objectsIn(text);
    return (objects ?? []).map(({ apiVersion, kind }) => ({
      group: apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '',
      resource: resourceOf(kind),
      verbs,
    }));
  });
  return [...ofWords(verb, what, name, options, verbs), ...ofObjects, ...impersonated];
};

const ofWords = (
  verb: string,
  what: string,
  name: string,
  options: ReadonlyMap<string, readonly string[]>,
  verbs: readonly string[],
): readonly Needed[] => {
  if (what === '' || verbs.length === 0) return [];
  if (verb === 'run') return [{ group: '', resource: 'pods', verbs }];
  if (verb === 'create' && what === 'token') return [{ group: '', resource: 'serviceaccounts/token', verbs }];
  const from = options.get('from')?.[0];
  const source = from === undefined || verb !== 'create' ? [] : [named(from.split('/')[0] ?? '', ['get'])];
  const isOne = name !== '' || what.includes('/');
  const least = verb === 'get' ? [isOne && !options.has('l') ? 'get' : 'list'] : verbs;
  const words = what.includes('/') ? [what.split('/')[0] ?? ''] : what.split(',');
  const subresource = options.get('subresource')?.[0];
  return [...words.map((word) => named(subresource === undefined ? word : `${word}/${subresource}`, least)), ...source];
};

const named = (word: string, verbs: readonly string[]): Needed => {
  const [kind = '', subresource] = word.split('/');
  const [bare = '', ...group] = kind.split('.');
  const plural = pluralOf(bare);
  return {
    group: group.length > 0 ? group.join('.') : (GROUPS[plural] ?? ''),
    resource: subresource === undefined ? plural : `${plural}/${subresource}`,
    verbs,
  };
};

/** `/apis/batch/v1/namespaces/x/cronjobs/name` */
const rawNeeded = (verb: string, path: string): readonly Needed[] => {
  const parts = /^\/(?:api|apis\/([^/]+))\/[^/]+(?:\/namespaces\/[^/]+)?\/([^/?]+)/.exec(path);
  if (parts === null) return [];
  const verbs = { create: ['create'], replace: ['update'], delete: ['delete'], get: ['get'] }[verb] ?? [];
  return [{ group: parts[1] ?? '', resource: parts[2] ?? '', verbs }];
};
