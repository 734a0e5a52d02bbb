import { defineIndicator } from '../define.ts';

export const actorAnonymousRefused = defineIndicator({
  id: 'actor.anonymous-refused',
  title: 'Refused write by an anonymous user',
  attack: ['T1053.007', 'T1133'],
  severity: 'low',
  why: 'Someone without an identity tried to place a workload: the API server is reachable for strangers.',
  falsePositives: ['Scanners of the internet, which every open API server sees'],
  needs: ['actor', 'request'],
  evaluate: ({ actor, request }) =>
    actor.kind === 'anonymous' && request.outcome === 'refused'
      ? [
          {
            says: 'An anonymous user tried to write a workload and was refused.',
            at: '/user/username',
            value: actor.username ?? 'system:anonymous',
          },
        ]
      : [],
});
