import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';

export const commandHiddenObjects = defineIndicator({
  id: 'command.hidden-objects',
  title: 'Creates objects that another object kept encoded',
  attack: ['T1053.007', 'T1027.013', 'T1140'],
  severity: 'medium',
  why: 'An annotation or a ConfigMap holds text as it is. Who encodes a manifest in one keeps it from being read until it is created.',
  falsePositives: ['Restores of objects that a tool keeps packed in a ConfigMap'],
  needs: ['effects'],
  kinds: ['kube-api'],
  evaluate: ({ effects }) =>
    fromEffects(effects, (effect) => {
      const from = effect.kind === 'kube-api' ? effect.wasHiddenIn : undefined;
      return from !== undefined && `creates objects that it decodes out of a ${quoted(from)} of the cluster`;
    }),
});
