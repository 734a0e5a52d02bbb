import { actorKindText, actorText } from '../../sink/explain-words.ts';
import { lookup } from '../language/kubectl.ts';
import type { Context, Lookup, Question } from '../model.ts';
import { moved, type Search, type Test, WRITES } from '../search.ts';
import type { Subject } from '../subject.ts';
import { eventsTable, GENERAL } from './rows.ts';

const NORMAL_DAYS = 30;

/** The event itself, and everything that was done to the same object. */
export const objectSearch = (subject: Subject): Search => {
  const all: Test[] = [{ test: 'verb', oneOf: WRITES }];
  if (subject.resource !== null) all.push({ test: 'resource', oneOf: [subject.resource] });
  if (subject.namespace !== null) all.push({ test: 'namespace', is: subject.namespace });
  if (subject.name !== null) all.push({ test: 'name', is: subject.name });
  return {
    id: 'object',
    asks: 'every write of this object, by whom and from where',
    since: moved(subject.at, -24 * NORMAL_DAYS),
    until: null,
    all,
  };
};

const ANONYMOUS_MEANS: Question['means'] = [
  {
    seen: 'The API server answers the internet',
    conclude: 'expect more of this; close it to known networks',
  },
  {
    seen: 'A call of this user was accepted that is no probe of health or version',
    conclude: 'anonymous requests have rights: find the binding of system:anonymous or system:unauthenticated',
  },
];

const habitSearch = (subject: Subject): Search | null =>
  subject.actor === null || subject.resource === null
    ? null
    : {
        id: 'habit',
        asks: `what this actor did to objects of this kind in the ${NORMAL_DAYS} days up to this write: if it is alone, it is new for them`,
        since: moved(subject.at, -24 * NORMAL_DAYS),
        until: subject.at,
        all: [
          { test: 'user', is: subject.actor },
          { test: 'verb', oneOf: WRITES },
          { test: 'resource', oneOf: [subject.resource] },
        ],
      };

/** Who asked, and was it them? */
export const actorQuestion = ({ finding, subject, trail }: Context): Question => {
  const says: string[] = [];
  const because: string[] = [];
  if (finding === null) because.push(GENERAL);
  else {
    const { actor, request } = finding;
    says.push(`${actorText(actor)}: ${actorKindText(actor.kind)}. ${outcomeText(request, subject)}`);
    says.push(
      subject.peer === null
        ? 'The address was not logged.'
        : `The API server saw the address ${subject.peer}${actor.sourceIps.length > 1 ? '; the others in the event are claims' : ''}. The user agent "${actor.userAgent ?? 'none'}" is only claimed.`,
    );
    says.push(...kindSays(subject));
    if (actor.groups.includes('system:masters'))
      says.push('The actor is in system:masters: no role limits it, and removing bindings does not stop it.');
    if (subject.actorKind === 'anonymous') because.push('who it was: the address and the agent are all there is');
    else
      because.push(
        'whether the credential was in the hands of its owner: no audit log says that. Ask them, over another channel',
      );
    if (trail === null) because.push('what was done to the object before and after: no log was given');
  }
  const habit = habitSearch(subject);
  return {
    id: 'actor',
    title: 'Who asked, and was it them?',
    state: finding === null ? 'unknown' : 'partly',
    says,
    table: trail === null ? null : eventsTable(trail.object),
    because,
    means:
      subject.actorKind === 'anonymous'
        ? ANONYMOUS_MEANS
        : [
            {
              seen: 'The owner confirms it, and a ticket, commit or release of the same minute exists',
              conclude: 'benign true positive: note the ticket, and except this object by its template',
            },
            {
              seen: 'The owner knows nothing of it, or address and agent are new for this user',
              conclude: 'a stolen or shared credential: revoke it before anything else, it can do this again',
            },
            ...(subject.actorKind === 'service-account'
              ? [
                  {
                    seen: 'The account belongs to an application that never makes such objects',
                    conclude: 'the application or a pod of it is taken over: its token is in other hands',
                  },
                ]
              : []),
          ],
    searches: [objectSearch(subject), ...(habit === null ? [] : [habit])],
    lookups: lookups(subject),
  };
};

const outcomeText = (
  { verb, outcome, code }: { readonly verb: string; readonly outcome: string; readonly code: number | null },
  { actorKind }: Subject,
): string => {
  const answer = code === null ? '' : ` (${code})`;
  if (outcome === 'accepted') return `The ${verb} was accepted${answer}.`;
  if (outcome === 'dry-run') return 'It was a dry run: nothing was stored.';
  if (outcome !== 'refused') return `Whether the ${verb} was accepted was not logged.`;
  return actorKind === 'anonymous'
    ? `The ${verb} was refused${answer}: scanners of the internet try this on every API server that they reach.`
    : `The ${verb} was refused${answer}: an attempt with a valid credential.`;
};

const kindSays = ({ actor, actorKind, impersonatedBy, actorPod }: Subject): readonly string[] => {
  if (impersonatedBy !== null) return [`${impersonatedBy} chose to act as this user: start with the one who did.`];
  if (actorKind === 'anonymous')
    return ['No credentials were shown: anybody who reaches the API server can have sent it. There is no one to ask.'];
  if (actorKind === 'service-account' && actor !== null) {
    const [, , namespace, name] = actor.split(':');
    if (actorPod !== null)
      return [
        `The token was issued to pod ${actorPod}: somebody or something inside that pod sent it, or carried the token out.`,
      ];
    return [
      `Whoever holds a token of service account ${name ?? ''} in namespace ${namespace ?? ''} can act so: each pod that runs as it, and each person who can read its token.`,
    ];
  }
  if (actorKind === 'node')
    return ['A node writes only its own pods; anything else with its certificate is not the kubelet.'];
  return [];
};

const lookups = (subject: Subject): readonly Lookup[] => {
  const found: Lookup[] = [];
  if (subject.actor !== null && subject.actorKind !== 'anonymous')
    found.push(
      lookup('what this actor may do (needs the right to impersonate)', [
        'auth',
        'can-i',
        '--list',
        `--as=${subject.actor}`,
      ]),
    );
  const [, , namespace, name] = subject.actorKind === 'service-account' ? (subject.actor ?? '').split(':') : [];
  if (namespace !== undefined && name !== undefined && subject.actorPod !== null) {
    const pod = ['-n', { name: namespace }, { name: subject.actorPod }] as const;
    found.push(
      lookup('the pod that the token was issued to: image, owner, node', ['get', 'pod', ...pod, '-o', 'yaml']),
      lookup('what it wrote around that time; save it', [
        'logs',
        ...pod,
        '--all-containers',
        '--timestamps',
        '--prefix',
      ]),
    );
  }
  if (namespace !== undefined && name !== undefined) {
    found.push(
      lookup('pods that run as this service account', [
        'get',
        'pods',
        '-n',
        { name: namespace },
        '-o',
        'wide',
        { name, before: '--field-selector=spec.serviceAccountName=' },
      ]),
    );
  }
  return found;
};
