import type { Effect, KubeApi, Run } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';

const CLIENTS: ReadonlySet<string> = new Set(['kubectl', 'oc', 'k3s']);
const WORKLOADS =
  /^(?:deploy|deployments?|ds|daemonsets?|sts|statefulsets?|cj|cronjobs?|jobs?|rs|replicasets?|pods?|po)(?:[./]|$)/;
/** What a list gives in a loop: variables of the environment are spelled in capitals. */
const OF_LIST = /\$\{?[a-z]\w{0,60}\}?/;
/** `name=image`, as `kubectl set image` takes it. */
const PAIR = /^[^=\s]{1,100}=([\w./-]{1,300}(?::[\w.${}-]{1,128})?(?:@sha256:[0-9a-f]{64})?)$/;
/** An image that a patch puts into a container. */
const PATCHED = /\/image"[^}]{0,40}"value"\s{0,4}:\s{0,4}"([^"$]{1,300})"|"image"\s{0,4}:\s{0,4}"([^"$]{1,300})"/;
const MOST_PATCH = 20_000;

const listsEverywhere = (effect: Effect): boolean =>
  effect.kind === 'kube-api' &&
  effect.verb === 'get' &&
  effect.resources.some((one) => (effect.everywhere && WORKLOADS.test(one)) || /^(?:ns|namespaces?)$/.test(one));

/** The image that each of a list of workloads gets, whichever image it had. */
const setBy = ({ program, args }: Run): string | undefined => {
  if (!CLIENTS.has(program)) return undefined;
  const at = args.indexOf('set');
  if (at < 0 || args[at + 1] !== 'image') return undefined;
  const of = args.findIndex((arg) => arg === '-n' || arg === '--namespace');
  const namespace = of < 0 ? '' : (args[of + 1] ?? '');
  const isAll = args.some((arg) => arg === '--all' || arg === '-A' || arg === '--all-namespaces');
  const isNamed = args.slice(at + 2).some((arg) => !arg.includes('=') && WORKLOADS.test(arg) && OF_LIST.test(arg));
  const isEach = OF_LIST.test(namespace) ? isAll || isNamed : isAll && namespace === '';
  return isEach
    ? args.map((arg) => PAIR.exec(arg)?.[1]).find((one) => one !== undefined && /[/:]/.test(one))
    : undefined;
};

const patchedBy = ({ verb, resources, namespace, manifest }: KubeApi): string | undefined => {
  if (verb !== 'patch' || manifest === null || !OF_LIST.test(namespace ?? '')) return undefined;
  if (!resources.some((one) => WORKLOADS.test(one))) return undefined;
  const match = PATCHED.exec(manifest.slice(0, MOST_PATCH));
  return match?.[1] ?? match?.[2];
};

export const commandImageEverywhere = defineIndicator({
  id: 'command.image-everywhere',
  title: 'Gives every workload of the cluster one image',
  attack: ['T1053.007', 'T1525', 'T1610'],
  severity: 'high',
  why: 'Workloads of all namespaces have nothing in common but that they run: one image in the place of each takes over all of them.',
  falsePositives: ['Changes of a registry by a script that does not keep the names of images'],
  references: ['https://attack.mitre.org/techniques/T1525/'],
  needs: ['effects'],
  kinds: ['kube-api', 'run'],
  evaluate: ({ effects }) => {
    if (!effects.some(listsEverywhere)) return [];
    return fromEffects(effects, (effect) => {
      const image = effect.kind === 'run' ? setBy(effect) : effect.kind === 'kube-api' ? patchedBy(effect) : undefined;
      return image !== undefined && `gives each workload of the cluster the image ${quoted(image)}`;
    });
  },
});
