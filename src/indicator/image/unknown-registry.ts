import type { ImageFact } from '../../model/facts.ts';
import { defineIndicator } from '../define.ts';
import { quoted, subjectOf } from '../quote.ts';
import { addressKind, isInside, isKnownRegistry } from './registries.ts';

const isUnknown = ({ registry }: ImageFact): boolean =>
  !isKnownRegistry(registry) && !isInside(registry) && addressKind(registry) === null;

export const imageUnknownRegistry = defineIndicator({
  id: 'image.unknown-registry',
  title: 'Image from a registry that is not known, and no command',
  attack: ['T1610', 'T1204.003', 'T1053.007'],
  severity: 'low',
  why: 'Without a command the log does not show what the container does, and here nobody vouches for the image.',
  falsePositives: ['Companies and communities with a registry under a name of their own'],
  needs: ['images'],
  asks: ['commands'],
  evaluate({ images }, { commands }) {
    // Of a part of a body it cannot be told that there is no command.
    if (commands.state === 'unseen') return [];
    const told = new Set(commands.state === 'seen' ? commands.value.map(({ container }) => container) : []);
    return images
      .filter((image) => isUnknown(image) && !told.has(image.container))
      .map((image) => ({
        says: `${subjectOf(image)} runs ${quoted(image.reference)} without a command; its registry is neither a public one nor inside the cluster.`,
        at: image.pointer,
        value: image.reference,
        container: image.container,
      }));
  },
});
