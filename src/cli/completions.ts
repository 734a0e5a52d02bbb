import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';

/** Adds `cronwarden complete SHELL`, which prints the completion script for zsh, bash, fish or powershell. */
export const addCompletions = (program: Command): void => {
  tab(program);
};

/** The last line of an answer to a shell: "no file names". Most arguments of ours are file names. */
const NO_FILES = /^:4$/m;
const BASH_WORDS = /_get_comp_words_by_ref -n "=:" cur prev words cword/;
const BASH_WORDS_ALONE = `if declare -F _get_comp_words_by_ref >/dev/null; then
        _get_comp_words_by_ref -n "=:" cur prev words cword
    else
        cur="\${COMP_WORDS[COMP_CWORD]}"; prev="\${COMP_WORDS[COMP_CWORD-1]}"; words=("\${COMP_WORDS[@]}"); cword=$COMP_CWORD
    fi`;

/** A line of the library's output as ours should be: with file names, and in a bash without its completion package. */
export const mended = (text: string): string =>
  text
    .replace(NO_FILES, ':0')
    .replace(/^readonly (ShellComp)/gm, '$1')
    .replace(BASH_WORDS, BASH_WORDS_ALONE)
    .replace(/^complete -F /gm, 'complete -o default -o bashdefault -F ');

/** Runs `work` with everything that it prints through the console mended. */
export const withMendedCompletions = async (work: () => Promise<unknown>): Promise<void> => {
  const print = console.log;
  console.log = (...parts: unknown[]) => print(mended(parts.map(String).join(' ')));
  try {
    await work();
  } finally {
    console.log = print;
  }
};
