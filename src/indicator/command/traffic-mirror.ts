import { isOutside, isPublicAddress } from '../../command/network.ts';
import type { Effect } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';
import { hostOf } from '../sources.ts';

const MOST_TEXT = 32 * 1024;
const MOST_HOSTS = 50;
const NAME = String.raw`["']?\s{0,4}:\s{0,8}["']?([\w.-]{1,253})`;

/** Where a route of Istio sends a copy of what it gets; `mirrors` has a list of them. */
const ROUTE = new RegExp(
  String.raw`\bmirrors?["']?\s{0,4}:[\s{[-]{0,60}(?:["']?destination["']?\s{0,4}:[\s{]{0,60})?["']?host${NAME}`,
  'g',
);
/** Where an ingress does. */
const INGRESS = /\/mirror-target["']?\s{0,4}[:=]\s{0,4}["']?(https?:\/\/[^\s"'/]{1,253})/g;
/** A mirror that names a service, or a cluster of a proxy, and not a host. */
const BY_NAME = /\brequestMirror\b|\brequest_mirror_policies\b|\bmirroring["']?\s{0,4}:/;
/** Names outside under which a cluster knows a service. */
const OUTSIDE = new RegExp(
  String.raw`\bexternalName${NAME}|\bsocket_address["']?\s{0,4}:[\s{]{0,60}["']?address${NAME}`,
  'g',
);
const ENTRY = /\bServiceEntry\b[\s\S]{0,600}?\bhosts["']?\s{0,4}:[\s[-]{0,60}["']?([\w.-]{1,253})/g;

const firstOf = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)]
    .slice(0, MOST_HOSTS)
    .flatMap(([, ...groups]) => groups.find((one) => one !== undefined) ?? []);

/** `SERVICE.NAMESPACE` looks like a host outside. */
const isAway = (host: string, entries: readonly string[]): boolean =>
  isOutside(host) && (isPublicAddress(host) || entries.includes(host) || host.split('.').length > 2);

const mirrorIn = (whole: string): string | undefined => {
  if (!/mirror/i.test(whole)) return undefined;
  const text = whole.slice(0, MOST_TEXT);
  const named = [...firstOf(text, ROUTE), ...firstOf(text, INGRESS).map(hostOf)];
  const entries = firstOf(text, ENTRY);
  const away = named.find((host) => isAway(host, entries));
  if (away !== undefined || !BY_NAME.test(text)) return away;
  return firstOf(text, OUTSIDE).find((host) => isAway(host, entries));
};

const textOf = (effect: Effect): string | null => {
  if (effect.kind === 'kube-api') return effect.verb === 'get' ? null : effect.manifest;
  return effect.kind === 'run' && effect.args.includes('annotate') ? effect.args.join(' ') : null;
};

export const commandTrafficMirror = defineIndicator({
  id: 'command.traffic-mirror',
  title: 'Copies the traffic of a service to a host outside',
  attack: ['T1053.007', 'T1020.001', 'T1557'],
  severity: 'high',
  why: 'A mirror gets each request with its tokens and its bodies, and neither side of the connection notices.',
  falsePositives: ['Tests of a new system of another provider with the traffic of the old one'],
  references: ['https://attack.mitre.org/techniques/T1020/001/'],
  needs: ['effects'],
  kinds: ['kube-api', 'run'],
  evaluate: ({ effects }) =>
    fromEffects(effects, (effect) => {
      const text = textOf(effect);
      const host = text === null ? undefined : mirrorIn(text);
      return host !== undefined && `makes the mesh or the ingress send a copy of requests to ${quoted(host)}`;
    }),
});
