import { Document, isMap, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';

/** A place in the object, and the number of the reason that points to it. */
export interface Mark {
  /** JSON Pointer inside the body; `null` when the evidence stands outside of it. */
  readonly pointer: string | null;
  readonly reason: number;
  /** What stands there, to look for when the pointer leads nowhere. */
  readonly value: string;
}

export interface ManifestLine {
  readonly text: string;
  /** Columns of white space at its start. */
  readonly indent: number;
  /** Numbers of the reasons that mark this line. */
  readonly reasons: readonly number[];
  /** Those whose marked region begins here. */
  readonly begins: readonly number[];
}

export interface Manifest {
  readonly lines: readonly ManifestLine[];
  /** Reasons of which at least one pointer led to no place in the body. */
  readonly unplaced: readonly number[];
}

const tokensOf = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));

/** First and last offset of what a pointer leads to, its key included; `null` when it leads nowhere. */
const rangeAt = (root: unknown, pointer: string): readonly [number, number] | null => {
  let node = root;
  let start = 0;
  for (const token of tokensOf(pointer)) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === token);
      if (pair === undefined || !isScalar(pair.key)) return null;
      start = pair.key.range?.[0] ?? start;
      node = pair.value;
    } else if (isSeq(node)) {
      node = /^\d+$/.test(token) ? node.items[Number(token)] : undefined;
      if (node === undefined) return null;
      start = isScalar(node) || isMap(node) || isSeq(node) ? (node.range?.[0] ?? start) : start;
    } else {
      return null;
    }
  }
  const end = isScalar(node) || isMap(node) || isSeq(node) ? (node.range?.[1] ?? start) : start;
  return [start, Math.max(start, end - 1)];
};

/**
 * The only scalar with exactly this text. A patch is shown as the object that it makes, while its evidence points into
 * the patch: the value is then what both have in common.
 */
const onlyPlaceOf = (root: unknown, value: string): readonly [number, number] | null => {
  const found: (readonly [number, number])[] = [];
  if (value !== '' && isMap(root)) {
    visit(root, {
      Scalar: (key, node) => {
        if (key !== 'key' && node.range != null && String(node.value) === value) {
          found.push([node.range[0], Math.max(node.range[0], node.range[1] - 1)]);
        }
      },
    });
  }
  return found.length === 1 ? (found[0] ?? null) : null;
};

/**
 * The body as YAML, each line with the reasons that point into it. The body must be bounded: `yaml` recurses into it.
 * The text is parsed again to learn on which lines a place stands, since the printer does not say.
 */
export const manifestOf = (body: unknown, marks: readonly Mark[]): Manifest => {
  const text = new Document(body, { aliasDuplicateObjects: false }).toString({ lineWidth: 0 }).trimEnd();
  const lineCounter = new LineCounter();
  const parsed = parseDocument(text, { lineCounter, uniqueKeys: false, logLevel: 'silent' });
  const reasons = new Map<number, Set<number>>();
  const begins = new Map<number, Set<number>>();
  const unplaced = new Set<number>();
  const add = (to: Map<number, Set<number>>, line: number, reason: number): void => {
    const known = to.get(line);
    if (known === undefined) to.set(line, new Set([reason]));
    else known.add(reason);
  };
  for (const mark of marks) {
    const range =
      (mark.pointer === null ? null : rangeAt(parsed.contents, mark.pointer)) ??
      onlyPlaceOf(parsed.contents, mark.value);
    if (range === null) {
      unplaced.add(mark.reason);
      continue;
    }
    const first = lineCounter.linePos(range[0]).line;
    add(begins, first, mark.reason);
    for (let line = first; line <= lineCounter.linePos(range[1]).line; line += 1) add(reasons, line, mark.reason);
  }
  const lines = text.split('\n').map((line, at) => ({
    text: line,
    indent: line.length - line.trimStart().length,
    reasons: [...(reasons.get(at + 1) ?? [])],
    begins: [...(begins.get(at + 1) ?? [])],
  }));
  return { lines, unplaced: [...unplaced] };
};
