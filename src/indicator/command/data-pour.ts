import { isDrop } from '../../command/answers.ts';
import { isOutside, isPublicAddress } from '../../command/network.ts';
import type { Send } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';
import { hostOf } from '../sources.ts';

/**
 * A connection without a protocol to somebody outside: by a public address, or by a name that is not of the cluster. A request
 * to a public address has nobody's name on it either.
 */
const isBare = ({ by, to }: Send): boolean => {
  const host = to.replace(/^\/dev\/(?:tcp|udp)\//, '').split('/', 1)[0] ?? '';
  if (by === 'request') return isPublicAddress(host);
  return (
    by === 'connection' && (isPublicAddress(host) || (/[a-z]/i.test(host) && host.includes('.') && isOutside(host)))
  );
};

export const commandDataPour = defineIndicator({
  id: 'command.data-pour',
  title: 'Pours a database, the traffic or the answers of others out of the cluster',
  attack: ['T1053.007', 'T1048', 'T1040'],
  severity: 'high',
  why: 'A backup has storage that answers for it. A dump in a bare connection, packets that were captured, or what a service inside answered, sent on to a host without a name, have a reader who is not to be known.',
  falsePositives: [
    'Moves of a database to another provider, by hand',
    'Captures for the support of a network product',
    'Exports to a partner who has an address and no name',
  ],
  references: ['https://attack.mitre.org/techniques/T1040/'],
  needs: ['effects'],
  kinds: ['send'],
  evaluate: ({ effects }) =>
    fromEffects(effects, (effect) => {
      if (effect.kind !== 'send') return null;
      // Storage answers for what is in it, as with a backup.
      if (effect.what.what === 'traffic' && effect.by !== 'storage')
        return 'captures the traffic of others and sends it out of the cluster';
      if (effect.what.what === 'database' && effect.by === 'request' && isDrop(effect.to))
        return 'dumps a database to where anybody leaves files';
      if (effect.what.what === 'answer' && (effect.by === 'request' || effect.by === 'connection'))
        return `takes what ${quoted(hostOf(effect.what.path))} answers and sends it to ${quoted(effect.to)}`;
      return (
        effect.what.what === 'database' &&
        isBare(effect) &&
        `dumps a database to ${effect.by === 'request' ? 'a bare address' : 'the outside, over a bare connection'}`
      );
    }),
});
