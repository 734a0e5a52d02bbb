import { defineIndicator } from '../define.ts';
import { quoted, subjectOf } from '../quote.ts';
import { addressKind } from './registries.ts';

export const imageAddressRegistry = defineIndicator({
  id: 'image.address-registry',
  title: 'Image from a registry at a bare public address',
  attack: ['T1610', 'T1204.003', 'T1053.007'],
  severity: 'low',
  why: 'A registry that others rely on has a name and a certificate; an address is set up in a minute and given up as fast.',
  falsePositives: ['Small installations that pull from a machine of their own'],
  needs: ['images'],
  evaluate: ({ images }) =>
    images
      .filter(({ registry }) => addressKind(registry) === 'public')
      .map((image) => ({
        says: `${subjectOf(image)} runs ${quoted(image.reference)}, from a registry without a name.`,
        at: image.pointer,
        value: image.reference,
        container: image.container,
      })),
});
