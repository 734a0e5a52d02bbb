import type { Run } from '../../model/effect.ts';

/**
 * Guessers of passwords that share their name with another program, by what they cannot guess without: Hydra is an OAuth
 * server too, Medusa a backup tool and a shop.
 */
const NEEDED: ReadonlyMap<string, RegExp> = new Map([
  ['hydra', /^-[A-Za-z]*[lLpPCxM]|:\/\//],
  ['medusa', /^-[A-Za-z]*M/],
]);

/** A value that nobody has seen may be an option, unless it stands behind one. */
const isOpen = (arg: string, before: string): boolean => arg.includes('$') && !before.startsWith('-');

/** An address behind a long option is that of a server which is asked: a guesser has its target as a word of its own. */
const isGiven = (needed: RegExp, arg: string, before: string): boolean =>
  needed.test(arg) && !(arg.includes('://') && (before.startsWith('--') || arg.startsWith('--')));

/** Whether it is the other program of that name: called with the word of a command, and with nothing that a guesser needs. */
export const isNamesake = ({ program, args }: Run): boolean => {
  const needed = NEEDED.get(program);
  return (
    needed !== undefined &&
    args.some((one) => /^[a-z][a-z:-]*$/.test(one)) &&
    !args.some((one, at) => isGiven(needed, one, args[at - 1] ?? '') || isOpen(one, args[at - 1] ?? ''))
  );
};
