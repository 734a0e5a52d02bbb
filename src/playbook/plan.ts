import { hashOf } from '../lib/canonical.ts';
import type { Finding } from '../model/finding.ts';
import { isWaived } from './check.ts';
import { type Answer, type Circumstances, circumstancesOf, wholeBody } from './circumstances.ts';
import { kubectlLine, kubectlOf } from './kubectl.ts';
import type { Circumstance, Evidence, Playbook, Step } from './model.ts';
import { inOrder } from './order.ts';
import { fillText } from './places.ts';
import { type PlannedRequest, requestFor } from './request.ts';
import { type Rule, rightsOf } from './resource.ts';
import { configMapsOf, lookupFor, type Member, ownersOf, type Seen, type Subject } from './subject.ts';

/** One step of a plan, for this object. */
export interface PlannedStep {
  readonly step: Step;
  /** Circumstances that nobody knows yet; it is done only if they turn out so. */
  readonly onlyIf: readonly { readonly circumstance: Circumstance; readonly is: 'yes' | 'no' }[];
  readonly early: string | null;
  /** One for each member that is known; one with `{places}` where the cluster has to be asked. */
  readonly requests: readonly PlannedRequest[];
  readonly kubectl: readonly string[];
  readonly manual: string | null;
  readonly rights: readonly Rule[];
  readonly preconditions: readonly string[];
  readonly verification: string;
  readonly undo: string;
  readonly givesUp: readonly { readonly evidence: readonly Evidence[]; readonly because: string }[];
}

/** `cronwarden.plan/v1` when it is printed as JSON. */
export interface Plan {
  readonly schema: 'cronwarden.plan/v1';
  readonly finding: Pick<Finding, 'id' | 'title' | 'severity' | 'firstSeen'>;
  readonly subject: Subject;
  readonly playbook: { readonly id: string; readonly version: string; readonly title: string };
  readonly circumstances: Circumstances;
  readonly steps: readonly PlannedStep[];
  readonly left: readonly { readonly id: string; readonly because: string }[];
  /** Of everything above; a run that would do something else has another one. */
  readonly hash: string;
}

export interface PlanOptions {
  readonly argocdNamespace: string;
}

/** The playbook for one finding, without asking the cluster for anything. */
export const planOf = (finding: Finding, subject: Subject, playbook: Playbook, options: PlanOptions): Plan => {
  const circumstances = circumstancesOf(finding);
  const body = wholeBody(finding);
  const seen: Seen = { object: body, serviceAccount: null };
  const { steps, left } = chosen(playbook.steps, circumstances);
  const known = knownMembers(subject, body, options);
  const plan = {
    schema: 'cronwarden.plan/v1' as const,
    finding: { id: finding.id, title: finding.title, severity: finding.severity, firstSeen: finding.firstSeen },
    subject,
    playbook: { id: playbook.id, version: playbook.version, title: playbook.title },
    circumstances,
    steps: steps.map((step) => plannedStep(step, { circumstances, subject, seen, known })),
    left,
  };
  return { ...plan, hash: hashOf(plan) };
};

export interface Chosen {
  readonly steps: readonly Step[];
  readonly left: readonly { readonly id: string; readonly because: string }[];
}

/** Steps that are, or may be, for these circumstances, in their order, and why each other one is left out. */
export const chosen = (steps: readonly Step[], circumstances: Circumstances): Chosen => {
  const reasons = steps.map((step) => ({ step, because: leftBecause(step, circumstances) }));
  const ordered = inOrder(
    reasons.filter(({ because }) => because === null).map(({ step }) => step),
    (one) => circumstances[one] === 'yes',
  );
  if (!ordered.ok) throw new Error(`a checked playbook has a cycle: ${ordered.cycle.join(' → ')}`);
  return {
    steps: ordered.steps,
    left: reasons.flatMap(({ step, because }) => (because === null ? [] : [{ id: step.id, because }])),
  };
};

const leftBecause = ({ when = [], unless = [] }: Step, circumstances: Circumstances): string | null => {
  const missing = when.find((one) => circumstances[one] === 'no');
  if (missing !== undefined) return `it is not: ${missing}`;
  const given = unless.find((one) => circumstances[one] === 'yes');
  return given === undefined ? null : `it is: ${given}`;
};

/** Members that the finding names. */
export const knownMembers = (subject: Subject, body: unknown, { argocdNamespace }: PlanOptions) => {
  const { name, namespace, uid } = subject;
  const object: readonly Member[] = name === null ? [] : [{ name, namespace, uid, resourceVersion: null }];
  return {
    object,
    'config-maps': configMapsOf(body, namespace),
    'service-account': [{ name: subject.serviceAccount, namespace, uid: null, resourceVersion: null }],
    ...ownersOf(body, argocdNamespace),
  } as const;
};

interface Context {
  readonly circumstances: Circumstances;
  readonly subject: Subject;
  readonly seen: Seen;
  readonly known: ReturnType<typeof knownMembers>;
}

const plannedStep = (step: Step, { circumstances, subject, seen, known }: Context): PlannedStep => {
  const is = (one: Circumstance): Answer => circumstances[one];
  const members = membersFor(step, known);
  const template = step.request;
  const requests =
    template === undefined
      ? []
      : members.map((target) => requestFor(template, lookupFor(subject, seen, target), target));
  return {
    step,
    onlyIf: [
      ...(step.when ?? [])
        .filter((one) => is(one) === 'unknown')
        .map((circumstance) => ({ circumstance, is: 'yes' as const })),
      ...(step.unless ?? [])
        .filter((one) => is(one) === 'unknown')
        .map((circumstance) => ({ circumstance, is: 'no' as const })),
    ],
    early: step.early?.when.some((one) => is(one) === 'yes') ? step.early.because : null,
    requests,
    kubectl: requests.map((one) => kubectlLine(kubectlOf(one))),
    manual: step.manual === undefined ? null : fillText(step.manual, lookupFor(subject, seen, null)),
    rights: rightsOf(step),
    preconditions: preconditionsOf(step),
    verification: verificationOf(step),
    undo: undoOf(step),
    givesUp: (step.waives ?? [])
      .filter((one) =>
        one.evidence.some((evidence) => isWaived({ ...step, waives: [one] }, evidence, (it) => is(it) === 'yes')),
      )
      .map(({ evidence, because }) => ({ evidence, because })),
  };
};

/** The known members of a set that the finding tells; else one request, whose places are filled at run time. */
const membersFor = ({ on }: Step, known: Context['known']): readonly (Member | null)[] => {
  if (on === undefined) return [null];
  const members = Object.entries(known).find(([name]) => name === on)?.[1];
  return members === undefined || members.length === 0 ? [null] : members;
};

const preconditionsOf = ({ request, on }: Step): readonly string[] => {
  if (request === undefined || request.method === 'GET') return [];
  if (request.method === 'POST') return ['no other object has the name, or one of this same case'];
  const first = on === 'object' ? 'its uid is that of the finding' : 'its uid is the one that was saved';
  return [first, 'its resourceVersion is the one that was read just before', 'the server accepts it in a dry run'];
};

const verificationOf = ({ request, expect, mayBeAbsent, saves }: Step): string => {
  if (request === undefined) return 'by hand';
  if (expect !== undefined)
    return 'match' in expect ? 'what is read has the expected fields' : 'no Job comes while it is watched';
  switch (request.method) {
    case 'GET':
      return `${(saves ?? []).length > 0 ? 'it is in the bundle, with its SHA-256' : 'it is read'}${mayBeAbsent ? ', or is not there' : ''}`;
    case 'POST':
      return 'read again, it is there under the uid that the server gave';
    case 'PATCH':
      return 'read again, the object has what the patch says';
    case 'DELETE':
      return 'read again, it is gone, or another uid has its name';
    default:
      return request.method satisfies never;
  }
};

const undoOf = ({ request, effect }: Step): string => {
  if (request === undefined || request.method === 'GET') return 'nothing to undo';
  if (effect === 'irreversible')
    return request.method === 'POST'
      ? 'none: what it replaces is gone'
      : 'none: the saved object can be created again, under another uid';
  return request.method === 'POST'
    ? 'delete what was created, by its uid'
    : 'put the fields back to what the journal holds';
};
