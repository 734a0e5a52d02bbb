import { isPublicAddress } from '../../command/network.ts';
import type { Effect } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';
import { hostOf } from '../sources.ts';
import { NODE_PORT } from './bare-address.ts';

/** Ports at which metrics, logs, mail and databases are taken in: a service that the owner runs may have no name. */
const SERVICE_PORT = /:(?:25|465|587|1514|3100|4317|4318|5044|8086|8428|9000|9091|9200|12201|24224)$/;

/** Options of web clients that take the body of a request. */
const BODY =
  /^(?:-[a-zA-Z]{0,6}[dFT]|-d.+|-F.+|-T.+|--(?:data|form|upload-file|json|post-data|post-file|body-data|body-file)(?:[-=].*)?)$/;
const CLIENTS: ReadonlySet<string> = new Set(['curl', 'wget', 'wget2', 'curlie']);

/** The host outside that a request with a body goes to, by its address alone. */
const toldIn = (effect: Effect): string | undefined => {
  if (effect.kind === 'download') return effect.sent?.trim() ? hostIn(effect.urls) : undefined;
  if (effect.kind !== 'run' || !CLIENTS.has(effect.program) || !effect.args.some((arg) => BODY.test(arg)))
    return undefined;
  return hostIn(effect.args.filter((arg) => /^https?:\/\/|^\d{1,3}\.\d{1,3}\./i.test(arg)));
};

const hostIn = (urls: readonly string[]): string | undefined =>
  urls
    .filter((url) => !url.includes('://') || /^https?:/i.test(url))
    .map(hostOf)
    .find(
      (host) => !NODE_PORT.test(host) && !SERVICE_PORT.test(host) && isPublicAddress(host.replace(/:\d{1,5}$/, '')),
    );

export const commandBareAddressTold = defineIndicator({
  id: 'command.bare-address-told',
  title: 'Tells a host outside, by its bare address, what it found',
  attack: ['T1053.007', 'T1041', 'T1071.001'],
  severity: 'high',
  why: 'What a job reports goes to a service with a name. Who is told by a bare address of the open network does not want to be known.',
  falsePositives: ['Partners who never got a name for their service'],
  references: ['https://attack.mitre.org/techniques/T1041/'],
  needs: ['effects'],
  kinds: ['download', 'run'],
  evaluate: ({ effects }) =>
    fromEffects(effects, (effect) => {
      const host = toldIn(effect);
      return host !== undefined && `sends a text to ${quoted(host)}`;
    }),
});
