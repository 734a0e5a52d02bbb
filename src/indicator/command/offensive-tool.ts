import type { Run } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';

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

/**
 * Guessers of passwords that share their name with another program, by the options without which they guess nothing: Hydra is
 * an OAuth server too, Medusa a backup tool and a shop.
 */
const NAMESAKES: ReadonlyMap<string, RegExp> = new Map([
  ['hydra', /^-[A-Za-z]*[lLpPCxM]|:\/\/|\$/],
  ['medusa', /^-[A-Za-z]*[hHuUM]|\$/],
]);

/** Whether it is called with the word of a command, and with nothing that the tool would need. */
const isNamesake = ({ program, args }: Run): boolean => {
  const needed = NAMESAKES.get(program);
  return (
    needed !== undefined && args.some((one) => /^[a-z][a-z:-]*$/.test(one)) && !args.some((one) => needed.test(one))
  );
};

export const commandOffensiveTool = defineIndicator({
  id: 'command.offensive-tool',
  title: 'Runs or installs an offensive tool',
  attack: ['T1053.007', 'T1046', 'T1613'],
  severity: 'medium',
  why: 'Scanning and spoofing from a pod looks for the next victim in the cluster.',
  falsePositives: ['Security teams that test their own network'],
  needs: ['effects'],
  kinds: ['install', 'run'],
  evaluate: ({ effects }) =>
    fromEffects(effects, (effect) => {
      if (effect.kind === 'run')
        return OFFENSIVE_PROGRAMS.has(effect.program) && !isNamesake(effect) && `runs ${quoted(effect.program)}`;
      if (effect.kind !== 'install') return null;
      const installed = effect.packages.find((one) => OFFENSIVE_PROGRAMS.has(one));
      return installed !== undefined && `installs ${quoted(installed)}`;
    }),
});
