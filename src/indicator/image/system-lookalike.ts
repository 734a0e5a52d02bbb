import { defineIndicator } from '../define.ts';
import { quoted, subjectOf } from '../quote.ts';
import { INVENTED_COMPONENTS, SYSTEM_COMPONENTS } from '../system-components.ts';
import { DISTRIBUTORS } from './accounts.ts';
import { accountOf, hostOf } from './registries.ts';

const NAMES: ReadonlySet<string> = new Set([...SYSTEM_COMPONENTS, ...INVENTED_COMPONENTS, 'pause', 'hyperkube']);

export const imageSystemLookalike = defineIndicator({
  id: 'image.system-lookalike',
  title: 'Image with the name of a part of Kubernetes, from an account at Docker Hub',
  attack: ['T1036.005', 'T1610', 'T1204.003'],
  severity: 'low',
  why: 'Parts of Kubernetes come from its own registry or from a distributor; under a private account the name is a disguise.',
  falsePositives: ['Mirrors of people who cannot reach the registry of Kubernetes'],
  needs: ['images'],
  evaluate: ({ images }) =>
    images
      .filter((image) => {
        const account = hostOf(image.registry) === 'docker.io' ? accountOf(image) : null;
        return account !== null && !DISTRIBUTORS.has(account) && NAMES.has(image.base.toLowerCase());
      })
      .map((image) => ({
        says: `${subjectOf(image)} runs ${quoted(image.reference)}, which no distributor of Kubernetes publishes.`,
        at: image.pointer,
        value: image.reference,
        container: image.container,
      })),
});
