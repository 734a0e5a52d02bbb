import { defineIndicator } from '../define.ts';
import { quoted, subjectOf } from '../quote.ts';
import { knownAs } from './names.ts';

/** Names of cryptocurrency miners, as they stand in repository paths. */
export const MINER_IMAGES: ReadonlySet<string> = new Set([
  'xmrig',
  'xmr-stak',
  'xmrstak',
  'cpuminer',
  'minerd',
  'ccminer',
  'cgminer',
  'ethminer',
  'nbminer',
  'lolminer',
  'nanominer',
  'moneroocean',
  'cryptominer',
  'crypto-miner',
  'coinminer',
  'monero-miner',
  'kinsing',
  'kdevtmpfsi',
]);

export const imageMiner = defineIndicator({
  id: 'image.miner',
  title: 'Image of a cryptocurrency miner',
  attack: ['T1053.007', 'T1496.001', 'T1204.003'],
  severity: 'high',
  why: 'Mining on the cluster of another is the most common end of an open Kubernetes API.',
  falsePositives: ['Operators of mining farms'],
  needs: ['images'],
  evaluate: ({ images }) =>
    images.flatMap((image) => {
      const name = knownAs(image, MINER_IMAGES);
      if (name === undefined) return [];
      return [
        {
          says: `${subjectOf(image)} runs the image ${quoted(image.reference)}, named after the miner ${quoted(name)}.`,
          at: image.pointer,
          value: image.reference,
          container: image.container,
        },
      ];
    }),
});
