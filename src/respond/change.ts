import { setTimeout as sleep } from 'node:timers/promises';
import { objectAt, textAt } from '../model/json.ts';
import { isFinished, memberOf, namesOnly } from '../playbook/members.ts';
import { isSatisfied } from '../playbook/merge.ts';
import type { RequestTemplate, Step } from '../playbook/model.ts';
import { fillBody, fillPath } from '../playbook/places.ts';
import { acceptOf, dryRunOf, type PlannedRequest, requestFor } from '../playbook/request.ts';
import { lookupFor, type Member, type Seen } from '../playbook/subject.ts';
import { type Answer, type Api, accepted } from './api.ts';
import { RespondError } from './failure.ts';
import type { Entry, Journal, Outcome } from './journal.ts';
import { getOf, type Target } from './prove.ts';

/** What one change needs to know. */
export interface ChangeContext {
  readonly api: Api;
  readonly journal: Journal;
  readonly target: Target;
  readonly seen: Seen;
  /** For what takes its time to go: an object that waits for its dependents. */
  readonly waitMs: number;
  readonly say: (text: string) => void;
}

const MOST_TRIES = 4;
const POLL_MS = 500;

export const keyOf = (step: Pick<Step, 'id'>, member: Member | null): string =>
  [step.id, member?.namespace, member?.name, member?.container]
    .filter((one) => one !== undefined && one !== null && one !== '')
    .join('/');

type Intent = Extract<Entry, { readonly kind: 'intent' }>;

/**
 * Carries one change out, or finds that it was: reads, refuses another object of the same name, tries it on the server
 * without effect, writes down what is meant, sends it, reads it back and writes down what came of it. After a kill at any
 * point the same call finishes it: what was meant and is there counts as done.
 */
export const change = async (step: Step, member: Member | null, context: ChangeContext): Promise<Outcome> => {
  const template = step.request;
  if (template === undefined) throw new Error(`${step.id} has no request`);
  const { entries } = context.journal;
  const key = keyOf(step, member);
  const done = entries.find((one) => one.kind === 'change' && one.step === step.id && one.key === key);
  if (done?.kind === 'change') return done.outcome;
  const meant = entries.findLast((one) => one.kind === 'intent' && one.step === step.id && one.key === key);
  const intent = meant?.kind === 'intent' ? meant : undefined;
  const work: Work = { step, template, member, key, intent, context };
  switch (template.method) {
    case 'PATCH':
      return patch(work);
    case 'POST':
      return create(work);
    case 'DELETE':
      return remove(work);
    default:
      throw new Error(`${step.id} changes nothing`);
  }
};

interface Work {
  readonly step: Step;
  readonly template: RequestTemplate;
  readonly member: Member | null;
  readonly key: string;
  readonly intent: Intent | undefined;
  readonly context: ChangeContext;
}

const finish = (
  { step, key, context }: Work,
  outcome: Outcome,
  what: { readonly request: PlannedRequest | null; readonly before: unknown; readonly after: unknown },
): Outcome => {
  context.journal.write({ kind: 'change', step: step.id, key, outcome, ...what });
  return outcome;
};

const uidOf = (object: unknown): string | null => textAt(objectAt(object, 'metadata'), 'uid');

/** The object that a request is about; null when it is not there. */
const readLive = async (api: Api, path: string, metadataOnly: boolean | undefined): Promise<unknown> => {
  const request = { ...getOf(path), accept: acceptOf(metadataOnly, false) };
  const answer = await api.ask(request);
  if (answer.status === 404) return null;
  const { value } = accepted(answer, request);
  if (uidOf(value) === null) throw new RespondError('server', `GET ${path} was answered without an object`);
  return metadataOnly === true ? namesOnly(value) : value;
};

const fill = ({ template, member, context }: Work): string =>
  fillPath(template.path, lookupFor(context.target, context.seen, member)).split('?')[0] ?? '';

/** Tries it without effect; false when the object moved in between and has to be read again. */
const rehearse = async ({ context }: Work, request: PlannedRequest): Promise<Answer | null> => {
  const trial = dryRunOf(request);
  const answer = await context.api.ask(trial);
  return answer.status === 409 ? null : accepted(answer, trial);
};

const patch = async (work: Work): Promise<Outcome> => {
  const { step, template, member, key, context } = work;
  let { intent } = work;
  const path = fill(work);
  const wanted = fillBody(template.body, lookupFor(context.target, context.seen, member));
  const expected = member?.uid ?? uidOf(intent?.before);
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const live = await readLive(context.api, path, template.metadataOnly);
    if (live === null) {
      // What finished or was cleared away needs no stop; anything else that is missing is a surprise.
      if (step.on === 'live-jobs' || step.mayBeAbsent === true)
        return finish(work, 'gone', { request: null, before: null, after: null });
      throw new RespondError('absent', `${path} is not there`);
    }
    if (expected !== null && uidOf(live) !== expected) throw replaced(path, uidOf(live), expected);
    if (step.on === 'live-jobs' && isFinished(live))
      return finish(work, 'gone', { request: null, before: live, after: live });
    if (isSatisfied(live, wanted)) {
      return intent === undefined
        ? finish(work, 'already', { request: null, before: live, after: live })
        : finish(work, 'changed', { request: intent.request, before: intent.before, after: live });
    }
    const request = requestFor(template, lookupFor(context.target, context.seen, member), memberOf(live));
    const trial = await rehearse(work, request);
    if (trial === null) continue;
    if (!isSatisfied(trial.value, wanted))
      throw new RespondError(
        'refused',
        `${path}: the server takes the change back (an admission webhook or policy); look at who does`,
      );
    intent = { kind: 'intent', step: step.id, key, request, before: live };
    context.journal.write(intent);
    const answer = await context.api.ask(request);
    if (answer.status === 409) continue;
    accepted(answer, request);
    const after = await readLive(context.api, path, template.metadataOnly);
    if (after === null || uidOf(after) !== uidOf(live) || !isSatisfied(after, wanted))
      throw new RespondError(
        'changed-since',
        `${path} was changed, and is not as it was put: something undoes it. Find its owner and pause that first`,
      );
    return finish(work, 'changed', { request, before: live, after });
  }
  throw new RespondError('conflict', `${path} changes faster than it can be changed; tried ${MOST_TRIES} times`);
};

const replaced = (path: string, live: string | null, expected: string): RespondError =>
  new RespondError('target', `${path} was replaced in between: its uid is ${live ?? 'unknown'}, not ${expected}`);

const CASE = 'cronwarden.io/case';

const create = async (work: Work): Promise<Outcome> => {
  const { step, template, member, key, intent, context } = work;
  const request = requestFor(template, lookupFor(context.target, context.seen, member), member);
  const name = textAt(objectAt(request.body, 'metadata'), 'name');
  if (name === null) throw new RespondError('invalid', `${step.id}: what is to be created has no name`);
  const path = `${request.path.split('?')[0]}/${encodeURIComponent(name)}`;
  const live = await readLive(context.api, path, false);
  if (live !== null) {
    const mine = textAt(objectAt(objectAt(live, 'metadata'), 'annotations'), CASE) === context.target.case;
    // Made again after its deletion, by this response before it was cut off or by the cluster itself (the account `default`).
    const again = member?.saved !== undefined && uidOf(live) !== member.uid;
    if (!mine && !again) throw new RespondError('conflict', `${path} is there already, and is not of this case`);
    return finish(work, intent === undefined ? 'already' : 'created', {
      request: intent?.request ?? null,
      before: null,
      after: live,
    });
  }
  const trial = await rehearse(work, request);
  if (trial === null) throw new RespondError('conflict', `${path} came in between, or its namespace goes away`);
  context.journal.write({ kind: 'intent', step: step.id, key, request, before: null });
  const answer = await context.api.ask(request);
  // Somebody was faster; the next run sees whose it is.
  accepted(answer, request);
  const after = await readLive(context.api, path, false);
  if (after === null) throw new RespondError('changed-since', `${path} was created and is gone again`);
  return finish(work, 'created', { request, before: null, after });
};

const remove = async (work: Work): Promise<Outcome> => {
  const { step, template, member, key, context } = work;
  let { intent } = work;
  const path = fill(work);
  const expected = member?.uid ?? uidOf(intent?.before);
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const live = await readLive(context.api, path, template.metadataOnly);
    if (live === null || (intent !== undefined && uidOf(live) !== uidOf(intent.before))) {
      if (live !== null) context.say(`${path} was made again after it was deleted, by somebody else`);
      return intent === undefined
        ? finish(work, 'gone', { request: null, before: null, after: null })
        : finish(work, 'deleted', { request: intent.request, before: intent.before, after: null });
    }
    if (expected !== null && uidOf(live) !== expected) throw replaced(path, uidOf(live), expected);
    const request = requestFor(template, lookupFor(context.target, context.seen, member), memberOf(live));
    const trial = await rehearse(work, request);
    if (trial === null) continue;
    intent = { kind: 'intent', step: step.id, key, request, before: intent?.before ?? live };
    context.journal.write(intent);
    const answer = await context.api.ask(request);
    if (answer.status === 409) continue;
    if (answer.status !== 404) accepted(answer, request);
    await untilGone(path, uidOf(live), template.metadataOnly, context);
    return finish(work, 'deleted', { request, before: intent.before, after: null });
  }
  throw new RespondError('conflict', `${path} changes faster than it can be deleted; tried ${MOST_TRIES} times`);
};

/** Waits until an object is gone; finalizers are never taken off, they are named. */
export const untilGone = async (
  path: string,
  uid: string | null,
  metadataOnly: boolean | undefined,
  { api, waitMs }: Pick<ChangeContext, 'api' | 'waitMs'>,
): Promise<void> => {
  const until = Date.now() + waitMs;
  for (;;) {
    const live = await readLive(api, path, metadataOnly);
    if (live === null || uidOf(live) !== uid) return;
    if (Date.now() >= until) {
      const finalizers = JSON.stringify(objectAt(live, 'metadata')?.finalizers ?? []);
      throw new RespondError(
        'changed-since',
        `${path} is being deleted and is still there after ${waitMs / 1000} s, held by finalizers ${finalizers}. Run again to wait on; look at who should take them off before anyone strips them`,
      );
    }
    await sleep(POLL_MS);
  }
};
