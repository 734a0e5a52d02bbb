import { KUBE_CLIENTS } from '../../command/kube.ts';
import { ETCD_SECRETS } from '../../command/reads.ts';
import type { Effect, Run } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';

const SECRETS = /^(?:[a-z,]*,)?secrets?(?:$|,)/;

/** How each client of a cloud asks which secrets there are, and for the value of one. */
const STORES: ReadonlyMap<string, readonly [list: RegExp, value: RegExp]> = new Map([
  [
    'aws',
    [
      /\bsecretsmanager list-secrets\b|\bssm describe-parameters\b/,
      /\bsecretsmanager get-secret-value\b|\bssm get-parameters?\b/,
    ],
  ],
  ['az', [/\bkeyvault secret list\b/, /\bkeyvault secret (?:show|download)\b/]],
  ['gcloud', [/\bsecrets list\b/, /\bsecrets versions access\b/]],
]);
const asks = (effect: Effect, which: 0 | 1): effect is Effect & Run => {
  const store = effect.kind === 'run' ? STORES.get(effect.program)?.[which] : undefined;
  return store !== undefined && effect.kind === 'run' && store.test(effect.args.slice(0, 40).join(' '));
};
const NAMED_ON_THE_WAY = /\$|\{\}|…/;

const SECRET_LIST = /^(?:secrets?)$/;

/** One secret by a name that a list before gave. */
const takesEach = (effect: Effect): boolean => {
  if (effect.kind !== 'run' || !KUBE_CLIENTS.has(effect.program)) return false;
  const { args } = effect;
  const named = args.findIndex(
    (arg, at) => /^\$|^secrets?\/\$/.test(arg) && /^(?:get|secrets?)$/.test(args[at - 1] ?? ''),
  );
  return args.includes('get') && named >= 0 && args.some((arg) => /^(?:-o|--output)(?!.*(?:name|wide)$)/.test(arg));
};
const listsSecrets = (effect: Effect): boolean =>
  effect.kind === 'kube-api' &&
  effect.verb === 'get' &&
  effect.selector === null &&
  // An own namespace is gone through by whoever set it up.
  (effect.everywhere || effect.namespace === 'kube-system') &&
  effect.resources.filter((one) => one !== 'name').every((one) => SECRET_LIST.test(one)) &&
  effect.resources.some((one) => SECRET_LIST.test(one));

export const commandCredentialAccess = defineIndicator({
  id: 'command.credential-access',
  title: 'Collects secrets of the cluster or of the cloud instance',
  attack: ['T1053.007', 'T1552.007', 'T1552.005'],
  severity: 'medium',
  why: 'All secrets of a cluster, or the credentials of its nodes, are worth more than any workload in it.',
  falsePositives: ['Backups of all secrets', 'Jobs that sign in to a registry with the identity of the node'],
  needs: ['effects'],
  kinds: ['kube-api', 'metadata-api', 'read', 'run'],
  evaluate: ({ effects }) => {
    const listing = effects.filter((effect) => asks(effect, 0)).map(({ program }) => program);
    const hasList = effects.some(listsSecrets);
    return fromEffects(effects, (effect) => {
      if (effect.kind === 'run') {
        if (hasList && takesEach(effect)) return 'reads one secret of a namespace after the other';
        const isEach =
          listing.includes(effect.program) &&
          asks(effect, 1) &&
          (effect.args.some((arg) => NAMED_ON_THE_WAY.test(arg)) ||
            effect.words.some((word) => word.endsWith('xargs')));
        return isEach && 'reads one secret of the cloud after the other';
      }
      if (effect.kind === 'metadata-api' && effect.credentials) {
        return 'asks the metadata service for the credentials of the instance';
      }
      // A snapshot is a backup; the values of the secrets by themselves are not. What ends in the log is told as that.
      if (effect.kind === 'read' && effect.what === 'token' && effect.isElsewhere === true)
        return 'takes the token of another pod';
      if (effect.kind === 'read')
        return (
          effect.path === ETCD_SECRETS && effect.isShown !== true && 'reads the secrets of the cluster out of etcd'
        );
      if (effect.kind !== 'kube-api' || effect.verb !== 'get' || !effect.values) return null;
      const at = effect.resources.findIndex((resource) => SECRETS.test(resource));
      if (at < 0) return null;
      if (effect.everywhere) return 'reads the secrets of all namespaces';
      // One secret by its name is how an add-on gets its own.
      if (effect.resources.length > at + 1 || effect.selector !== null) return null;
      if (effect.namespace === 'kube-system') return 'reads all secrets of kube-system';
      return effect.namespace?.startsWith('$') === true && 'reads the secrets of one namespace after the other';
    });
  },
});
