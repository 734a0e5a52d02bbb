import { gatherFacts, type Tools } from '../facts/gather.ts';
import { toFinding } from '../finding/finding.ts';
import { assessAll } from '../indicator/registry.ts';
import type { Delivered } from '../memory/deliveries.ts';
import type { Finding } from '../model/finding.ts';
import { RULESET } from '../score/ruleset.ts';
import { type Assessment, assess, type JudgedReading } from '../score/score.ts';

export interface JudgeOptions extends Tools {
  /** Name of the cluster when the envelope does not say one. */
  readonly cluster?: string;
  /** User names whose workloads may have power over nodes. */
  readonly identities?: ReadonlySet<string>;
}

/** Facts and outcomes of every reading of one authored workload write; at least one. */
export const readingsOf = (
  { activity, sameIdOtherContent }: Delivered,
  tools: Tools = {},
): readonly JudgedReading[] => {
  const readings = activity.readings.state === 'seen' ? activity.readings.value : [null];
  const delivery = { level: activity.event.level, cutAt: activity.event.cutAt, sameIdOtherContent };
  return readings.map((reading) => {
    const facts = gatherFacts(activity, reading, delivery, tools);
    return { reading, facts, outcomes: assessAll(facts) };
  });
};

/** Facts of every reading, indicators, score: the verdict on one authored workload write. */
export const assessDelivered = (delivered: Delivered, options: JudgeOptions = {}): Assessment =>
  assess(delivered.activity, readingsOf(delivered, options), options.identities);

/** The finding of a verdict: identity, words, and what is shown of the object. */
export const findingOf = (assessment: Assessment, delivered: Delivered, options: JudgeOptions): Finding => {
  const hits = assessment.hits.map(({ points, ...hit }) => ({ ...hit, weight: points }));
  return toFinding({ ...assessment, hits }, { ...options, ruleset: RULESET, events: delivered.events });
};

/** One authored workload write in, one finding out. */
export const judge = (delivered: Delivered, options: JudgeOptions = {}): Finding =>
  findingOf(assessDelivered(delivered, options), delivered, options);
