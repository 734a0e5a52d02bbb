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
  { provenance, ...command }: Pick<CommandFact, 'container' | 'role' | 'carrier'> & Pick<Effect, 'provenance'>,
  does: string,
): string => {
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
export const fromEffects = (
  effects: readonly Effect[],
  does: (effect: Effect) => string | null | undefined | false,
): readonly Evidence[] => {
  const said = new Set<string>();
  const found: Evidence[] = [];
  for (const effect of effects) {
    // Each command has a place of its own.
    if (said.size > 0 && said.has(effect.pointer)) continue;
    const answer = does(effect);
    if (!answer) continue;
    said.add(effect.pointer);
    found.push({
      says: saysOf(effect, answer),
      at: effect.pointer,
      value: effect.shown,
      container: effect.container,
      ...(effect.layers.length === 0 ? {} : { decoded: effect.layers }),
    });
  }
  return found;
};
