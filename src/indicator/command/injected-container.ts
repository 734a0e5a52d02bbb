import type { Effect, KubeApi } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { addressKind, isInside } from '../image/registries.ts';
import { quoted } from '../quote.ts';
import { INJECTING, looksFirst, takesEachOfAll } from './each-of-all.ts';

const WRITES: ReadonlySet<string> = new Set(['patch', 'replace', 'apply']);
const MOST_MANIFEST = 32 * 1024;
const MOST_IMAGES = 50;

/** Whether containers are among what is handed over, as a whole or at their place in a list. */
const CONTAINERS =
  /["']?\b(?:initContainers|containers|ephemeralContainers|steps|sidecars)["']?\s{0,4}:|\/(?:(?:initC|c|ephemeralC)ontainers|steps|sidecars|templates)(?:\/(?:-|\d)|["'])/;
/** What a container of a helper may not need: other processes, the network of others, the user that may do everything. */
const POWER =
  /SYS_PTRACE|SYS_ADMIN|NET_ADMIN|NET_RAW|SYS_MODULE|["']?privileged["']?\s{0,4}:\s{0,4}true|["']?(?:shareProcessNamespace|hostPID|hostNetwork)["']?\s{0,4}:\s{0,4}true/;

const imagesIn = (manifest: string): readonly string[] =>
  [...manifest.matchAll(/["']?\bimage["']?\s{0,4}:\s{0,4}["']?([^\s"',}\]]{1,300})/g)]
    .slice(0, MOST_IMAGES)
    .map(([, image = '']) => image);

/** An image that anybody can have put where it is: under an account of a public registry, or at an address. */
const isOfAnybody = (image: string): boolean => {
  const [first = '', second] = image.split('/', 2);
  if (second === undefined || first.startsWith('$')) return false;
  const isHost = /[.:]/.test(first) || first === 'localhost';
  if (!isHost) return true;
  return (
    addressKind(first) === 'public' ||
    (/^(?:docker\.io|index\.docker\.io|ghcr\.io|quay\.io|ttl\.sh)$/.test(first) && !isInside(first))
  );
};

const injects = (effect: Effect & KubeApi): string | undefined => {
  const { verb, manifest } = effect;
  if (manifest === null || !WRITES.has(verb)) return undefined;
  const text = manifest.slice(0, MOST_MANIFEST);
  if (!CONTAINERS.test(text)) return undefined;
  const images = imagesIn(text);
  return images.find(isOfAnybody) ?? (POWER.test(text) ? images[0] : undefined);
};

export const commandInjectedContainer = defineIndicator({
  id: 'command.injected-container',
  title: 'Puts a container into each workload of the cluster',
  attack: ['T1053.007', 'T1610', 'T1525'],
  severity: 'high',
  why: 'A container beside an application sees its traffic, its files and, with shared processes, its memory: in each workload it is a hold on the cluster that every restart brings back.',
  falsePositives: ['Roll-outs of an agent of a vendor by a script instead of a webhook'],
  references: ['https://attack.mitre.org/techniques/T1610/'],
  needs: ['effects'],
  kinds: ['code', 'kube-api', 'run'],
  evaluate: ({ effects }) => {
    if (!effects.some((effect) => effect.kind === 'kube-api' && injects(effect) !== undefined)) return [];
    const isEach = takesEachOfAll(effects, INJECTING).size > 0;
    const chooses = effects.some(looksFirst);
    return fromEffects(effects, (effect) => {
      if (effect.kind !== 'kube-api' || !(isEach || (effect.isEach === true && !chooses))) return null;
      const image = injects(effect);
      return image !== undefined && `puts a container of ${quoted(image)} into each workload that it lists`;
    });
  },
});
