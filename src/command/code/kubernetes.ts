import type { KubeApi } from '../../model/effect.ts';
import { unknown } from '../value.ts';
import { type CodeCall, type Handler, knownText, object, originsOf, type Thing, textOf } from './things.ts';

/** `/api/v1/secrets`, `/apis/rbac.authorization.k8s.io/v1/clusterrolebindings`, with or without a namespace. */
const API_PATH =
  /\/(?:api\/v1|apis\/[a-z0-9.-]{1,80}\/v\d[a-z0-9]{0,10})\/(?:namespaces\/([^/?#\s]{1,80})\/)?([a-z]{2,60})(?:[/?#]|$)/;
const VERBS: Readonly<Record<string, string>> = { post: 'create', put: 'replace', patch: 'patch', delete: 'delete' };

const MOST_LEVELS = 8;
const MOST_LOOKED_AT = 500;

/** Whether a text stands anywhere in a thing. */
const holds = (thing: Thing, word: string): boolean => {
  let left = MOST_LOOKED_AT;
  const look = (one: Thing, level: number): boolean => {
    left -= 1;
    if (left < 0 || level > MOST_LEVELS) return false;
    switch (one.kind) {
      case 'text':
        return one.value.text.includes(word);
      case 'list':
        return one.items.some((item) => left > 0 && look(item, level + 1));
      case 'dict':
        return [...one.entries.values()].some((entry) => left > 0 && look(entry, level + 1));
      case 'object':
        return [...one.fields.values()].some((field) => left > 0 && look(field, level + 1));
      case 'either':
        return one.options.some((option) => look(option, level + 1));
      default:
        return false;
    }
  };
  return look(thing, 0);
};

const grantsOf = (verb: string, resource: string, body: readonly Thing[]): string | null =>
  verb === 'create' && /^(?:cluster)?rolebindings?$/.test(resource) && body.some((one) => holds(one, 'cluster-admin'))
    ? 'cluster-admin'
    : null;

/** What a request asks of the API server; `null` for one to another service. */
export const kubeRequest = (url: string, method: string, body: readonly Thing[]): KubeApi | null => {
  if (url.length > 4096) return null;
  const found = API_PATH.exec(url);
  const before = found === null ? '' : url.slice(0, found.index);
  if (found === null || !/kube|k8s|api_?server|:6443|10\.96\.0\.1\b/i.test(before)) return null;
  const verb = Object.hasOwn(VERBS, method) ? (VERBS[method] ?? 'get') : 'get';
  const resource = found[2] ?? '';
  return {
    ...REQUEST,
    verb,
    resources: [resource],
    namespace: found[1] ?? null,
    everywhere: found[1] === undefined,
    all: verb === 'delete' && new RegExp(`${resource}/?(?:[?#]|$)`).test(url),
    values: verb === 'get',
    grants: grantsOf(verb, resource, body),
    subjects: subjectsIn(body),
  };
};

/** What only the options of a command line tell. */
export const REQUEST = { kind: 'kube-api', namespace: null, isStopped: false, selector: null, manifest: null } as const;

/** A request of which nothing else is told. */
export const NOTHING = { everywhere: false, all: false, values: false, grants: null, subjects: [] } as const;

/** Subjects that stand for many, as far as they are named in a body. */
const MANY = ['system:anonymous', 'system:unauthenticated', 'system:authenticated', 'system:serviceaccounts'];
const subjectsIn = (body: readonly Thing[]): readonly string[] => [
  ...MANY.filter((name) => body.some((one) => holds(one, name))),
  ...(body.some((one) => holds(one, 'ServiceAccount') && isDefaultIn(one)) ? ['default'] : []),
];

/** Whether a subject in a body is the account of every pod that sets none. */
const isDefaultIn = (thing: Thing): boolean => {
  if (thing.kind !== 'dict') return false;
  const subjects = thing.entries.get('subjects');
  return (
    subjects?.kind === 'list' &&
    subjects.items
      .slice(0, MOST_LEVELS * 8)
      .some((one) => one.kind === 'dict' && knownText(one.entries.get('name')) === 'default')
  );
};

const METHOD =
  /^(list|read|get|create|delete_collection|delete|patch|replace|connect_get|connect_post)_(?:(cluster_custom_object|namespaced_custom_object)|(namespaced_)?([a-z_]{2,60}?))(_for_all_namespaces)?$/;

/** `list_secret_for_all_namespaces`, `listSecretForAllNamespaces`: a method of a client of the API server. */
export const kubeMethod =
  (name: string): Handler =>
  (host, call) => {
    const written = name.replaceAll(/[A-Z]/g, (char) => `_${char.toLowerCase()}`).replace(/_with_http_info$/, '');
    const found = METHOD.exec(written);
    if (found === null) return unknownFrom(call);
    const [, method = '', , namespaced, kind = '', everywhere] = found;
    const resource = `${kind.replaceAll('_', '')}${/s$/.test(kind) ? '' : 's'}`;
    const verb = kind.endsWith('_exec') || kind === 'pod_exec' ? 'exec' : verbOf(method);
    const body = [...call.args, ...call.named.values()];
    host.emit({
      ...REQUEST,
      verb,
      resources: [resource],
      everywhere: everywhere !== undefined || (namespaced === undefined && verb !== 'create'),
      all: method === 'delete_collection',
      values: verb === 'get',
      grants: grantsOf(verb, resource, body),
      subjects: subjectsIn(body),
    });
    if (resource !== 'secrets' || verb !== 'get') return object('kube-object');
    return object('kube-object', [
      host.emit({ kind: 'read', what: 'credentials', path: 'secrets', host: null, program: '' }),
    ]);
  };

const verbOf = (method: string): string =>
  method === 'list' || method === 'read'
    ? 'get'
    : method === 'delete_collection'
      ? 'delete'
      : method.startsWith('connect')
        ? 'exec'
        : method;

const unknownFrom = ({ args }: CodeCall): Thing => textOf(unknown(args.flatMap((one) => originsOf(one)).slice(0, 8)));

/** The path of a client that a library makes, such as `kubernetes.client.CoreV1Api`. */
export const isKubeClient = (path: string): boolean => /(?:^|\.)(?:[A-Z]\w{1,40}V\d\w{0,10}Api|CoreApi)$/.test(path);
