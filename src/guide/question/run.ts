import { deletionOf, isSuspended, runsDue } from '../clock.ts';
import type { Context, Question } from '../model.ts';
import { moved, type Search, type Test } from '../search.ts';
import { childPrefix, type Subject, scheduledTime } from '../subject.ts';
import type { Bucket } from '../tally.ts';
import type { Trail } from '../trail.ts';
import { objectLookup } from './effect.ts';
import { counted, eventsTable, timeText, unread } from './rows.ts';
import { newestLookup, runLookups } from './run-lookups.ts';

const TITLE = 'Did it run, when, where, and is it running?';

const runSearches = (subject: Subject): readonly Search[] => {
  const prefix = childPrefix(subject);
  if (prefix === null) return [];
  const place: Test[] = subject.namespace === null ? [] : [{ test: 'namespace', is: subject.namespace }];
  const named: Test =
    subject.kind === 'Pod' && subject.name !== null
      ? { test: 'name', is: prefix }
      : { test: 'name-begins', with: prefix };
  const span = { since: moved(subject.at, -1), until: null };
  return [
    ...(subject.kind === 'CronJob'
      ? [
          {
            id: 'jobs',
            asks: 'Jobs that it made, and when they were deleted; the end of a name is the scheduled time in minutes',
            ...span,
            all: [
              { test: 'verb', oneOf: ['create', 'delete'] },
              { test: 'resource', oneOf: ['jobs'] },
              ...place,
              named,
            ] as const,
          },
        ]
      : []),
    {
      id: 'pods',
      asks: 'its pods: create of pods/binding gives the node, pods/status the phase, delete the end',
      ...span,
      all: [
        { test: 'verb', oneOf: ['create', 'patch', 'update', 'delete'] },
        { test: 'resource', oneOf: ['pods'] },
        ...place,
        named,
      ],
    },
  ];
};

/** Did it run, when, where, is it running? */
export const runQuestion = (context: Context): Question => {
  const { subject, trail, now } = context;
  const says: string[] = [];
  const because: string[] = [];
  const deleted = deletionOf(subject, trail);
  const due = runsDue(subject, deleted?.time ?? now);
  if (subject.refused) return refusedQuestion(context);
  if (isSuspended(subject)) says.push('It is suspended: its schedule starts nothing until somebody resumes it.');
  else if (due !== null && subject.accepted) says.push(dueText(due, deleted !== null));
  if (deleted !== null) says.push(`${deleted.user} deleted it at ${timeText(deleted.time)}: no run is due after that.`);
  const why = unread(context);
  if (trail === null) because.push(`whether it ran: ${why ?? ''}`);
  else {
    says.push(...ranSays(subject, trail));
    because.push(...ranBecause(subject, trail, now));
  }
  const ran = trail !== null && trail.jobs.count + trail.bindings.count + trail.statuses.count + trail.pods.count > 0;
  return {
    id: 'run',
    title: TITLE,
    state: ran ? (because.length === 0 ? 'known' : 'partly') : 'unknown',
    says,
    table:
      trail === null
        ? null
        : eventsTable(
            trail.jobs,
            trail.refusedJobs,
            trail.pods,
            trail.bindings,
            withNotes(trail.statuses),
            trail.jobDeletions,
            trail.podDeletions,
          ),
    because,
    means: [
      { seen: 'A pod ran', conclude: 'treat each node that it was bound to as exposed, from its first binding on' },
      ...(subject.kind === 'CronJob' ? [ODD_JOBS] : []),
      {
        seen: 'It never ran',
        conclude: 'suspend or delete it before the next run, and look for how it was made all the same',
      },
    ],
    searches: runSearches(subject),
    lookups: [...runLookups(subject), ...newestLookup(subject, trail)],
  };
};

const ODD_JOBS = {
  seen: 'Jobs are there that no name of a schedule explains',
  conclude: 'somebody started it by hand (kubectl create job --from), or put a Job under its name',
};

/** What was not stored did not run; an object of that name may be there all the same. */
const refusedQuestion = ({ subject, trail }: Context): Question => ({
  id: 'run',
  title: TITLE,
  state: 'known',
  says: ['The request was not carried out: nothing ran because of it.'],
  table: trail === null ? null : eventsTable(trail.jobs, trail.pods, trail.bindings),
  because: [],
  means: [
    { seen: 'An object of this name is there', conclude: 'it came by another request: find that one, and judge it' },
  ],
  searches: [],
  lookups: [objectLookup(subject, 'whether an object of this name exists', 'get')].filter((one) => one !== null),
});

/** Status writes that say nothing of the pod, since their bodies were not logged, are left out. */
const withNotes = ({ rows, last }: Bucket): Bucket => {
  const said = rows.filter(({ note }) => note !== '');
  return { rows: said, last, count: said.length };
};

const dueText = (due: NonNullable<ReturnType<typeof runsDue>>, ended: boolean): string => {
  if (due.count === 0)
    return due.next === null
      ? 'By its schedule it never runs.'
      : `By its schedule it has not run yet; the first run is due at ${timeText(due.next)}.`;
  const next = due.next === null || ended ? '' : `, next ${timeText(due.next)}`;
  return `By its schedule ${due.atLeast ? 'more than ' : ''}${counted(due.count, 'run')} ${due.count === 1 ? 'was' : 'were'} due by ${ended ? 'then' : 'now'}: first ${timeText(due.first)}, last ${timeText(due.last)}${next}.`;
};

const ranSays = (subject: Subject, trail: Trail): readonly string[] => {
  const says: string[] = [];
  if (trail.jobs.count > 0) {
    const first = trail.jobs.rows[0];
    says.push(
      `The log shows ${counted(trail.jobs.count, 'Job')} of it, the first at ${timeText(first?.time ?? null)}.`,
    );
  }
  says.push(...oddJobs(subject, trail));
  if (trail.nodes.length > 0)
    says.push(
      `Its pods were on ${counted(trail.nodes.length, 'node')}: ${trail.nodes.slice(0, 10).join(', ')}${trail.nodes.length > 10 ? ', …' : ''}.`,
    );
  if (trail.pods.count + trail.bindings.count > 0 && trail.nodes.length === 0)
    says.push('Pods of it were made; on which node was not logged.');
  if (trail.podDeletions.count > 0)
    says.push(
      `${counted(trail.podDeletions.count, 'request')} to delete its pods ${trail.podDeletions.count === 1 ? 'is' : 'are'} in the log.`,
    );
  if (trail.sessions.count > 0)
    says.push(
      `Somebody opened ${counted(trail.sessions.count, 'session')} into its pods or read their logs: see what the pod did.`,
    );
  return says;
};

/** A Job under the name of a run that a controller did not make, or long before its time, is no run of the schedule. */
const oddJobs = (subject: Subject, trail: Trail): readonly string[] => {
  const byOthers = trail.jobs.rows.filter(
    ({ user }) => !/^system:(?:serviceaccount:kube-system:cronjob-controller|kube-controller-manager)$/.test(user),
  );
  const early = trail.jobs.rows.filter(({ name, time }) => {
    const scheduled = name === null ? null : scheduledTime(subject, name);
    return scheduled !== null && time !== null && Date.parse(scheduled) - Date.parse(time) > 60_000;
  });
  const taken = trail.refusedJobs.rows.filter(({ code }) => code === 409);
  return [
    ...(subject.kind === 'CronJob' && byOthers.length > 0
      ? [
          `${counted(byOthers.length, 'Job')} of them ${byOthers.length === 1 ? 'was' : 'were'} made by ${byOthers[0]?.user ?? ''}, not by the CronJob controller: started by hand, or forged.`,
        ]
      : []),
    ...(early.length > 0
      ? [
          `${counted(early.length, 'Job')} bears the name of a run that was not due yet: a name taken before the controller could.`,
        ]
      : []),
    ...(taken.length > 0
      ? [`The controller found ${counted(taken.length, 'name')} taken (409): somebody made the Job before it.`]
      : []),
  ];
};

const ranBecause = (subject: Subject, trail: Trail, now: string): readonly string[] => {
  const because: string[] = [];
  if (subject.kind === 'CronJob' && trail.jobs.count === 0)
    because.push(`whether it ran: ${noJobs(subject, trail, now)}`);
  if (trail.pods.count + trail.bindings.count + trail.statuses.count === 0)
    because.push(
      trail.logged.has('pods')
        ? 'on which node: no pod of it is in the log'
        : 'on which node: the part of the log that names it holds no event of pods; its policy may not log them',
    );
  because.push('whether it runs now: only the cluster says');
  return because;
};

/** A log that holds Jobs and none of these says more than one that may hold none at all. */
const noJobs = (subject: Subject, trail: Trail, now: string): string => {
  const last = trail.period?.last ?? null;
  if (!trail.logged.has('jobs')) return 'no event of a Job was met in the log; its policy may not log them';
  // What the clock says has not happened yet is no gap in the log.
  const until = last !== null && Date.parse(last) < Date.parse(now) ? last : now;
  const due = last === null ? null : runsDue(subject, until);
  if (due === null) return 'no Job of it is in the log';
  if (due.count === 0) return `no Job of it is in the log, and none was due by ${timeText(until)}`;
  return `no Job of it is in the log, though ${counted(due.count, 'run')} ${due.count === 1 ? 'was' : 'were'} due by ${timeText(until)}; it was suspended or deleted, or the log lacks them`;
};
