import { KUBE_CONTROLLERS } from '../../normalise/controllers.ts';
import { defineIndicator } from '../define.ts';
import { quoted } from '../quote.ts';

const CONTROLLERS: ReadonlySet<string> = new Set(KUBE_CONTROLLERS);

export const identitySystemServiceAccount = defineIndicator({
  id: 'identity.system-service-account',
  title: 'Runs as a controller of Kubernetes',
  attack: ['T1078', 'T1528', 'T1053.007'],
  severity: 'medium',
  why: 'These accounts belong to the controller manager, which is no pod that anyone starts. With clusterrole-aggregation-controller a pod can give itself every right.',
  falsePositives: ['Tests of the rights of controllers'],
  needs: ['serviceAccount', 'workload'],
  evaluate: ({ serviceAccount: { name, pointer }, workload }) =>
    workload.namespace === 'kube-system' && CONTROLLERS.has(name)
      ? [
          {
            says: `The pod runs as ${quoted(name)}, an account of the controller manager.`,
            at: pointer,
            value: name,
          },
        ]
      : [],
});
