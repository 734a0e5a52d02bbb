import { isPublicAddress } from '../../command/network.ts';
import { hasTunnelSettings } from '../../command/tunnels.ts';
import type { Run } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';

/** Programs whose only use is to let somebody in from outside. */
const DOORS: ReadonlySet<string> = new Set([
  'tmate',
  'gs-netcat',
  'gsocket',
  'ligolo-ng',
  'ligolo-agent',
  'revsocks',
  'rpivot',
]);
/** Clients of tunnels that look like names which are asked for, or like pings. */
const HIDDEN: ReadonlySet<string> = new Set([
  ...['iodine', 'dnscat', 'dnscat2', 'dns2tcpc', 'dnstt-client', 'slipstream-client'],
  ...['ptunnel', 'ptunnel-ng', 'pingtunnel', 'icmptunnel', 'icmpsh'],
]);
/** Servers through which others go on, and how ssh is one. */
const PROXIES: ReadonlySet<string> = new Set([
  ...['microsocks', 'sockd', 'danted', '3proxy', 'srelay', 'glider', 'go-socks5', 'tinyproxy', 'dumbproxy'],
]);
const isProxy = ({ program, args }: Run): boolean =>
  PROXIES.has(program) ||
  (program === 'gost' && args.some((arg) => /^(?:-L=?)?(?:socks[45]?|http|auto):\/\//.test(arg)));
/** Programs that open a way from outside to a port of the pod. */
const WAYS_IN: ReadonlySet<string> = new Set(['frpc', 'rathole', 'bore', 'chisel', 'pagekite', 'ngrok', 'localtonet']);

/** A probe that opens terminals in containers and on nodes for whoever sees its map. */
const shows = ({ program, args }: Run): boolean =>
  program === 'scope' &&
  (args.some((arg) => /^--service-token=/.test(arg)) ||
    args.some(
      (arg) =>
        !arg.startsWith('-') && isPublicAddress(arg.replace(/^https?:\/\/[^@/]{0,200}@?/, '').replace(/:\d{1,5}$/, '')),
    ));

const CARELESS = /^(?:-o)?(?:StrictHostKeyChecking=no|UserKnownHostsFile=\/dev\/null)$/i;

const opens = (run: Run): string | null => {
  const { program, args } = run;
  if (DOORS.has(program)) return `runs ${quoted(program)}, which lets somebody in from outside`;
  if (run.program === 'scope' && shows(run)) return 'opens terminals on every host for whoever sees its map outside';
  // Its peer is a domain or an address.
  if (HIDDEN.has(program) && args.some((arg) => /\w\.\w/.test(arg) && !arg.includes('/')))
    return `runs ${quoted(program)}, which hides a connection in names or pings`;
  if (program === 'chisel')
    return args.includes('client') && args.some((arg) => arg.startsWith('R:'))
      ? 'opens a reverse tunnel with chisel'
      : null;
  if (program !== 'ssh' && program !== 'autossh') return null;
  const isReverse = args.some((arg) => /^-[a-zA-Z]*R/.test(arg));
  return isReverse && args.some((arg) => CARELESS.test(arg))
    ? 'opens a reverse tunnel with ssh to a host that it does not check'
    : null;
};

export const commandReverseTunnel = defineIndicator({
  id: 'command.reverse-tunnel',
  title: 'Lets somebody in through a tunnel',
  attack: ['T1053.007', 'T1572', 'T1090'],
  severity: 'high',
  why: 'The pod opens the connection and the other end uses it: no firewall sees anybody come in.',
  falsePositives: ['Remote help of developers'],
  needs: ['effects'],
  kinds: ['run', 'write'],
  evaluate: ({ effects }) => {
    const isOpen = effects.some((effect) => effect.kind === 'run' && WAYS_IN.has(effect.program));
    return fromEffects(effects, (effect) => {
      if (effect.kind === 'write')
        return (
          effect.provenance !== undefined &&
          hasTunnelSettings(effect.text) &&
          'is given the settings of a tunnel that lets somebody in from outside'
        );
      if (effect.kind !== 'run') return null;
      return isOpen && isProxy(effect) ? 'runs a proxy, and opens a way to it from outside' : opens(effect);
    });
  },
});
