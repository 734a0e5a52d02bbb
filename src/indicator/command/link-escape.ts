import { cleanPath } from '../../lib/path.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { isSensitive } from '../host/sensitive.ts';
import { quoted } from '../quote.ts';

export const commandLinkEscape = defineIndicator({
  id: 'command.link-escape',
  title: 'Makes a link that leads out of a volume',
  attack: ['T1053.007', 'T1611'],
  severity: 'high',
  why: 'The kubelet follows links with its own rights: where it mounts a path inside a volume or serves a log, a link leads it to any file of the node.',
  falsePositives: ['None known'],
  references: [
    'https://kubernetes.io/blog/2018/04/04/fixing-subpath-volume-vulnerability/',
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
  ],
  needs: ['effects'],
  kinds: ['link'],
  evaluate: ({ effects }) =>
    fromEffects(effects, (effect) => {
      if (effect.kind !== 'link' || !effect.target.startsWith('/')) return null;
      const target = cleanPath(effect.target);
      if (effect.isMountedBelow && target === '/') {
        return `links ${quoted(effect.path)} to the root, in a volume of which an inner path is mounted`;
      }
      const leads = target === '/' || isSensitive({ path: target });
      return (
        effect.host !== null &&
        !effect.host.readOnly &&
        leads &&
        `links ${quoted(effect.host.path)} of the node to ${quoted(target)}`
      );
    }),
});
