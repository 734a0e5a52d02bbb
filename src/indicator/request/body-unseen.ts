import type { Because } from '../../model/seen.ts';
import { defineIndicator } from '../define.ts';

const REASONS: Readonly<Record<Because, string | null>> = {
  'level-metadata': 'the audit policy logs such writes without their body',
  'refused-before-read': 'the API server refused the request before it read the body',
  'patch-without-base': 'the body is a patch of an object that was not seen',
  'patch-type-unknown': 'the log does not say of which type the patch is',
  'not-kept': 'the export or the envelope did not keep it',
  // Has an indicator of its own, since size can be an evasion.
  truncated: null,
  'no-baseline': null,
  'rights-unknown': null,
  'origin-unseen': null,
};

export const requestBodyUnseen = defineIndicator({
  id: 'request.body-unseen',
  title: 'The log does not show what was written',
  attack: ['T1053.007'],
  severity: 'info',
  why: 'Nothing can be said about the workload itself: no alarm is no all-clear.',
  falsePositives: ['Clusters whose audit policy logs workloads at level Metadata'],
  needs: ['delivery'],
  asks: ['body'],
  evaluate: ({ delivery }, { body }) => {
    const because = body.state === 'unseen' ? body.because : body.state === 'seen' ? body.missing : undefined;
    const reason = because === undefined ? null : REASONS[because];
    if (reason === null) return [];
    return [
      {
        says: `The log shows ${body.state === 'seen' ? 'only a part of' : 'nothing of'} the object: ${reason}.`,
        at: '',
        value: `audit level ${delivery.level ?? 'unknown'}`,
      },
    ];
  },
});
