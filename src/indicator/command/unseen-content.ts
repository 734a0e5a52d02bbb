import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';

export const commandUnseenContent = defineIndicator({
  id: 'command.unseen-content',
  title: 'Runs text that the log does not hold',
  attack: ['T1053.007', 'T1027'],
  severity: 'info',
  why: 'What a ConfigMap, a Secret or a variable brings along can be changed without touching the workload, and nothing of it was judged.',
  falsePositives: [
    'Every job whose script stands in a ConfigMap, where the audit policy logs ConfigMaps without their body',
  ],
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/configure-pod-configmap/'],
  needs: ['effects'],
  kinds: ['unresolved'],
  evaluate: ({ effects }) =>
    fromEffects(effects, (effect) => effect.kind === 'unresolved' && effect.because === 'not-logged' && effect.note),
});
