import type { Effect, KubeApi } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';

const WRITES: ReadonlySet<string> = new Set(['replace', 'apply', 'patch', 'edit', 'create']);
const CONFIGMAP = /^(?:cm|configmaps?)(?:$|[,/])/;
/** Objects from which the cluster's resolvers take their names. */
const RESOLVER = /^(?:(?:cm|configmaps?)\/)?(?:coredns(?:-custom)?|kube-dns|node-local-dns)$/;
/** The same in a manifest of YAML or JSON. */
const IN_MANIFEST = /\bname["']?\s{0,8}:\s{0,8}["']?(?:coredns(?:-custom)?|kube-dns|node-local-dns)["']?(?=[\s,}]|$)/m;
const OF_KIND = /\bkind["']?\s{0,8}:\s{0,8}["']?ConfigMap\b/;

const isNamed = ({ resources }: KubeApi): boolean =>
  resources.some((one) => CONFIGMAP.test(one)) && resources.some((one) => RESOLVER.test(one));

const reads = (effect: Effect): boolean => effect.kind === 'kube-api' && effect.verb === 'get' && isNamed(effect);

/** Writes of the settings of the cluster's resolver. */
export const writesResolver = (effects: readonly Effect[]): ReadonlySet<Effect> => {
  const isRead = effects.some(reads);
  return new Set(
    effects.filter((effect) => {
      if (effect.kind !== 'kube-api' || !WRITES.has(effect.verb)) return false;
      const { manifest } = effect;
      // `kubectl get cm coredns | sed … | kubectl replace -f -`: what is written back is not known, what was read is.
      const isWrittenBack = isRead && /^(?:replace|apply)$/.test(effect.verb) && !OF_KIND.test(manifest ?? '');
      const isInManifest = manifest !== null && OF_KIND.test(manifest) && IN_MANIFEST.test(manifest);
      return isNamed(effect) || isInManifest || isWrittenBack;
    }),
  );
};

export const commandClusterNames = defineIndicator({
  id: 'command.cluster-names',
  title: 'Changes how the cluster resolves names',
  attack: ['T1053.007', 'T1557', 'T1565'],
  severity: 'medium',
  why: 'Whoever answers for names decides where every pod connects to: a registry, an identity provider or a database can be somebody else from then on.',
  falsePositives: ['Jobs that keep the zones of a split network in step'],
  needs: ['effects'],
  kinds: ['kube-api'],
  evaluate: ({ effects }) => {
    const written = writesResolver(effects);
    return fromEffects(effects, (effect) => written.has(effect) && "writes the settings of the cluster's resolver");
  },
});
