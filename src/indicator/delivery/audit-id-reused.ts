import { defineIndicator } from '../define.ts';

export const deliveryAuditIdReused = defineIndicator({
  id: 'delivery.audit-id-reused',
  title: 'Audit id used again for another request',
  attack: ['T1053.007', 'T1070'],
  severity: 'low',
  why: 'The client may choose the audit id. One id for several requests hides them from whoever counts by id.',
  falsePositives: ['Proxies and aggregated API servers that pass one id on'],
  needs: ['delivery'],
  evaluate: ({ delivery: { sameIdOtherContent } }) =>
    sameIdOtherContent > 0
      ? [
          {
            says: `The audit id stands on ${sameIdOtherContent} other ${sameIdOtherContent === 1 ? 'event' : 'events'} with other content.`,
            at: '/auditID',
            value: String(sameIdOtherContent),
          },
        ]
      : [],
});
