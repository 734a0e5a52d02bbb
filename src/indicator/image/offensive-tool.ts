import { isOffensive } from '../command/offensive-tool.ts';
import { defineIndicator } from '../define.ts';
import { quoted, subjectOf } from '../quote.ts';
import { knownAs } from './names.ts';

/** Names of scanning, exploitation and call-back tools, as they stand in repository paths. */
export const OFFENSIVE_IMAGES: ReadonlySet<string> = new Set([
  'kali',
  'kalilinux',
  'kali-rolling',
  'parrotsec',
  'blackarch',
  'nmap',
  'masscan',
  'zmap',
  'rustscan',
  'ncat',
  'netcat',
  'pwncat',
  'metasploit',
  'metasploit-framework',
  'peirates',
  'dirtypipe',
  'dirty-pipe',
  'dirtycow',
  'container-breakout',
  'container-escape',
  'oai-reverse-proxy',
  'cdk-team',
  'kube-hunter',
  'kubeletctl',
  'kubesploit',
  'botb',
  'break-out-the-box',
  'amicontained',
  'deepce',
  'mtkpi',
  'hacker-container',
  'badpods',
  'stratus-red-team',
  'reverse-shell',
  'reverseshell',
  'revshell',
  'bettercap',
  'ettercap',
  'sqlmap',
  'ligolo-ng',
  'chisel',
  'nsenter',
  ...[
    'thc-hydra',
    'vanhauser',
    'mhddos',
    'mhddos_proxy',
    'db1000n',
    'ddos-ripper',
    'kerbrute',
    'crackmapexec',
    'sliver',
    'merlin-agent',
    'merlin-server',
    'poshc2',
    'gsocket',
    'its-a-feature',
    'mythic-server',
  ],
]);

export const imageOffensiveTool = defineIndicator({
  id: 'image.offensive-tool',
  title: 'Image of an offensive tool',
  attack: ['T1053.007', 'T1204.003', 'T1613'],
  severity: 'medium',
  why: 'Images of scanners, escape kits and call-back tools are made for attacking; a scheduled one keeps doing so.',
  falsePositives: ['Security teams that scan their own cluster on a schedule', 'Training and test clusters'],
  needs: ['images'],
  asks: ['effects'],
  evaluate: ({ images }, { effects }) =>
    images.flatMap((image) => {
      const name = knownAs(image, OFFENSIVE_IMAGES);
      if (name === undefined) return [];
      // What its command says already is one fact, not two.
      const isTold =
        effects.state === 'seen' &&
        effects.value.some((one) => one.kind === 'run' && one.program === name && one.container === image.container);
      if (isTold && isOffensive(name)) return [];
      return [
        {
          says: `${subjectOf(image)} runs the image ${quoted(image.reference)}, named after the tool ${quoted(name)}.`,
          at: image.pointer,
          value: image.reference,
          container: image.container,
        },
      ];
    }),
});
