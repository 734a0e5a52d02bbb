import { isPublicAddress } from '../../command/network.ts';
import type { Effect, Read, Run } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';
import { hostOf } from '../sources.ts';
import { NODE_PORT } from './bare-address.ts';

/** Ports at which metrics, logs, mail and databases are taken in: a service that the owner runs may have no name. */
const SERVICE_PORT = /:(?:25|465|587|1514|3100|4317|4318|5044|8086|8428|9000|9091|9200|12201|24224)$/;

/** Options of each client that take the body of a request, and those by which it is sent as a question. */
const BODY: ReadonlyMap<string, RegExp> = new Map([
  [
    'curl',
    /^(?:-[a-zA-Z]{0,6}[dFT]|-[dFT].+|--(?:data(?:-(?:raw|binary|urlencode|ascii))?|form(?:-string)?|upload-file|json)(?:=.*)?)$/,
  ],
  ['wget', /^--(?:post-data|post-file|body-data|body-file)(?:=.*)?$/],
]);
const AS_QUESTION = /^(?:-[a-zA-Z]{0,6}G|--get)$/;

/** Whether a client is told to send a body. */
const sendsBody = ({ program, args }: Run): boolean => {
  const body = BODY.get(program);
  return body !== undefined && args.some((arg) => body.test(arg)) && !args.some((arg) => AS_QUESTION.test(arg));
};

/** Options behind which an address stands that is not the one that is asked. */
const OTHER =
  /^(?:-[xeb]|--(?:proxy|preproxy|referer|interface|resolve|connect-to|socks\w{0,12})|-[dF]|--data\S{0,20}|--form)$/;
/** Where a client is told to go. */
const askedOf = ({ args }: Run): readonly string[] =>
  args.filter(
    (arg, at) =>
      /^(?:https?:\/\/|\d{1,3}(?:\.\d{1,3}){3}(?:[:/]|$)|\w{16,56}\.onion\b)/i.test(arg) &&
      !OTHER.test(args[at - 1] ?? ''),
  );

/** The host outside that a request with a body goes to, by its address alone. */
const toldIn = (effect: Effect): string | undefined => {
  if (effect.kind === 'run') return sendsBody(effect) ? hostIn(askedOf(effect)) : undefined;
  if (effect.kind !== 'download' || BODY.has(effect.program) || !effect.sent?.trim()) return undefined;
  return hostIn(effect.urls);
};

const hostIn = (urls: readonly string[]): string | undefined =>
  urls
    .filter((url) => !url.includes('://') || /^https?:/i.test(url))
    .map(hostOf)
    .find(
      (host) =>
        !NODE_PORT.test(host) &&
        !SERVICE_PORT.test(host) &&
        (isPublicAddress(host.replace(/:\d{1,5}$/, '')) || /\.onion(?::\d{1,5})?$/.test(host)),
    );

/** What backups and reports send as well. */
const ORDINARY: ReadonlySet<Read['what']> = new Set(['file', 'database', 'answer', 'archive']);

export const commandBareAddressTold = defineIndicator({
  id: 'command.bare-address-told',
  title: 'Tells a host outside, by its bare address or as a hidden service, what it found',
  attack: ['T1053.007', 'T1041', 'T1071.001'],
  severity: 'high',
  why: 'What a job reports goes to a service with a name. Who is told by a bare address of the open network does not want to be known.',
  falsePositives: ['Partners who never got a name for their service'],
  references: ['https://attack.mitre.org/techniques/T1041/'],
  needs: ['effects'],
  kinds: ['download', 'run', 'send'],
  evaluate: ({ effects }) => {
    // What is taken and sent is told by that: the address is a part of it.
    if (effects.some((one) => one.kind === 'send' && !ORDINARY.has(one.what.what))) return [];
    return fromEffects(effects, (effect) => {
      const host = toldIn(effect);
      return host !== undefined && `sends a text to ${quoted(host)}`;
    });
  },
});
