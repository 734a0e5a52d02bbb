import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { isSensitive } from '../host/sensitive.ts';

export const commandHostFileSend = defineIndicator({
  id: 'command.host-file-send',
  title: 'Sends files of the node out of the cluster',
  attack: ['T1053.007', 'T1048', 'T1552.001'],
  severity: 'high',
  why: 'Keys, hashes and configuration of the node leave by the shortest way.',
  falsePositives: ['Home-made backups of nodes to an outside host'],
  needs: ['effects'],
  evaluate: ({ effects }) =>
    fromEffects(
      effects,
      (effect) =>
        effect.kind === 'send' &&
        effect.what.host !== null &&
        (isSensitive(effect.what.host) || effect.what.host.path === '/') &&
        'sends files of the node out of the cluster',
    ),
});
