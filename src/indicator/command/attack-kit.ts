import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';
import { startedBy } from './started.ts';

/**
 * Programs that take over what they find: they get more rights, take credentials out of memory, or go on to the next machine. A
 * scanner that only looks is none of them.
 */
export const ATTACK_KITS: ReadonlySet<string> = new Set([
  ...[
    'peirates',
    'kubeletmein',
    'botb',
    'deepce',
    'deepce.sh',
    'linpeas',
    'linpeas.sh',
    'traitor',
    'pwncat',
    'pwncat-cs',
  ],
  ...['mimipenguin', 'mimipenguin.sh', 'mimipy', 'lazagne', 'linux-exploit-suggester', 'linux-exploit-suggester.sh'],
  ...['msfconsole', 'msfvenom', 'mettle', 'merlin-agent', 'poshc2', 'sliver-server', 'sliver-client', 'pupysh'],
  ...[
    'impacket-psexec',
    'impacket-secretsdump',
    'psexec.py',
    'secretsdump.py',
    'wmiexec.py',
    'smbexec.py',
    'evil-winrm',
  ],
  ...['boopkit', 'bpfdoor', 'triplecross', 'ebpfkit', 'pamspy', 'arpspoof', 'bettercap', 'ettercap', 'crackmapexec'],
]);
const HELP: ReadonlySet<string> = new Set(['--help', '-h', 'help', '--version', '-V', 'version']);

export const commandAttackKit = defineIndicator({
  id: 'command.attack-kit',
  title: 'Runs a tool that takes over what it finds',
  attack: ['T1053.007', 'T1588.002', 'T1611', 'T1552'],
  severity: 'high',
  why: 'Such a tool has one use: to make of one container the next one, the node, or the cluster.',
  falsePositives: ['Security teams that attack their own cluster on a schedule'],
  references: ['https://attack.mitre.org/techniques/T1588/002/'],
  needs: ['effects'],
  kinds: ['run'],
  evaluate: ({ effects }) =>
    fromEffects(effects, (effect) => {
      if (effect.kind !== 'run' || (effect.args.length > 0 && effect.args.every((arg) => HELP.has(arg)))) return null;
      const { name } = startedBy(effect);
      const kit = [effect.program, name, `${name}.py`].find((one) => ATTACK_KITS.has(one.toLowerCase()));
      return kit !== undefined && `runs ${quoted(kit)}`;
    }),
});
