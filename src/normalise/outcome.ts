import type { RequestInfo, RequestOutcome } from '../model/activity.ts';
import type { AuditEvent } from '../model/event.ts';
import { isDryRun } from './query.ts';

/** What became of the request. A dry run changes nothing, whatever its code; a success is never inferred: without a code only a `forbid` tells anything. */
export const outcomeOf = (event: Pick<AuditEvent, 'code' | 'decision' | 'requestUri'>): RequestOutcome => {
  const { code, decision } = event;
  if (isDryRun(event.requestUri)) return 'dry-run';
  if ((code !== null && code >= 400 && code <= 599) || decision === 'forbid') return 'refused';
  return code !== null && code >= 200 && code <= 299 ? 'accepted' : 'unknown';
};

export const requestOf = (event: AuditEvent, verb: string): RequestInfo => ({
  verb,
  outcome: outcomeOf(event),
  code: event.code,
});
