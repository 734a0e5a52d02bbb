import type { Input, Parser, TreeCursor } from '@lezer/common';
import { parser as javascript } from '@lezer/javascript';
import { parser as php } from '@lezer/php';
import { parser as python } from '@lezer/python';
import type { Budget } from './budget.ts';

export type Language = 'python' | 'javascript' | 'php';

const PARSERS: Readonly<Record<Language, Parser>> = {
  python,
  javascript: javascript.configure({ dialect: 'ts' }),
  php: php.configure({ top: 'Program' }),
};

/** Levels of brackets and operators; Python itself takes two hundred. */
const MOST_DEPTH = 200;
/** What the parser holds for each of them, and more than code that an interpreter takes ever needs. */
const MOST_STACK = 1500;
/** Characters that the parser is given at a time, so that it is seen how often it looks at them. */
const CHUNK = 256;
const UNITS_PER_CHUNK = 4;
/** A step in which the parser looks for a way past a fault, and one in which it follows more than one reading. */
const UNITS_PER_FAULT = 12;
/** The tables of PHP are the largest. */
const UNITS: Readonly<Record<Language, number>> = { python: 1, javascript: 1, php: 1.7 };
const UNITS_PER_READING = 3;
const STACK_PER_UNIT = 12;
/** Steps that the parser may take to end after it was told to. */
const MOST_LAST_STEPS = 50;

/** A node of the syntax tree. Names are those of the grammar; a sign is named by itself, a fault `⚠`. */
export interface Raw {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly kids: readonly Raw[];
}

/**
 * The syntax tree of code. Tolerant: what no grammar takes gives the tree of what was recognised. Never throws.
 *
 * The parser tries several readings of what does not fit, copies its stack for each and looks at the same text again, so
 * that its time is not linear. Its work is therefore counted, and the parse ends where the budget does.
 */
export const parseCode = (text: string, language: Language, budget: Budget): Raw | null => {
  const input = new CountedInput(text);
  try {
    const parse = PARSERS[language].startParse(input);
    let last = 0;
    for (let tree = parse.advance(); ; tree = parse.advance()) {
      if (tree !== null) return rawOf(tree.cursor(), budget);
      if (last > 0) {
        last += 1;
        if (last > MOST_LAST_STEPS) return null;
      } else if (!budget.parses((costOf(parse) + input.taken() * UNITS_PER_CHUNK) * UNITS[language])) {
        last = 1;
        parse.stopAt(parse.parsedPos);
      }
    }
  } catch {
    budget.cut();
    return null;
  }
};

class CountedInput implements Input {
  readonly lineChunks = false;
  readonly length: number;
  private readonly text: string;
  private chunks = 0;

  constructor(text: string) {
    this.text = text;
    this.length = text.length;
  }

  chunk(from: number): string {
    this.chunks += 1;
    return this.text.slice(from, from + CHUNK);
  }

  read(from: number, to: number): string {
    return this.text.slice(from, to);
  }

  /** Chunks that were asked for since the last time. */
  taken(): number {
    const { chunks } = this;
    this.chunks = 0;
    return chunks;
  }
}

/** What the last step has cost: an inner part of the parser, looked at with care. Without it, a step counts as one. */
const costOf = (parse: object): number => {
  const stacks: unknown = 'stacks' in parse ? parse.stacks : null;
  if (!Array.isArray(stacks)) return 1;
  let cost = 1;
  if ('recovering' in parse && typeof parse.recovering === 'number' && parse.recovering > 0) cost += UNITS_PER_FAULT;
  for (const one of stacks as readonly unknown[]) {
    const held: unknown = typeof one === 'object' && one !== null && 'stack' in one ? one.stack : null;
    const length = Array.isArray(held) ? held.length : 0;
    if (length > MOST_STACK) return Number.POSITIVE_INFINITY;
    if (stacks.length > 1) cost += UNITS_PER_READING + length / STACK_PER_UNIT;
  }
  return cost;
};

interface Open {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly kids: Raw[];
}

const COMMENTS: ReadonlySet<string> = new Set(['Comment', 'LineComment', 'BlockComment']);

const rawOf = (cursor: TreeCursor, budget: Budget): Raw => {
  const top: Open = { name: cursor.name, from: cursor.from, to: cursor.to, kids: [] };
  const open: Open[] = [top];
  if (!cursor.firstChild()) return top;
  for (;;) {
    const one: Open = { name: cursor.name, from: cursor.from, to: cursor.to, kids: [] };
    if (!COMMENTS.has(one.name)) open.at(-1)?.kids.push(one);
    if (one.name === '⚠') budget.faults += 1;
    if (!budget.spend()) return top;
    const isDeep = open.length >= MOST_DEPTH;
    if (isDeep) budget.cut();
    if (!isDeep && cursor.firstChild()) {
      open.push(one);
      continue;
    }
    while (!cursor.nextSibling()) {
      if (!cursor.parent() || open.length === 1) return top;
      open.pop();
      if (open.length === 0) return top;
    }
  }
};
