import { WORK } from './budget.ts';
import { type Expression, parseExpression, type Syntax } from './pattern-syntax.ts';

/**
 * Regular expressions and patterns of shells, matched in time that grows with the text times the pattern: those who write
 * them are attackers, so none of them may backtrack.
 */
export interface Pattern {
  readonly program: readonly Step[];
  readonly groups: number;
}

type Step =
  | { readonly op: 'char'; readonly is: (code: number) => boolean }
  | { readonly op: 'split'; readonly first: number; readonly second: number }
  | { readonly op: 'jump'; readonly to: number }
  | { readonly op: 'save'; readonly slot: number }
  | { readonly op: 'assert'; readonly what: 'start' | 'end' | 'edge' | 'inside' }
  | { readonly op: 'match' };

/** A writable step while the program is made. */
type Draft = { op: 'split'; first: number; second: number } | { op: 'jump'; to: number } | Step;

const MOST_STEPS = 2000;
/** Steps between two looks at the work that is left. */
const STRIDE = 256;

/** Where a match begins and ends, and its groups: pairs of places, -1 where a group took no part. */
export interface Match {
  readonly start: number;
  readonly end: number;
  readonly groups: readonly number[];
}

export type Spend = (work: number) => boolean;

export interface PatternOptions {
  readonly syntax: Syntax;
  readonly ignoreCase?: boolean;
  /** For matching from the end of a text that is turned around. */
  readonly reversed?: boolean;
}

/** The pattern; `null` for one that is not of the syntax, too long, or asks for more than a regular language. */
export const compile = (
  source: string,
  { syntax, ignoreCase = false, reversed = false }: PatternOptions,
): Pattern | null => {
  const parsed = parseExpression(source, syntax);
  if (parsed === null) return null;
  const program: Draft[] = [];
  const emit = (step: Draft): number => program.push(step) - 1;
  const write = (node: Expression): void => {
    if (program.length > MOST_STEPS) return;
    switch (node.type) {
      case 'empty':
        return;
      case 'set': {
        const { is } = node;
        emit({ op: 'char', is: ignoreCase ? (code) => is(code) || is(swapped(code)) : is });
        return;
      }
      case 'assert':
        emit({ op: 'assert', what: node.what });
        return;
      case 'all':
        for (const one of reversed ? [...node.parts].reverse() : node.parts) write(one);
        return;
      case 'either': {
        const ends: number[] = [];
        for (const [index, one] of node.parts.entries()) {
          if (index === node.parts.length - 1) write(one);
          else {
            const split = emit({ op: 'split', first: program.length + 1, second: -1 });
            write(one);
            ends.push(emit({ op: 'jump', to: -1 }));
            program[split] = { op: 'split', first: split + 1, second: program.length };
          }
        }
        for (const end of ends) program[end] = { op: 'jump', to: program.length };
        return;
      }
      case 'group':
        if (node.slot === null) write(node.of);
        else {
          emit({ op: 'save', slot: node.slot * 2 });
          write(node.of);
          emit({ op: 'save', slot: node.slot * 2 + 1 });
        }
        return;
      case 'repeat': {
        for (let count = 0; count < node.least; count += 1) write(node.of);
        if (node.most === null) {
          const split = emit({ op: 'jump', to: -1 });
          write(node.of);
          emit({ op: 'jump', to: split });
          program[split] = branch(split + 1, program.length, node.isLazy);
          return;
        }
        const splits: number[] = [];
        for (let count = node.least; count < node.most && program.length <= MOST_STEPS; count += 1) {
          splits.push(emit({ op: 'jump', to: -1 }));
          write(node.of);
        }
        for (const split of splits) program[split] = branch(split + 1, program.length, node.isLazy);
        return;
      }
      default:
        node satisfies never;
    }
  };
  write(parsed.root);
  emit({ op: 'match' });
  return program.length > MOST_STEPS ? null : { program, groups: parsed.groups };
};

const branch = (inside: number, after: number, isLazy: boolean): Step =>
  isLazy ? { op: 'split', first: after, second: inside } : { op: 'split', first: inside, second: after };

const swapped = (code: number): number => {
  if (code >= 65 && code <= 90) return code + 32;
  return code >= 97 && code <= 122 ? code - 32 : code;
};

interface Thread {
  readonly at: number;
  readonly saved: readonly number[];
}

/**
 * The match that begins first, at `from` or after it; at `from` only when `anchored`. `prefer` says which of those that
 * begin there: the one that a backtracking search would find, the longest or the shortest. `undefined` when the work for
 * it is not left.
 */
export const find = (
  { program }: Pattern,
  text: string,
  spend: Spend,
  {
    from = 0,
    anchored = false,
    prefer = 'first',
  }: {
    readonly from?: number;
    readonly anchored?: boolean;
    readonly prefer?: 'first' | 'longest' | 'shortest';
  } = {},
): Match | null | undefined => {
  let steps = 0;
  let best: Match | null = null;
  let threads: Thread[] = [];
  const seen = new Int32Array(program.length).fill(-1);
  for (let at = from; ; at += 1) {
    const next: Thread[] = [];
    if (best === null && (at === from || !anchored)) threads.push({ at: 0, saved: [at] });
    const queue: Thread[] = threads;
    const codes: Thread[] = [];
    // A thread that splits is followed at once, so that the order of the threads is the order of preference.
    for (const first of queue) {
      const stack: Thread[] = [first];
      for (let one = stack.pop(); one !== undefined; one = stack.pop()) {
        if (seen[one.at] === at) continue;
        seen[one.at] = at;
        steps += 1;
        const step = program[one.at];
        if (step === undefined) continue;
        if (step.op === 'jump') stack.push({ at: step.to, saved: one.saved });
        else if (step.op === 'split') {
          stack.push({ at: step.second, saved: one.saved }, { at: step.first, saved: one.saved });
        } else if (step.op === 'save') {
          const saved = [...one.saved];
          while (saved.length <= step.slot) saved.push(-1);
          saved[step.slot] = at;
          stack.push({ at: one.at + 1, saved });
        } else if (step.op === 'assert') {
          if (holds(step.what, text, at)) stack.push({ at: one.at + 1, saved: one.saved });
        } else codes.push(one);
      }
    }
    for (const one of codes) {
      const step = program[one.at];
      if (step?.op === 'match') {
        if (best === null || (one.saved[0] ?? 0) <= best.start) {
          best = { start: one.saved[0] ?? 0, end: at, groups: one.saved };
          if (prefer === 'shortest') return best;
        }
        if (prefer === 'first') break;
      } else if (step?.op === 'char' && at < text.length && step.is(text.charCodeAt(at))) {
        next.push({ at: one.at + 1, saved: one.saved });
      }
    }
    if (steps >= STRIDE) {
      if (!spend(steps * WORK.matchStep)) return undefined;
      steps = 0;
    }
    threads = next;
    if (at >= text.length || (threads.length === 0 && (best !== null || anchored))) break;
  }
  return spend(steps * WORK.matchStep) ? best : undefined;
};

const isWord = (code: number): boolean =>
  (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122);

const holds = (what: 'start' | 'end' | 'edge' | 'inside', text: string, at: number): boolean => {
  if (what === 'start') return at === 0;
  if (what === 'end') return at === text.length;
  const isEdge = (at > 0 && isWord(text.charCodeAt(at - 1))) !== (at < text.length && isWord(text.charCodeAt(at)));
  return isEdge === (what === 'edge');
};

/** What a group of a match holds; group 0 is the whole. */
export const groupOf = (text: string, { start, end, groups }: Match, index: number): string => {
  if (index === 0) return text.slice(start, end);
  const from = groups[index * 2] ?? -1;
  const to = groups[index * 2 + 1] ?? -1;
  return from < 0 || to < 0 ? '' : text.slice(from, to);
};

/**
 * A text with matches replaced: the first, the one with a number, or all from a number on. `undefined` when the work is not
 * left, or more comes out than `most` characters.
 */
export const replaced = (
  pattern: Pattern,
  text: string,
  by: (match: Match) => string,
  {
    all,
    from = 1,
    most,
    prefer = 'first',
  }: {
    readonly all: boolean;
    readonly from?: number;
    readonly most: number;
    readonly prefer?: 'first' | 'longest';
  },
  spend: Spend,
): { readonly text: string; readonly count: number } | undefined => {
  let out = '';
  let at = 0;
  let count = 0;
  let search = 0;
  while (search <= text.length) {
    const match = find(pattern, text, spend, { from: search, prefer });
    if (match === undefined) return undefined;
    if (match === null) break;
    count += 1;
    out += text.slice(at, match.start);
    out += count >= from ? by(match) : text.slice(match.start, match.end);
    at = match.end;
    // After an empty match the next sign stays, and the search goes on behind it.
    if (match.end === match.start) {
      out += text.slice(at, at + 1);
      at += 1;
    }
    search = at;
    if (out.length > most) return undefined;
    if (!all && count >= from) break;
  }
  return { text: out + text.slice(at), count };
};
