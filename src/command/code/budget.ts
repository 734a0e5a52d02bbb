import type { Machine } from '../machine.ts';
import type { Value } from '../value.ts';

/** Steps of the parser that every command has, those that its length adds, and the most. */
const LEAST_PARSING = 3000;
const MOST_PARSING = 30_000;
const CHARACTERS_PER_PARSING = 2.5;
/** The same for following what was parsed. */
const LEAST_READING = 6000;
const MOST_READING = 60_000;
const CHARACTERS_PER_READING = 4 / 3;

/** Work that reading the code of one container may take, in steps of about half a microsecond. */
export class Budget {
  private parsing: number;
  private reading: number;
  /** Places of the code that no grammar takes. */
  faults = 0;
  isCut = false;
  private readonly onCut: () => void;

  constructor(length: number, onCut: () => void) {
    this.parsing = Math.min(MOST_PARSING, LEAST_PARSING + length / CHARACTERS_PER_PARSING);
    this.reading = Math.min(MOST_READING, LEAST_READING + length / CHARACTERS_PER_READING);
    this.onCut = onCut;
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
