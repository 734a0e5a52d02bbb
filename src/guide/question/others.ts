import type { Context, Question } from '../model.ts';
import { moved, type Search, type Test } from '../search.ts';
import type { Subject } from '../subject.ts';
import { WINDOW_HOURS } from '../trail.ts';
import { counted, tallyTable, uncovered, unread } from './rows.ts';

/** More users than one client has at hand. */
const MANY_USERS = 8;

const searches = ({ actor, peer, at }: Subject): readonly Search[] => [
  ...(actor === null
    ? []
    : [
        {
          id: 'after',
          asks: `everything that this actor did in the ${WINDOW_HOURS} hours after`,
          since: at,
          until: moved(at, WINDOW_HOURS),
          all: [{ test: 'user', is: actor }] as const,
        },
      ]),
  ...(peer === null
    ? []
    : [
        {
          id: 'address',
          asks: `what others did from this address, ${WINDOW_HOURS} hours around`,
          since: moved(at, -WINDOW_HOURS),
          until: moved(at, WINDOW_HOURS),
          all: [
            { test: 'address', is: peer },
            ...(actor === null ? [] : [{ test: 'not-user', is: actor } as const]),
          ] as readonly Test[],
        },
      ]),
];

/** What else did this actor and this address do? */
export const othersQuestion = (context: Context): Question => {
  const { subject, trail } = context;
  const why = unread(context);
  const says: string[] = [];
  const because: string[] = [];
  if (trail === null) because.push(`what else they did: ${why ?? ''}`);
  else {
    const { actorAfter, address } = trail;
    if (subject.actor !== null)
      if (actorAfter.count > 0)
        says.push(`${counted(actorAfter.count, 'call')} of the actor in the ${WINDOW_HOURS} hours after.`);
      else
        because.push(
          `what the actor did after: the log shows no call of theirs in the ${WINDOW_HOURS} hours after, as far as it reaches`,
        );
    if (subject.peer === null) because.push('what came from the address: it was not logged');
    else if (address.count > 0) {
      const users = [...new Set(address.kinds.map(({ user }) => user))];
      says.push(
        `${counted(address.count, 'call')} of ${counted(users.length, 'other user')} from ${subject.peer}: ${users.slice(0, 5).join(', ')}${users.length > 5 ? ', …' : ''}.`,
      );
      if (users.length > MANY_USERS)
        says.push('So many share it that it is a proxy or a load balancer: the address says little.');
    } else says.push(`Nobody else came from ${subject.peer} in that time, as far as the log shows.`);
  }
  const edge = trail === null ? null : uncovered(trail, subject.at, 'after');
  if (edge !== null) because.push(edge);
  const both =
    trail === null
      ? null
      : {
          kinds: [...trail.actorAfter.kinds, ...trail.address.kinds],
          count: trail.actorAfter.count + trail.address.count,
          left: trail.actorAfter.left + trail.address.left,
        };
  return {
    id: 'others',
    title: 'What else did this actor and this address do?',
    state: both === null || both.count === 0 ? 'unknown' : because.length === 0 ? 'known' : 'partly',
    says,
    table: both === null ? null : tallyTable(both, 'By'),
    because,
    means: [
      {
        seen: 'Other users from the same address',
        conclude: 'one client with several credentials, or a shared way out (proxy, NAT, bastion): find out which',
      },
      { seen: 'More writes of the same hour', conclude: 'each is part of the case until it is explained' },
    ],
    searches: searches(subject),
    lookups: [],
  };
};
