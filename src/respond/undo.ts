import { canonical } from '../lib/canonical.ts';
import { plain } from '../lib/inert.ts';
import { get, isObject, objectAt, textAt } from '../model/json.ts';
import { differences, isSatisfied, lasting, reversePatch, touched } from '../playbook/merge.ts';
import { latestRun, runName } from '../playbook/missed-run.ts';
import { dryRunOf, FIELD_MANAGER, type PlannedRequest } from '../playbook/request.ts';
import { type Answer, type Api, accepted } from './api.ts';
import { untilGone } from './change.ts';
import { messageOf, RespondError } from './failure.ts';
import { beginOf, type Entry, type Journal } from './journal.ts';
import { getOf, proveCluster } from './prove.ts';

export interface UndoOptions {
  readonly api: Api;
  readonly journal: Journal;
  readonly cluster: { readonly name: string; readonly uid: string };
  readonly finding: string;
  /** Also what starts workloads of an open finding again, and what somebody changed since. */
  readonly force: boolean;
  /** Why the finding is closed; null while it is open. */
  readonly closed: string | null;
  readonly waitMs: number;
  readonly now: () => number;
  readonly say: (text: string) => void;
}

export interface UndoReport {
  readonly state: 'complete' | 'stopped';
  readonly undone: readonly string[];
  /** What cannot be taken back. */
  readonly stays: readonly string[];
  /** Pointers at which an object differs from what it was. */
  readonly differs: readonly { readonly key: string; readonly at: readonly string[] }[];
  readonly stoppedAt: { readonly step: string; readonly says: string } | null;
}

type Change = Extract<Entry, { readonly kind: 'change' }>;

/** Takes back what a run changed, last first, and compares each object with what it was. */
export const undo = async (options: UndoOptions): Promise<UndoReport> => {
  const { api, journal, cluster, finding, closed, say } = options;
  const begin = beginOf(journal.entries);
  if (begin === undefined) throw new RespondError('journal', `${journal.path} holds no run: there is nothing to undo`);
  if (begin.finding !== finding)
    throw new RespondError('journal', `${journal.path} is of another finding: ${begin.finding}`);
  if (begin.cluster.uid !== cluster.uid)
    throw new RespondError('journal', `${journal.path} is of another cluster: ${begin.cluster.uid}`);
  await proveCluster(api, cluster);
  if (closed !== null) journal.write({ kind: 'closed', reason: closed });
  const isUndone = ({ step, key }: Change): boolean =>
    journal.entries.some((one) => one.kind === 'undone' && one.step === step && one.key === key);
  const changes = journal.entries.filter((one): one is Change => one.kind === 'change').toReversed();
  const report = {
    undone: [] as string[],
    stays: [] as string[],
    differs: [] as { key: string; at: readonly string[] }[],
  };
  for (const one of changes) {
    if (one.outcome === 'deleted') report.stays.push(`${one.key} was deleted; what it was is in the journal`);
    if ((one.outcome !== 'changed' && one.outcome !== 'created') || isUndone(one)) continue;
    if (one.request === null) continue;
    try {
      const { after, at } = one.outcome === 'created' ? await removeCreated(one, options) : await putBack(one, options);
      journal.write({ kind: 'undone', step: one.step, key: one.key, after, differs: at });
      report.undone.push(one.key);
      if (at.length > 0) report.differs.push({ key: one.key, at });
      say(
        `undone: ${one.key}${at.length > 0 ? `; it differs from what it was at ${plain(at.join(', '))}` : ', as it was'}`,
      );
    } catch (error) {
      if (!(error instanceof RespondError)) throw error;
      const says = messageOf(error);
      journal.write({ kind: 'failed', step: one.step, key: one.key, code: error.code, says });
      say(`stopped at ${one.key}: ${plain(says)}`);
      return { state: 'stopped', ...report, stoppedAt: { step: one.step, says } };
    }
  }
  const unfinished = unfinishedOf(journal.entries);
  for (const key of unfinished)
    report.stays.push(`${key} was begun and never finished: run again first, or look at it by hand`);
  return { state: unfinished.length > 0 ? 'stopped' : 'complete', ...report, stoppedAt: null };
};

/** Changes that were meant and of which nobody knows what came. */
export const unfinishedOf = (entries: readonly Entry[]): readonly string[] => {
  const finished = new Set(entries.flatMap((one) => (one.kind === 'change' ? [one.key] : [])));
  return [...new Set(entries.flatMap((one) => (one.kind === 'intent' && !finished.has(one.key) ? [one.key] : [])))];
};

const uidOf = (object: unknown): string | null => textAt(objectAt(object, 'metadata'), 'uid');
const plainPath = (path: string): string => path.split('?')[0] ?? '';

const read = async (api: Api, path: string): Promise<unknown> => {
  const request = getOf(path);
  const answer: Answer = await api.ask(request);
  return answer.status === 404 ? null : accepted(answer, request).value;
};

/** The patch as it was meant, without the preconditions that were sent with it. */
const meantBy = ({ request }: Change): unknown => {
  const body = request?.body;
  if (!isObject(body)) return {};
  const { metadata, ...rest } = body;
  const own = isObject(metadata)
    ? Object.fromEntries(Object.entries(metadata).filter(([key]) => key !== 'uid' && key !== 'resourceVersion'))
    : {};
  return Object.keys(own).length > 0 ? { ...rest, metadata: own } : rest;
};

const MOST_TRIES = 4;

const putBack = async (
  one: Change,
  options: UndoOptions,
): Promise<{ readonly after: unknown; readonly at: readonly string[] }> => {
  const { api, journal, force } = options;
  const path = plainPath(one.request?.path ?? '');
  const meant = meantBy(one);
  const back = reversePatch(meant, one.before);
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const live = await read(api, path);
    if (live === null) throw new RespondError('absent', `${path} is not there any more; there is nothing to put back`);
    if (uidOf(live) !== uidOf(one.before))
      throw new RespondError(
        'target',
        `${path} was replaced since: its uid is ${uidOf(live)}, not ${uidOf(one.before)}`,
      );
    if (isSatisfied(live, back)) return { after: live, at: differences(lasting(one.before), lasting(live)) };
    if (!force && canonical(touched(meant, live)) !== canonical(touched(meant, one.after))) {
      throw new RespondError(
        'changed-since',
        `somebody changed the same fields of ${path} since: they are ${canonical(touched(meant, live))}. --force puts back what was before`,
      );
    }
    assertMayStart(one, live, back, options);
    const request: PlannedRequest = {
      method: 'PATCH',
      path: `${path}?fieldManager=${FIELD_MANAGER}`,
      contentType: 'application/merge-patch+json',
      accept: 'application/json',
      body: {
        ...(isObject(back) ? back : {}),
        metadata: {
          ...(isObject(back) ? objectAt(back, 'metadata') : {}),
          uid: uidOf(live),
          resourceVersion: textAt(objectAt(live, 'metadata'), 'resourceVersion'),
        },
      },
    };
    const trial = dryRunOf(request);
    const rehearsed = await api.ask(trial);
    if (rehearsed.status === 409) continue;
    accepted(rehearsed, trial);
    journal.write({ kind: 'undo-intent', step: one.step, key: one.key, request });
    const answer = await api.ask(request);
    if (answer.status === 409) continue;
    accepted(answer, request);
    const after = await read(api, path);
    return { after, at: differences(lasting(one.before), lasting(after)) };
  }
  throw new RespondError('conflict', `${path} changes faster than it can be put back`);
};

/** Taking a suspension back runs what was missed, at once. While the finding is open that is what nobody wants. */
const assertMayStart = (one: Change, live: unknown, back: unknown, { force, closed, now, say }: UndoOptions): void => {
  if (textAt(live, 'kind') === null || get(objectAt(live, 'spec'), 'suspend') !== true) return;
  if (get(objectAt(back, 'spec'), 'suspend') === true || !isObject(back)) return;
  const kind = textAt(live, 'kind');
  if (kind !== 'CronJob' && kind !== 'Job') return;
  const says = startsAgain(kind, live, now());
  if (force || closed !== null) {
    say(`  ${one.key}: ${says}`);
    return;
  }
  throw new RespondError('open', `${says}. The finding is open: close it (--closed REASON), or --force`);
};

const startsAgain = (kind: string, live: unknown, now: number): string => {
  const [metadata, spec, status] = ['metadata', 'spec', 'status'].map((part) => objectAt(live, part));
  const name = textAt(metadata, 'name') ?? '';
  if (kind === 'Job') return `taking the suspension of Job ${name} back starts its pods again at once`;
  const schedule = textAt(spec, 'schedule') ?? '';
  const since = Date.parse(textAt(status, 'lastScheduleTime') ?? textAt(metadata, 'creationTimestamp') ?? '');
  const deadline = get(spec, 'startingDeadlineSeconds');
  const from = typeof deadline === 'number' ? Math.max(since, now - deadline * 1000) : since;
  const time = latestRun(schedule, textAt(spec, 'timeZone'), from, now);
  if (time === undefined)
    return `taking the suspension of CronJob ${name} back may start a missed run at once; which one its schedule "${plain(schedule)}" does not tell`;
  if (time === null) return `taking the suspension of CronJob ${name} back lets it run again; no run was missed so far`;
  return `taking the suspension of CronJob ${name} back starts its missed run of ${new Date(time).toISOString()} at once, as Job ${runName(name, time)}`;
};

const removeCreated = async (
  one: Change,
  { api, journal, waitMs }: UndoOptions,
): Promise<{ readonly after: unknown; readonly at: readonly string[] }> => {
  const name = textAt(objectAt(one.after, 'metadata'), 'name') ?? '';
  const uid = uidOf(one.after);
  const path = `${plainPath(one.request?.path ?? '')}/${encodeURIComponent(name)}`;
  const live = await read(api, path);
  if (live === null || uidOf(live) !== uid) return { after: null, at: [] };
  const request: PlannedRequest = {
    method: 'DELETE',
    path,
    contentType: 'application/json',
    accept: 'application/json',
    body: { apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy: 'Background', preconditions: { uid } },
  };
  const trial = dryRunOf(request);
  accepted(await api.ask(trial), trial);
  journal.write({ kind: 'undo-intent', step: one.step, key: one.key, request });
  const answer = await api.ask(request);
  if (answer.status !== 404) accepted(answer, request);
  await untilGone(path, uid, false, { api, waitMs });
  return { after: null, at: [] };
};
