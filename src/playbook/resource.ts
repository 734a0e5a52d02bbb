import type { Method, RequestTemplate, Step } from './model.ts';

/** What a path of the API names. `name` is null for a collection. */
export interface ResourcePath {
  readonly group: string;
  readonly version: string;
  readonly namespaced: boolean;
  readonly namespace: string | null;
  readonly resource: string;
  readonly name: string | null;
  readonly subresource: string | null;
}

/** Reads `/api/v1/…` and `/apis/GROUP/VERSION/…`; undefined for anything else. Values stay as they are written. */
export const parseResourcePath = (path: string): ResourcePath | undefined => {
  const [plain = ''] = path.split('?');
  const [, root, ...rest] = plain.split('/');
  const [group = '', version = '', ...parts] = root === 'api' ? ['', ...rest] : root === 'apis' ? rest : [];
  if (version === '') return undefined;
  const namespaced = parts[0] === 'namespaces' && parts.length > 2;
  const [resource = '', name = null, subresource = null, ...more] = namespaced ? parts.slice(2) : parts;
  if (resource === '' || more.length > 0) return undefined;
  return { group, version, namespaced, namespace: namespaced ? (parts[1] ?? null) : null, resource, name, subresource };
};

/** One rule of a Role, as RBAC writes it. */
export interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
}

const verbOf = (method: Method, named: boolean): string => {
  switch (method) {
    case 'GET':
      return named ? 'get' : 'list';
    case 'POST':
      return 'create';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return 'delete';
    default:
      return method satisfies never;
  }
};

/** Verbs that a step's request, the reading before and after it, and its undoing need. */
const verbsOf = ({ method, path }: RequestTemplate, effect: Step['effect']): readonly string[] => {
  const named = parseResourcePath(path)?.name !== null;
  const own = verbOf(method, named);
  if (method === 'GET') return [own];
  // A created object is read to know it again, and deleted to undo it.
  if (method === 'POST') return effect === 'reversible' ? ['get', 'create', 'delete'] : ['get', 'create'];
  return ['get', own];
};

/** The rights that a step needs and no other; none for one that is done by hand. */
export const rightsOf = ({ request, effect }: Step): readonly Rule[] => {
  if (request === undefined) return [];
  const path = parseResourcePath(request.path);
  if (path === undefined) return [];
  // The object is a CronJob or a Job, as the playbook's kinds say.
  const resources = path.resource === '{object.resource}' ? ['cronjobs', 'jobs'] : [path.resource];
  const verbs = verbsOf(request, effect);
  return [
    {
      apiGroups: [path.group],
      resources: resources.map((one) => (path.subresource === null ? one : `${one}/${path.subresource}`)),
      verbs,
    },
  ];
};
