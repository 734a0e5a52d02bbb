import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';

export const commandClusterGrant = defineIndicator({
  id: 'command.cluster-grant',
  title: 'Grants cluster-admin from inside a job',
  attack: ['T1053.007', 'T1098.006', 'T1059.013'],
  severity: 'medium',
  why: 'A job that hands out the highest role makes its author administrator, again and again.',
  falsePositives: ['Set-up jobs of test clusters'],
  needs: ['effects'],
  kinds: ['kube-api'],
  evaluate: ({ effects }) =>
    fromEffects(
      effects,
      (effect) => effect.kind === 'kube-api' && effect.grants !== null && 'binds an account to the role cluster-admin',
    ),
});
