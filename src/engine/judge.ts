import { gatherActFacts, gatherFacts, type Tools } from '../facts/gather.ts';
import { toFinding } from '../finding/finding.ts';
import { assessAll } from '../indicator/registry.ts';
import type { Delivered } from '../memory/deliveries.ts';
import { askedOf } from '../memory/object-versions.ts';
import type { Activity } from '../model/activity.ts';
import type { Finding, Severity } from '../model/finding.ts';
import type { Known } from '../model/known.ts';
import { unseen } from '../model/seen.ts';
import { producedReadings } from '../normalise/apply/produced.ts';
import { DEFAULT_KINDS } from '../normalise/kind-index.ts';
import { hasAct } from '../score/acts.ts';
import { RULESET } from '../score/ruleset.ts';
import { type Assessment, assess, type JudgedReading } from '../score/score.ts';
import { type Habit, habitOf } from './habits.ts';

export interface JudgeOptions extends Tools {
  /** Name of the cluster when the envelope does not say one. */
  readonly cluster?: string;
  /** User names whose workloads may have power over nodes. */
  readonly identities?: ReadonlySet<string>;
}

/**
 * Facts and outcomes of every reading of one authored workload write; at least one. Where the object before it is known, a
 * patch is read as what it makes of that.
 */
export const readingsOf = (delivered: Delivered, tools: Tools = {}): readonly JudgedReading[] => {
  const { activity } = delivered;
  const { known, kinds = DEFAULT_KINDS } = tools;
  const asked = CHANGES.has(activity.request.verb) && activity.request.code !== 201 ? askedOf(activity) : null;
  const before = asked === null ? undefined : known?.object(asked);
  const readings =
    producedReadings(activity, before, kinds) ??
    (activity.readings.state === 'seen' ? activity.readings.value : [null]);
  const delivery = deliveryOf(delivered);
  const knowing = before === undefined ? tools : { ...tools, before };
  return readings.map((reading) => {
    const facts = gatherFacts(activity, reading, delivery, knowing);
    return { reading, facts, outcomes: assessAll(facts) };
  });
};

const deliveryOf = ({ activity: { event }, sameIdOtherContent }: Delivered) => ({
  level: event.level,
  cutAt: event.cutAt,
  sameIdOtherContent,
});

/**
 * Whether what was created may be high or worse, at a part of the cost of judging it; a change is not asked about. Without
 * `ofTemplates` it is known that its templates hold no act.
 */
export const mayBeHigh = (delivered: Delivered, tools: Tools = {}, ofTemplates = true): boolean => {
  const { activity } = delivered;
  if (CHANGES.has(activity.request.verb)) return true;
  const readings = activity.readings.state === 'seen' ? activity.readings.value : [null];
  const delivery = deliveryOf(delivered);
  try {
    return readings.some((reading) => hasAct(gatherActFacts(activity, reading, delivery, tools, ofTemplates)));
  } catch {
    // Whoever judges it finds out, and says so.
    return true;
  }
};

/** Verbs that write an object that is there already. */
const CHANGES: ReadonlySet<string> = new Set(['update', 'patch']);

/** Facts of every reading, indicators, score: the verdict on one authored workload write. */
export const assessDelivered = (delivered: Delivered, options: JudgeOptions = {}): Assessment =>
  assess(delivered.activity, readingsOf(delivered, options), options.identities);

/** The finding of a verdict: identity, words, and what is shown of the object. */
export const findingOf = (assessment: Assessment, delivered: Delivered, options: JudgeOptions): Finding => {
  const hits = assessment.hits.map(({ points, ...hit }) => ({ ...hit, weight: points }));
  return toFinding({ ...assessment, hits }, { ...options, ruleset: RULESET, events: delivered.events });
};

/** What is thought of a write: its severity, what it is to a baseline, and the finding for whoever wants to see it. */
export interface Judgement {
  readonly severity: Severity;
  readonly habit: Habit;
  finding(): Finding;
}

/** A finding is long to write, and most that are of no weight are never asked for. */
export const judgementOf = (delivered: Delivered, options: JudgeOptions): Judgement => {
  const assessment = assessDelivered(delivered, options);
  return {
    severity: assessment.severity,
    habit: habitOf(delivered, assessment),
    finding: () => findingOf(assessment, delivered, options),
  };
};

/**
 * As `judgementOf`, for input that must not end the work: a write that cannot be judged is told without its body, and
 * `failed` is told why. Once of each activity: what waits for more of the log is judged again.
 */
export const judgesAnyway = (
  options: Omit<JudgeOptions, 'known'>,
  failed: (activity: Activity, error: string) => void,
): ((delivered: Delivered, known: Known) => Judgement) => {
  const said = new WeakSet<Activity>();
  return (delivered, known) => {
    const { activity } = delivered;
    try {
      return judgementOf(delivered, { ...options, known });
    } catch (error) {
      if (!said.has(activity)) failed(activity, String(error));
      said.add(activity);
      const { patch: _, ...bare } = activity;
      return judgementOf({ ...delivered, activity: { ...bare, readings: unseen('not-kept') } }, options);
    }
  };
};

/** One authored workload write in, one finding out. */
export const judge = (delivered: Delivered, options: JudgeOptions = {}): Finding =>
  findingOf(assessDelivered(delivered, options), delivered, options);
