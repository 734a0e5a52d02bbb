import type { Effect } from '../model/effect.ts';
import type { CommandFact } from '../model/facts.ts';
import { effectsOf } from './effects.ts';

/** The effects of a text that bash runs. */
export const effectsOfText = (script: string): readonly Effect[] => {
  const command: CommandFact = {
    container: 'main',
    role: 'container',
    pointer: '',
    carrier: 'command',
    argv: ['bash', '-c', script],
    entrypoint: null,
    shown: script,
    script,
  };
  return effectsOf({ commands: [command], hostPaths: [], environment: [], mounts: [] });
};

/** The words of each `say` that a text would run: a program that does nothing else. */
export const said = (script: string): readonly string[] =>
  effectsOfText(script).flatMap((effect) =>
    effect.kind === 'run' && effect.program === 'say' ? [effect.args.join(' ')] : [],
  );
