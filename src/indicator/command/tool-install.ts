import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { isKnownPublisher } from '../publishers.ts';

export const commandToolInstall = defineIndicator({
  id: 'command.tool-install',
  title: 'Downloads a tool of a known publisher, or one with a checksum, and runs it',
  attack: ['T1053.007', 'T1105'],
  severity: 'low',
  why: 'Only https and the name of the host stand between the job and another program.',
  falsePositives: ['Jobs that fetch kubectl, Helm, yq and the like'],
  needs: ['effects'],
  kinds: ['execute'],
  evaluate: ({ effects }) =>
    fromEffects(
      effects,
      (effect) =>
        effect.kind === 'execute' &&
        effect.from?.kind === 'download' &&
        (effect.fixed === 'checksum' ||
          ((effect.how === 'file' || effect.how === 'unpacked') && isKnownPublisher(effect.from.urls))) &&
        (effect.fixed === 'checksum'
          ? 'downloads a program, compares it with a checksum of the manifest and runs it'
          : 'downloads a tool from its publisher and runs it'),
    ),
});
