import type { ImageFact } from '../../model/facts.ts';
import { defineIndicator } from '../define.ts';
import { quoted, subjectOf } from '../quote.ts';

/** Official images that hold a system, a shell or an interpreter and no application. */
export const BASE_IMAGES: ReadonlySet<string> = new Set([
  'alpine',
  'busybox',
  'ubuntu',
  'debian',
  'centos',
  'fedora',
  'rockylinux',
  'almalinux',
  'amazonlinux',
  'archlinux',
  'bash',
  'python',
  'perl',
  'ruby',
  'php',
  'node',
  'golang',
  'buildpack-deps',
]);

/** Images of a download client, by repository. */
export const CLIENT_IMAGES: ReadonlySet<string> = new Set([
  'curlimages/curl',
  'appropriate/curl',
  'alpine/curl',
  'byrnedo/alpine-curl',
  'alpine/socat',
  'alpine/bombardier',
  'mwendler/wget',
]);

/** Mirrors put other parts in front of Docker Hub's `library`. */
const isGeneralPurpose = ({ repository, base }: ImageFact): boolean => {
  if (CLIENT_IMAGES.has(repository)) return true;
  return BASE_IMAGES.has(base) && (repository === base || repository.endsWith(`library/${base}`));
};

export const imageGeneralPurpose = defineIndicator({
  id: 'image.general-purpose',
  title: 'General-purpose image',
  attack: ['T1053.007', 'T1610'],
  severity: 'info',
  why: 'A bare system or download client does nothing by itself: all that it does stands in the command.',
  falsePositives: ['Build, clean-up and check jobs of every cluster'],
  needs: ['images'],
  evaluate: ({ images }) =>
    images.filter(isGeneralPurpose).map((image) => ({
      says: `${subjectOf(image)} runs the general-purpose image ${quoted(image.reference)}.`,
      at: image.pointer,
      value: image.reference,
      container: image.container,
    })),
});
