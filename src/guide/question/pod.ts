import { lookup } from '../language/kubectl.ts';
import type { Context, Question } from '../model.ts';
import type { Search } from '../search.ts';
import { childPrefix, podUser, type Subject } from '../subject.ts';
import { counted, eventsTable, tallyTable, unread } from './rows.ts';

const callSearches = (subject: Subject): readonly Search[] => {
  const user = podUser(subject);
  const prefix = childPrefix(subject);
  const span = { since: subject.at, until: null };
  return [
    ...(prefix === null
      ? []
      : [
          {
            id: 'pod-calls',
            asks: 'calls with a token that was issued to one of its pods (tokens are bound to pods by default since Kubernetes 1.22)',
            ...span,
            all: [{ test: 'from-pod', begins: prefix }] as const,
          },
        ]),
    ...(user === null
      ? []
      : [
          {
            id: 'account-calls',
            asks: 'calls as its service account, by any pod or person',
            ...span,
            all: [{ test: 'user', is: user }] as const,
          },
        ]),
  ];
};

const TITLE = 'What did the pod do afterwards?';

const REFUSED: Question = {
  id: 'pod',
  title: TITLE,
  state: 'known',
  says: ['There is no pod of it: the request was not carried out.'],
  table: null,
  because: [],
  means: [],
  searches: [],
  lookups: [],
};

/** What did the pod do afterwards? */
export const podQuestion = (context: Context): Question => {
  const { subject, trail } = context;
  if (subject.refused) return REFUSED;
  const user = podUser(subject);
  const why = unread(context);
  const says: string[] = [];
  const because: string[] = [];
  if (trail === null) because.push(`which calls its pods made: ${why ?? ''}`);
  else {
    const { podCalls, accountCalls, tokens, sessions } = trail;
    if (podCalls.count > 0)
      says.push(`${counted(podCalls.count, 'call')} to the API with tokens of its own pods: proven.`);
    if (accountCalls.count > 0)
      says.push(
        `${counted(accountCalls.count, 'call')} as ${user ?? ''} that no pod of this object is proven for: other pods may share the account${subject.serviceAccount === 'default' ? ', and default is shared by all that name none' : ''}.`,
      );
    if (podCalls.count + accountCalls.count === 0)
      because.push(
        user === null
          ? 'which calls its pods made: the service account is not known'
          : `which calls its pods made: the log shows none as ${user}; either there were none, or the policy does not log them`,
      );
    if (tokens.count > 0)
      says.push(`${counted(tokens.count, 'token')} ${tokens.count === 1 ? 'was' : 'were'} issued to its pods.`);
    if (sessions.count > 0)
      says.push(
        `${counted(sessions.count, 'session')} or log read into its pods: ${sessions.rows[0]?.user ?? ''} was first.`,
      );
  }
  because.push(
    'what it did on the node and the network: audit logs do not hold that. Ask the runtime sensor, flow logs and DNS',
  );
  const calls = trail === null || trail.podCalls.count > 0 ? trail?.podCalls : trail.accountCalls;
  const table =
    calls === undefined ? null : (tallyTable(calls, 'From') ?? (trail === null ? null : eventsTable(trail.sessions)));
  return {
    id: 'pod',
    title: TITLE,
    state: trail !== null && trail.podCalls.count + trail.accountCalls.count > 0 ? 'partly' : 'unknown',
    says,
    table,
    because,
    means: [
      {
        seen: 'Secrets read, roles bound, pods created or exec by this account',
        conclude: 'the attack went on inside the cluster: widen the search to each object named',
      },
      {
        seen: 'The same account from an address that is no pod or node',
        conclude: 'the token was carried out: delete the pod, since its tokens end with it',
      },
      { seen: 'No call at all', conclude: 'says nothing of the node or the network, where most of the harm is done' },
    ],
    searches: callSearches(subject),
    lookups:
      subject.namespace === null
        ? []
        : [
            lookup('pods of the namespace with their service account', [
              ...['get', 'pods', '-n'],
              { name: subject.namespace },
              '-o',
              'custom-columns=NAME:.metadata.name,ACCOUNT:.spec.serviceAccountName,NODE:.spec.nodeName,IP:.status.podIP,START:.status.startTime',
            ]),
          ],
  };
};
