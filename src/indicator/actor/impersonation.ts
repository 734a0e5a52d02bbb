import { defineIndicator } from '../define.ts';
import { quoted } from '../quote.ts';

export const actorImpersonation = defineIndicator({
  id: 'actor.impersonation',
  title: 'Write under an impersonated identity',
  attack: ['T1053.007', 'T1078'],
  severity: 'low',
  why: 'The right to impersonate turns one stolen identity into any other.',
  falsePositives: ['Access proxies and consoles that impersonate the person behind them'],
  needs: ['impersonation', 'actor'],
  evaluate: ({ impersonation, actor }) => [
    {
      says: `The user ${quoted(impersonation.value)} acted as ${quoted(actor.username ?? 'an unknown user')}.`,
      at: impersonation.pointer,
      value: `${impersonation.value} as ${actor.username ?? 'unknown'}`,
    },
  ],
});
