import type { Activity } from '../model/activity.ts';
import type { RunNameFact } from '../model/facts.ts';
import type { Known } from '../model/known.ts';
import { ABSENT, type Seen, seen } from '../model/seen.ts';

/**
 * Names of runs: the CronJob's and the minute since 1970 that the run is due at; before Kubernetes 1.21 the second.
 * https://github.com/kubernetes/kubernetes/blob/master/pkg/controller/cronjob/utils.go
 */
const RUN = /^(.+)-(?:(\d{8})|(\d{10}))$/;
const MINUTE = 60_000;
/** Farther from its writing a number is a date, a build or a ticket, and no run that anybody waits for. */
const FAR = 31 * 24 * 60 * MINUTE;

/** Name of the CronJob and milliseconds since 1970; `null` for a name that is none of a run. */
const runNamed = (name: string): { readonly cronJob: string; readonly dueMs: number } | null => {
  const [, cronJob = '', minutes, seconds] = RUN.exec(name) ?? [];
  if (cronJob === '') return null;
  if (minutes !== undefined) return { cronJob, dueMs: Number(minutes) * MINUTE };
  const dueMs = Number(seconds) * 1000;
  // What people number by the clock is due at any second, a run at a whole minute.
  return dueMs % MINUTE === 0 ? { cronJob, dueMs } : null;
};

/**
 * Whether somebody took the name of a run that is to come, or of one that the controller then found taken. The controller's
 * own Jobs, and any other of a run that is past and was not missed, are none of that: an export put back, a copy of an old run.
 */
export const runNameOf = ({ event, actor, request, workload }: Activity, known: Known): Seen<RunNameFact> => {
  if (workload.apiGroup !== 'batch' || workload.resource !== 'jobs' || workload.subresource !== null) return ABSENT;
  if (request.verb !== 'create' || request.outcome === 'refused' || actor.kind === 'control-plane') return ABSENT;
  const run = workload.name === null ? null : runNamed(workload.name);
  const writtenMs = event.time.at === null ? Number.NaN : Date.parse(event.time.at);
  if (run === null || workload.name === null || !(Math.abs(run.dueMs - writtenMs) <= FAR)) return ABSENT;
  const found = known.collision({ cluster: event.cluster, namespace: workload.namespace, name: workload.name });
  // What was in the way before this was written was something else.
  const foundAt = found?.time != null && event.time.at !== null && found.time >= event.time.at ? found.time : null;
  const isAhead = run.dueMs > writtenMs;
  if (!isAhead && foundAt === null) return ABSENT;
  return seen({
    container: null,
    role: null,
    pointer: '/objectRef/name',
    of: `${workload.namespace ?? ''}/${run.cronJob}`,
    dueAt: new Date(run.dueMs).toISOString(),
    isAhead,
    foundAt,
    isOwned: workload.owners.some(
      ({ kind, name, controller }) => controller && kind === 'CronJob' && name === run.cronJob,
    ),
  });
};
