import { defineIndicator } from '../define.ts';
import { quoted, subjectOf } from '../quote.ts';
import { knownAs } from './names.ts';

/** Clients that let strangers use the connection of whoever runs them, as they stand in repository paths. */
export const RESALE_IMAGES: ReadonlySet<string> = new Set([
  ...['honeygain', 'traffmonetizer', 'earnapp', 'earnfm', 'earnfm-client', 'iproyal', 'pawns-cli', 'packetstream'],
  ...[
    'psclient',
    'peer2profit',
    'repocket',
    'proxyrack',
    'proxylite',
    'bitping',
    'bitpingd',
    'packetshare',
    'proxybase',
  ],
  ...[
    'gaganode',
    'spide-client',
    'castarsdk',
    'wipter',
    'mysterium-node',
    'grass-node',
    'urnetwork',
    'titan-edge',
    'titan-l2',
  ],
]);

export const imageBandwidthResale = defineIndicator({
  id: 'image.bandwidth-resale',
  title: 'Image that sells the connection of its host',
  attack: ['T1053.007', 'T1496.002', 'T1204.003'],
  severity: 'high',
  why: 'Somebody is paid for the traffic of strangers that leaves under the address of the cluster, and the cluster answers for it.',
  falsePositives: ['Clusters that somebody runs at home for just that'],
  references: ['https://attack.mitre.org/techniques/T1496/002/'],
  needs: ['images'],
  evaluate: ({ images }) =>
    images.flatMap((image) => {
      const name = knownAs(image, RESALE_IMAGES);
      if (name === undefined) return [];
      return [
        {
          says: `${subjectOf(image)} runs the image ${quoted(image.reference)}, named after ${quoted(name)}, which sells the use of a connection.`,
          at: image.pointer,
          value: image.reference,
          container: image.container,
        },
      ];
    }),
});
