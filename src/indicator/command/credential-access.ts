import { KUBE_CLIENTS } from '../../command/kube.ts';
import { ETCD_SECRETS } from '../../command/stores.ts';
import type { Effect, KubeApi, Run } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';

const SECRETS = /^(?:[a-z,]*,)?secrets?(?:$|,)/;

/** How each client of a cloud or a store asks which secrets there are, and for the value of one. */
const STORES: ReadonlyMap<string, readonly (readonly [list: RegExp, value: RegExp])[]> = new Map([
  [
    'aws',
    [
      [
        /\bsecretsmanager list-secrets\b|\bssm describe-parameters\b/,
        /\bsecretsmanager (?:batch-)?get-secret-value\b|\bssm get-parameters?\b/,
      ],
      [/\bec2 describe-instances\b/, /\bec2 get-password-data\b|\bec2 describe-instance-attribute\b.*\buserData\b/],
    ],
  ],
  [
    'az',
    [
      [/\bkeyvault secret list\b/, /\bkeyvault secret (?:show|download)\b/],
      [/\bstorage account list\b/, /\bstorage account keys list\b/],
      [/\b(?:webapp|functionapp) list\b/, /\bdeployment list-publishing-(?:profiles|credentials)\b/],
    ],
  ],
  ['gcloud', [[/\bsecrets list\b/, /\bsecrets versions access\b/]]],
  ['vault', [[/\b(?:kv )?list\b/, /\b(?:kv get|read)\b/]]],
  ['helm', [[/\b(?:list|ls)\b.*(?:-A\b|--all-namespaces)/, /\bget (?:values|all)\b/]]],
]);
const textOf = ({ args }: Run): string => args.slice(0, 40).join(' ').slice(0, 4000);
const asks = (effect: Effect, which: 0 | 1): effect is Effect & Run =>
  effect.kind === 'run' && STORES.get(effect.program)?.some((pair) => pair[which].test(textOf(effect))) === true;

/** Every parameter of a region, or every secret of a store, by one call. */
const takesAll = (effect: Run): boolean => {
  if (effect.program !== 'aws') return false;
  const text = textOf(effect);
  return (
    /\bssm get-parameters-by-path\b.*--path[= ]\/(?:\s|$)/.test(text) ||
    (/\bsecretsmanager batch-get-secret-value\b/.test(text) &&
      /--filters\b/.test(text) &&
      !/tag-(?:key|value)/.test(text))
  );
};
/** A list of what one application has, by its tag or its name. */
const isNarrowed = (effect: Effect & Run): boolean => /--(?:filters?|parameter-filters)[= ]/.test(textOf(effect));
const NAMED_ON_THE_WAY = /\$|\{\}|…/;

const SECRET_LIST = /^(?:secrets?)$/;

/** One secret by a name that a list before gave. */
const takesEach = (effect: Effect): boolean => {
  if (effect.kind !== 'run' || !KUBE_CLIENTS.has(effect.program)) return false;
  const { args } = effect;
  const named = args.some((arg, at) => /^\$|^secrets?\/\$|^\{\}/.test(arg) && !(args[at - 1] ?? '').startsWith('-'));
  return named && args.includes('get') && args.some((arg) => /^(?:-o|--output)(?!.*(?:name|wide)$)/.test(arg));
};
/** Asks which namespaces there are, to go from one to the next. */
const listsNamespaces = (effect: Effect): boolean =>
  effect.kind === 'kube-api' &&
  effect.verb === 'get' &&
  effect.selector === null &&
  effect.resources.some((one) => /^(?:ns|namespaces?)$/.test(one));
const listsSecrets = (effect: Effect, isEach: boolean): boolean =>
  effect.kind === 'kube-api' &&
  effect.verb === 'get' &&
  effect.selector === null &&
  effect.isNamed !== true &&
  // An own namespace is gone through by whoever set it up.
  (effect.everywhere || effect.namespace === 'kube-system' || (isEach && effect.namespace?.startsWith('$') === true)) &&
  effect.resources.filter((one) => one !== 'name').every((one) => SECRET_LIST.test(one)) &&
  effect.resources.some((one) => SECRET_LIST.test(one));

/** An ExternalSecret that asks a store for whatever it has. */
const WHOLE_STORE =
  /\bfind["']?\s{0,4}:[\s{]{0,40}["']?name["']?\s{0,4}:[\s{]{0,40}["']?regexp["']?\s{0,4}:\s{0,4}(?:"(?:\^?\.[*+]?\$?|)"|'(?:\^?\.[*+]?\$?|)'|\^?\.[*+]\$?(?=[\s,}]|$))/;
const takesStore = ({ verb, manifest }: KubeApi): boolean =>
  verb !== 'get' && manifest?.includes('ExternalSecret') === true && WHOLE_STORE.test(manifest.slice(0, 32 * 1024));

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
    const listing = effects
      .filter((effect): effect is typeof effect & Run => asks(effect, 0) && !isNarrowed(effect))
      .map(({ program }) => program);
    // A loop over pods enters one after the other.
    const entered = new Set(
      effects.flatMap((one) =>
        one.kind === 'kube-api' && one.verb === 'exec' && one.isNamed === true ? [one.shown] : [],
      ),
    );
    const isEachNamespace = effects.some(listsNamespaces);
    const hasList = effects.some((effect) => listsSecrets(effect, isEachNamespace));
    return fromEffects(effects, (effect) => {
      if (effect.kind === 'run') {
        if (takesAll(effect)) return 'reads all secrets of the cloud at once';
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
          (effect.path === ETCD_SECRETS &&
            (effect.isShown !== true || effect.program !== 'etcdctl') &&
            'reads the secrets of the cluster out of etcd') ||
          (effect.what === 'token' &&
            effect.isElsewhere === true &&
            effect.program !== 'kubectl' &&
            entered.has(effect.shown) &&
            'takes the tokens of other pods')
        );
      if (effect.kind === 'kube-api' && takesStore(effect)) return 'takes every secret of a store outside at once';
      if (effect.kind !== 'kube-api' || effect.verb !== 'get' || !effect.values) return null;
      const at = effect.resources.findIndex((resource) => SECRETS.test(resource));
      if (at < 0) return null;
      if (effect.everywhere) return 'reads the secrets of all namespaces';
      // One secret by its name is how an add-on gets its own.
      if (effect.resources.length > at + 1 || effect.selector !== null || effect.isNamed === true) return null;
      if (effect.namespace === 'kube-system') return 'reads all secrets of kube-system';
      return effect.namespace?.startsWith('$') === true && 'reads the secrets of one namespace after the other';
    });
  },
});
