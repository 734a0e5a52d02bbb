import type { Effect, KubeApi } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';

/** Accounts of kube-system that the controllers of Kubernetes have, which may change nearly everything. */
const CONTROLLER =
  /^(?:[a-z]{2,20}(?:-[a-z]{2,20}){0,4}-controller|generic-garbage-collector|node-controller|token-cleaner|bootstrap-signer|cloud-controller-manager|kube-controller-manager|legacy-service-account-token-cleaner|horizontal-pod-autoscaler|default|kube-proxy|coredns)$/;
/** Add-ons that run under such a name. */
const ADD_ON =
  /^(?:aws-load-balancer|ebs-csi|efs-csi|metrics|snapshot|sealed-secrets|external-dns|ingress|ingress-nginx|nfs|volume-snapshot)-controller$/;
const isController = (name: string): boolean => CONTROLLER.test(name) && !ADD_ON.test(name);

/** Which account a Secret in a manifest is to get a token of; the namespace stands beside it. */
const KIND = /\bservice-account-token\b/;
const ACCOUNT = /kubernetes\.io\/service-account\.name["']?\s{0,8}:\s{0,8}["']?([a-z0-9.-]{1,120})/;
const OF_SYSTEM = /\bnamespace["']?\s{0,8}:\s{0,8}["']?kube-system\b/;

const askedFor = (effect: Effect & KubeApi): string | undefined => {
  const { manifest, resources, namespace, verb } = effect;
  if (verb !== 'create' && verb !== 'apply' && verb !== 'replace') return undefined;
  if (manifest !== null && KIND.test(manifest)) {
    const isOfSystem = namespace === 'kube-system' || OF_SYSTEM.test(manifest);
    return isOfSystem ? ACCOUNT.exec(manifest)?.[1] : undefined;
  }
  if (namespace !== 'kube-system') return undefined;
  // `create token NAME`, and a request to the account's own `token`.
  const at = resources.findIndex((one) => one === 'token' || one === 'serviceaccounts');
  const isRequest =
    resources[at] === 'token' ||
    resources[at + 2] === 'token' ||
    (manifest !== null && /\bTokenRequest\b/.test(manifest));
  return at >= 0 && isRequest ? resources[at + 1] : undefined;
};

export const commandControllerToken = defineIndicator({
  id: 'command.controller-token',
  title: 'Makes a token of a controller of the cluster',
  attack: ['T1053.007', 'T1528', 'T1078'],
  severity: 'high',
  why: 'Controllers get their tokens from the controller manager alone. Whoever holds one acts as a part of Kubernetes, and nobody asks why.',
  falsePositives: ['Tests of the rights of controllers'],
  references: ['https://kubernetes.io/docs/reference/access-authn-authz/rbac/#controller-roles'],
  needs: ['effects'],
  kinds: ['kube-api'],
  evaluate: ({ effects }) =>
    fromEffects(effects, (effect) => {
      const account = effect.kind === 'kube-api' ? askedFor(effect) : undefined;
      return account !== undefined && isController(account) && `makes a token of ${quoted(account)} of kube-system`;
    }),
});
