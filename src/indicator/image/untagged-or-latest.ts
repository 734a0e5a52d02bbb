import { defineIndicator } from '../define.ts';
import { quoted, subjectOf } from '../quote.ts';

export const imageUntaggedOrLatest = defineIndicator({
  id: 'image.untagged-or-latest',
  title: 'Image without a tag, or latest',
  attack: ['T1053.007'],
  severity: 'info',
  why: 'What runs can change without another write to the cluster.',
  falsePositives: ['Most small clusters'],
  needs: ['images'],
  evaluate: ({ images }) =>
    images
      .filter(({ tag, digest }) => digest === null && (tag === null || tag === 'latest'))
      .map((image) => ({
        says: `${subjectOf(image)} runs ${quoted(image.reference)}, which names no version.`,
        at: image.pointer,
        value: image.reference,
        container: image.container,
      })),
});
