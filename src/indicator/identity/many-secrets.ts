import { defineIndicator } from '../define.ts';
import { quoted } from '../quote.ts';

/** Different secrets in one pod; of the work that we have seen none uses as many. */
export const MANY = 8;
/** Names that the sentence gives; the rest is told by their number. */
const SHOWN = 4;

export const identityManySecrets = defineIndicator({
  id: 'identity.many-secrets',
  title: 'Uses very many secrets',
  attack: ['T1552.007', 'T1053.007'],
  severity: 'info',
  why: 'Whoever may create pods may read every secret of the namespace by mounting it: this needs no right to read secrets.',
  falsePositives: ['Gateways and monitoring that hold a secret for each of their targets'],
  needs: ['secrets'],
  evaluate({ secrets }) {
    const byName = new Map(secrets.map((secret) => [secret.name, secret]));
    const [first] = byName.values();
    if (first === undefined || byName.size < MANY) return [];
    const names = [...byName.keys()].slice(0, SHOWN).map(quoted).join(', ');
    return [
      {
        says: `The pod uses ${byName.size} secrets, ${names} and ${byName.size - SHOWN} more among them.`,
        at: first.pointer,
        value: [...byName.keys()].slice(0, MANY).join(', '),
      },
    ];
  },
});
