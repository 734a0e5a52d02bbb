import { type Document, parseAllDocuments } from 'yaml';
import { fromBase64, type Inflate } from '../command/decoders.ts';
import { effectsOf } from '../command/effects.ts';
import { cleanPath } from '../lib/path.ts';
import type { Reading } from '../model/activity.ts';
import type { Act, Effect, KubeApi } from '../model/effect.ts';
import type { CommandFact } from '../model/facts.ts';
import { get, isList, isObject, type JsonObject, listAt, objectAt, textAt } from '../model/json.ts';
import { type Known, type KnownContent, NOTHING_KNOWN } from '../model/known.ts';
import { applyJsonPatch } from '../normalise/json-patch.ts';
import { DEFAULT_KINDS } from '../normalise/kind-index.ts';
import type { KindEntry } from '../normalise/kinds.ts';
import { liftTemplates } from '../normalise/lift.ts';
import { commandsOf } from './commands.ts';
import { hostNamespacesOf } from './host-namespaces.ts';
import { hostPathsOf } from './host-paths.ts';
import { privilegesOf } from './privileges.ts';
import { surroundingsOf } from './surroundings.ts';
import { asTaskRuns } from './task-pods.ts';

/** Manifests of one pod that are read, with their characters together. A job that makes another has one of a page. */
const MOST_MANIFESTS = 8;
const MOST_TEXT = 24 * 1024;
const MOST_DOCUMENTS = 16;
const MOST_MEMBERS = 100;
const MOST_OPERATIONS = 100;
/** Deeper than any manifest; the parser goes down by calling itself. */
const DEEPEST = 40;
/** Layer under which the effects of such an object are shown. */
const LAYER = 'manifest';

/**
 * What the objects would do that a command hands to the API server: the power and the commands of a workload, the role
 * that a binding gives away. Each effect stands where the command stands. One level: what such a workload creates in its
 * turn is not followed.
 */
export const nestedEffects = (effects: readonly Effect[], inflate: Inflate | undefined): readonly Effect[] => {
  let room = MOST_TEXT;
  const manifests = effects.filter(hasManifest);
  const left = manifests[MOST_MANIFESTS];
  const read = manifests.slice(0, MOST_MANIFESTS).map((outer) => {
    if (outer.manifest.length > room) return { outer, objects: [], cut: true };
    room -= outer.manifest.length;
    return { outer, ...objectsIn(outer.manifest, outer) };
  });
  const known = handedOver(read.flatMap(({ objects }) => objects));
  const found = read.flatMap(({ outer, objects, cut }) => [
    ...objects.flatMap((object) => effectsOfObject(object, outer, known, inflate)),
    ...(cut ? [unread(outer)] : []),
  ]);
  return left === undefined ? found : [...found, unread(left)];
};

type WithManifest = Effect & KubeApi & { readonly manifest: string };
const hasManifest = (effect: Effect): effect is WithManifest => effect.kind === 'kube-api' && effect.manifest !== null;

const place = (act: Act, outer: Effect): Effect => {
  const { container, role, pointer, carrier, shown, layers, onHost } = outer;
  const where = { container, role, pointer, carrier, onHost, isElsewhere: true } as const;
  const placed = { ...act, ...where, shown, layers: [...layers, LAYER] };
  return outer.provenance === undefined ? placed : { ...placed, provenance: outer.provenance };
};

const unread = (outer: Effect): Effect =>
  place({ kind: 'unresolved', because: 'syntax', note: 'hands over a manifest that could not be read' }, outer);

interface Objects {
  readonly objects: readonly JsonObject[];
  /** True where a part of the text, or all of it, could not be read. */
  readonly cut: boolean;
}
const NONE: Objects = { objects: [], cut: true };

const objectsIn = (text: string, outer: KubeApi): Objects => {
  if (isDeep(text)) return NONE;
  try {
    const documents = documentsIn(text);
    const objects = documents.slice(0, MOST_DOCUMENTS).flatMap((document): readonly JsonObject[] => {
      const value: unknown = document.toJS({ maxAliasCount: 50 });
      if (Array.isArray(value)) return patched(value, outer);
      return isObject(value) ? [value, ...membersOf(value), ...patchesOf(value)] : [];
    });
    return { objects, cut: objects.length === 0 || documents.length > MOST_DOCUMENTS };
  } catch {
    return NONE; // too many aliases, or nested too deeply
  }
};

/** Blanks of a template that somebody fills in before; they close a list or a map that stands in one line. */
const BLANK = /\$\{(\w{1,80})(?:[:?=+-]{1,2}[^}\n]{0,80})?\}|\{\{-?\s{0,8}\$?\.?([\w.]{1,80})[^{}\n]{0,200}\}\}/g;

const documentsIn = (text: string): readonly Document[] => {
  const parse = (one: string): readonly Document[] => {
    const parsed = parseAllDocuments(one, { strict: false, uniqueKeys: false, merge: true, logLevel: 'silent' });
    return Array.isArray(parsed) ? parsed : [];
  };
  const documents = parse(text);
  if (!/\$\{|\{\{/.test(text) || documents.every(({ errors }) => errors.length === 0)) return documents;
  return parse(text.replaceAll(BLANK, (_, variable?: string, field?: string) => variable ?? field ?? 'blank'));
};

/** The texts of the patches that a file of Kustomize holds, as the objects and operations in them. */
const patchesOf = (value: JsonObject): readonly JsonObject[] =>
  ['patches', 'patchesStrategicMerge', 'patchesJson6902']
    .flatMap((field) => listAt(value, field).slice(0, MOST_MEMBERS))
    .flatMap((patch) => {
      const text = typeof patch === 'string' ? patch : textAt(patch, 'patch');
      if (text === null || !text.includes('\n') || isDeep(text)) return [];
      const parsed = parseAllDocuments(text, { strict: false, uniqueKeys: false, logLevel: 'silent' });
      return (Array.isArray(parsed) ? parsed : []).slice(0, MOST_DOCUMENTS).flatMap((document) => {
        const written: unknown = document.toJS({ maxAliasCount: 50 });
        const pod = podOfContainers(written);
        return pod === null ? [] : [pod];
      });
    });

/** The bindings, roles and webhooks of a list; the workloads in it are found in the list itself. */
const membersOf = (value: JsonObject): readonly JsonObject[] =>
  textAt(value, 'kind')?.endsWith('List') === true
    ? listAt(value, 'items')
        .slice(0, MOST_MEMBERS)
        .filter(isObject)
        .filter((one) => [...KINDS, 'ConfigMap', 'Secret'].includes(textAt(one, 'kind') ?? ''))
    : [];

/**
 * What the operations of a JSON patch put in, at its place. In an object of a kind that is not known a container becomes
 * a pod of its own, which is how it is judged.
 */
const patched = (operations: readonly unknown[], outer: KubeApi): readonly JsonObject[] => {
  const { object } = applyJsonPatch(operations.slice(0, MOST_OPERATIONS));
  const entry = entryOf(outer);
  if (entry !== null && liftTemplates(object, entry).templates.some(({ containers }) => containers.length > 0))
    return [object];
  // What is put into a list stands at no place of its own, and a kind that is not known has none.
  const put = operations
    .slice(0, MOST_OPERATIONS)
    .map((operation) => (textAt(operation, 'op') === null ? operation : get(operation, 'value')));
  return [podOfContainers(put) ?? object];
};

/** Values that are looked through for containers, levels of them, and containers that are taken. */
const MOST_VALUES = 2000;
const MOST_LEVELS = 16;
const MOST_CONTAINERS = 50;
/** What makes an image a container that does something of its own. */
const RUNS_BY = ['command', 'args', 'script', 'source'] as const;

/**
 * A pod of the containers that stand anywhere in a value of a kind that is not known: steps of a task, templates of a
 * workflow, sidecars of a resource that somebody added. `null` where none has a command or a script.
 */
const podOfContainers = (value: unknown): JsonObject | null => {
  const containers: JsonObject[] = [];
  let left = MOST_VALUES;
  const look = (one: unknown, level: number): void => {
    left -= 1;
    if (left < 0 || level > MOST_LEVELS || containers.length >= MOST_CONTAINERS) return;
    if (isList(one)) for (const member of one) look(member, level + 1);
    else if (isObject(one)) {
      if (textAt(one, 'image') !== null && RUNS_BY.some((field) => Object.hasOwn(one, field))) containers.push(one);
      else for (const member of Object.values(one)) look(member, level + 1);
    }
  };
  look(value, 0);
  return containers.length === 0 ? null : { apiVersion: 'v1', kind: 'Pod', spec: { containers } };
};

/** The kind that a request names, by the word that a client takes for it. */
const SHORT: ReadonlyMap<string, string> = new Map([
  ['deploy', 'deployments'],
  ['ds', 'daemonsets'],
  ['sts', 'statefulsets'],
  ['rs', 'replicasets'],
  ['cj', 'cronjobs'],
  ['po', 'pods'],
]);
const entryOf = ({ resources, verb }: KubeApi): KindEntry | null => {
  if (verb === 'run') return DEFAULT_KINDS.byBareResource('pods', null) ?? null;
  for (const resource of resources) {
    const word = (resource.split(/[/.]/, 1)[0] ?? '').toLowerCase();
    const found = [SHORT.get(word) ?? word, `${word}s`]
      .map((name) => DEFAULT_KINDS.byBareResource(name, null))
      .find((entry) => entry !== undefined);
    if (found !== undefined) return found;
  }
  return null;
};

/** Keys behind keys in one line, which is no YAML: the parser tells of each of them. */
const KNOTTED = /(?:[\w.-]{1,60}: ){12}/;

/** Whether brackets or indentation go deeper than the parser may follow. */
const isDeep = (text: string): boolean => {
  let depth = 0;
  for (const char of text) {
    if (char === '[' || char === '{') depth += 1;
    // One that closes nothing must not make room for others.
    else if (char === ']' || char === '}') depth = Math.max(0, depth - 1);
    if (depth > DEEPEST) return true;
  }
  return /^ {160}|^(?: {0,8}- ){30}/m.test(text) || KNOTTED.test(text);
};

/** Of what such an object mounts, only what is handed over beside it is looked for: the rest is written when the job runs. */
const NOWHERE = { cluster: null, namespace: null, at: null } as const;
const MOST_KEYS = 100;

/** ConfigMaps and Secrets among the objects, by their names: a script and what runs it are often handed over together. */
const handedOver = (objects: readonly JsonObject[]): Known => {
  const contents = new Map<string, KnownContent>();
  for (const object of objects) {
    const kind = textAt(object, 'kind');
    const name = textAt(objectAt(object, 'metadata'), 'name');
    if (name === null || (kind !== 'ConfigMap' && kind !== 'Secret')) continue;
    const data = new Map<string, string>();
    for (const [field, isEncoded] of [
      ['data', kind === 'Secret'],
      ['stringData', false],
    ] as const) {
      for (const [key, written] of Object.entries(objectAt(object, field) ?? {}).slice(0, MOST_KEYS)) {
        const text = typeof written !== 'string' ? null : isEncoded ? fromBase64(written) : written;
        if (text !== null) data.set(key, text);
      }
    }
    contents.set(`${kind}/${name}`, { data, whole: true, origin: { at: null, by: null }, written: 'before' });
  }
  return contents.size === 0
    ? NOTHING_KNOWN
    : { ...NOTHING_KNOWN, content: (of, { name }) => contents.get(`${of}/${name}`) };
};

const effectsOfObject = (
  object: JsonObject,
  outer: WithManifest,
  known: Known,
  inflate: Inflate | undefined,
): readonly Effect[] => {
  const grant = grantOf(object, outer);
  if (grant !== null) return [place(grant, outer)];
  const lifted = liftTemplates(object, textAt(object, 'kind') === null ? entryOf(outer) : null).templates;
  // Of a kind that is not known, as that of a patch by a name that was looked up, the containers are found by their shape.
  const pod = lifted.length === 0 ? podOfContainers(object) : null;
  const templates = pod === null ? lifted : liftTemplates(pod, null).templates;
  if (templates.length === 0) return [];
  const reading = asTaskRuns({ kind: 'object', inferred: false, object, missing: null, origins: [], templates });
  const commands = commandsOf(reading);
  const hostPaths = hostPathsOf(reading);
  const name = textAt(objectAt(object, 'metadata'), 'name') ?? textAt(objectAt(object, 'metadata'), 'generateName');
  const inner = effectsOf({ commands, hostPaths, ...surroundingsOf(reading, commands, known, NOWHERE) }, inflate);
  const created = place(
    {
      kind: 'create-workload',
      workload: `${textAt(object, 'kind') ?? 'workload'}${name === null ? '' : ` "${name}"`}`,
      isPatch: outer.verb === 'patch',
      privileged: privilegesOf(reading).some(({ what }) => what === 'privileged'),
      hostNamespaces: hostNamespacesOf(reading).map(({ namespace }) => namespace),
      hostPaths: hostPaths.map(({ path, readOnly }) => ({ path: cleanPath(path), readOnly: readOnly === true })),
      isMaintenance: isMaintenance(reading, commands, inner),
    },
    outer,
  );
  // What stands beside it in the command is text of the command.
  return [created, ...inner.map(({ provenance: _, ...one }) => ({ ...place(one, outer), shown: one.shown }))];
};

/**
 * Whether all that a workload does is known, and it leaves its container for named commands alone: one container with a
 * command of its own that neither waits nor runs what it does not hold.
 */
const isMaintenance = ({ templates }: Reading, commands: readonly CommandFact[], inner: readonly Effect[]): boolean => {
  const [command, ...more] = commands;
  const isOne = templates.length === 1 && templates[0]?.containers.length === 1 && more.length === 0;
  if (!isOne || command?.carrier !== 'command' || command.entrypoint !== null) return false;
  const escapes = inner.filter((one) => one.kind === 'escape');
  if (escapes.length === 0 || escapes.some(({ how, takesOver }) => how === 'kernel' || takesOver)) return false;
  return !inner.some(({ kind }) => kind === 'wait' || kind === 'execute' || kind === 'unresolved' || kind === 'listen');
};

const EVERYTHING = '*';

/** Kinds that give rights away, or that see what is written. */
const KINDS: readonly string[] = [
  ...['ClusterRoleBinding', 'RoleBinding', 'ClusterRole', 'MutatingWebhookConfiguration'],
  'ValidatingWebhookConfiguration',
];
/** The kind of an object, by itself or, as in a patch, by the request alone. */
const kindOf = (object: JsonObject, { resources }: KubeApi): string => {
  const words = resources.map((one) => (one.split(/[/.]/, 1)[0] ?? '').replace(/s$/, ''));
  return textAt(object, 'kind') ?? KINDS.find((kind) => words.includes(kind.toLowerCase())) ?? '';
};

/** The role that a binding gives away, or a role that may do everything. */
const grantOf = (object: JsonObject, outer: KubeApi): KubeApi | null => {
  const kind = kindOf(object, outer);
  const base = { kind: 'kube-api', verb: 'create', resources: [kind.toLowerCase()], namespace: null } as const;
  const rest = {
    everywhere: false,
    all: false,
    isStopped: false,
    selector: null,
    values: false,
    manifest: null,
  } as const;
  if (kind === 'ClusterRoleBinding' || kind === 'RoleBinding') {
    // A patch of a binding cannot change its role, which the name of the binding may tell.
    const named = outer.resources.some((one) => /(?:^|\/)cluster-admin$/.test(one)) ? 'cluster-admin' : null;
    const role = textAt(objectAt(object, 'roleRef'), 'name') ?? named;
    const name = textAt(objectAt(object, 'metadata'), 'name');
    const subjects = listAt(object, 'subjects')
      .slice(0, 50)
      .map((subject) => {
        const name = textAt(subject, 'name') ?? '';
        const namespace = textAt(subject, 'namespace');
        return namespace === null ? name : `${namespace}:${name}`;
      });
    return {
      ...base,
      ...rest,
      grants: role === 'cluster-admin' ? role : null,
      ...(role === null ? {} : { boundRole: role }),
      ...(name === null ? {} : { boundAs: name }),
      subjects,
    };
  }
  if (kind === 'MutatingWebhookConfiguration' || kind === 'ValidatingWebhookConfiguration') {
    const urls = listAt(object, 'webhooks').flatMap((one) => textAt(objectAt(one, 'clientConfig'), 'url') ?? []);
    return { ...base, ...rest, grants: null, subjects: urls };
  }
  if (kind !== 'ClusterRole') return null;
  const all = listAt(object, 'rules').some(
    (rule) => listAt(rule, 'verbs').includes(EVERYTHING) && listAt(rule, 'resources').includes(EVERYTHING),
  );
  return { ...base, ...rest, grants: all ? EVERYTHING : null, subjects: [] };
};
