import type { Run } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';
import { EXPLOIT } from './exploits.ts';
import { isCheckOfHost, isComparedScan, isNamesake } from './namesakes.ts';
import { startedBy } from './started.ts';

/** Scanners and exploitation tools, by the name of the program or of the package. */
export const OFFENSIVE_PROGRAMS: ReadonlySet<string> = new Set([
  'nmap',
  'masscan',
  'zmap',
  'rustscan',
  'hping3',
  'sqlmap',
  'nikto',
  'ettercap',
  'ettercap-text-only',
  'dsniff',
  'arpspoof',
  'bettercap',
  'responder',
  'hydra',
  'medusa',
  'metasploit-framework',
  'msfconsole',
  'msfvenom',
  'peirates',
  'amicontained',
  'deepce',
  'deepce.sh',
  'linpeas.sh',
  'linpeas',
  'kubeletctl',
  'kube-hunter',
  'crackmapexec',
  'mimipenguin',
  'mimipy',
  'lazagne',
  'linenum',
  'linux-exploit-suggester',
  'traitor',
  'pwncat',
]);

/** Those that are seen less often: exported queries have no room for them. */
export const MORE_OFFENSIVE_PROGRAMS: ReadonlySet<string> = new Set([
  'pnscan',
  'naabu',
  'gobuster',
  'feroxbuster',
  'dirbuster',
  'wfuzz',
  'ffuf',
  'john',
  'hashcat',
  'unshadow',
  'ldapdomaindump',
  'bloodhound-python',
  'enum4linux',
  'evil-winrm',
  'impacket-psexec',
  'impacket-secretsdump',
  'psexec.py',
  'secretsdump.py',
  'wmiexec.py',
  'smbexec.py',
  'sliver-client',
  'sliver-server',
  'merlin-agent',
  'mettle',
  'poshc2',
  'linux-smart-enumeration',
  'boopkit',
  'bpfdoor',
  'triplecross',
  'ebpfkit',
  'ebpfkit-client',
  'pamspy',
  'libprocesshider',
  'kdigger',
  'kubeletmein',
  'botb',
]);
export const isOffensive = (name: string): boolean => OFFENSIVE_PROGRAMS.has(name) || MORE_OFFENSIVE_PROGRAMS.has(name);
/** A tool that breaks out of containers, by its calls: another one of the same name deploys to a cloud. */
const escapes = ({ program, args }: Run): boolean =>
  /^cdk(?:_linux_[a-z0-9_]{2,20})?$/.test(program) &&
  /^(?:evaluate|eva|run|auto-escape|kcurl|ectl|ucurl|dcurl|probe)$/.test(args[0] ?? '');

/** Search engines for hosts that stand open. */
const OPEN_HOSTS = /^https?:\/\/(?:api\.shodan\.io|search\.censys\.io|api\.zoomeye\.(?:org|ai)|fofa\.info)\//i;

/** Those that are scripts, by names that nothing else has. */
const SCRIPTS: ReadonlySet<string> = new Set([
  ...['mimipenguin', 'mimipy', 'lazagne', 'linenum', 'linux-exploit-suggester', 'linpeas', 'deepce', 'traitor'],
]);

export const commandOffensiveTool = defineIndicator({
  id: 'command.offensive-tool',
  title: 'Runs or installs an offensive tool',
  attack: ['T1053.007', 'T1046', 'T1613'],
  severity: 'medium',
  why: 'Scanning and spoofing from a pod looks for the next victim in the cluster.',
  falsePositives: ['Security teams that test their own network'],
  needs: ['effects'],
  kinds: ['download', 'install', 'run'],
  evaluate: ({ effects }) =>
    fromEffects(effects, (effect) => {
      if (effect.kind === 'run') {
        const started = startedBy(effect);
        // A script of an ordinary name is not told by it: `hydra.py` may be anything.
        const name = started.isScript && SCRIPTS.has(started.name.toLowerCase()) ? started.name : effect.program;
        if (effect.program === 'stratus' && effect.args.some((arg) => arg === 'detonate' || arg === 'warmup'))
          return 'carries out an attack on a cloud account with "stratus"';
        const isKnown = name !== effect.program || isOffensive(name) || escapes(effect);
        const isOther = isNamesake(effect) || isCheckOfHost(effect) || isComparedScan(effect, effects);
        return isKnown && !isOther && `runs ${quoted(name)}`;
      }
      if (effect.kind === 'download') {
        if (effect.urls.some((one) => OPEN_HOSTS.test(one))) return 'asks a search engine for hosts that stand open';
        const url = effect.urls.find((one) => EXPLOIT.test(one));
        return url !== undefined && `fetches what is named after a weakness (${quoted(url)})`;
      }
      if (effect.kind !== 'install') return null;
      const installed = effect.packages.find(isOffensive);
      return installed !== undefined && `installs ${quoted(installed)}`;
    }),
});
