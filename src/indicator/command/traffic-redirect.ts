import { isPublicAddress } from '../../command/network.ts';
import type { KubeApi, Run, Write } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';

const FILTERS: ReadonlySet<string> = new Set([
  ...[
    'iptables',
    'iptables-legacy',
    'iptables-nft',
    'ip6tables',
    'ip6tables-legacy',
    'ip6tables-nft',
    'nft',
    'ipvsadm',
  ],
]);

/** How each is told where to: a long option may be cut short. */
const TO = /^(?:--to(?:-d[a-z]{0,10})?|-r|--real-server|dnat)$/;

/** A longer address of the network that everybody shares, with or without a port. */
const PUBLIC_LONG = /^\[?(?:2|3)[0-9a-f]{3}:[0-9a-f:]{2,40}(?:\]|$)/i;

/** The address outside to which connections are led that were meant for somebody else. */
const target = ({ program, args }: Run): string | undefined => {
  if (!FILTERS.has(program)) return undefined;
  const words = args.flatMap((arg) => arg.split(/[\s=]+/));
  const at = words.findIndex((word) => TO.test(word));
  if (at < 0) return undefined;
  // A range of addresses begins with the first of them.
  return words
    .slice(at + 1, at + 4)
    .map((word) => word.split('-', 1)[0] ?? '')
    .find((word) => isPublicAddress(word) || PUBLIC_LONG.test(word));
};

/** The address outside for which alone a port leads to another one: for everybody else the door is not there. */
const caller = ({ program, args }: Run): string | undefined => {
  if (!FILTERS.has(program)) return undefined;
  const words = args.flatMap((arg) => arg.split(/[\s=]+/));
  if (!words.includes('REDIRECT') || !words.includes('PREROUTING')) return undefined;
  const at = words.findIndex((word) => word === '-s' || word === '--source' || word === '--src');
  const from = at < 0 || words[at - 1] === '!' ? '' : (words[at + 1] ?? '').replace(/\/32$/, '');
  return isPublicAddress(from) ? from : undefined;
};

/** Where a node looks up names, and whom it asks for images. */
const TABLES =
  /^\/etc\/(?:hosts|resolv\.conf|containerd\/certs\.d\/|containers\/registries\.conf|docker\/daemon\.json|crio\/)/;
const ADDRESS = /\b\d{1,3}(?:\.\d{1,3}){3}\b/g;

/** The address outside that a table of the node is given. */
const entered = ({ host, text }: Write): string | undefined =>
  host === null || host.readOnly || !TABLES.test(host.path) ? undefined : text.match(ADDRESS)?.find(isPublicAddress);

/** A service that takes the connections of the whole cluster to an address which is not its own. */
const EXTERNAL = /\bexternalIPs["']?\s{0,8}:\s{0,8}(?:\[|\n)[\s"'-]{0,40}((?:\d{1,3}\.){3}\d{1,3})/;
const taken = ({ verb, manifest }: KubeApi): string | undefined => {
  if (manifest === null || !/^(?:create|apply|patch|replace)$/.test(verb)) return undefined;
  const address = EXTERNAL.exec(manifest)?.[1];
  return address !== undefined && isPublicAddress(address) ? address : undefined;
};

export const commandTrafficRedirect = defineIndicator({
  id: 'command.traffic-redirect',
  title: 'Leads connections of others to a host outside',
  attack: ['T1053.007', 'T1557', 'T1565.002'],
  severity: 'medium',
  why: 'A rule that rewrites where connections go puts a stranger between a workload and what it talks to.',
  falsePositives: ['Gateways that publish a service of another provider'],
  references: ['https://attack.mitre.org/techniques/T1557/'],
  needs: ['effects'],
  kinds: ['kube-api', 'run', 'write'],
  evaluate: ({ effects }) =>
    fromEffects(effects, (effect) => {
      if (effect.kind === 'write') {
        const outside = entered(effect);
        return outside !== undefined && `writes the address ${quoted(outside)} into a table of the node`;
      }
      const from = effect.kind === 'run' ? caller(effect) : undefined;
      if (from !== undefined) return `leads connections of ${quoted(from)} alone to another port`;
      if (effect.kind === 'kube-api') {
        const address = taken(effect);
        return address !== undefined && `takes the connections of the cluster to ${quoted(address)}`;
      }
      const to = effect.kind === 'run' ? target(effect) : undefined;
      return to !== undefined && `leads connections to ${quoted(to)}`;
    }),
});
