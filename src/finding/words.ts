import { clip, withoutUnseen } from '../lib/inert.ts';
import { mask } from '../lib/mask.ts';
import type { Activity, Actor, RequestInfo, RequestOutcome, Workload } from '../model/activity.ts';

/** A hit as the sentences need it; the heaviest comes first. */
export interface Said {
  readonly indicator: { readonly id?: string; readonly title: string };
  readonly evidence: readonly { readonly says: string }[];
}

const MAX_QUOTE = 80;
const MAX_SAID = 240;
/** Reasons that the summary spells out; the others are counted. */
const MAX_REASONS = 3;

/** A name that others chose, in the middle of a sentence: no unseen characters, at most 80. */
const quoted = (text: string): string => clip(withoutUnseen(mask(text)), MAX_QUOTE);
const said = (text: string): string => clip(withoutUnseen(mask(text)), MAX_SAID).replace(/\.$/, '');

/** `CronJob dev/backup`; for a name that the server generates `Job dev/backup-…`. */
export const subjectOf = (workload: Workload): string => {
  const generated = workload.generateName === null ? '(unnamed)' : `${quoted(workload.generateName)}…`;
  const name = workload.name === null ? generated : quoted(workload.name);
  const place = workload.namespace === null ? name : `${quoted(workload.namespace)}/${name}`;
  const part = workload.subresource === null ? '' : ` (${quoted(workload.subresource)})`;
  return `${quoted(workload.kind)} ${place}${part}`;
};

const actorName = (actor: Actor): string => {
  const name = actor.username === null ? 'somebody whom the log does not name' : quoted(actor.username);
  return actor.impersonatedBy === null ? name : `${quoted(actor.impersonatedBy)} in the name of ${name}`;
};

/** Reasons by which the name is known not to be that of who asked. */
const BORROWED: ReadonlySet<string> = new Set([
  'actor.controller-beyond-duty',
  'actor.controller-elsewhere',
  'actor.controller-identity',
]);

const whoDid = ({ actor }: Activity, hits: readonly Said[]): string => {
  const isBorrowed = actor.impersonatedBy === null && hits.some(({ indicator }) => BORROWED.has(indicator.id ?? ''));
  return `${isBorrowed ? 'somebody under the name of ' : ''}${actorName(actor)}`;
};

interface VerbWords {
  readonly plain: string;
  readonly past: string;
}
const VERBS: ReadonlyMap<string, VerbWords> = new Map([
  ['create', { plain: 'create', past: 'created' }],
  ['update', { plain: 'change', past: 'changed' }],
  ['patch', { plain: 'change', past: 'changed' }],
  ['delete', { plain: 'delete', past: 'deleted' }],
  ['deletecollection', { plain: 'delete', past: 'deleted' }],
]);

const verbWords = (verb: string): VerbWords =>
  VERBS.get(verb) ?? { plain: `use the verb ${quoted(verb)} on`, past: `used the verb ${quoted(verb)} on` };

/** Said of the actor, around the object. An outcome that the log does not show is not claimed. */
const act = ({ verb, outcome }: RequestInfo, object: string): string => {
  const { plain, past } = verbWords(verb);
  const words: Record<RequestOutcome, string> = {
    accepted: `${past} ${object}`,
    refused: `tried to ${plain} ${object} and was refused`,
    'dry-run': `made a dry run to ${plain} ${object}`,
    unknown: `asked to ${plain} ${object}`,
  };
  return words[outcome];
};

/** Said of the object: "created by", "refused to". */
const doneBy = ({ verb, outcome }: RequestInfo): string => {
  const known = VERBS.has(verb);
  const words: Record<RequestOutcome, string> = {
    accepted: known ? `${verbWords(verb).past} by` : 'written by',
    refused: 'refused to',
    'dry-run': 'a dry run by',
    unknown: 'asked for by',
  };
  return words[outcome];
};

/** "Container runs…" to "container runs…", but "API version…" stays. */
const inSentence = (text: string): string =>
  /^[A-Z](?:[a-z]| )/.test(text) ? text[0]?.toLowerCase() + text.slice(1) : text;

/** `CronJob dev/backup: scheduled container pipes a download into a shell, created by jane@example.com`. */
export const titleOf = (activity: Activity, hits: readonly Said[]): string => {
  const first = hits[0];
  const reason = first ? inSentence(said(first.indicator.title)) : 'nothing suspicious was found';
  return `${subjectOf(activity.workload)}: ${reason}, ${doneBy(activity.request)} ${whoDid(activity, hits)}`;
};

/**
 * One sentence: who did what to which object, how often it runs, the heaviest reasons, and what came before where it is
 * known: `it was created suspended by ana@example.com at …`.
 */
export const summaryOf = (
  activity: Activity,
  hits: readonly Said[],
  schedule: string | null,
  story: string | null = null,
): string => {
  const runs = schedule === null ? '' : ` (schedule "${quoted(schedule)}")`;
  const done = `${whoDid(activity, hits)} ${act(activity.request, `${subjectOf(activity.workload)}${runs}`)}`;
  const reasons = hits
    .slice(0, MAX_REASONS)
    .map((hit) => inSentence(said(hit.evidence[0]?.says ?? hit.indicator.title)));
  const others = hits.length - reasons.length;
  if (others > 0) reasons.push(others === 1 ? 'and one more reason' : `and ${others} more reasons`);
  if (story !== null) reasons.push(said(story));
  const whole = reasons.length === 0 ? done : `${done}: ${reasons.join('; ')}`;
  return whole.endsWith('.') || whole.endsWith('…') ? whole : `${whole}.`;
};
