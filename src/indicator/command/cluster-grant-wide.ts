import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';

/** Whoever holds one of these is nobody in particular: no user, every user, or every pod that sets no account. */
const ANYBODY =
  /^(?:system:(?:anonymous|unauthenticated|authenticated|serviceaccounts(?::[\w-]{1,63})?)|system:serviceaccount:[\w-]{1,63}:default|(?:[\w-]{1,63}:)?default)$/;

export const commandClusterGrantWide = defineIndicator({
  id: 'command.cluster-grant-wide',
  title: 'Grants cluster-admin to nobody in particular',
  attack: ['T1053.007', 'T1098.006'],
  severity: 'high',
  why: 'A role for everybody, for the anonymous or for the default account of a namespace is a door that stays open for whoever knows of it.',
  falsePositives: ['Set-up jobs of throw-away test clusters'],
  needs: ['effects'],
  kinds: ['kube-api'],
  evaluate: ({ effects }) =>
    fromEffects(effects, (effect) => {
      if (effect.kind !== 'kube-api' || effect.grants !== 'cluster-admin') return null;
      const subject = effect.subjects.find((one) => ANYBODY.test(one));
      return subject !== undefined && `binds ${quoted(subject)} to the role cluster-admin`;
    }),
});
