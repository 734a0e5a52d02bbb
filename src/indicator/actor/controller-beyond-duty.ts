import { defineIndicator } from '../define.ts';
import { quoted } from '../quote.ts';

export const actorControllerBeyondDuty = defineIndicator({
  id: 'actor.controller-beyond-duty',
  title: 'Made under the name of a controller that never makes such a thing',
  attack: ['T1053.007', 'T1078', 'T1036.005'],
  severity: 'medium',
  why: 'Each controller of Kubernetes makes a few kinds of objects, each for an owner: the CronJob controller makes Jobs of CronJobs and nothing else. What it would never make was made by somebody who has its token.',
  falsePositives: [
    'Builds of Kubernetes whose controllers have other duties',
    'Events that were written by hand to try rules',
  ],
  references: ['https://github.com/kubernetes/kubernetes/tree/master/pkg/controller'],
  needs: ['controller'],
  evaluate: ({ controller }) =>
    controller.flatMap(({ what, user, value, pointer }) =>
      what === 'duty'
        ? [
            {
              says: `Under the name of ${quoted(user)} a ${quoted(value)} was made that this controller never makes, or not without an owner that it works for.`,
              at: pointer,
              value,
            },
          ]
        : [],
    ),
});
