import { setTimeout as sleep } from 'node:timers/promises';
import { hashOf } from '../lib/canonical.ts';
import { plain } from '../lib/inert.ts';
import type { Finding } from '../model/finding.ts';
import { isObject, listAt, objectAt } from '../model/json.ts';
import { isWaived } from '../playbook/check.ts';
import { type Circumstances, fromFinding, fromObject, powerOverNode } from '../playbook/circumstances.ts';
import { isKept } from '../playbook/members.ts';
import { isSatisfied } from '../playbook/merge.ts';
import {
  type Evidence,
  PHASES,
  type Phase,
  type Playbook,
  type Role,
  type SetName,
  type Step,
} from '../playbook/model.ts';
import { fillText } from '../playbook/places.ts';
import { chosen } from '../playbook/plan.ts';
import { requestFor } from '../playbook/request.ts';
import { configMapsOf, lookupFor, type Member, ownersOf, type Seen, type Subject } from '../playbook/subject.ts';
import { type Api, accepted, askList } from './api.ts';
import { change, keyOf } from './change.ts';
import { type CollectContext, collect } from './collect.ts';
import type { EvidenceStore } from './evidence.ts';
import { messageOf, RespondError } from './failure.ts';
import { type Begin, beginOf, type Entry, type Journal } from './journal.ts';
import { proveCluster, proveObject, type Target, targetOf } from './prove.ts';

export interface RunOptions {
  readonly finding: Finding;
  readonly subject: Subject;
  readonly playbook: Playbook;
  readonly cluster: { readonly name: string; readonly uid: string };
  readonly uid?: string;
  readonly argocdNamespace: string;
  /** The last phase that changes anything; what verifies and what is done by hand is told in any case. */
  readonly through: Phase;
  readonly roles: readonly Role[];
  readonly irreversible: boolean;
  /** Evidence that the user gives up by name. */
  readonly waive: readonly Evidence[];
  readonly watchMs: number;
  readonly waitMs: number;
  readonly api: Api;
  readonly journal: Journal;
  readonly evidence: EvidenceStore;
  readonly say: (text: string) => void;
}

export interface RunReport {
  readonly state: 'complete' | 'stopped';
  readonly done: readonly string[];
  readonly left: readonly { readonly id: string; readonly because: string }[];
  readonly byHand: readonly { readonly id: string; readonly text: string }[];
  /** Verifications that do not hold. */
  readonly failed: readonly string[];
  readonly stoppedAt: { readonly step: string; readonly says: string } | null;
}

/** Carries a response out, or goes on with one that was cut off. Stops at the first step that fails, and says at which. */
export const run = async (options: RunOptions): Promise<RunReport> => {
  const { api, journal, playbook, cluster, say } = options;
  const target = targetOf(options.subject);
  await proveCluster(api, cluster);
  const begin = beginOf(journal.entries) ?? (await beginning(options, target));
  assertSame(begin, options, target);
  const known: Target = { ...target, uid: begin.object.uid };
  const { steps, left } = chosen(playbook.steps, begin.circumstances);
  const progress = createProgress(options, known, begin);
  const report = {
    done: [] as string[],
    left: [...left],
    byHand: [] as { id: string; text: string }[],
    failed: [] as string[],
  };
  for (const step of steps) {
    const because = leftBecause(step, options);
    if (because !== null) {
      report.left.push({ id: step.id, because });
      continue;
    }
    try {
      await progress.take(step, report);
      report.done.push(step.id);
    } catch (error) {
      const says = messageOf(error);
      const code = error instanceof RespondError ? error.code : 'fault';
      journal.write({ kind: 'failed', step: step.id, key: null, code, says });
      journal.write({ kind: 'end', state: 'stopped' });
      say(`stopped at ${step.id}: ${plain(says)}`);
      if (!(error instanceof RespondError)) throw error;
      return { state: 'stopped', ...report, stoppedAt: { step: step.id, says } };
    }
  }
  journal.write({ kind: 'end', state: 'complete' });
  return { state: 'complete', ...report, stoppedAt: null };
};

const beginning = async (options: RunOptions, target: Target): Promise<Begin> => {
  const { api, finding, playbook, cluster, journal } = options;
  if (journal.entries.length > 0) throw new RespondError('journal', `${journal.path} does not begin as a journal does`);
  const { object, uid } = await proveObject(api, target, finding, options.uid);
  const begin: Begin = {
    kind: 'begin',
    schema: 'cronwarden.journal/v1',
    finding: finding.id,
    case: target.case,
    cluster: { ...cluster, server: api.server },
    playbook: { id: playbook.id, version: playbook.version, hash: hashOf(playbook) },
    object: { kind: target.kind, namespace: target.namespace, name: target.name, uid },
    circumstances: liveCircumstances(finding, object, target.kind),
    found: object,
  };
  journal.write(begin);
  return begin;
};

/** Now that the object itself was read, less is unknown. */
const liveCircumstances = (finding: Finding, object: unknown, kind: string): Circumstances => {
  const told = fromFinding(finding, finding.object !== null);
  const status = objectAt(object, 'status');
  const active = kind === 'CronJob' ? listAt(status, 'active').length > 0 : Number(status?.active ?? 0) > 0;
  return {
    ...fromObject(object, kind),
    ...told,
    'node-access': told['node-access'] === 'yes' || powerOverNode(object) ? 'yes' : 'no',
    running: active ? 'yes' : 'no',
  };
};

const assertSame = (begin: Begin, { finding, playbook, cluster, journal }: RunOptions, target: Target): void => {
  const differs = (what: string, before: string, now: string): RespondError =>
    new RespondError('journal', `${journal.path} is of another ${what}: ${before}, not ${now}. Use another --journal`);
  if (begin.finding !== finding.id) throw differs('finding', begin.finding, finding.id);
  if (begin.cluster.uid !== cluster.uid) throw differs('cluster', begin.cluster.uid, cluster.uid);
  if (begin.playbook.hash !== hashOf(playbook))
    throw differs(
      'playbook',
      `${begin.playbook.id} ${begin.playbook.version}`,
      `${playbook.id} ${playbook.version}, or this one with changes`,
    );
  if (begin.object.name !== target.name || begin.object.namespace !== target.namespace)
    throw differs('object', `${begin.object.namespace}/${begin.object.name}`, `${target.namespace}/${target.name}`);
};

const leftBecause = (step: Step, { through, roles, irreversible }: RunOptions): string | null => {
  const changes = step.effect !== 'none';
  // A step that reads for one that changes, in a phase that is not gone to, would read for nothing.
  if (step.manual === undefined && step.expect === undefined && PHASES.indexOf(step.phase) > PHASES.indexOf(through))
    return `its phase is ${step.phase}; --through ${step.phase} goes that far`;
  if (!roles.includes(step.role)) return `it is for the role ${step.role}`;
  if (changes && step.effect === 'irreversible' && !irreversible) return 'it cannot be undone; --irreversible does it';
  return null;
};

type Report = { readonly byHand: { id: string; text: string }[]; readonly failed: string[] };

const createProgress = (options: RunOptions, target: Target, begin: Begin) => {
  const { api, journal, evidence, playbook, say, waitMs } = options;
  const sets = new Map<SetName, readonly Member[]>(
    Object.entries(startingSets(target, begin, options)) as [SetName, readonly Member[]][],
  );
  for (const entry of journal.entries) if (entry.kind === 'members') sets.set(entry.set, entry.members);
  const isDone = (id: string): boolean => journal.entries.some((one) => one.kind === 'step-done' && one.step === id);
  const seen = (): Seen => ({ object: begin.found, serviceAccount: sets.get('service-account')?.[0]?.saved ?? null });
  const context = (): CollectContext => ({ api, journal, evidence, target, seen: seen(), sets, say });

  const assertSaved = (step: Step): void => {
    for (const one of step.destroys ?? []) {
      if (isWaived(step, one, (it) => begin.circumstances[it] === 'yes')) continue;
      const missing = notSaved(
        one,
        step,
        playbook.steps,
        journal.entries,
        (saver) => leftBecause(saver, options),
        begin.circumstances,
      );
      if (missing === null) continue;
      if (!options.waive.includes(one)) {
        throw new RespondError(
          'evidence',
          `it destroys ${one}, and that is not all saved (${missing}). Save it by other means, then give it up by name: --waive ${one}`,
        );
      }
      journal.write({ kind: 'waived', step: step.id, evidence: [one], because: missing });
      say(`  given up: ${one} (${missing})`);
    }
  };

  const take = async (step: Step, report: Report): Promise<void> => {
    if (step.manual !== undefined) {
      const text = fillText(step.manual, lookupFor(target, seen(), null));
      report.byHand.push({ id: step.id, text });
      if (!isDone(step.id)) journal.write({ kind: 'manual', step: step.id, text });
      if (!isDone(step.id)) journal.write({ kind: 'step-done', step: step.id });
      return;
    }
    if (step.expect !== undefined) return verify(step, report);
    if (isDone(step.id)) return;
    say(`${step.phase}: ${step.title}`);
    const members = step.on === undefined ? [null] : (sets.get(step.on) ?? []);
    if (step.request?.method === 'GET') {
      for (const member of members) await collect(step, member, context());
    } else {
      if (members.length > 0) assertSaved(step);
      for (const member of members) {
        const outcome = await change(step, member, { api, journal, target, seen: seen(), waitMs, say });
        say(`  ${outcome}: ${keyOf(step, member)}`);
      }
      if (members.length === 0) say('  nothing to do: there is none');
    }
    // What could not be saved is tried again by the next run.
    if (missingOf(step, journal.entries).length === 0) journal.write({ kind: 'step-done', step: step.id });
  };

  const verify = async (step: Step, report: Report): Promise<void> => {
    say(`${step.phase}: ${step.title}`);
    const { holds, says } = await checked(step);
    journal.write({ kind: 'checked', step: step.id, holds, says });
    say(`  ${holds ? 'yes' : 'NO'}: ${says}`);
    if (!holds) report.failed.push(`${step.title}: ${says}`);
  };

  const checked = async (step: Step): Promise<{ readonly holds: boolean; readonly says: string }> => {
    const { expect, request: template } = step;
    if (expect === undefined || template === undefined) throw new Error(`${step.id} expects nothing`);
    const [member = null] = step.on === undefined ? [null] : (sets.get(step.on) ?? [null]);
    const request = requestFor(template, lookupFor(target, seen(), member), member);
    if ('match' in expect) {
      const answer = await api.ask(request);
      if (answer.status === 404 && step.mayBeAbsent === true) return { holds: true, says: 'it is gone' };
      const { value } = accepted(answer, request);
      const holds = isSatisfied(value, expect.match);
      return { holds, says: `${JSON.stringify(expect.match)} is ${holds ? 'what is there' : 'not what is there'}` };
    }
    const ownedNow = async (): Promise<readonly string[]> => {
      const { value } = await askList(api, request);
      return listAt(value, 'items').flatMap((one) =>
        isKept('owned-by-object', one, target, {}) && isObject(one) && isObject(one.metadata)
          ? String(one.metadata.name)
          : [],
      );
    };
    const known = new Set((sets.get('jobs') ?? []).map(({ name }) => name));
    const until = Date.now() + options.watchMs;
    for (;;) {
      const fresh = (await ownedNow()).filter((name) => !known.has(name));
      if (fresh.length > 0) return { holds: false, says: `there is ${fresh.join(', ')}` };
      if (Date.now() >= until) break;
      await sleep(Math.min(2000, Math.max(0, until - Date.now())));
    }
    return {
      holds: true,
      says: options.watchMs === 0 ? 'none so far; --watch SECONDS looks longer' : `none in ${options.watchMs / 1000} s`,
    };
  };

  return { take };
};

/** Members that the object itself names. */
const startingSets = (
  target: Target,
  begin: Begin,
  { argocdNamespace }: RunOptions,
): Partial<Record<SetName, readonly Member[]>> => {
  const object: Member = {
    name: target.name,
    namespace: target.namespace,
    uid: begin.object.uid,
    resourceVersion: null,
  };
  return {
    object: [object],
    'config-maps': configMapsOf(begin.found, target.namespace),
    ...ownersOf(begin.found, argocdNamespace),
  };
};

/** Why evidence is not all saved by the steps before the one that destroys it; null when it is. */
const notSaved = (
  evidence: Evidence,
  destroyer: Step,
  steps: readonly Step[],
  entries: readonly Entry[],
  leftOut: (step: Step) => string | null,
  circumstances: Circumstances,
): string | null => {
  const planned = chosen(steps, circumstances).steps;
  const savers = planned.slice(0, planned.indexOf(destroyer)).filter(({ saves = [] }) => saves.includes(evidence));
  for (const saver of savers) {
    const missing = missingOf(saver, entries);
    const [first] = missing;
    if (first !== undefined)
      return `${missing.length} of ${saver.id} were not saved, as ${first.key}: ${first.because}`;
    const done = entries.some((one) => one.kind === 'step-done' && one.step === saver.id);
    if (!done) return `${saver.id} was not done${leftOut(saver) === null ? '' : `: ${leftOut(saver)}`}`;
  }
  return null;
};

/** What a step should have saved and did not, as it stands now; what is lost for good is not waited for. */
const missingOf = (
  step: Step,
  entries: readonly Entry[],
): readonly Extract<Entry, { readonly kind: 'not-saved' }>[] => {
  const latest = new Map<string, Entry>();
  for (const one of entries)
    if ((one.kind === 'saved' || one.kind === 'not-saved') && one.step === step.id) latest.set(one.key, one);
  return [...latest.values()].flatMap((one) => (one.kind === 'not-saved' && !one.lost ? [one] : []));
};
