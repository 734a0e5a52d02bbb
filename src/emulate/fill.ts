import type { Atomic } from './atomic.ts';

const PLACE = /#\{([\w-]+)\}/g;

/** The arguments that a text asks for. */
export const argumentsIn = (text: string): readonly string[] => [
  ...new Set([...text.matchAll(PLACE)].map(([, name = '']) => name)),
];

/**
 * What arguments stand for: those given, else the defaults of the file. A name that is neither stays as it is written, so
 * that it is seen.
 */
export const valuesOf = (atomic: Atomic, given: Readonly<Record<string, string>> = {}): ReadonlyMap<string, string> =>
  new Map(
    atomic.arguments.flatMap(({ name, default: usual }): [string, string][] => {
      const value = given[name] ?? usual;
      return value === null ? [] : [[name, value]];
    }),
  );

/** A text with its arguments filled in, then the folder of the atomic tests, as the usual runner does it. */
export const fill = (text: string, values: ReadonlyMap<string, string>, folder: string): string =>
  text
    .replace(PLACE, (written, name: string) => values.get(name) ?? written)
    .replaceAll(/\$?PathToAtomicsFolder/gi, () => folder);

/**
 * One line, as the usual runner hands it to a POSIX shell: lines are joined by `;`, of a check by `&&`. A command that needs
 * its lines as lines (a here-document, a comment, a loop over several) does not survive this.
 */
export const joined = (text: string, by: ';' | '&&'): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(by === ';' ? '; ' : ' && ');

export interface ResolvedDependency {
  readonly description: string;
  readonly check: string;
  readonly get: string | null;
}

/** A test as it is run: each command one line. */
export interface Resolved {
  readonly dependencies: readonly ResolvedDependency[];
  readonly command: string;
  readonly cleanup: string | null;
  /** Arguments that have neither a given value nor a default. */
  readonly missing: readonly string[];
}

export const resolve = (atomic: Atomic, given: Readonly<Record<string, string>>, folder: string): Resolved => {
  const values = valuesOf(atomic, given);
  const line = (text: string, by: ';' | '&&' = ';'): string => joined(fill(text, values, folder), by);
  return {
    dependencies: atomic.dependencies.map(({ description, check, get }) => ({
      description: fill(description, values, folder),
      check: line(check, '&&'),
      get: get === null ? null : line(get),
    })),
    command: line(atomic.command),
    cleanup: atomic.cleanup === null ? null : line(atomic.cleanup),
    missing: atomic.arguments.flatMap(({ name }) => (values.has(name) ? [] : [name])),
  };
};
