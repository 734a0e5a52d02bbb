import { isPersistence } from '../../command/places.ts';
import type { Effect, Write } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';

const KEY = /(?:^|\s)(?:ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-[\w-]{1,20})\s{1,4}AAAA/;

/** A key that stands in the manifest, for root of a machine to which the command is handed. */
const letsIn = ({ host, isElsewhere, path, text }: Effect & Write): boolean =>
  host === null && isElsewhere === true && /^(?:~|\/root)\/\.ssh\/authorized_keys2?$/.test(path) && KEY.test(text);

export const commandPersistenceWrite = defineIndicator({
  id: 'command.persistence-write',
  title: 'Writes to a place of the node from which programs are started',
  attack: ['T1053.007', 'T1053.003', 'T1543.002', 'T1098.004', 'T1574.006'],
  severity: 'high',
  why: 'A cron entry, a service unit, a key or a preloaded library outlives the pod, the job and the cluster.',
  falsePositives: ['Node configuration tools that install a service unit'],
  needs: ['effects'],
  kinds: ['change-mode', 'write'],
  evaluate: ({ effects }) =>
    fromEffects(effects, (effect) => {
      if (effect.kind === 'write' && letsIn(effect)) return 'gives root of another machine a key of the manifest';
      if ((effect.kind !== 'write' && effect.kind !== 'change-mode') || effect.host === null || effect.host.readOnly)
        return null;
      const { host } = effect;
      if (effect.kind === 'write')
        return isPersistence(host.path, effect.text) && `writes ${quoted(host.path)} on the node`;
      if (effect.immutable === undefined || !isPersistence(host.path, '')) return null;
      const change = effect.immutable === 'set' ? 'lets nobody change' : 'lifts what keeps anybody from changing';
      return `${change} ${quoted(host.path)} on the node`;
    }),
});
