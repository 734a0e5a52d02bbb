import { get, isList, type Json, type JsonObject, textAt } from '../model/json.ts';
import { type Cut, readPrefix } from './prefix.ts';
import { sliceAt, splitList } from './slice.ts';

/** A parsed value together with what is known of its text. */
export interface Node {
  readonly value: Json;
  /** Where in it the record was cut; `null` when it is whole. */
  readonly cut: Cut | null;
  /** Its JSON text as logged, found on demand; `null` when there is none. */
  readonly text: TextOf;
  /** For an object put together from a table row: the text of a column. */
  readonly column?: (key: string) => TextOf;
}
export type TextOf = () => string | null;

export const NO_TEXT: TextOf = () => null;

const lazy = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};

const below = (cut: Cut | null, token: string): Cut | null => (cut !== null && cut[0] === token ? cut.slice(1) : null);

/** The value of a key; `null` when the node is no object or has none. */
export const child = (node: Node, key: string): Node | null => {
  const value = get(node.value, key);
  if (value === undefined) return null;
  const text = node.column?.(key) ?? lazy(() => sliceWith(node.text(), (of) => sliceAt(of, key)));
  return { value, cut: below(node.cut, key), text };
};

/** Own string of an object, unless the record was cut inside it. */
export const said = (node: Node, key: string): string | null =>
  node.cut !== null && node.cut[0] === key ? null : textAt(node.value, key);

/** Members of a list; none for anything else. */
export const members = (node: Node): readonly Node[] => {
  if (!isList(node.value)) return [];
  const texts = lazy(() => sliceWith(node.text(), splitList));
  return node.value.map((value, index) => ({
    value,
    cut: below(node.cut, String(index)),
    text: () => texts()?.[index] ?? null,
  }));
};

const sliceWith = <T>(text: string | null, slice: (text: string) => T): T | null =>
  text === null ? null : slice(text);

/** An object of the given parts: what a table row amounts to. `isCut`: whether the row was cut, if only between its parts. */
export const assembled = (parts: Iterable<readonly [string, Node]>, isCut: boolean): Node => {
  const value: Record<string, Json> = Object.create(null);
  const texts = new Map<string, TextOf>();
  let cut: Cut | null = isCut ? [] : null;
  for (const [key, part] of parts) {
    value[key] = part.value;
    texts.set(key, part.text);
    if (part.cut !== null) cut = [key, ...part.cut];
  }
  // A null prototype keeps columns such as `__proto__` ordinary.
  return { value: value as JsonObject, cut, text: NO_TEXT, column: (key) => texts.get(key) ?? NO_TEXT };
};

/** What a text holds: usually one document, several when they follow one another without a separator. */
export interface Documents {
  readonly nodes: readonly Node[];
  /** Start of what is no JSON; `null` when everything was read. */
  readonly junk: string | null;
}

/** CloudWatch Logs ends events over its size limit so. */
const TRUNCATION_MARKS = ['[Truncated...]', '[TRUNCATED]'];

export const documents = (text: string): Documents => wholeDocument(text) ?? readDocuments(unmarked(text));

/** The one document that a text is; `null` when it is not exactly that. */
export const wholeDocument = (text: string): Documents | null => {
  let value: Json;
  try {
    // The type of what JSON.parse gives is JSON by definition.
    value = JSON.parse(text) as Json;
  } catch {
    return null;
  }
  return { nodes: [{ value, cut: null, text: () => text }], junk: null };
};

const readDocuments = (text: string): Documents => {
  const nodes: Node[] = [];
  let at = nextDocument(text, 0);
  while (at < text.length) {
    const read = readPrefix(text, at);
    if (read.state === 'nothing') return { nodes, junk: nearOf(text, at) };
    const from = at;
    if (read.state === 'cut') {
      nodes.push({ value: read.value, cut: read.cut, text: lazy(() => text.slice(from, read.at)) });
      return { nodes, junk: nearOf(text, read.at - NEAR / 2) };
    }
    const { end } = read;
    if (nodes.length === 0 && typeof read.value !== 'object') {
      return { nodes, junk: nearOf(text, from) }; // a line of text that begins with a number or a word
    }
    nodes.push({ value: read.value, cut: null, text: lazy(() => text.slice(from, end)) });
    at = nextDocument(text, end);
  }
  return { nodes, junk: nodes.length === 0 ? '' : null };
};

const unmarked = (text: string): string => {
  const trimmed = text.trimEnd();
  for (const mark of TRUNCATION_MARKS) if (trimmed.endsWith(mark)) return trimmed.slice(0, -mark.length);
  return text;
};

/** Skips what stands between documents: white space, commas, the record separator, padding, a byte order mark. */
const nextDocument = (text: string, from: number): number => {
  let at = from;
  while (at < text.length && ' \n\r\t,\u0000\u001e\ufeff'.includes(text.charAt(at))) at += 1;
  return at;
};

const NEAR = 60;
export const nearOf = (text: string, from: number): string => text.slice(Math.max(0, from), Math.max(0, from) + NEAR);
