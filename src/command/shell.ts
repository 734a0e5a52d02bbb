import { baseName } from '../lib/path.ts';

/** Shells that run the text after an option with `c`. */
export const SHELLS: ReadonlySet<string> = new Set([
  'sh',
  'bash',
  'ash',
  'dash',
  'zsh',
  'ksh',
  'mksh',
  'rbash',
  'fish',
  'csh',
  'tcsh',
  'yash',
  'posh',
  'sash',
  'lksh',
  'pdksh',
  'oksh',
  'elvish',
  'xonsh',
  'osh',
  'rc',
]);

export const isShell = (program: string): boolean => SHELLS.has(baseName(program));

/**
 * Where in `argv` the text stands that a shell is told to run with `-c`, or -1.
 *
 * The shell may stand anywhere: wrappers such as `env`, `timeout`, `chroot` and `nsenter` hand the rest on. Options go on
 * after `-c` until `--` or a word without a dash, so `-c -- TEXT`, `-o pipefail -c TEXT` and `-euxc TEXT` are read alike.
 */
export const shellTextIndex = (argv: readonly string[]): number => {
  for (let shell = 0; shell < argv.length; shell += 1) {
    if (!isShell(argv[shell] ?? '')) continue;
    const found = textAfterOptions(argv, shell + 1);
    if (found >= 0) return found;
  }
  return -1;
};

/** No shell has more options than this; without an end, a list of ten thousand shells would be read ten thousand times. */
const MOST_OPTIONS = 64;

const textAfterOptions = (argv: readonly string[], from: number): number => {
  let runsText = false;
  let at = from;
  const end = Math.min(argv.length, from + MOST_OPTIONS);
  for (; at < end; at += 1) {
    const word = argv[at] ?? '';
    if (word === '--' || word === '-') {
      at += 1;
      break;
    }
    if (word.startsWith('--')) {
      if (word === '--rcfile' || word === '--init-file') at += 1;
      else if (word === '--command') runsText = true;
    } else if ((word.startsWith('-') || word.startsWith('+')) && word.length > 1) {
      if (word.startsWith('-') && word.includes('c')) runsText = true;
      // Each o or O of a cluster takes one of the words that follow: `-eo pipefail`.
      for (const letter of word) if (letter === 'o' || letter === 'O') at += 1;
    } else break;
  }
  return runsText && at < end ? at : -1;
};
