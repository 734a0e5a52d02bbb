import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';
import { isNamesake } from './namesakes.ts';

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

/** A program or repository that is named after a weakness is an exploit for it; lists of weaknesses are files of data. */
const EXPLOIT = /\/[^/?#]{0,80}CVE-\d{4}-\d{4,7}(?![^/?#]{0,80}\.(?:json|ya?ml|xml|html?|txt|csv|md|patch|diff)\b)/i;

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
      if (effect.kind === 'run')
        return OFFENSIVE_PROGRAMS.has(effect.program) && !isNamesake(effect) && `runs ${quoted(effect.program)}`;
      if (effect.kind === 'download') {
        const url = effect.urls.find((one) => EXPLOIT.test(one));
        return url !== undefined && `fetches what is named after a weakness (${quoted(url)})`;
      }
      if (effect.kind !== 'install') return null;
      const installed = effect.packages.find((one) => OFFENSIVE_PROGRAMS.has(one));
      return installed !== undefined && `installs ${quoted(installed)}`;
    }),
});
