import { defineIndicator } from '../define.ts';
import { quoted } from '../quote.ts';

export const changeServiceAccountRaised = defineIndicator({
  id: 'change.service-account-raised',
  title: 'Known workload runs as another service account',
  attack: ['T1053.007', 'T1098'],
  severity: 'info',
  why: 'Whoever may change a workload runs as any account of its namespace, without ever seeing a token.',
  falsePositives: ['An account of its own in the place of the default one'],
  needs: ['change'],
  evaluate: ({ change: { serviceAccount } }) => {
    // With rights that are known, and give nothing new, nothing was raised.
    if (serviceAccount === null || serviceAccount.powers?.length === 0) return [];
    const { from, to, pointer, powers } = serviceAccount;
    const gains =
      powers === null
        ? 'what that one may do is not known'
        : `that one has powers that the other lacks: ${powers.join(', ')}`;
    return [
      {
        says: `It now runs as service account ${quoted(to)}, before as ${quoted(from)}; ${gains}.`,
        at: pointer,
        value: `${from} → ${to}`,
      },
    ];
  },
});
