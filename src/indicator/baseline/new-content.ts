import { defineIndicator } from '../define.ts';
import { firstTime } from './words.ts';

export const baselineNewContent = defineIndicator({
  id: 'baseline.new-content',
  title: 'First registry, image repository or shape of commands of this namespace',
  attack: ['T1053.007', 'T1610'],
  severity: 'info',
  why: 'What an attacker brings along is seldom what the namespace runs otherwise. The shape of commands is their programs in order and the kinds of what they would do, never their words.',
  falsePositives: ['Every new application', 'A mirror that takes the place of a registry'],
  needs: ['newContent'],
  evaluate: ({ newContent }) =>
    newContent.map((one) =>
      firstTime(one, { registry: 'registry', repository: 'image repository', 'command-shape': 'shape of commands' }),
    ),
});
