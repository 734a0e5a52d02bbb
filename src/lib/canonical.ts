import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** A container that is being written, with its members in order. `names` is `null` for a list. */
interface Open {
  readonly holder: object;
  readonly names: readonly string[] | null;
  next: number;
}

/**
 * One text for one JSON value: members sorted by UTF-16 code units, no spaces between tokens, strings and numbers as
 * `JSON.stringify` spells them (a lone surrogate becomes `\udXXX`, so the text is well-formed). Members that are
 * `undefined` are left out; what JSON cannot hold is `null`.
 *
 * Keeps its own stack, since bodies may be nested deeper than the call stack allows.
 */
export const canonical = (value: unknown): string => {
  if (typeof value !== 'object' || value === null) return scalar(value);
  const stack: Open[] = [opened(value)];
  let out = opening(value);
  for (let open = stack.at(-1); open !== undefined; open = stack.at(-1)) {
    const { holder, names } = open;
    const index = open.next++;
    if (index >= (names ?? (holder as readonly unknown[])).length) {
      out += names === null ? ']' : '}';
      stack.pop();
      continue;
    }
    if (index > 0) out += ',';
    const name = names?.[index];
    if (name !== undefined) out += `${JSON.stringify(name)}:`;
    const member: unknown = Reflect.get(holder, name ?? index);
    if (typeof member === 'object' && member !== null) {
      out += opening(member);
      stack.push(opened(member));
    } else out += scalar(member);
  }
  return out;
};

const opening = (holder: object): string => (Array.isArray(holder) ? '[' : '{');

const opened = (holder: object): Open => {
  if (Array.isArray(holder)) return { holder, names: null, next: 0 };
  const names = sorted(Object.keys(holder));
  const isWhole = names.every((name) => Reflect.get(holder, name) !== undefined);
  return { holder, names: isWhole ? names : names.filter((name) => Reflect.get(holder, name) !== undefined), next: 0 };
};

/** Many objects are written in order already, and sorting asks for memory even then. */
const sorted = (names: string[]): readonly string[] => {
  for (let index = 1; index < names.length; index += 1) {
    if ((names[index - 1] ?? '') > (names[index] ?? '')) return names.sort();
  }
  return names;
};

const scalar = (value: unknown): string => {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return JSON.stringify(value);
  return 'null';
};

/** The hashes of the platform where there are synchronous ones, which cost a tenth; a browser has none. Loaded when used. */
let native: { hash(algorithm: string, text: string): string } | null | undefined;

/** As `sha256Hex`, on any platform. */
export const portableSha256Hex = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)));

/** SHA-256 of the text's UTF-8 bytes, 64 lower-case hex digits. */
export const sha256Hex = (text: string): string => {
  if (native === undefined) native = globalThis.process?.getBuiltinModule?.('node:crypto') ?? null;
  return native === null ? portableSha256Hex(text) : native.hash('sha256', text);
};

/** SHA-256 of the canonical text: equal for values that are equal as JSON, whatever the order of their members. */
export const hashOf = (value: unknown): string => sha256Hex(canonical(value));
