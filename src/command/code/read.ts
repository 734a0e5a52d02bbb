import type { Call, Machine } from '../machine.ts';
import type { Value } from '../value.ts';
import { budgetOf } from './budget.ts';
import type { Language } from './parse.ts';
import { Reading } from './reading.ts';

const LANGUAGES: ReadonlyMap<string, Language> = new Map<string, Language>([
  ['python', 'python'],
  ['pypy', 'python'],
  ['node', 'javascript'],
  ['nodejs', 'javascript'],
  ['deno', 'javascript'],
  ['bun', 'javascript'],
  ['php', 'php'],
]);
/** Characters of one program that are read; of a longer one the beginning and the end. */
const MOST_TEXT = 256 * 1024;
const END = 48 * 1024;

/** The language of an interpreter whose code is read as a tree; `null` for the others. */
export const languageOf = (program: string): Language | null => LANGUAGES.get(program.replace(/[0-9.]+$/, '')) ?? null;

export interface ReadProgram {
  /** What it puts out. */
  readonly output: Value;
  /** Texts that it was seen to run, as a shell or as code. */
  readonly ran: ReadonlySet<string>;
  /** Those of a shell among them, and those of shells that it started with their words. */
  readonly started: ReadonlySet<string>;
  /** Nothing of it was cut, and all of it was of the language. */
  readonly isWhole: boolean;
}

/** Reads a program as its interpreter would, without running it; what it would do is emitted. */
export const readProgram = (
  machine: Machine,
  at: Pick<Call, 'scope' | 'shown'>,
  code: string,
  language: Language,
  input: Value | null,
  operands: readonly Value[] = [],
): ReadProgram => {
  const budget = budgetOf(machine, () => machine.cut(at));
  if (at.scope.provenance !== undefined) budget.add(code);
  const isLong = code.length > MOST_TEXT;
  if (isLong) budget.cut();
  const reading = new Reading(machine, language, at, { input, operands }, budget);
  reading.run(isLong ? `${code.slice(0, MOST_TEXT - END)}\n${code.slice(-END)}` : code);
  return {
    output: reading.output,
    ran: reading.ran,
    started: reading.started,
    isWhole: !budget.isCut && budget.faults === 0,
  };
};
