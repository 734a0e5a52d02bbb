import { isOutside } from '../../command/network.ts';
import { opensReverseTunnel } from '../../command/ssh.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { TUNNELS } from './tunnel.ts';

/** The API server, a kubelet, etcd, or the ssh service, as the inner end of a tunnel. */
const INNER =
  /kubernetes\.default|\$\{?KUBERNETES_SERVICE|:(?:6443|10250|2379)\b|(?:^|[^\d.]):?\d{2,5}:[^\s:]{1,253}:22\b/;
const CONFIG =
  /local_ip\s{0,4}=\s{0,4}["']?(?:kubernetes\.default|[\w.-]{1,200}\.svc)|local_?port\s{0,4}=\s{0,4}(?:6443|10250|2379|22)\b/i;

const API =
  /^(?:tcp|openssl|ssl)[46]?(?:-connect)?:(?:kubernetes(?:\.default)?|\$\{?KUBERNETES_SERVICE|[^:]{1,253}:(?:6443|10250|2379))/i;
const OUTSIDE = /^(?:tcp|openssl|ssl|socks4a?|proxy)[46]?(?:-connect)?:([^:,]{1,253})/i;

/** Tunnels, with those that mostly publish what is meant for everybody. */
const LEADS: ReadonlySet<string> = new Set([...TUNNELS, 'cloudflared', 'lt', 'localtunnel', 'zrok']);

const joinsCluster = (args: readonly string[]): boolean =>
  args.some((arg) => API.test(arg)) &&
  args.some((arg) => !API.test(arg) && isOutside(OUTSIDE.exec(arg)?.[1] ?? 'localhost'));

export const commandClusterTunnel = defineIndicator({
  id: 'command.cluster-tunnel',
  title: 'Opens the API server or a node to someone outside',
  attack: ['T1053.007', 'T1572', 'T1133'],
  severity: 'high',
  why: 'The inner end of the tunnel is what no firewall lets in: the API server, a kubelet, the sign-in of a node.',
  falsePositives: ['Remote help that a team has built itself'],
  needs: ['effects'],
  kinds: ['run', 'write'],
  evaluate: ({ effects }) => {
    const tunnels = effects.some((effect) => effect.kind === 'run' && TUNNELS.has(effect.program));
    return fromEffects(effects, (effect) => {
      if (effect.kind === 'write')
        return tunnels && CONFIG.test(effect.text) && 'publishes a service of the cluster through a tunnel';
      if (effect.kind !== 'run') return null;
      if (effect.program === 'socat') return joinsCluster(effect.args) && 'joins the API server with a host outside';
      const opens = opensReverseTunnel(effect.program, effect.args) || LEADS.has(effect.program);
      return (
        opens &&
        effect.args.some((arg) => arg.length < 1024 && INNER.test(arg)) &&
        'leads a tunnel to the API server or to a node'
      );
    });
  },
});
