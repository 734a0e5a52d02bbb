import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { isOfImageOwner } from '../publishers.ts';
import { isOwnSource } from '../sources.ts';

export const commandFetchedCode = defineIndicator({
  id: 'command.fetched-code',
  title: 'Runs what it fetched from a repository or a bucket',
  attack: ['T1053.007', 'T1105'],
  severity: 'low',
  why: 'What runs stands somewhere else and may change without a word in this log; whose repository it is, the log does not say.',
  falsePositives: ['Build and deployment jobs', 'Jobs whose scripts lie in a bucket of the team'],
  needs: ['effects'],
  kinds: ['execute'],
  asks: ['images'],
  evaluate: ({ effects }, { images }) =>
    fromEffects(
      effects,
      (effect) =>
        effect.kind === 'execute' &&
        effect.from?.kind === 'download' &&
        (isOwnSource(effect.from)
          ? 'runs what it fetched from a repository, a bucket or another host'
          : effect.fixed !== 'checksum' &&
            isOfImageOwner(effect, effect.from.urls, images) &&
            'runs what it fetched from the code of the account that publishes its image'),
    ),
});
