import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';

export const commandDeadDrop = defineIndicator({
  id: 'command.dead-drop',
  title: 'Takes commands from storage and puts the answers back',
  attack: ['T1053.007', 'T1102.002', 'T1105'],
  severity: 'high',
  why: "Tasks that lie in somebody's bucket, and answers that go back to it, are a conversation with whoever has the key.",
  falsePositives: ['Batch systems of their own make, whose keys stand in the manifest'],
  references: ['https://attack.mitre.org/techniques/T1102/002/'],
  needs: ['effects'],
  kinds: ['run'],
  evaluate: ({ effects }) =>
    fromEffects(
      effects,
      (effect) =>
        effect.kind === 'run' &&
        effect.isAnswer === true &&
        'runs what it fetched from storage and puts the answer back there, by a key that stands in the manifest',
    ),
});
