import { defineIndicator } from '../define.ts';
import { quoted, subjectOf } from '../quote.ts';

export const changeImageSwapped = defineIndicator({
  id: 'change.image-swapped',
  title: 'Image of a known workload exchanged for another one',
  attack: ['T1053.007', 'T1525'],
  severity: 'low',
  why: 'A release changes the tag. Another registry or repository puts other work under a name that people know and trust.',
  falsePositives: ['A move to another registry or to a mirror', 'A base image that is replaced by the own one'],
  needs: ['change'],
  evaluate: ({ change }) =>
    change.images.map((one) => ({
      says: `${subjectOf(one)} now runs ${quoted(one.to)}, before ${quoted(one.from)}.`,
      at: one.pointer,
      value: `${one.from} → ${one.to}`,
      container: one.container,
    })),
});
