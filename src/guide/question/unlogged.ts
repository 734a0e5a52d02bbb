import { unassessedByReason } from '../../sink/explain-words.ts';
import type { Context, Question } from '../model.ts';
import { PROBED } from '../trail.ts';
import { GENERAL, unread } from './rows.ts';

/** What was not logged? */
export const unloggedQuestion = (context: Context): Question => {
  const { finding, trail } = context;
  const says: string[] = [];
  const because: string[] = [];
  if (finding === null) because.push(GENERAL);
  else {
    for (const { words, ids } of unassessedByReason(finding))
      says.push(
        `Not assessed, since ${words}: ${ids.slice(0, 6).join(', ')}${ids.length > 6 ? ` and ${ids.length - 6} more` : ''}.`,
      );
    if (!finding.timeExact) says.push('The time is the envelope’s: the event’s own was cut off.');
    if (finding.cluster === 'unknown') says.push('The log does not name its cluster.');
  }
  if (trail === null) {
    const why = unread(context);
    if (finding !== null) because.push(`what the policy logs: ${why ?? ''}`);
  } else {
    if (trail.act === null)
      says.push(
        'The event of the finding is not in the log that was given: the answers may be of another period or cluster.',
      );
    else {
      const { level, category } = trail.act;
      if (level !== null)
        says.push(
          `The event was logged at level ${level}.${level === 'Metadata' ? ' It carries no body, by the policy.' : ''}`,
        );
      if (category === 'kube-audit-admin')
        says.push('The log is kube-audit-admin, which leaves out get and list: what was read is not in it.');
    }
    const missing = PROBED.filter((resource) => !trail.logged.has(resource));
    if (missing.length > 0)
      says.push(
        `In the part of the log that names this case there is no event of ${missing.join(', ')}: nothing, or not logged.`,
      );
  }
  return {
    id: 'unlogged',
    title: 'What was not logged?',
    state: finding === null ? 'unknown' : trail === null ? 'partly' : 'known',
    says: says.length === 0 && finding !== null ? ['Nothing that this finding needs.'] : says,
    table: null,
    because,
    means: [
      {
        seen: 'Bodies are missing or cut',
        conclude: 'the benign reading is not shown either: judge by the live object',
      },
      {
        seen: 'Pods or reads are not logged',
        conclude: '"no call" above is no answer: cronwarden visibility says what to change',
      },
    ],
    searches: [],
    lookups: [],
  };
};
