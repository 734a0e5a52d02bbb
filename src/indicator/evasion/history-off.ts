import type { Effect } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';

/** Files in which shells keep what was typed. */
export const HISTORY_FILES: readonly string[] = [
  '.bash_history',
  '.ash_history',
  '.sh_history',
  '.zsh_history',
  '.history',
];

export const isHistoryFile = (path: string): boolean => HISTORY_FILES.includes(path.slice(path.lastIndexOf('/') + 1));

/** Assignments after which a shell keeps nothing. */
const SETS_OFF = /^(?:HISTFILE=(?:\/dev\/null)?|HIST(?:FILE)?SIZE=0)$/;

const turnsOff = (effect: Effect): string | null => {
  if (effect.kind === 'delete' || effect.kind === 'write')
    return isHistoryFile(effect.path) ? `empties the shell's history at ${effect.path}` : null;
  if (effect.kind !== 'run') return null;
  const { program, args } = effect;
  const off =
    (program === 'unset' && args.includes('HISTFILE')) ||
    (program === 'history' && args.some((arg) => /^-[a-z]*c/.test(arg))) ||
    (program === 'set' && args[0] === '+o' && args[1] === 'history') ||
    ((program === 'export' || program === 'declare' || program === 'typeset') &&
      args.some((arg) => SETS_OFF.test(arg)));
  return off ? "turns off the shell's history" : null;
};

export const evasionHistoryOff = defineIndicator({
  id: 'evasion.history-off',
  title: 'Turns off or empties the history of a shell',
  attack: ['T1070', 'T1690', 'T1053.007'],
  severity: 'low',
  why: 'A script keeps no history: only somebody who means to type, or to hide what was typed, cares for it.',
  falsePositives: ['Scripts written for a terminal and run in a job', 'Hardening of images'],
  needs: ['effects'],
  kinds: ['delete', 'run', 'write'],
  evaluate: ({ effects }) => fromEffects(effects, turnsOff),
});
