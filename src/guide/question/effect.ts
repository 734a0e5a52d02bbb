import { doubtsByReason } from '../../sink/explain-words.ts';
import { scheduleOf } from '../clock.ts';
import { lookup } from '../language/kubectl.ts';
import type { Context, Lookup, Question } from '../model.ts';
import type { Subject } from '../subject.ts';
import { GENERAL } from './rows.ts';

const MAX_REASONS = 6;
const MAX_VALUE = 300;

/** What would it do? */
export const effectQuestion = ({ finding, subject }: Context): Question => {
  const says: string[] = [];
  const because: string[] = [];
  const said: string[] = [];
  if (finding === null) because.push(GENERAL);
  else {
    const acts = [...finding.indicators].sort((one, other) => other.weight - one.weight);
    for (const { evidence, title } of acts.slice(0, MAX_REASONS)) {
      const first = evidence[0];
      const says = first?.says.replace(/\.$/, '') ?? title;
      const value = first?.value ?? '';
      said.push(value === '' || says.includes(value) ? `${says}.` : `${says}: ${shortened(value)}`);
    }
    if (acts.length === 0) says.push('Nothing suspicious was found in what the log shows of it.');
    const others = acts.length - said.length;
    says.push(...said);
    if (others > 0) says.push(`And ${others} more: cronwarden explain ${finding.id} LOG.`);
    says.push(...powerSays(subject));
    for (const { words, ids } of doubtsByReason(finding))
      because.push(`${ids.length} ${ids.length === 1 ? 'indicator was' : 'indicators were'} not assessed: ${words}`);
    if (finding.object === null && because.length === 0) because.push('the body of the request was not logged');
  }
  return {
    id: 'effect',
    title: 'What would it do?',
    state: finding === null || finding.object === null ? 'unknown' : because.length === 0 ? 'known' : 'partly',
    says,
    table: null,
    because,
    means: [
      {
        seen: 'The live object differs from what the log shows',
        conclude: 'somebody changed it since, or a webhook did: judge the live one too',
      },
      {
        seen: 'The command fetches something',
        conclude: 'never fetch it from a workplace: the address learns that it is found. Ask the proxy or the registry',
      },
    ],
    searches: [],
    lookups: lookups(subject),
  };
};

const shortened = (text: string): string => (text.length <= MAX_VALUE ? text : `${text.slice(0, MAX_VALUE)}…`);

const powerSays = (subject: Subject): readonly string[] => {
  const says: string[] = [];
  const { serviceAccount, serviceAccountIsDefault, images } = subject;
  if (serviceAccount !== null)
    says.push(
      `Its pods call the API as service account ${serviceAccount}${serviceAccountIsDefault ? ', since the object names none' : ''}.`,
    );
  else
    says.push(
      `Which service account it runs as is not known: ${subject.body === null ? 'the body was not logged' : 'the body shows only a part of the object'}.`,
    );
  if (images.length > 0)
    says.push(`Images: ${images.slice(0, 5).join(', ')}${images.length > 5 ? `, and ${images.length - 5} more` : ''}.`);
  const schedule = scheduleOf(subject);
  if (schedule !== null)
    says.push(`Schedule: "${schedule.schedule}"${schedule.timeZone === null ? '' : ` in ${schedule.timeZone}`}.`);
  return says;
};

/** `cronjobs.batch`: the resource with its group, since other groups have a resource of the same name. */
export const kubectlKind = ({ resource, kind, group }: Subject): string => {
  const name = resource ?? kind.toLowerCase();
  return group === null || group === '' ? name : `${name}.${group}`;
};

export const objectLookup = (subject: Subject, says: string, verb: 'get' | 'describe'): Lookup | null => {
  if (subject.name === null || !/^[a-z0-9.-]+$/.test(kubectlKind(subject))) return null;
  const place = subject.namespace === null ? [] : ['-n', { name: subject.namespace }];
  const output = verb === 'get' ? ['-o', 'yaml', '--show-managed-fields'] : [];
  return lookup(says, [verb, kubectlKind(subject), ...place, { name: subject.name }, ...output]);
};

const lookups = (subject: Subject): readonly Lookup[] =>
  [
    objectLookup(subject, 'the object as it is now, and which tool wrote each field; save it, it is evidence', 'get'),
    ...(subject.namespace === null || subject.serviceAccount === null
      ? []
      : [
          lookup('what its pods may do with the API (needs the right to impersonate)', [
            ...['auth', 'can-i', '--list', '-n'],
            { name: subject.namespace },
            { name: subject.serviceAccount, before: `--as=system:serviceaccount:${subject.namespace}:` },
          ]),
        ]),
  ].filter((one) => one !== null);
