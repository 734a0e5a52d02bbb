import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { startedServices, stopsGuard } from './node-guards.ts';

export const commandDefenceAttempt = defineIndicator({
  id: 'command.defence-attempt',
  title: 'Tells what guards a node to stop, from inside a container',
  attack: ['T1053.007', 'T1685'],
  severity: 'medium',
  why: 'No image has a kernel audit or an agent of its own to stop: it is meant for the node, and works with power over it.',
  falsePositives: ['Scripts for machines that are run in a container as they are'],
  needs: ['effects'],
  kinds: ['run'],
  evaluate: ({ effects }) => {
    const started = startedServices(effects);
    return fromEffects(
      effects,
      (effect) => effect.kind === 'run' && effect.onHost === null && stopsGuard(effect, started),
    );
  },
});
