import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';

/** Adds `cronwarden complete SHELL`, which prints the completion script for zsh, bash, fish or powershell. */
export const addCompletions = (program: Command): void => {
  tab(program);
};
