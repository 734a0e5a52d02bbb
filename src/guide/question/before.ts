import type { Context, Question } from '../model.ts';
import { moved, type Search } from '../search.ts';
import type { Subject } from '../subject.ts';
import type { Tally } from '../tally.ts';
import { WINDOW_HOURS } from '../trail.ts';
import { counted, tallyTable, uncovered, unread } from './rows.ts';

const beforeSearch = ({ actor, at, actorPod }: Subject): readonly Search[] =>
  actor === null
    ? []
    : [
        {
          id: 'before',
          asks: `everything that this actor did in the ${WINDOW_HOURS} hours up to this write`,
          since: moved(at, -WINDOW_HOURS),
          until: at,
          all: [{ test: 'user', is: actor }],
        },
        ...(actorPod === null
          ? []
          : [
              {
                id: 'before-pod',
                asks: 'everything that was done with tokens of the pod that the actor called from',
                since: moved(at, -WINDOW_HOURS),
                until: moved(at, WINDOW_HOURS),
                all: [{ test: 'from-pod', begins: actorPod }] as const,
              },
            ]),
      ];

/** What came before? */
export const beforeQuestion = (context: Context): Question => {
  const { subject, trail } = context;
  const why = unread(context);
  const says: string[] = [];
  const because: string[] = [];
  if (trail === null) because.push(`what the actor did before: ${why ?? ''}`);
  else {
    const { count, kinds } = trail.actorBefore;
    if (subject.actorKind === 'anonymous')
      says.push('Everybody without credentials is this user: the calls below need not be of one person.');
    if (subject.actor === null) because.push('what the actor did before: the log does not name the actor');
    else if (count === 0)
      because.push(
        `what the actor did before: the log shows no call of theirs in the ${WINDOW_HOURS} hours before, as far as it reaches`,
      );
    else
      says.push(
        `${counted(count, 'call')} of the actor in the ${WINDOW_HOURS} hours before, of ${counted(kinds.length, 'kind')}.`,
      );
    says.push(...patterns(kinds));
  }
  const edge = trail === null ? null : uncovered(trail, subject.at, 'before');
  if (edge !== null) because.push(edge);
  return {
    id: 'before',
    title: 'What came before?',
    state: trail !== null && trail.actorBefore.count > 0 ? (because.length === 0 ? 'known' : 'partly') : 'unknown',
    says,
    table: trail === null ? null : tallyTable(trail.actorBefore, null),
    because,
    means: [
      {
        seen: 'Lists and gets over many resources, selfsubjectrulesreviews or refused calls first',
        conclude: 'somebody was looking around: not the way of a release',
      },
      {
        seen: 'A token, an exec or a certificate request just before',
        conclude: 'that is how they came in: begin there',
      },
      {
        seen: 'Only the usual applies of the same tool',
        conclude: 'speaks for an ordinary change: look for the commit',
      },
    ],
    searches: beforeSearch(subject),
    lookups: [],
  };
};

/** Kinds of calls that say something on their own. */
const patterns = (kinds: readonly Tally[]): readonly string[] => {
  const says: string[] = [];
  if (kinds.some(({ resource }) => /^selfsubject(?:access|rules)reviews$/.test(resource)))
    says.push('They asked the API what they may do.');
  const secrets = kinds.filter(({ resource, verb }) => resource === 'secrets' && (verb === 'get' || verb === 'list'));
  if (secrets.some(({ count, refused }) => count > refused)) says.push('They read Secrets.');
  else if (secrets.length > 0) says.push('They tried to read Secrets, and were refused.');
  if (kinds.some(({ resource }) => /^pods\/(?:exec|attach|portforward)$/.test(resource)))
    says.push('They opened a session into a pod.');
  if (kinds.some(({ resource, verb }) => resource === 'serviceaccounts/token' && verb === 'create'))
    says.push('They asked for a token of a service account.');
  const refused = kinds.reduce((sum, one) => sum + one.refused, 0);
  if (refused > 0) says.push(`${counted(refused, 'call')} ${refused === 1 ? 'was' : 'were'} refused.`);
  return says;
};
