import { WORK } from './budget.ts';
import type { Call, Machine } from './machine.ts';
import { isWrapper } from './programs.ts';
import { readsOfFile } from './reads.ts';
import { concat, EMPTY, literal, mapped, unknown, type Value } from './value.ts';

/** Commands that are made of one input, and words of it. */
const MOST_RUNS = 32;
const MOST_WORDS = 400;

/** The commands that `xargs` makes of its input; `at` is where it stands among all words. */
export const spread = (machine: Machine, call: Call, at: number): Value => {
  const { program, texts, args, all, allTexts } = call;
  const options = allTexts.slice(at + 1, allTexts.length - texts.length);
  const place = options.findIndex((text) => /^(?:-(?:I|i)|--replace)/.test(text));
  const written = (options[place] ?? '').replace(/^(?:-[Ii]|--replace=?)/, '');
  const mark =
    place < 0 ? null : written !== '' ? written : options[place] === '-I' ? (options[place + 1] ?? '{}') : '{}';
  const command =
    program === '' ? wrappersOf(all, at) : [all[all.length - args.length - 1] ?? literal(program), ...args];
  const counts = optionValue(options, '-n', '--max-args') ?? optionValue(options, '-L', '--max-lines');
  const named = optionValue(options, '-a', '--arg-file');
  const file = named === null ? undefined : machine.files.get(named);
  // It opens the file itself.
  const piped = file ?? (named === null ? call.input : unknown(readsOfFile(machine, named, call))) ?? unknown();
  const affords = machine.spend(piped.text.length * WORK.character);
  if (!affords) machine.cut(call);
  const given = affords ? piped : mapped(piped, null);
  const found = given.known ? piecesOf(given, options, mark !== null) : [given];
  // Of many words the first is read, and one that stands for any of them, as in a loop.
  const isMany = found.length > MOST_RUNS && (mark !== null || counts !== null);
  // Data of which no word is known is still in what runs.
  const isEmpty = found.length === 0 && given.origins.length > 0;
  const pieces = isEmpty ? [unknown(given.origins)] : isMany ? [...found.slice(0, 1), unknown(given.origins)] : found;
  let out = EMPTY;
  if (mark !== null && mark !== '') {
    for (const piece of pieces.slice(0, MOST_RUNS)) {
      const words = command.map((word) => {
        const [before, ...rest] = word.text.split(mark, 16);
        if (rest.length === 0 || before === undefined) return word;
        return rest.reduce((made, next) => concat(concat(made, piece), literal(next)), { ...word, text: before });
      });
      out = concat(out, machine.runWords(words, call, null));
    }
  } else {
    const count = Number(counts ?? MOST_WORDS);
    const step = Number.isInteger(count) && count > 0 ? Math.min(count, MOST_WORDS) : MOST_WORDS;
    for (let from = 0, runs = 0; from === 0 || (from < pieces.length && runs < MOST_RUNS); from += step, runs += 1) {
      out = concat(out, machine.runWords([...command, ...pieces.slice(from, from + step)], call, null));
    }
  }
  if (found.length > MOST_WORDS) machine.cut(call);
  return out;
};

/** `xargs env`: wrappers whose program comes with the input; without a program it is `echo`. */
const wrappersOf = (all: readonly Value[], at: number): readonly Value[] => {
  const from = all.findIndex(({ text }, index) => index > at && isWrapper(text));
  return from < 0 ? [literal('echo')] : all.slice(from);
};

const optionValue = (options: readonly string[], short: string, long: string): string | null => {
  for (const [index, option] of options.entries()) {
    if (option === short || option === long) return options[index + 1] ?? null;
    if (option.startsWith(`${long}=`)) return option.slice(long.length + 1);
    if (option.startsWith(short) && !option.startsWith('--')) return option.slice(short.length);
  }
  return null;
};

const piecesOf = (given: Value, options: readonly string[], byLine: boolean): readonly Value[] => {
  const isNull = options.some((text) => text === '--null' || /^-[a-z]*0/.test(text));
  const delimiter = optionValue(options, '-d', '--delimiter');
  const sign = isNull
    ? '\0'
    : delimiter === null
      ? null
      : delimiter === '\\n'
        ? '\n'
        : delimiter === '\\0'
          ? '\0'
          : delimiter;
  const texts =
    sign !== null && sign !== ''
      ? given.text.split(sign, MOST_WORDS + 1)
      : byLine
        ? given.text.split('\n', MOST_WORDS + 1).map((line) => unquoted(line.trim()))
        : wordsOf(given.text);
  return texts.filter((text) => text !== '').map((text) => mapped(given, text));
};

const unquoted = (text: string): string => text.replaceAll(/'([^']*)'|"([^"]*)"|\\(.)/g, '$1$2$3');

/** Words at blanks; quotes and backslashes keep them together. */
const wordsOf = (text: string): readonly string[] => {
  const found = text.slice(0, 64 * 1024).match(/(?:'[^']*'|"[^"]*"|\\.|[^\s'"\\])+/gs) ?? [];
  return found.slice(0, MOST_WORDS + 1).map(unquoted);
};
