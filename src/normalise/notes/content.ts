import { bytesOfBase64 } from '../../decode/base64.ts';
import { get, isObject, type Json, type JsonObject, objectAt, textAt } from '../../model/json.ts';
import type { ContentNote } from '../../model/note.ts';

/** The API server takes no more than 1 MiB in one object. */
export const MOST_CHARACTERS = 1024 * 1024;
/** A longer text is no script that anybody runs, and the evaluation of commands would cut it. */
export const LONGEST_TEXT = 256 * 1024;
const MOST_KEYS = 1000;
const MOST_OPERATIONS = 1000;

/** Secrets that are credentials of the cluster or a store of Helm: nothing in them is run. */
const UNREAD_TYPES: ReadonlySet<string> = new Set([
  'bootstrap.kubernetes.io/token',
  'helm.sh/release.v1',
  'kubernetes.io/dockercfg',
  'kubernetes.io/dockerconfigjson',
  'kubernetes.io/service-account-token',
  'kubernetes.io/tls',
]);

type Data = Pick<ContentNote, 'data' | 'unread'>;

/** Keys and texts of a whole object or of a merge patch; `null` for a Secret of a type that is not read. */
export const dataOf = (object: JsonObject, of: ContentNote['of']): Data | null => {
  if (of === 'Secret' && UNREAD_TYPES.has(textAt(object, 'type') ?? '')) return null;
  const basket = createBasket();
  const encoded = objectAt(object, of === 'Secret' ? 'data' : 'binaryData');
  const plain = objectAt(object, of === 'Secret' ? 'stringData' : 'data');
  for (const [key, value] of members(encoded)) basket.add(key, decoded(value));
  for (const [key, value] of members(plain)) basket.add(key, value);
  return basket.data();
};

/** Dots in one key that are put together again. */
const MOST_DOTS = 8;

/** Keys and values. An export that splits keys at their dots makes objects of them, which the API itself never takes. */
const members = (object: JsonObject | null, before = '', depth = 0): readonly (readonly [string, Json | undefined])[] =>
  Object.entries(object ?? {})
    .slice(0, MOST_KEYS)
    .flatMap(([key, value]) =>
      isObject(value) && depth < MOST_DOTS
        ? members(value, `${before}${key}.`, depth + 1)
        : [[`${before}${key}`, value]],
    );

/** The same of a JSON patch, as far as its operations name keys; values of `move` and `copy` are not known. */
export const dataOfOperations = (operations: readonly unknown[], of: ContentNote['of']): Data => {
  const basket = createBasket();
  const encoded = of === 'Secret' ? 'data' : 'binaryData';
  for (const operation of operations.slice(0, MOST_OPERATIONS)) {
    const [empty, field = '', token, ...more] = (textAt(operation, 'path') ?? '').split('/', 4);
    if (empty !== '' || more.length > 0 || !isObject(operation)) continue;
    if (field !== 'data' && field !== 'stringData' && field !== 'binaryData') continue;
    const op = textAt(operation, 'op');
    if (op === 'test') continue;
    const value = op === 'remove' ? null : op === 'add' || op === 'replace' ? get(operation, 'value') : undefined;
    const read = (one: Json | undefined): Json | undefined => (field === encoded ? decoded(one) : one);
    if (token !== undefined) basket.add(token.replaceAll('~1', '/').replaceAll('~0', '~'), read(value));
    else if (isObject(value)) for (const [key, one] of Object.entries(value)) basket.add(key, read(one));
  }
  return basket.data();
};

const createBasket = () => {
  const data = new Map<string, string | null>();
  const unread = new Set<string>();
  let characters = 0;
  return {
    add: (key: string, value: Json | undefined): void => {
      if (data.size + unread.size >= MOST_KEYS) return;
      const fits = typeof value === 'string' && value.length <= LONGEST_TEXT;
      if (value !== null && (!fits || characters + value.length > MOST_CHARACTERS)) {
        data.delete(key);
        unread.add(key);
        return;
      }
      characters += value?.length ?? 0;
      unread.delete(key);
      data.set(key, value);
    },
    data: (): Data => ({ data: [...data], unread: [...unread] }),
  };
};

/** Text of base64, or bytes as characters where they are packed text; `undefined` for what is neither. */
const decoded = (value: Json | undefined): Json | undefined => {
  if (value === null) return null;
  if (typeof value !== 'string' || value.length > LONGEST_TEXT * 2) return undefined;
  const bytes = bytesOfBase64(value);
  if (bytes === null) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const isPacked =
      bytes.length <= LONGEST_PACKED && PACKED.some((sign) => sign.every((one, at) => one === bytes[at]));
    return isPacked ? Array.from(bytes, (one) => String.fromCharCode(one)).join('') : undefined;
  }
};

/** How gzip, zlib, bzip2, xz and zstd begin: what a command unpacks and runs. */
const PACKED: readonly (readonly number[])[] = [
  [0x1f, 0x8b],
  [0x78, 0x01],
  [0x78, 0x9c],
  [0x78, 0xda],
  [0x42, 0x5a, 0x68],
  [0xfd, 0x37, 0x7a, 0x58],
  [0x28, 0xb5, 0x2f, 0xfd],
];
const LONGEST_PACKED = 64 * 1024;
