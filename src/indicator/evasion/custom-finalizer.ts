import { defineIndicator } from '../define.ts';
import { quoted } from '../quote.ts';

/** Finalizers without a domain, of Kubernetes itself. */
const BUILT_IN: ReadonlySet<string> = new Set(['orphan', 'foregroundDeletion', 'kubernetes']);

/** Domains whose controllers put finalizers on Jobs and pods, and take them off. */
export const FINALIZER_DOMAINS: readonly string[] = [
  'kubernetes.io',
  'k8s.io',
  'argoproj.io',
  'tekton.dev',
  'fluxcd.io',
  'openshift.io',
  'volcano.sh',
  'katib.kubeflow.org',
];

const isKnown = (name: string): boolean => {
  const domain = name.includes('/') ? name.slice(0, name.indexOf('/')) : '';
  if (domain === '') return BUILT_IN.has(name);
  return FINALIZER_DOMAINS.some((known) => domain === known || domain.endsWith(`.${known}`));
};

export const evasionCustomFinalizer = defineIndicator({
  id: 'evasion.custom-finalizer',
  title: 'Cannot be deleted before an unknown controller agrees',
  attack: ['T1053.007'],
  severity: 'low',
  why: 'A finalizer that nothing takes off keeps the object from being deleted, and stops a response that relies on it.',
  falsePositives: ['Objects of an operator that cleans up by finalizer'],
  references: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/finalizers/'],
  needs: ['finalizers', 'actor'],
  evaluate: ({ finalizers, actor }) =>
    actor.kind !== 'human' && actor.kind !== 'anonymous'
      ? []
      : finalizers
          .filter(({ name }) => !isKnown(name))
          .map(({ name, pointer }) => ({
            says: `The finalizer ${quoted(name)}, set by ${quoted(actor.username ?? 'an unknown user')}, keeps the object until somebody takes it off.`,
            at: pointer,
            value: name,
          })),
});
