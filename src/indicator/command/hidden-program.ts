import { baseName } from '../../lib/path.ts';
import type { Run } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';

/** Memory that processes share. It takes files as any directory does, and leaves nothing on a disk. */
const SHARED_MEMORY = /^\/dev\/(?:shm|mqueue)\/[^\s]/;
/** A name that no listing shows, where anybody may put a program; tools keep directories of such names there, not programs. */
const HIDDEN = /^\/(?:(?:var\/)?tmp|run|var\/run)\/(?:[^/\s]{1,100}\/){0,8}\.[^/.\s][^/\s]{0,100}$/;
/** Directories that are named so that nobody looks into them. */
const UNSEEN = /\/(?:\.{3,8}|\.(?:X11|ICE|XIM|font|Test)(?:-unix)?|\. ?| )\/[^/\s]/;
const LOADS = /^LD_(?:PRELOAD|AUDIT)=.{0,200}?(\/(?:(?:var\/)?tmp|dev\/shm)\/[^\s:]{1,200})/;
/** Words in front of what runs: assignments and wrappers. */
const MOST_WORDS = 12;

const hides = ({ program, words }: Run): string | null => {
  if (program === '') return null;
  const path = words.find((word, at) => at < MOST_WORDS && word.startsWith('/') && baseName(word) === program);
  if (path !== undefined) {
    if (SHARED_MEMORY.test(path)) return `runs ${quoted(path)} out of shared memory`;
    if (HIDDEN.test(path) || UNSEEN.test(path)) return `runs ${quoted(path)}, which no listing shows`;
  }
  const loads = words.find((word, at) => at < MOST_WORDS && word.startsWith('LD_') && LOADS.test(word));
  const library = loads === undefined ? undefined : LOADS.exec(loads)?.[1];
  return library === undefined ? null : `loads ${quoted(library)} in front of what a program brings`;
};

export const commandHiddenProgram = defineIndicator({
  id: 'command.hidden-program',
  title: 'Runs a program that is hidden, or out of shared memory',
  attack: ['T1053.007', 'T1564.001', 'T1574.006'],
  severity: 'medium',
  why: 'A job runs what its image brings. What lies where nobody looks was put there by somebody else.',
  falsePositives: ['Tests that load a library which they have just built'],
  needs: ['effects'],
  kinds: ['run'],
  evaluate: ({ effects }) => fromEffects(effects, (effect) => effect.kind === 'run' && hides(effect)),
});
