import type { Finding } from '../../model/finding.ts';

const BECAUSE =
  'What was read since says more of this request, or of who wrote what it was made of: it is no finding of its own any more.';

/** A finding that an earlier run gave, as one that is none any more: the last of an id counts. */
export const withdrawnFinding = ({ incident: _, ...finding }: Finding): Finding => ({
  ...finding,
  title: `Withdrawn: ${finding.title}`,
  summary: `${BECAUSE} It said: ${finding.summary}`,
  severity: 'info',
  risk: 0,
  breakdown: {
    ...finding.breakdown,
    risk: [...finding.breakdown.risk, { points: -finding.risk, reason: 'withdrawn' }],
    severity: 'info: withdrawn',
  },
  withdrawn: BECAUSE,
});
