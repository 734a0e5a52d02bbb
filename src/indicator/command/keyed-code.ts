import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';

export const commandKeyedCode = defineIndicator({
  id: 'command.keyed-code',
  title: 'Runs what lies in storage of which the key stands in the manifest',
  attack: ['T1053.007', 'T1105', 'T1102'],
  severity: 'medium',
  why: 'Storage of the own account is opened by the identity of the pod or by a Secret. A key in the open says nothing of whose storage it is, and what lies there changes without a word in this log.',
  falsePositives: ['Teams that keep keys in manifests'],
  references: ['https://attack.mitre.org/techniques/T1102/'],
  needs: ['effects'],
  kinds: ['execute'],
  evaluate: ({ effects }) =>
    fromEffects(
      effects,
      (effect) =>
        effect.kind === 'execute' &&
        effect.from?.kind === 'download' &&
        effect.from.isKeyed === true &&
        'runs what it fetched from storage of which the key stands in the manifest',
    ),
});
