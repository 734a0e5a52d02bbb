import type { Effect } from '../model/effect.ts';
import type { CommandFact } from '../model/facts.ts';
import type { Evidence } from '../model/indicator.ts';
import { subjectOf } from './quote.ts';

const CARRIERS: Readonly<Record<CommandFact['carrier'], string>> = {
  command: '',
  postStart: ', in its postStart hook',
  preStop: ', in its preStop hook',
  livenessProbe: ', in its liveness probe',
  readinessProbe: ', in its readiness probe',
  startupProbe: ', in its startup probe',
};

/**
 * A sentence about a command: the container, what it does, the hook or probe that carries it, and the object that holds
 * the text where that is another one. Of hidden text nothing is told, since what it does may quote it.
 */
export const saysOf = (
  command: Pick<CommandFact, 'container' | 'role' | 'carrier'> & Pick<Effect, 'provenance'>,
  does: string,
): string => {
  const { provenance } = command;
  const carried = CARRIERS[command.carrier];
  if (provenance === undefined) return `${subjectOf(command)} ${does}${carried}.`;
  return provenance.hidden
    ? `${subjectOf(command)} does this${carried}, in text from ${provenance.says}; the text is not shown.`
    : `${subjectOf(command)} ${does}${carried}, in text from ${provenance.says}.`;
};

/**
 * The first effect of each command that a test answers, with the answer as the rest of its sentence, without subject and
 * full stop: `pipes a download into an interpreter`.
 */
export const fromEffects = <E extends Effect>(
  effects: readonly E[],
  does: (effect: E) => string | null | undefined | false,
): readonly Evidence[] => {
  let said: Set<string> | undefined;
  const found: Evidence[] = [];
  for (const effect of effects) {
    // Each command has a place of its own.
    if (said?.has(effect.pointer)) continue;
    const answer = does(effect);
    if (!answer) continue;
    said ??= new Set();
    said.add(effect.pointer);
    const { pointer: at, shown: value, container, layers: decoded } = effect;
    const one = { says: saysOf(effect, answer), at, value, container };
    found.push(decoded.length === 0 ? one : { ...one, decoded });
  }
  return found;
};
