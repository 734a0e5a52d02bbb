import type { KubeApi } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';

const PODS = /^(?:pods?|po)(?:$|[,/])/;
const SYSTEM: ReadonlySet<string> = new Set(['kube-system', 'kube-public', 'kube-node-lease']);
/** Pods that have ended; removing them stops nothing. */
const ENDED = /status\.phase(?:=|==|%3D)(?:Failed|Succeeded)|status\.phase!=(?:Running|Pending)/;

const isWide = ({ everywhere, namespace, selector, verb, resources }: KubeApi): boolean =>
  verb === 'delete' &&
  resources.some((resource) => PODS.test(resource)) &&
  (everywhere || SYSTEM.has(namespace ?? '')) &&
  !ENDED.test(selector ?? '');

/** Controllers of the system that are left without a pod. */
const stopsSystem = ({ verb, isStopped, namespace, selector }: KubeApi): boolean =>
  verb === 'scale' && isStopped && selector === null && SYSTEM.has(namespace ?? '');

export const commandWorkloadRemoval = defineIndicator({
  id: 'command.workload-removal',
  title: 'Deletes running pods of the cluster or of the system',
  attack: ['T1053.007', 'T1489'],
  severity: 'medium',
  why: 'A job with the right to delete any pod can stop whatever watches it, and what the cluster stands on.',
  falsePositives: ['Chaos tests', 'Jobs that restart an add-on in kube-system'],
  needs: ['effects'],
  kinds: ['kube-api'],
  evaluate: ({ effects }) =>
    fromEffects(
      effects,
      (effect) =>
        effect.kind === 'kube-api' &&
        (stopsSystem(effect)
          ? 'stops a part of the system'
          : isWide(effect) &&
            (effect.everywhere ? 'deletes running pods in all namespaces' : 'deletes running pods of the system')),
    ),
});
