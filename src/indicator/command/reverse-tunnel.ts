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
const CARELESS = /^(?:-o)?(?:StrictHostKeyChecking=no|UserKnownHostsFile=\/dev\/null)$/i;

const opens = ({ program, args }: Run): string | null => {
  if (DOORS.has(program)) return `runs ${quoted(program)}, which lets somebody in from outside`;
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
  kinds: ['run'],
  evaluate: ({ effects }) => fromEffects(effects, (effect) => effect.kind === 'run' && opens(effect)),
});
