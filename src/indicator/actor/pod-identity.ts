import { defineIndicator } from '../define.ts';
import { quoted } from '../quote.ts';

export const actorPodIdentity = defineIndicator({
  id: 'actor.pod-identity',
  title: 'Job or CronJob written with the token of a pod',
  attack: ['T1053.007', 'T1528', 'T1078'],
  severity: 'info',
  why: 'A pod that schedules further pods is an operator, a build runner, or taken over.',
  falsePositives: ['Operators, build runners and workflow engines'],
  needs: ['workload', 'tokenPod', 'actor'],
  evaluate({ tokenPod: { value: pod, pointer }, actor, workload }) {
    if (workload.apiGroup !== 'batch') return [];
    return [
      {
        says: `The token of pod ${quoted(pod)}, service account ${quoted(actor.username ?? 'unknown')}, wrote a ${workload.kind}.`,
        at: pointer,
        value: pod,
      },
    ];
  },
});
