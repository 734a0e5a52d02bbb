import { isOutside, isPublicAddress } from '../../command/network.ts';
import type { Send } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';

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

/** Places where anybody leaves a file or a request, without a name, for whoever knows the address. */
const DROPS =
  /^(?:[\w-]{1,63}\.){0,2}(?:transfer\.sh|file\.io|0x0\.st|temp\.sh|bashupload\.com|oshi\.at|catbox\.moe|gofile\.io|anonfiles\.com|webhook\.site|requestbin\.(?:com|net)|pipedream\.net|beeceptor\.com|pastebin\.com|termbin\.com|ix\.io|oast\.\w{2,6}|interact\.sh|burpcollaborator\.net|ngrok\.io|ngrok-free\.app|trycloudflare\.com)(?::\d{1,5})?$/i;

export const commandDataPour = defineIndicator({
  id: 'command.data-pour',
  title: 'Pours a database or the traffic of others out of the cluster',
  attack: ['T1053.007', 'T1048', 'T1040'],
  severity: 'high',
  why: 'A backup has storage that answers for it. A dump in a bare connection, or packets that were captured and sent on, have a reader who is not to be known.',
  falsePositives: ['Moves of a database to another provider, by hand', 'Captures for the support of a network product'],
  references: ['https://attack.mitre.org/techniques/T1040/'],
  needs: ['effects'],
  kinds: ['send'],
  evaluate: ({ effects }) =>
    fromEffects(effects, (effect) => {
      if (effect.kind !== 'send') return null;
      // Storage answers for what is in it, as with a backup.
      if (effect.what.what === 'traffic' && effect.by !== 'storage')
        return 'captures the traffic of others and sends it out of the cluster';
      if (effect.what.what === 'database' && effect.by === 'request' && DROPS.test(effect.to))
        return 'dumps a database to where anybody leaves files';
      return (
        effect.what.what === 'database' &&
        isBare(effect) &&
        `dumps a database to ${effect.by === 'request' ? 'a bare address' : 'the outside, over a bare connection'}`
      );
    }),
});
