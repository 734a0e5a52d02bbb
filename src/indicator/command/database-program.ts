import { SERVER_LAYER } from '../../command/databases.ts';
import { isOutside } from '../../command/network.ts';
import type { Effect } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';

/** What a server does that leads outside, as the rest of a sentence. */
const leads = (effect: Effect): string | null => {
  if (effect.kind === 'send') return 'sends out of the cluster what it holds';
  if (effect.kind === 'execute' && effect.what === 'downloaded') return 'runs a download';
  if (effect.kind !== 'connect') return null;
  const host = effect.to.split(' ', 1)[0] ?? '';
  return effect.binds !== null || (host.includes('.') && isOutside(host)) ? 'opens a connection' : null;
};

export const commandDatabaseProgram = defineIndicator({
  id: 'command.database-program',
  title: 'Makes the server of a database start a program that calls outside',
  attack: ['T1053.007', 'T1505.001', 'T1059', 'T1048'],
  severity: 'high',
  why: 'A server that starts programs for a statement is taken over by it: what it runs has the rights of the database and its network, and none of the limits of the job.',
  falsePositives: ['Exports that somebody wrote as a program of the server'],
  references: ['https://attack.mitre.org/techniques/T1505/001/'],
  needs: ['effects'],
  kinds: ['connect', 'execute', 'send'],
  evaluate: ({ effects }) =>
    fromEffects(effects, (effect) => {
      if (!effect.layers.includes(SERVER_LAYER)) return null;
      const does = leads(effect);
      return does !== null && `makes the server of a database start a program that ${does}`;
    }),
});
