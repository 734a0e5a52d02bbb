import { defineIndicator } from '../define.ts';
import { quoted } from '../quote.ts';

/** `user.extra` of a token that is bound to a pod: https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/ */
const POD_NAME = 'authentication.kubernetes.io/pod-name';

export const actorPodIdentity = defineIndicator({
  id: 'actor.pod-identity',
  title: 'Job or CronJob written with the token of a pod',
  attack: ['T1053.007', 'T1528', 'T1078'],
  severity: 'info',
  why: 'A pod that schedules further pods is an operator, a build runner, or taken over.',
  falsePositives: ['Operators, build runners and workflow engines'],
  needs: ['actor', 'workload'],
  evaluate({ actor, workload }) {
    const pod = Object.hasOwn(actor.extra, POD_NAME) ? actor.extra[POD_NAME]?.[0] : undefined;
    if (actor.kind !== 'service-account' || pod === undefined || workload.apiGroup !== 'batch') return [];
    return [
      {
        says: `The token of pod ${quoted(pod)}, service account ${quoted(actor.username ?? 'unknown')}, wrote a ${workload.kind}.`,
        at: '/user/extra/authentication.kubernetes.io~1pod-name/0',
        value: pod,
      },
    ];
  },
});
