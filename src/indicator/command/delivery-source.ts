import { isClusterHost, isOutside, isPublicAddress } from '../../command/network.ts';
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

const HOST = /^(?:[a-z+]{2,8}:\/\/)?(?:[^@/\s]{1,64}@)?([\w.-]{1,253})[:/]/;
/** Host of a repository that stands outside, also in the form of an address for SSH. */
const outside = (address: string): string | undefined => {
  const host = HOST.exec(address)?.[1];
  if (host === undefined || host.startsWith('$')) return undefined;
  return isPublicAddress(host) || !(isClusterHost(host) || isInside(host)) ? host : undefined;
};

/** Objects that tell somebody of what Flux does. */
const ALERTS = /^(?:alerts?|providers?)(?:$|[./])/;
const TELLS: ReadonlySet<string> = new Set(['alert', 'alert-provider']);
/** Whether nobody is told any more. */
const silences = (effect: Effect): boolean =>
  effect.kind === 'run'
    ? effect.program === 'flux' &&
      effect.args.some((arg) => arg === 'suspend' || arg === 'delete') &&
      effect.args.some((arg) => TELLS.has(arg))
    : effect.kind === 'kube-api' &&
      effect.resources.some((one) => ALERTS.test(one)) &&
      (effect.verb === 'delete' ||
        (effect.verb === 'patch' && /\bsuspend["']?\s{0,4}:\s{0,4}true/.test(effect.manifest ?? '')));

/** `flux create source git NAME --url=ADDRESS`, which changes the one that is there. */
const createdFrom = ({ program, args }: Run): string | undefined =>
  program === 'flux' && args[0] === 'create' && args[1] === 'source' ? optionOf(args, '--url') : undefined;

/** The host of a source, whichever it is but one of the cluster, of which nobody is to be told. */
const silentSource = (effect: Effect): string | undefined => {
  const address =
    effect.kind === 'run'
      ? createdFrom(effect)
      : effect.kind === 'kube-api' && effect.verb !== 'get' && effect.manifest !== null && namesSource(effect)
        ? ADDRESS.exec(effect.manifest.slice(0, MOST_MANIFEST))?.[1]
        : undefined;
  const host = address === undefined ? undefined : HOST.exec(address)?.[1];
  return host === undefined || !isOutside(host) ? undefined : host;
};
const namesSource = ({ resources, manifest }: KubeApi): boolean =>
  resources.some((one) => SOURCE.test(one)) ||
  /\bkind["']?\s{0,4}:\s{0,4}["']?(?:Git|OCI|Helm)Repository\b/.test(manifest ?? '');

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
  evaluate: ({ effects }) => {
    const isSilent = effects.some(silences);
    return fromEffects(effects, (effect) => {
      const silent = isSilent ? silentSource(effect) : undefined;
      if (silent !== undefined)
        return `makes a delivery tool follow a repository of ${quoted(silent)}, and keeps it from telling anybody`;
      const host = hostIn(effect);
      return host !== undefined && `makes a delivery tool follow a repository of ${quoted(host)}`;
    });
  },
});
