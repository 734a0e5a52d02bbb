import { defineIndicator } from '../define.ts';
import { quoted } from '../quote.ts';
import { firstAct, fromCommands } from '../text/evidence.ts';

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
]);

export const commandTunnel = defineIndicator({
  id: 'command.tunnel',
  title: 'Opens a tunnel for someone outside',
  attack: ['T1053.007', 'T1572'],
  severity: 'medium',
  why: 'The connection goes out, so no firewall stops it; through it everything in the cluster is in reach.',
  falsePositives: ['Preview environments', 'Remote help of developers'],
  needs: ['commands'],
  evaluate: ({ commands }) =>
    fromCommands(commands, (understood) =>
      firstAct(understood, ({ ran, step }) => {
        if (TUNNELS.has(ran.program)) return `runs the tunnel ${quoted(ran.program)}`;
        const wrapper = step.words.find((word) => word === 'torsocks' || word === 'torify');
        if (wrapper !== undefined) return `runs a command through ${quoted(wrapper)}`;
        return (
          ran.program === 'ssh' && ran.args.some((arg) => /^-[a-zA-Z]*R/.test(arg)) && 'opens a reverse tunnel with ssh'
        );
      }),
    ),
});
