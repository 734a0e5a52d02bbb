import { plain } from '../lib/inert.ts';
import { isObject } from '../model/json.ts';
import { isKept, itemsOf, joined, namesOnly, type Sets, setsFrom } from '../playbook/members.ts';
import type { SetName, Step } from '../playbook/model.ts';
import { requestFor } from '../playbook/request.ts';
import { parseResourcePath } from '../playbook/resource.ts';
import { lookupFor, type Member, type Seen } from '../playbook/subject.ts';
import { type Api, accepted, askList } from './api.ts';
import { keyOf } from './change.ts';
import type { EvidenceStore } from './evidence.ts';
import { messageOf, RespondError } from './failure.ts';
import type { Journal } from './journal.ts';
import type { Target } from './prove.ts';

export interface CollectContext {
  readonly api: Api;
  readonly journal: Journal;
  readonly evidence: EvidenceStore;
  readonly target: Target;
  readonly seen: Seen;
  readonly sets: Map<SetName, readonly Member[]>;
  readonly say: (text: string) => void;
}

export const setsOf = (sets: ReadonlyMap<SetName, readonly Member[]>): Sets => Object.fromEntries(sets);

/** Reads what one step saves, for one member, and adds to the sets what it fills. */
export const collect = async (step: Step, member: Member | null, context: CollectContext): Promise<void> => {
  const { api, journal, evidence, target, seen, say } = context;
  const template = step.request;
  if (template === undefined) throw new Error(`${step.id} has no request`);
  const key = keyOf(step, member);
  const saved = journal.entries.findLast((one) => one.kind === 'saved' && one.step === step.id && one.key === key);
  // What a step fills is in the journal only once it is done; a step that was cut off is read again.
  if (saved?.kind === 'saved' && step.fills === undefined && evidence.holds(saved)) return;
  const request = requestFor(template, lookupFor(target, seen, member), member);
  const path = parseResourcePath(request.path);
  const isList = path?.name === null;
  const isLog = path?.subresource === 'log';
  const keep = (content: string, ending: string): void => {
    const file = evidence.save(`${key.replaceAll('/', '.')}.${ending}`, content);
    journal.write({ kind: 'saved', step: step.id, key, ...file });
  };
  if (isList) {
    const { value } = await askList(api, { ...request, accept: acceptList(step, request.accept) });
    const items = itemsOf(value)
      .filter((one) => step.keep === undefined || isKept(step.keep, one, target, setsOf(context.sets)))
      .map((one) => (template.metadataOnly === true ? namesOnly(one) : one));
    keep(`${JSON.stringify({ items }, null, 2)}\n`, 'json');
    fillSets(step, items, context);
    return;
  }
  const answer = await api.ask({ ...request, accept: isLog ? '*/*' : request.accept }).catch((error: unknown) => {
    if (!isLog || !(error instanceof RespondError)) throw error;
    return messageOf(error);
  });
  if (isLog && (typeof answer === 'string' || answer.status !== 200)) {
    const lost = typeof answer !== 'string' && answer.status === 404;
    const because =
      typeof answer === 'string'
        ? answer
        : `answered with ${answer.status}: ${plain(answer.text.slice(0, 300))}${lost ? '; it is lost with its pod' : ''}`;
    journal.write({ kind: 'not-saved', step: step.id, key, because, lost });
    say(`  not saved: ${key}: ${because}`);
    return;
  }
  if (typeof answer === 'string') return;
  if (answer.status === 404 && step.mayBeAbsent === true) {
    journal.write({ kind: 'not-saved', step: step.id, key, because: 'it is not there', lost: true });
    fillSets(step, [], context);
    return;
  }
  const { value, text } = accepted(answer, request);
  if (isLog) return keep(text, 'log');
  if (!isObject(value)) throw new RespondError('server', `${request.path} was answered with no object`);
  if (step.on === 'object' && textOfUid(value) !== target.uid)
    throw new RespondError('target', `${request.path} was replaced in between`);
  keep(`${JSON.stringify(value, null, 2)}\n`, 'json');
  fillSets(step, [value], context);
};

const textOfUid = (value: unknown): unknown =>
  isObject(value) && isObject(value.metadata) ? value.metadata.uid : undefined;

const acceptList = (step: Step, accept: string): string =>
  step.request?.metadataOnly === true ? 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1' : accept;

const fillSets = (step: Step, items: readonly unknown[], { sets, journal }: CollectContext): void => {
  if (step.fills === undefined) return;
  for (const [name, members] of Object.entries(setsFrom(step.fills, items))) {
    const set = name as SetName; // Keys of Sets.
    // What is still alive, and what runs where, is as it is now; what was seen before stays evidence and stays known.
    const all = set === 'live-jobs' ? members : joined(sets.get(set), members);
    sets.set(set, all);
    journal.write({ kind: 'members', step: step.id, set, members: all });
  }
};
