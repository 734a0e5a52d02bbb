import { isClusterHost, isPublicAddress } from '../../command/network.ts';
import type { Effect, KubeApi, Run } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { isInside } from '../image/registries.ts';
import { optionOf } from '../options.ts';
import { quoted } from '../quote.ts';

const MOST_MANIFEST = 32 * 1024;

/** Objects of Argo CD and of Flux that say from where a cluster takes what it runs. */
const APPLICATION = /^(?:applications?|apps?|applicationsets?|appsets?)(?:$|[./])/;
const SOURCE = /^(?:gitrepositor(?:y|ies)|ocirepositor(?:y|ies)|helmrepositor(?:y|ies)|buckets?)(?:$|[./])/;

const ADDRESS =
  /["']?\b(?:repoURL|url)["']?\s{0,4}:\s{0,4}["']?([^\s"',}]{1,400})|\/(?:repoURL|url)["'].{0,40}?["']?value["']?\s{0,4}:\s{0,4}["']?([^\s"',}]{1,400})/;
/** What is put there runs without anybody's word. */
const AUTOMATIC = /\bautomated\b|\bselfHeal\b/;

/** Host of a repository that stands outside, also in the form of an address for SSH. */
const outside = (address: string): string | undefined => {
  const host = /^(?:[a-z+]{2,8}:\/\/)?(?:[^@/\s]{1,64}@)?([\w.-]{1,253})[:/]/.exec(address)?.[1];
  if (host === undefined || host.startsWith('$')) return undefined;
  return isPublicAddress(host) || !(isClusterHost(host) || isInside(host)) ? host : undefined;
};

const movedTo = ({ verb, resources, manifest }: KubeApi): string | undefined => {
  if (verb !== 'patch' || manifest === null) return undefined;
  const isSource = resources.some((one) => SOURCE.test(one));
  if (!isSource && !resources.some((one) => APPLICATION.test(one))) return undefined;
  const text = manifest.slice(0, MOST_MANIFEST);
  if (!isSource && !AUTOMATIC.test(text)) return undefined;
  const [, plain, ofOperation] = ADDRESS.exec(text) ?? [];
  const address = plain ?? ofOperation;
  return address === undefined ? undefined : outside(address);
};

/** `argocd app set NAME --repo ADDRESS --sync-policy automated`. */
const setTo = ({ program, args }: Run): string | undefined => {
  if (program !== 'argocd' || !args.includes('app') || !args.includes('set')) return undefined;
  const address = optionOf(args, '--repo');
  return address !== undefined && /^auto/.test(optionOf(args, '--sync-policy') ?? '') ? outside(address) : undefined;
};

const hostIn = (effect: Effect): string | undefined =>
  effect.kind === 'kube-api' ? movedTo(effect) : effect.kind === 'run' ? setTo(effect) : undefined;

export const commandDeliverySource = defineIndicator({
  id: 'command.delivery-source',
  title: 'Makes the cluster take what it runs from somewhere else',
  attack: ['T1053.007', 'T1195.002', 'T1072'],
  severity: 'high',
  why: 'Whoever owns the repository that a cluster follows by itself writes every object in it, under the name of the delivery tool.',
  falsePositives: ['Moves of a repository to another forge that a job carries out'],
  references: ['https://attack.mitre.org/techniques/T1072/'],
  needs: ['effects'],
  kinds: ['kube-api', 'run'],
  evaluate: ({ effects }) =>
    fromEffects(effects, (effect) => {
      const host = hostIn(effect);
      return host !== undefined && `makes a delivery tool follow a repository of ${quoted(host)}`;
    }),
});
