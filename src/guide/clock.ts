import { type Runs, runsOf } from '../lib/runs.ts';
import { get, objectAt, textAt } from '../model/json.ts';
import type { Remains } from './model.ts';
import { jobSpec, numberAt, type Subject, scheduledTime } from './subject.ts';
import type { TrailRow } from './tally.ts';
import type { Trail } from './trail.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Less than this is a reason to begin with it. */
const GOING_MS = 6 * HOUR_MS;
const MAX_COUNTED = 1_000;

/** Defaults of CronJob: https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#jobs-history-limits */
const SUCCESSFUL_KEPT = 3;
const FAILED_KEPT = 1;
/** `--event-ttl` of the API server: https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/ */
const EVENT_TTL_MS = HOUR_MS;

/** `about 14 minutes`, `about 3 hours`, `about 12 days`. Never more exact than it can be. */
export const spanText = (ms: number): string => {
  if (ms < 90_000) return 'about a minute';
  if (ms < 90 * MINUTE_MS) return `about ${Math.round(ms / MINUTE_MS)} minutes`;
  if (ms < 36 * HOUR_MS) return `about ${Math.round(ms / HOUR_MS)} hours`;
  return `about ${Math.round(ms / DAY_MS)} days`;
};

const minuteText = (ms: number): string =>
  new Date(ms)
    .toISOString()
    .replace('T', ' ')
    .replace(/:\d{2}\.\d{3}Z$/, ' UTC');

/** What is still there of the evidence, most urgent first, as far as the finding, the log and the clock tell. */
export const remainsOf = (subject: Subject, trail: Trail | null, now: string): readonly Remains[] => {
  const at = Date.parse(now);
  const rows = [
    ...runRemains(subject, trail, at),
    eventRemains(subject, trail, at),
    objectRemains(subject, trail),
    auditRemains(trail),
  ];
  return rows.filter((one) => one !== null).toSorted((a, b) => rank(a) - rank(b));
};

const ORDER: Readonly<Record<Remains['state'], number>> = { going: 0, unknown: 1, there: 2, gone: 3 };
const rank = ({ state, until }: Remains): number =>
  ORDER[state] * 1e15 + (until === null ? 0 : Math.min(Date.parse(until), 9e13));

/** A moment in the future or the past as a state. */
const stateAt = (until: number, now: number): Remains['state'] =>
  until <= now ? 'gone' : until - now <= GOING_MS ? 'going' : 'there';

const leftText = (until: number, now: number): string =>
  until <= now ? `gone for ${spanText(now - until)}` : `${spanText(until - now)} left`;

/** Jobs, their pods and with them the containers' logs. */
const runRemains = (subject: Subject, trail: Trail | null, now: number): readonly (Remains | null)[] => {
  const what = 'Jobs, pods and container logs';
  const { kind, body, at } = subject;
  if (subject.refused) return [];
  if (kind !== 'CronJob' && kind !== 'Job') {
    return [
      {
        what: 'Pods and container logs',
        state: 'unknown',
        until: null,
        says: 'They last as long as the pods: a restart keeps the log of one container before it, a deleted pod keeps none.',
      },
    ];
  }
  const deleted = deletionOf(subject, trail);
  if (deleted !== null) {
    const made = kind === 'Job' ? 'its pods' : 'its Jobs and pods';
    const says = `The ${kind} was deleted: ${made} go with it, unless they were orphaned.`;
    return [{ what, state: 'gone', until: deleted.time, says }];
  }
  const spec = jobSpec(subject);
  const ttl = numberAt(spec, 'ttlSecondsAfterFinished');
  const byTtl: Remains | null =
    ttl === null
      ? null
      : {
          what,
          state: ttl * 1_000 <= GOING_MS ? 'going' : 'unknown',
          until: null,
          says: `ttlSecondsAfterFinished is ${ttl}: a Job and its pods are deleted ${ttl === 0 ? 'as soon as it has finished' : `${spanText(ttl * 1_000)} after it has finished`}.`,
        };
  if (kind === 'Job') {
    return [
      byTtl ?? {
        what,
        state: subject.bodyIsWhole ? 'there' : 'unknown',
        until: null,
        says: subject.bodyIsWhole
          ? 'Nothing in the Job deletes it (no ttlSecondsAfterFinished); its owner, a person or the pod garbage collector may.'
          : 'Whether the Job is deleted after it finished (ttlSecondsAfterFinished) was not logged.',
      },
    ];
  }
  return [
    byTtl,
    historyRemains(
      subject,
      trail,
      now,
      what,
      objectAt(body, 'spec') !== null ? runsOfSubject(subject) : null,
      Date.parse(at ?? ''),
    ),
  ];
};

export const scheduleOf = ({
  body,
}: Subject): { readonly schedule: string; readonly timeZone: string | null } | null => {
  const spec = objectAt(body, 'spec');
  const schedule = textAt(spec, 'schedule');
  return schedule === null ? null : { schedule, timeZone: textAt(spec, 'timeZone') };
};

/** A suspended CronJob starts nothing until somebody resumes it. */
export const isSuspended = ({ body }: Subject): boolean => get(objectAt(body, 'spec'), 'suspend') === true;

/** The first accepted deletion of the object after the act; `null` where the log shows none. */
export const deletionOf = (subject: Subject, trail: Trail | null): TrailRow | null =>
  trail?.object.rows.find(
    ({ verb, code, time }) =>
      verb === 'delete' && (code === null || code < 400) && (subject.at === null || (time ?? '') >= subject.at),
  ) ?? null;

export const runsOfSubject = (subject: Subject): Runs | null => {
  const given = scheduleOf(subject);
  return given === null ? null : runsOf(given.schedule, given.timeZone);
};

const limitsOf = (subject: Subject): { readonly ok: number; readonly failed: number; readonly asLogged: boolean } => {
  const spec = objectAt(subject.body, 'spec');
  const ok = numberAt(spec, 'successfulJobsHistoryLimit');
  const failed = numberAt(spec, 'failedJobsHistoryLimit');
  return {
    ok: ok ?? SUCCESSFUL_KEPT,
    failed: failed ?? FAILED_KEPT,
    asLogged: subject.bodyIsWhole || (ok !== null && failed !== null),
  };
};

/**
 * A CronJob deletes its oldest finished Job when a run more than the limit has finished. The first run is the one that an
 * analyst wants; the newest is what is still there.
 */
const historyRemains = (
  subject: Subject,
  trail: Trail | null,
  now: number,
  what: string,
  runs: Runs | null,
  act: number,
): Remains => {
  const { ok, failed, asLogged } = limitsOf(subject);
  if (isSuspended(subject) && (trail?.jobs.count ?? 0) === 0)
    return { what, state: 'there', until: null, says: 'The CronJob is suspended: no run pushes another out.' };
  const kept = `keeps ${ok} successful and ${failed} failed Jobs${asLogged ? '' : ', if the defaults hold (they were not logged)'}`;
  if (ok === 0) {
    return {
      what,
      state: 'going',
      until: null,
      says: `The CronJob ${kept}: a successful Job and its pods are deleted as soon as it has finished. Catch one while it runs.`,
    };
  }
  if (runs === null || Number.isNaN(act)) {
    const why =
      scheduleOf(subject) === null ? 'the schedule was not logged' : 'the schedule is of a form that is not read here';
    return {
      what,
      state: 'unknown',
      until: null,
      says: `The CronJob ${kept}; when the next is deleted is not known, since ${why}.`,
    };
  }
  const first = runs.after(act, ok + 1);
  const [firstRun] = first;
  if (firstRun === undefined)
    return { what, state: 'there', until: null, says: 'The schedule never fires again: no run deletes another.' };
  const logged = (trail?.jobs.rows ?? []).flatMap(({ name }) => {
    const time = name === null ? null : scheduledTime(subject, name);
    return time === null ? [] : [Date.parse(time)];
  });
  const begin = Math.min(firstRun, ...logged);
  const lost = runs.after(begin, ok).at(-1);
  if (lost === undefined)
    return {
      what,
      state: 'there',
      until: null,
      says: `The CronJob ${kept}, and there are no more runs to push the first one out.`,
    };
  const next = runs.after(now, ok);
  const newest = now >= begin ? runs.upTo(now, 1)[0] : undefined;
  const newestLost = next.at(-1);
  const firstSays =
    begin > now
      ? `The first run is due at ${minuteText(begin)}`
      : `The first run was due at ${minuteText(begin)}; its Job is deleted when the run of ${minuteText(lost)} has finished: ${leftText(lost, now)}`;
  const newestSays =
    newest === undefined || newestLost === undefined || begin === newest
      ? ''
      : ` The newest run, of ${minuteText(newest)}, has ${spanText(newestLost - now)} left.`;
  const until = begin > now || newest === undefined || newestLost === undefined ? lost : newestLost;
  return {
    what,
    state: stateAt(until, now),
    until: new Date(until).toISOString(),
    says: `The CronJob ${kept}. ${firstSays}.${newestSays} A run that fails is kept until ${failed === 0 ? 'it has finished' : failed === 1 ? 'the next one fails' : `${failed} more fail`}.`,
  };
};

/** Runs that were due between the act and now, at most so many. */
export const runsDue = (
  subject: Subject,
  now: string,
): {
  readonly count: number;
  readonly atLeast: boolean;
  readonly first: string | null;
  readonly last: string | null;
  readonly next: string | null;
} | null => {
  const runs = runsOfSubject(subject);
  const act = Date.parse(subject.at ?? '');
  const until = Date.parse(now);
  if (runs === null || Number.isNaN(act)) return null;
  const due = until <= act ? [] : runs.after(act, MAX_COUNTED).filter((at) => at <= until);
  const last = due.length === 0 ? undefined : runs.upTo(until, 1)[0];
  const iso = (ms: number | undefined): string | null => (ms === undefined ? null : new Date(ms).toISOString());
  return {
    count: due.length,
    atLeast: due.length === MAX_COUNTED,
    first: iso(due[0]),
    last: iso(last),
    next: iso(runs.after(Math.max(act, until), 1)[0]),
  };
};

/** Events of Kubernetes: the reasons of scheduler, kubelet and controllers. */
const eventRemains = ({ at, refused }: Subject, trail: Trail | null, now: number): Remains | null => {
  if (refused) return null;
  const what = 'Kubernetes Events';
  const ttl = 'The API server keeps Events for 1 hour unless --event-ttl says otherwise (OpenShift: 3 hours)';
  const act = Date.parse(at ?? '');
  if (Number.isNaN(act))
    return { what, state: 'unknown', until: null, says: `${ttl}; the time of the act is not known.` };
  const until = act + EVENT_TTL_MS;
  const runs = trail !== null && trail.jobs.count > 0 ? ' Those of later runs last an hour from each run.' : '';
  return {
    what,
    state: stateAt(until, now),
    until: new Date(until).toISOString(),
    says: `${ttl}: of those from the time of the act ${until <= now ? `nothing is left (${leftText(until, now)})` : `${leftText(until, now)}`}.${runs}`,
  };
};

/** Retention of the stores, by the envelope that the event came in. Each is a default that an operator may have changed. */
const RETENTION: ReadonlyMap<string, string> = new Map([
  [
    'azure',
    'Log Analytics keeps a table for 30 days unless told otherwise. https://learn.microsoft.com/azure/azure-monitor/logs/data-retention-configure',
  ],
  [
    'aws',
    'CloudWatch Logs keeps a log group for ever unless a retention is set on it. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html',
  ],
  [
    'gke',
    'Cloud Logging keeps Admin Activity audit logs for 400 days, Data Access logs for 30 unless the bucket says otherwise. https://cloud.google.com/logging/quotas',
  ],
]);

const PROVIDERS: ReadonlyMap<string, string> = new Map([
  ['azure-diagnostics', 'azure'],
  ['azure-resource-log', 'azure'],
  ['aks-audit', 'azure'],
  ['defender', 'azure'],
  ['sentinel-eks', 'azure'],
  ['sentinel-cloudwatch', 'azure'],
  ['sentinel-gke', 'azure'],
  ['cloudwatch', 'aws'],
  ['gke', 'gke'],
]);

/** How long the audit log itself is kept, by the envelope of the event; `null` when no log was read. */
const auditRemains = (trail: Trail | null): Remains | null => {
  const what = 'The audit log';
  const envelope = trail?.act?.envelope;
  if (envelope === undefined) return null;
  const provider = PROVIDERS.get(envelope);
  return {
    what,
    state: 'unknown',
    until: null,
    says:
      provider === undefined
        ? 'Where and how long it is kept the log does not say. A file on a control plane node is rotated by --audit-log-maxage, maxbackup and maxsize: copy it now.'
        : (RETENTION.get(provider) ?? ''),
  };
};

const objectRemains = (subject: Subject, trail: Trail | null): Remains | null => {
  const deleted = deletionOf(subject, trail);
  if (deleted === null) return null;
  return {
    what: `${subject.kind} object`,
    state: 'gone',
    until: deleted.time,
    says: `${deleted.user} deleted it${deleted.time === null ? '' : ` at ${deleted.time}`}: the audit log holds the only copy, unless etcd is backed up.`,
  };
};
