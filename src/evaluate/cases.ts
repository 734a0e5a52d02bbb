import type { EventLabel, Label, LabelledObject } from './labels.ts';
import { type Verdict, verdictOnEvent } from './verdict.ts';
import { asCronJob, createEvent, isCronJob } from './wrap.ts';

/** One labelled write with what was said of it. */
export interface Case extends Label {
  readonly id: string;
  /** Never `null`: what names none is a source of its own, by the file of its event or as `unnamed`. */
  readonly source: string;
  /** As it was written. */
  readonly asIs: Verdict;
  /** As a CronJob that runs the same pod; `null` where there is none. */
  readonly asCronJob: Verdict | null;
}

export const UNNAMED = 'unnamed';

/** Judges the object as a person's create, as it is and lifted into a CronJob; `null` for a kind that makes no pods. */
export const caseOfObject = ({ kind, object, ...label }: LabelledObject): Case | null => {
  const text = createEvent(label.id, object);
  const asIs = text === null ? null : verdictOnEvent(text);
  if (asIs === null) return null;
  const source = label.source ?? UNNAMED;
  if (isCronJob(object)) return { ...label, source, asIs, asCronJob: asIs };
  const lifted = asCronJob(object);
  const liftedText = lifted === null ? null : createEvent(label.id, lifted);
  return { ...label, source, asIs, asCronJob: liftedText === null ? null : verdictOnEvent(liftedText) };
};

/** A labelled write of a log, judged where it stands. */
export const caseOfEvent = ({ kind, by, ...label }: EventLabel, verdict: Verdict, file: string): Case => ({
  ...label,
  source: label.source ?? file,
  asIs: verdict,
  asCronJob: verdict.workload === 'CronJob' ? verdict : null,
});
