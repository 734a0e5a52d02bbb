import { isPublicAddress } from '../../command/network.ts';
import type { Effect, KubeApi, Run, Write } from '../../model/effect.ts';
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

const METADATA = /^(?:169\.254\.169\.254|169\.254\.170\.2|fd00:ec2::254)(?:\/\d{1,3})?$/;

/** Requests for the credentials of an instance that another program gets. */
const takesMetadata = ({ program, args }: Run): boolean => {
  if (!FILTERS.has(program)) return false;
  const words = args.flatMap((arg) => arg.split(/[\s=]+/));
  return (
    words.some((word) => METADATA.test(word)) &&
    words.some((word) => /^(?:REDIRECT|DNAT|TPROXY|redirect|dnat)$/.test(word))
  );
};

/** Ports by which a node or a cluster is ruled. */
const RULING: ReadonlySet<string> = new Set(['22', '2375', '2376', '2379', '4194', '6443', '10250', '10255', '10259']);

/** The address outside that alone is let in at such a port. */
const letIn = ({ program, args }: Run): string | undefined => {
  if (!FILTERS.has(program)) return undefined;
  const words = args.flatMap((arg) => arg.split(/[\s=]+/));
  if (!words.includes('ACCEPT') || !words.includes('INPUT')) return undefined;
  const port = words[words.findIndex((word) => /^--d(?:estination-)?ports?$/.test(word)) + 1] ?? '';
  const at = words.findIndex((word) => word === '-s' || word === '--source' || word === '--src');
  const from = at < 0 || words[at - 1] === '!' ? '' : (words[at + 1] ?? '').replace(/\/\d{1,2}$/, '');
  return RULING.has(port) && isPublicAddress(from) ? from : undefined;
};

/** Doors that are shut for everybody: the ports at which packets are dropped. */
const shutPorts = (effects: readonly Effect[]): boolean =>
  effects.some(
    (effect) =>
      effect.kind === 'run' &&
      FILTERS.has(effect.program) &&
      effect.args.includes('INPUT') &&
      effect.args.some((arg) => arg === 'DROP' || arg === 'REJECT') &&
      effect.args.some((arg) => RULING.has(arg)),
  );

/** Names outside that a node is to find nowhere. */
const SINK =
  /(?:^|[\n"'])\s{0,8}(?:127\.\d{1,3}\.\d{1,3}\.\d{1,3}|0\.0\.0\.0)\s{1,8}([\w-]{1,63}(?:\.[\w-]{1,63}){1,6})/g;
const isOwnName = (name: string): boolean => /^localhost\.|\.(?:local|localdomain|internal|svc|test)$/i.test(name);

const sunk = ({ host, text }: Write): string | undefined =>
  host === null || host.readOnly || host.path !== '/etc/hosts'
    ? undefined
    : [...text.slice(0, 20_000).matchAll(SINK)].map(([, name]) => name ?? '').find((name) => !isOwnName(name));

/** Where a node looks up names, and whom it asks for images. */
const TABLES =
  /^\/etc\/(?:hosts|resolv\.conf|containerd\/certs\.d\/|containers\/registries\.conf|docker\/daemon\.json|crio\/)/;
const ADDRESS = /\b\d{1,3}(?:\.\d{1,3}){3}\b/g;

/** The address outside that a table of the node is given. */
const entered = ({ host, text }: Write): string | undefined =>
  host === null || host.readOnly || !TABLES.test(host.path) ? undefined : text.match(ADDRESS)?.find(isPublicAddress);

/** A service that takes the connections of the whole cluster to an address which is not its own. */
const EXTERNAL = /\bexternalIPs["']?\s{0,8}:\s{0,8}(?:\[|\n)(?:\$\w{1,40})?[\s"'-]{0,40}((?:\d{1,3}\.){3}\d{1,3})/;
const taken = ({ verb, manifest }: KubeApi): string | undefined => {
  if (manifest === null || !/^(?:create|apply|patch|replace)$/.test(verb)) return undefined;
  const address = EXTERNAL.exec(manifest)?.[1];
  return address !== undefined && isPublicAddress(address) ? address : undefined;
};

export const commandTrafficRedirect = defineIndicator({
  id: 'command.traffic-redirect',
  title: 'Leads connections of others elsewhere',
  attack: ['T1053.007', 'T1557', 'T1565.002'],
  severity: 'medium',
  why: 'A rule that rewrites where connections go puts a stranger between a workload and what it talks to.',
  falsePositives: [
    'Gateways that publish a service of another provider',
    'Brokers that give pods a role of their own, where a script sets them up',
  ],
  references: ['https://attack.mitre.org/techniques/T1557/'],
  needs: ['effects'],
  kinds: ['kube-api', 'run', 'write'],
  evaluate: ({ effects }) => {
    const isShut = shutPorts(effects);
    return fromEffects(effects, (effect) => {
      if (effect.kind === 'write') {
        const outside = entered(effect);
        if (outside !== undefined) return `writes the address ${quoted(outside)} into a table of the node`;
        const name = sunk(effect);
        return name !== undefined && `makes the node find ${quoted(name)} nowhere`;
      }
      if (effect.kind === 'run' && takesMetadata(effect))
        return 'leads requests for the credentials of the instance to another program';
      const alone = isShut && effect.kind === 'run' ? letIn(effect) : undefined;
      if (alone !== undefined) return `lets ${quoted(alone)} alone in at a port by which the node is ruled`;
      const from = effect.kind === 'run' ? caller(effect) : undefined;
      if (from !== undefined) return `leads connections of ${quoted(from)} alone to another port`;
      if (effect.kind === 'kube-api') {
        const address = taken(effect);
        return address !== undefined && `takes the connections of the cluster to ${quoted(address)}`;
      }
      const to = effect.kind === 'run' ? target(effect) : undefined;
      return to !== undefined && `leads connections to ${quoted(to)}`;
    });
  },
});
