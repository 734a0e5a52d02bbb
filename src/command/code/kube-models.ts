import { MARK } from '../value.ts';
import { switched } from './json.ts';
import { asValue, type Handler, type Host, list, NOTHING, object, type Thing, textOf } from './things.ts';

/** Type of what a constructor of a client library makes, whose fields are those of the object under names of the language. */
const MODEL = 'kube-model';
/** Entries of one level, levels, and characters of one text. */
const MOST_ENTRIES = 100;
const MOST_LEVELS = 20;
const MOST_TEXT = 8000;
/** Longer is not read as a manifest in a command either. */
const MOST_MANIFEST = 32 * 1024;

/** `kubernetes.client.V1Pod`, `client.AdmissionregistrationV1WebhookClientConfig`, `RbacV1Subject`. */
export const isKubeModel = (path: string): boolean =>
  /^(?:kubernetes|kubernetes_asyncio|@kubernetes\/client-node|k8s)\b.{0,120}\.(?:[A-Z][a-z]{2,30})?V\d(?:(?:alpha|beta)\d)?[A-Z]\w{1,60}$/.test(
    path,
  );

export const kubeModel: Handler = (_host, { args, named }) => {
  const [first] = args;
  return first?.kind === 'dict' && named.size === 0 ? object(MODEL, [], first.entries) : object(MODEL, [], named);
};

/** Names whose letters stand as no rule has them. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['host_pid', 'hostPID'],
  ['host_ipc', 'hostIPC'],
  ['cluster_ip', 'clusterIP'],
  ['external_i_ps', 'externalIPs'],
  ['pod_ip', 'podIP'],
  ['_from', 'from'],
]);
const nameOf = (written: string): string =>
  NAMES.get(written) ??
  (written.includes('_') ? written.replaceAll(/_([a-z0-9])/g, (_, char: string) => char.toUpperCase()) : written);

const plainOf = (host: Host, thing: Thing, level: number, name: string): unknown => {
  if (level > MOST_LEVELS || !host.spend()) return MARK;
  switch (thing.kind) {
    case 'number':
      return switched(name, thing.value);
    case 'none':
      return null;
    case 'list':
      return thing.items.slice(0, MOST_ENTRIES).map((item) => plainOf(host, item, level + 1, name));
    case 'dict':
      return entriesOf(host, thing.entries, level, (key) => key);
    case 'object':
      return thing.type === MODEL ? entriesOf(host, thing.fields, level, nameOf) : MARK;
    case 'either':
      return plainOf(host, thing.options[0] ?? NOTHING, level + 1, name);
    default:
      return asValue(thing).text.slice(0, MOST_TEXT);
  }
};

const entriesOf = (
  host: Host,
  entries: ReadonlyMap<string, Thing>,
  level: number,
  rename: (name: string) => string,
): unknown =>
  Object.fromEntries(
    [...entries].slice(0, MOST_ENTRIES).flatMap(([written, one]) => {
      const name = rename(written);
      return name.startsWith('\0') ? [] : [[name, plainOf(host, one, level + 1, name)] as const];
    }),
  );

/** Type of what a reader of YAML gives: its text is kept, since objects are written as text. */
const DOCUMENT = 'document';
export const parsesYaml: Handler = (_host, { path, args }) => {
  const [first] = args;
  const held = object(DOCUMENT, [], first === undefined ? [] : [['\0text', textOf(asValue(first))]]);
  return path.endsWith('_all') ? list([held]) : held;
};

/** Of what a call is handed, the object that it writes, as text; `null` where nothing of it is known. */
export const manifestOf = (host: Host, body: readonly Thing[]): string | null => {
  for (const one of body.toReversed()) {
    const either = one.kind === 'either' ? (one.options[0] ?? one) : one;
    const thing =
      either.kind === 'object' && either.type === DOCUMENT ? (either.fields.get('\0text') ?? either) : either;
    if (thing.kind === 'text') {
      // A name or a namespace is no object.
      const { text } = thing.value;
      if (/^\s{0,100}[[{]|^\s{0,8}(?:apiVersion|kind|metadata|spec):/m.test(text.slice(0, 4000)))
        return text.slice(0, MOST_MANIFEST);
    } else if (thing.kind === 'object' ? thing.type === MODEL : isBody(thing)) {
      const inner = thing.kind === 'dict' ? thing.entries.get('body') : undefined;
      const written = JSON.stringify(plainOf(host, inner ?? thing, 0, ''));
      return written.length > 2 ? written.slice(0, MOST_MANIFEST) : null;
    }
  }
  return null;
};

const isBody = (thing: Thing): boolean =>
  thing.kind === 'dict'
    ? ['body', 'metadata', 'spec', 'webhooks', 'data', 'subjects', 'rules', 'roleRef', 'stringData'].some((name) =>
        thing.entries.has(name),
      )
    : thing.kind === 'list' && thing.items.some((one) => one.kind === 'dict' && one.entries.has('op'));

/** The name of an object among the words of a request. */
export const nameWords = (name: Thing | undefined): readonly string[] => {
  const text = name === undefined ? '' : asValue(name).text;
  return text === '' || text === MARK || text.length > 253 ? [] : [text];
};
