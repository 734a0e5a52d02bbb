import { lookup } from '../language/kubectl.ts';
import type { Context, Question } from '../model.ts';
import { moved, type Search } from '../search.ts';
import { podUser, type Subject } from '../subject.ts';
import { LASTING, WINDOW_HOURS } from '../trail.ts';
import { counted, eventsTable, unread } from './rows.ts';

const searches = (subject: Subject): readonly Search[] => {
  const users = [subject.actor, podUser(subject)].filter((one) => one !== null);
  return users.length === 0
    ? []
    : [
        {
          id: 'lasting',
          asks: 'what the actor or the pods wrote that stays: rights, accounts, webhooks, workloads, tokens',
          since: moved(subject.at, -WINDOW_HOURS),
          until: null,
          all: [
            { test: 'verb', oneOf: ['create', 'update', 'patch'] },
            { test: 'resource', oneOf: LASTING },
            { test: 'any', of: users.map((is) => ({ test: 'user', is })) },
          ],
        },
      ];
};

const PERSISTING: ReadonlySet<string> = new Set([
  'CronJob',
  'DaemonSet',
  'Deployment',
  'StatefulSet',
  'ReplicaSet',
  'ReplicationController',
]);

/** How would it persist? */
export const persistQuestion = (context: Context): Question => {
  const { finding, subject, trail } = context;
  const why = unread(context);
  const says: string[] = [];
  const because: string[] = [];
  if (PERSISTING.has(subject.kind) && !subject.refused)
    says.push(`The ${subject.kind} itself brings its pods back: deleting pods or Jobs alone does not end it.`);
  const stays =
    finding?.indicators.filter(({ id }) =>
      /persistence-write|host-entry|cluster-grant|created-power|certificate-backdoor|webhook|path-root$|path-sensitive$/.test(
        id,
      ),
    ) ?? [];
  for (const { title } of stays.slice(0, 4)) says.push(`In the finding: ${title}.`);
  if (trail === null) because.push(`what else was left behind: ${why ?? ''}`);
  else {
    if (trail.lasting.count > 0)
      says.push(
        `${counted(trail.lasting.count, 'accepted write')} by the actor or the pods that may stay, within ${WINDOW_HOURS} hours.`,
      );
    else because.push(`what else was left behind: the log shows no such write by them within ${WINDOW_HOURS} hours`);
    if (trail.grants.count > 0)
      says.push(`${counted(trail.grants.count, 'binding')} that names its service account was written.`);
  }
  because.push('what was written on a node (cron, systemd, static pods, keys): audit logs do not hold that');
  return {
    id: 'persist',
    title: 'How would it persist?',
    state: says.length > 0 ? 'partly' : 'unknown',
    says,
    table: trail === null ? null : eventsTable(trail.lasting, trail.grants),
    because,
    means: [
      {
        seen: 'A binding, account, token or webhook by the same actor',
        conclude: 'remove these too, or they come back with them',
      },
      {
        seen: 'The node’s root was mounted writable, or the pod was privileged',
        conclude: 'the node cannot be trusted: replace it, do not clean it',
      },
    ],
    searches: searches(subject),
    lookups: [
      lookup('newest workloads of the cluster', [
        'get',
        'daemonsets,deployments,statefulsets,cronjobs',
        '-A',
        '--sort-by=.metadata.creationTimestamp',
      ]),
      lookup('newest bindings of cluster roles', [
        'get',
        'clusterrolebindings',
        '-o',
        'wide',
        '--sort-by=.metadata.creationTimestamp',
      ]),
      lookup('webhooks, newest last', [
        'get',
        'mutatingwebhookconfigurations,validatingwebhookconfigurations',
        '--sort-by=.metadata.creationTimestamp',
      ]),
      lookup('certificate requests, newest last', [
        'get',
        'certificatesigningrequests',
        '--sort-by=.metadata.creationTimestamp',
      ]),
      ...(subject.namespace === null
        ? []
        : [
            lookup('tokens of service accounts that never end, by name', [
              ...['get', 'secrets', '-n'],
              { name: subject.namespace },
              '--field-selector=type=kubernetes.io/service-account-token',
            ]),
          ]),
    ],
  };
};
