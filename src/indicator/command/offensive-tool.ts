import { defineIndicator } from '../define.ts';
import { quoted } from '../quote.ts';
import { firstAct, fromCommands } from '../text/evidence.ts';

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
  'pwncat',
]);

const INSTALLERS: ReadonlySet<string> = new Set([
  'apt',
  'apt-get',
  'apk',
  'yum',
  'dnf',
  'microdnf',
  'zypper',
  'pacman',
  'pip',
  'pip3',
]);

export const commandOffensiveTool = defineIndicator({
  id: 'command.offensive-tool',
  title: 'Runs or installs an offensive tool',
  attack: ['T1053.007', 'T1046', 'T1613'],
  severity: 'medium',
  why: 'Scanning and spoofing from a pod looks for the next victim in the cluster.',
  falsePositives: ['Security teams that test their own network'],
  needs: ['commands'],
  evaluate: ({ commands }) =>
    fromCommands(commands, (understood) =>
      firstAct(understood, ({ ran: { program, args } }) => {
        if (OFFENSIVE_PROGRAMS.has(program)) return `runs ${quoted(program)}`;
        const installed = INSTALLERS.has(program) ? args.find((arg) => OFFENSIVE_PROGRAMS.has(arg)) : undefined;
        return installed !== undefined && `installs ${quoted(installed)}`;
      }),
    ),
});
