import { opensReverseTunnel } from '../../command/ssh.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';

/** Programs that let someone outside in through a connection that the pod opens. */
export const TUNNELS: ReadonlySet<string> = new Set([
  'tmate',
  'chisel',
  'ngrok',
  'frpc',
  'gost',
  'bore',
  'tor',
  'torsocks',
  'torify',
  'ligolo-ng',
  'gsocket',
  'gs-netcat',
  'pagekite',
  'rathole',
  'upterm',
  'localtonet',
  'devtunnel',
  'sshuttle',
]);

export const commandTunnel = defineIndicator({
  id: 'command.tunnel',
  title: 'Opens a tunnel for someone outside',
  attack: ['T1053.007', 'T1572'],
  severity: 'medium',
  why: 'The connection goes out, so no firewall stops it; through it everything in the cluster is in reach.',
  falsePositives: ['Preview environments', 'Remote help of developers'],
  needs: ['effects'],
  kinds: ['run'],
  evaluate: ({ effects }) =>
    fromEffects(effects, (effect) => {
      if (effect.kind !== 'run') return null;
      if (TUNNELS.has(effect.program)) return `runs the tunnel ${quoted(effect.program)}`;
      // A tunnel without a name has no owner: whoever is told its address comes in.
      if (
        effect.program === 'cloudflared' &&
        effect.args.includes('tunnel') &&
        effect.args.some((arg) => /^--url(?:=|$)/.test(arg)) &&
        !effect.args.some((arg) => arg === 'run' || /^--(?:name|hostname)(?:=|$)/.test(arg))
      )
        return 'opens a tunnel of Cloudflare that has no name';
      // Whoever has the account of the code has a shell here from then on.
      if (effect.program === 'amazon-ssm-agent' && effect.args.some((arg) => /^--?register$/.test(arg)))
        return 'puts the machine under the management of an account of AWS';
      if (effect.program === 'code' && effect.args[0] === 'tunnel') return 'opens a tunnel of an editor';
      const wrapper = effect.words.find((word) => word === 'torsocks' || word === 'torify');
      if (wrapper !== undefined) return `runs a command through ${quoted(wrapper)}`;
      return opensReverseTunnel(effect.program, effect.args) && 'opens a reverse tunnel with ssh';
    }),
});
