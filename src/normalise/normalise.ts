import type { Activity, EventSource, SentinelRow } from '../model/activity.ts';
import type { AuditEvent } from '../model/event.ts';
import { actorOf } from './actor.ts';
import { isBookkeeping } from './bookkeeping.ts';
import { DEFAULT_KINDS, type KindIndex } from './kind-index.ts';
import { requestOf } from './outcome.ts';
import { readingsOf } from './readings.ts';
import { sentinelRow } from './sentinel.ts';
import { type Target, targetOf } from './target.ts';
import { WRITE_VERBS } from './words.ts';
import { workloadOf } from './workload.ts';

/** Why an event is no authored workload write; the summary counts each. */
export const PASSED_WHY = [
  'read',
  'other-verb',
  'other-resource',
  'subresource',
  'bookkeeping',
  'dry-run',
  'incomplete-ref',
] as const;
export type PassedWhy = (typeof PASSED_WHY)[number];

export type Normalised =
  | { readonly kind: 'activity'; readonly activity: Activity }
  | { readonly kind: 'passed'; readonly why: PassedWhy };

export interface NormaliseOptions {
  /** Kinds that make pods; ours unless a user's table was added with `indexKinds`. */
  readonly kinds?: KindIndex;
  /** The original query's row for the event; `sentinelRow` by default. */
  readonly sentinel?: (event: AuditEvent) => SentinelRow | null;
  /** Takes what a controller makes as its duty for a write like any other: to judge what it was told to make. */
  readonly takesDuties?: boolean;
}

export const READ_VERBS = ['get', 'list', 'watch'] as const;

/** Who did what to which workload; or why the event is none of our business. Never throws, whatever the event holds. */
export const normalise = (event: AuditEvent, at: EventSource, options: NormaliseOptions = {}): Normalised => {
  const kinds = options.kinds ?? DEFAULT_KINDS;
  const verb = event.verb;
  if (verb === null) return passed(targetOf(event, kinds) === 'other-resource' ? 'other-resource' : 'incomplete-ref');
  if (READ_VERBS.some((one) => one === verb)) return passed('read');
  if (!WRITE_VERBS.some((one) => one === verb)) return passed('other-verb');
  const target = targetOf(event, kinds);
  if (typeof target === 'string') return passed(target);
  const request = requestOf(event, verb);
  if (request.outcome === 'dry-run') return passed('dry-run');
  const actor = actorOf(event);
  if (options.takesDuties !== true && isBookkeeping(event, target, actor, kinds)) return passed('bookkeeping');
  const readings = readingsOf(event, target.entry, kinds);
  const first = readings.state === 'seen' ? readings.value[0] : undefined;
  return {
    kind: 'activity',
    activity: {
      event: summaryOf(event, at, target),
      actor,
      request,
      workload: workloadOf(event, target, first, kinds),
      readings,
      ...patchOf(event, readings),
      sentinel: (options.sentinel ?? sentinelRow)(event),
    },
  };
};

/** The body of a patch, unless the log shows the object that came of it. */
const patchOf = (
  { verb, requestObject }: AuditEvent,
  readings: Activity['readings'],
): Pick<Activity, 'patch'> | undefined => {
  if (verb !== 'patch' || requestObject.state !== 'seen' || requestObject.missing !== undefined) return undefined;
  if (readings.state !== 'seen' || readings.value.some(({ kind }) => kind === 'object')) return undefined;
  return { patch: requestObject.value };
};

const passed = (why: PassedWhy): Normalised => ({ kind: 'passed', why });

const summaryOf = (event: AuditEvent, at: EventSource, target: Target): Activity['event'] => ({
  source: at.source,
  offset: at.offset,
  auditId: event.auditId,
  stage: event.stage,
  level: event.level,
  requestUri: event.requestUri,
  receivedAt: event.receivedAt,
  time: event.time,
  envelope: event.envelope,
  cluster: event.cluster,
  cutAt: event.cutAt,
  named: { name: target.name, uid: event.objectRef.uid },
});
