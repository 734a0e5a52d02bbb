import type { Read, Send } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';

/** Backups of all secrets and of etcd go to another host by their nature. */
const BACKED_UP: ReadonlySet<string> = new Set(['secrets', 'etcd']);

/** What has an indicator of its own where it leaves. */
const NO_CREDENTIAL: ReadonlySet<Read['what']> = new Set([
  ...(['file', 'system', 'database', 'traffic', 'answer', 'archive'] as const),
]);

/** A place that stands in one word, and that no configuration knows. */
const isWritten = (to: string): boolean => to.startsWith(':');

const isCredential = ({ what, path }: Read, { by, to }: Send): boolean => {
  if (NO_CREDENTIAL.has(what) || by === 'sign-in') return false;
  if (what === 'secret') return by === 'request' || by === 'connection' || by === 'name' || isWritten(to);
  return !((by === 'copy' || by === 'storage') && BACKED_UP.has(path));
};

export const commandCredentialSend = defineIndicator({
  id: 'command.credential-send',
  title: 'Sends credentials out of the cluster',
  attack: ['T1053.007', 'T1528', 'T1552.007', 'T1048'],
  severity: 'high',
  why: 'A token, a secret or the environment of a pod leaves for a host that is not part of the cluster.',
  falsePositives: ['Sign-in to an outside service in a shape of its own'],
  needs: ['effects'],
  kinds: ['send'],
  evaluate: ({ effects }) =>
    fromEffects(
      effects,
      (effect) =>
        effect.kind === 'send' &&
        isCredential(effect.what, effect) &&
        'reads credentials and sends them out of the cluster',
    ),
});
