import { defineIndicator } from '../define.ts';

export const requestBodyWithheld = defineIndicator({
  id: 'request.body-withheld',
  title: 'Body of a workload write cut or withheld because of its size',
  attack: ['T1053.007', 'T1027'],
  severity: 'low',
  why: 'A manifest padded beyond the limit of the log hides from every rule that reads it.',
  falsePositives: ['Objects with large annotations', 'Workflows with long inline scripts'],
  needs: ['delivery'],
  asks: ['body'],
  evaluate: ({ delivery }, { body }) => {
    const because = body.state === 'unseen' ? body.because : body.state === 'seen' ? body.missing : undefined;
    if (because !== 'truncated') return [];
    return [
      {
        says:
          body.state === 'seen'
            ? 'The record was cut, so that only a part of the object could be judged.'
            : 'The log does not hold the object, because of its size.',
        at: delivery.cutAt ?? '/requestObject',
        value: delivery.cutAt === null ? 'the body is withheld' : `cut at ${delivery.cutAt || 'the record itself'}`,
      },
    ];
  },
});
