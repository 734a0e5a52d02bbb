import { WORK } from './budget.ts';
import { isFile } from './file-names.ts';
import { matchesPath } from './globs.ts';
import type { Call, Machine } from './machine.ts';
import { concat, EMPTY, mapped, union, unknown, type Value } from './value.ts';

/** What a filter reads: the files that it is given, as far as they are known, else its input. */
export const source = (machine: Machine, { program, texts, args, input }: Call): Value => {
  let out: Value | null = null;
  let names = false;
  for (const [index, text] of texts.entries()) {
    // The first word of openssl says what it does.
    if (index === 0 && program === 'openssl') continue;
    const name = text.startsWith('if=') ? text.slice(3) : text;
    if (name.startsWith('-') || (program === 'tee' && index >= 0) || /^(?:of|bs|count|skip|status|conv)=/.test(name))
      continue;
    const file = fileOrFiles(machine, name);
    if (file !== undefined) out = out === null ? file : concat(out, file);
    else if (isFile(name) && !/^\+?\d+$/.test(name)) {
      names = true;
      const origins = args[index]?.origins ?? [];
      if (origins.length > 0) out = out === null ? unknown(origins) : concat(out, unknown(origins));
    }
  }
  if (out !== null) return input === null ? out : { ...out, origins: union(out.origins, input.origins) };
  if (input !== null) return names && program !== 'tee' ? { ...mapped(input, null), leads: input.origins } : input;
  return names ? unknown() : EMPTY;
};

/** Files that are named, one after the other, or the input. */
export const textSource = (machine: Machine, call: Call): Value => {
  let out: Value | null = null;
  const script = call.program === 'sed' ? scriptOfSed(call.texts) : -1;
  for (const [index, text] of call.texts.slice(0, MOST_NAMED).entries()) {
    const isWord = text.startsWith('-') || index === script || (script >= 0 && call.texts[index - 1] === '-e');
    const file = isWord ? undefined : fileOrFiles(machine, text);
    if (file !== undefined) out = out === null ? file : concat(out, file);
  }
  return out ?? call.input ?? unknown();
};
const MOST_NAMED = 64;

/** Where the edits of sed stand, which end as a path may: `s/a/b/g` is no file g. */
const scriptOfSed = (texts: readonly string[]): number => {
  const option = texts.findIndex((text) => /^(?:-[a-zA-Z]*[ef]|--expression|--file)(?:=|$)/.test(text));
  return option >= 0 ? option : texts.findIndex((text) => !text.startsWith('-'));
};

/** A file, or the files that a pattern names, one after the other. */
const fileOrFiles = (machine: Machine, name: string): Value | undefined => {
  const [first, ...more] = pathsWritten(machine, name).flatMap((path) => machine.files.get(path) ?? []);
  return first === undefined ? machine.files.get(name) : more.reduce(concat, first);
};

/** Paths that a pattern names, of files that the command wrote. */
export const pathsWritten = (
  machine: Pick<Machine, 'files' | 'spend' | 'absolute'>,
  name: string,
): readonly string[] => {
  if (name.length > 200 || !/[*?[]/.test(name) || machine.files.size === 0) return [];
  if (!machine.spend(machine.files.size * WORK.word)) return [];
  const path = machine.absolute(name);
  return machine.files.pathsNamed((one) => matchesPath(name, one) || matchesPath(path, one));
};
