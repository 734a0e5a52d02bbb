import type { Facts, Place } from '../model/facts.ts';
import type { Because } from '../model/seen.ts';

/** Programs of one shape, in their order; of each name so many characters. */
const MOST_PROGRAMS = 12;
const MOST_NAME = 40;

export interface CommandShape {
  /** `sh, curl: download, execute`; `null` where it cannot be told. */
  readonly value: string | null;
  readonly missing: Because | null;
  readonly place: Place;
}

const NOWHERE: Place = { container: null, role: null, pointer: '' };

/**
 * What the commands of a pod are like: their programs in order, and the kinds of what they would do. Addresses, paths and
 * words play no part, so that the job of the next day has the shape of today's; nor does what stands in another object. Bounded, whatever the text.
 */
export const shapeOf = (commands: Facts['commands'], effects: Facts['effects']): CommandShape => {
  if (commands.state === 'unseen') return { value: null, missing: commands.because, place: NOWHERE };
  if (effects.state === 'unseen') return { value: null, missing: effects.because, place: NOWHERE };
  const missing =
    (commands.state === 'seen' ? commands.missing : undefined) ??
    (effects.state === 'seen' ? effects.missing : undefined);
  // Of a part the shape is not that of the whole.
  if (missing !== undefined) return { value: null, missing, place: NOWHERE };
  const [first] = commands.state === 'seen' ? commands.value : [];
  if (first === undefined) return { value: 'the programs of the images', missing: null, place: NOWHERE };
  const programs: string[] = [];
  const kinds = new Set<string>();
  for (const effect of effects.state === 'seen' ? effects.value : []) {
    // Text of another object may be in one log and not in the next, and that of a Secret is never shown.
    if (effect.kind === 'unresolved' || effect.provenance?.isOutside === true || effect.provenance?.hidden === true)
      continue;
    if (effect.kind !== 'run') kinds.add(effect.kind);
    else if (programs.length <= MOST_PROGRAMS && programs.at(-1) !== effect.program) programs.push(effect.program);
    if (effect.onHost !== null) kinds.add('on the node');
  }
  const named = programs.slice(0, MOST_PROGRAMS).map((name) => (name === '' ? '(unnamed)' : name.slice(0, MOST_NAME)));
  if (programs.length > MOST_PROGRAMS) named.push('…');
  const does = [...kinds].sort().join(', ');
  const { container, role, pointer } = first;
  return {
    value: `${named.length === 0 ? '(no program)' : named.join(', ')}${does === '' ? '' : `: ${does}`}`,
    missing: null,
    place: { container, role, pointer },
  };
};
