import type { Effect, KubeApi } from '../../model/effect.ts';
import { unknown } from '../value.ts';
import { manifestOf, nameWords } from './kube-models.ts';
import {
  argumentOf,
  asValue,
  type CodeCall,
  type Handler,
  type Host,
  knownText,
  object,
  optionsOf,
  originsOf,
  type Thing,
  textOf,
} from './things.ts';

/** `/api/v1/secrets`, `/apis/rbac.authorization.k8s.io/v1/clusterrolebindings`, with or without a namespace and a name. */
const API_PATH =
  /\/(?:api\/v1|apis\/([a-z0-9.-]{1,80})\/v\d[a-z0-9]{0,10})\/(?:namespaces\/([^/?#\s]{1,80})\/)?([a-z]{2,60})(?:\/([^/?#\s]{1,253}))?(?:\/([a-z]{2,40}))?(?:[/?#]|$)/;
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
export const kubeRequest = (host: Host, url: string, method: string, body: readonly Thing[]): KubeApi | null => {
  if (url.length > 4096) return null;
  const found = API_PATH.exec(url);
  const before = found === null ? '' : url.slice(0, found.index);
  if (found === null || !/kube|k8s|api_?server|:6443|10\.96\.0\.1\b/i.test(before)) return null;
  const verb = Object.hasOwn(VERBS, method) ? (VERBS[method] ?? 'get') : 'get';
  const [, group, namespace, resource = '', name, part] = found;
  return {
    ...REQUEST,
    verb,
    resources: [inGroup(resource, group), ...(name === undefined ? [] : [name]), ...(part === undefined ? [] : [part])],
    namespace: namespace ?? null,
    everywhere: namespace === undefined && (name === undefined || verb === 'get'),
    all: verb === 'delete' && new RegExp(`${resource}/?(?:[?#]|$)`).test(url),
    values: verb === 'get',
    grants: grantsOf(verb, resource, body),
    subjects: subjectsIn(body),
    manifest: isWrite(verb) ? manifestOf(host, body) : null,
  };
};

/** Users and groups that headers say a request stands for. */
export const impersonatedIn = (headers: Thing): readonly string[] =>
  optionsOf(headers).flatMap((one) =>
    one.kind !== 'dict'
      ? []
      : [...one.entries].flatMap(([name, held]) =>
          /^impersonate-(?:user|group)$/i.test(name)
            ? (held.kind === 'list' ? held.items.slice(0, MOST_LEVELS) : [held]).map((item) => asValue(item).text)
            : [],
        ),
  );

const isWrite = (verb: string): boolean => verb === 'create' || verb === 'replace' || verb === 'patch';

/** What somebody added to Kubernetes has the name of its owner behind its own, as a client writes it. */
export const inGroup = (resource: string, group: string | undefined): string =>
  group === undefined || !group.includes('.') || group.endsWith('.k8s.io') ? resource : `${resource}.${group}`;

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

/** What a call names besides what it hands over: by their names, in one object, or in the order that clients have. */
interface Named {
  readonly name: Thing | undefined;
  readonly namespace: Thing | undefined;
  readonly plural: Thing | undefined;
  readonly group: Thing | undefined;
}
const namedIn = (call: CodeCall, method: string, isCustom: boolean, isNamespaced: boolean): Named => {
  const [first] = call.args;
  const options = first?.kind === 'dict' && call.args.length === 1 && first.entries.has('name') ? first.entries : null;
  const given = options ?? call.named;
  const order = [
    ...(isCustom ? ['group', 'version'] : []),
    ...(isCustom && isNamespaced ? ['namespace', 'plural'] : isCustom ? ['plural'] : []),
    ...(method === 'create' || method === 'list' || method === 'delete_collection' ? [] : ['name']),
    ...(isNamespaced && !isCustom ? ['namespace'] : []),
  ];
  const of = (name: string): Thing | undefined => {
    const at = order.indexOf(name);
    return given.get(name) ?? (at < 0 || options !== null ? undefined : call.args[at]);
  };
  return { name: of('name'), namespace: of('namespace'), plural: of('plural'), group: of('group') };
};

/** Whether a list left something out by itself. */
const narrows = (call: CodeCall): boolean =>
  [...call.named.keys(), ...call.args.flatMap((one) => (one.kind === 'dict' ? [...one.entries.keys()] : []))].some(
    (name) => /^(?:label|field)_?selector$/i.test(name),
  );

/** Whether a thing came from a list of everything of a kind. */
const isOfList = (thing: Thing | undefined, resource: string): boolean =>
  thing !== undefined &&
  originsOf(thing).some(
    (one) =>
      one.kind === 'kube-api' &&
      one.verb === 'get' &&
      one.resources[0] === resource &&
      one.selector === null &&
      (one.everywhere || one.isEach === true),
  );

/** `list_secret_for_all_namespaces`, `listSecretForAllNamespaces`: a method of a client of the API server. */
export const kubeMethod =
  (name: string, standsFor: readonly string[] = []): Handler =>
  (host, call) => {
    const written = name.replaceAll(/[A-Z]/g, (char) => `_${char.toLowerCase()}`).replace(/_with_http_info$/, '');
    const found = METHOD.exec(written);
    if (found === null) return unknownFrom(call);
    const [, method = '', custom, namespaced, kindWritten = '', everywhere] = found;
    // A part of an object, under the name of the object.
    const isToken = kindWritten === 'service_account_token';
    const kind = isToken ? 'service_account' : kindWritten;
    const isNamespaced = namespaced !== undefined || custom?.startsWith('namespaced') === true;
    const asked = namedIn(call, isToken ? 'patch' : method, custom !== undefined, isNamespaced);
    const plural = kind.replaceAll('_', '').replace(/(?<![aeo])y$/, 'ie');
    const resource =
      custom === undefined
        ? `${plural}${/s$/.test(kind) ? '' : 's'}`
        : inGroup(knownText(asked.plural) ?? '', knownText(asked.group) ?? undefined);
    const verb = kind.endsWith('_exec') || kind === 'pod_exec' ? 'exec' : verbOf(method);
    const body = [...call.args, ...call.named.values()];
    const isEach = isOfList(asked.name ?? asked.namespace, asked.name === undefined ? 'namespaces' : resource);
    const request = host.emit({
      ...REQUEST,
      verb,
      resources: [resource, ...nameWords(asked.name), ...(isToken ? ['token'] : [])],
      ...(asked.name !== undefined && knownText(asked.name) === null ? { isNamed: true } : {}),
      ...(isEach ? { isEach } : {}),
      ...(standsFor.length === 0 ? {} : { standsFor }),
      namespace: asked.namespace === undefined ? null : asValue(asked.namespace).text.slice(0, 200),
      everywhere:
        everywhere !== undefined ||
        (!isNamespaced && verb !== 'create' && (asked.name === undefined || verb === 'get')),
      all: method === 'delete_collection',
      selector: narrows(call) ? 'selected' : null,
      values: verb === 'get',
      grants: grantsOf(verb, resource, body),
      subjects: subjectsIn(body),
      manifest: isWrite(verb) ? manifestOf(host, body) : null,
    });
    const origins: readonly Effect[] = method === 'list' ? [request] : [];
    if (resource !== 'secrets' || verb !== 'get') return object('kube-object', origins);
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

/** `utils.create_from_dict(client, data)`, `create_from_yaml(client, FILE)`: objects of any kind. */
export const createsFrom: Handler = (host, call) => {
  const data = argumentOf(call, 1, 'data', 'yaml_objects');
  const path = argumentOf(call, 1, 'yaml_file');
  const isFile = call.path.endsWith('create_from_yaml') && data?.kind === 'text' && data === path;
  const given = isFile ? textOf(host.machine.files.get(asValue(data).text) ?? unknown()) : data;
  const manifest = given === undefined ? null : manifestOf(host, given.kind === 'list' ? given.items : [given]);
  host.emit({ ...REQUEST, verb: 'create', resources: [], ...NOTHING, manifest });
  return object('kube-object');
};

/** The path of a client that a library makes, such as `kubernetes.client.CoreV1Api`. */
export const isKubeClient = (path: string): boolean =>
  /(?:^|\.)(?:[A-Z]\w{1,40}V\d\w{0,10}Api|CoreApi|CustomObjectsApi)$/.test(path);
