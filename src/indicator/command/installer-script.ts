import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { isKnownInstaller } from '../publishers.ts';

export const commandInstallerScript = defineIndicator({
  id: 'command.installer-script',
  title: 'Runs a pinned installer script of a known project',
  attack: ['T1053.007', 'T1105', 'T1059.004'],
  severity: 'medium',
  why: 'The script comes by https from its known place and names a version, but nobody has compared what it holds today.',
  falsePositives: ['Jobs that install kubectl, Helm or a language before they work'],
  needs: ['effects'],
  kinds: ['execute'],
  evaluate: ({ effects }) =>
    fromEffects(
      effects,
      (effect) =>
        effect.kind === 'execute' &&
        (effect.how === 'input' || effect.how === 'text') &&
        effect.from?.kind === 'download' &&
        isKnownInstaller(effect.from.urls) &&
        effect.fixed === 'version' &&
        'pipes the installer of a known project into an interpreter',
    ),
});
