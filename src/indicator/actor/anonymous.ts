import { defineIndicator } from '../define.ts';
import { quoted } from '../quote.ts';

export const actorAnonymous = defineIndicator({
  id: 'actor.anonymous',
  title: 'Write by an anonymous user that was not refused',
  attack: ['T1053.007', 'T1133', 'T1610'],
  severity: 'high',
  why: 'An API server that takes workloads from anyone is being used by anyone.',
  falsePositives: ['None in a cluster that anyone should own; test clusters'],
  needs: ['actor', 'request', 'workload'],
  evaluate: ({ actor, request, workload }) =>
    actor.kind === 'anonymous' && request.outcome !== 'refused'
      ? [
          {
            says: `An anonymous user ${request.outcome === 'unknown' ? 'asked to' : 'was let'} ${request.verb} the ${workload.kind} ${quoted(workload.name ?? workload.generateName ?? 'without a name')}.`,
            at: '/user/username',
            value: actor.username ?? 'system:anonymous',
          },
        ]
      : [],
});
