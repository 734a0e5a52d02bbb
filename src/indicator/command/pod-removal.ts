import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';

export const commandPodRemoval = defineIndicator({
  id: 'command.pod-removal',
  title: 'Deletes pods or finished jobs',
  attack: ['T1053.007', 'T1489'],
  severity: 'low',
  why: 'Restarts and clean-ups do that; so does whoever wants a trace gone.',
  falsePositives: ['Restarts of leaky applications', 'Clean-up of evicted pods and finished jobs'],
  needs: ['effects'],
  kinds: ['kube-api'],
  evaluate: ({ effects }) =>
    fromEffects(
      effects,
      (effect) =>
        effect.kind === 'kube-api' &&
        effect.verb === 'delete' &&
        effect.resources.some((resource) => /^(?:pods?|po|jobs?(?:\.batch)?|cronjobs?|cj)(?:$|[,/])/.test(resource)) &&
        'deletes pods or jobs',
    ),
});
