import type { Machine } from '../machine.ts';
import type { Value } from '../value.ts';

/** Steps of the parser that every command has, and characters that add one. */
const LEAST_PARSING = 3000;
const CHARACTERS_PER_PARSING = 2.5;
/** The same for following what was parsed. */
const LEAST_READING = 6000;
const CHARACTERS_PER_READING = 4 / 3;
/** Characters that add to either. */
const MOST_CHARACTERS = 70_000;
/** Texts of other objects that add to it, and how many times as much as those of the body: people keep whole programs there. */
const MOST_ADDED = 8;
const OUTSIDE = 3;

/** Work that reading the code of one container may take, in steps of about half a microsecond. */
export class Budget {
  private parsing: number;
  private reading: number;
  /** Places of the code that no grammar takes. */
  faults = 0;
  isCut = false;
  private readonly onCut: () => void;

  private readonly added = new Set<string>();
  private characters: number;

  constructor(length: number, onCut: () => void) {
    this.characters = Math.min(length, MOST_CHARACTERS);
    this.parsing = LEAST_PARSING + this.characters / CHARACTERS_PER_PARSING;
    this.reading = LEAST_READING + this.characters / CHARACTERS_PER_READING;
    this.onCut = onCut;
  }

  /** Makes room for a text that another object holds, once. */
  add(text: string): void {
    if (this.added.size >= MOST_ADDED || this.added.has(text)) return;
    this.added.add(text);
    const more = Math.min(text.length, MOST_CHARACTERS - this.characters);
    this.characters += more;
    this.parsing += (more / CHARACTERS_PER_PARSING) * OUTSIDE;
    this.reading += (more / CHARACTERS_PER_READING) * OUTSIDE;
  }

  parses(units: number): boolean {
    this.parsing -= units;
    if (this.parsing < 0) this.cut();
    return this.parsing >= 0;
  }

  /** Steps that are left for following. */
  get left(): number {
    return this.reading;
  }

  spend(units = 1): boolean {
    this.reading -= units;
    if (this.reading < 0) this.cut();
    return this.reading >= 0;
  }

  cut(): void {
    if (this.isCut) return;
    this.isCut = true;
    this.onCut();
  }
}

/** Values of variables that a command before was given work for: all commands of a container have the same. */
const counted = new WeakSet<Value>();

/** Characters that the container gives in variables: a text may as well stand there. */
const givenTo = ({ environment }: Machine): number => {
  let length = 0;
  for (const value of environment.values()) {
    if (counted.has(value)) continue;
    counted.add(value);
    length += value.text.length;
  }
  return length;
};

const budgets = new WeakMap<Machine, Budget>();

/** One budget for all code of a command: code in code does not begin anew. */
export const budgetOf = (machine: Machine, onCut: () => void): Budget => {
  const known = budgets.get(machine);
  if (known !== undefined) return known;
  const { argv, script } = machine.command;
  const written = argv.reduce((sum, word) => sum + word.length, script?.length ?? 0);
  const made = new Budget(written + givenTo(machine), onCut);
  budgets.set(machine, made);
  return made;
};
