import { type AttackRelease, currentTechnique } from '../model/attack.ts';
import type { Finding } from '../model/finding.ts';
import type { Indicator } from '../model/indicator.ts';
import { remainsOf } from './clock.ts';
import type { Context, Guide } from './model.ts';
import { actorQuestion } from './question/actor.ts';
import { beforeQuestion } from './question/before.ts';
import { effectQuestion } from './question/effect.ts';
import { elsewhereQuestion } from './question/elsewhere.ts';
import { othersQuestion } from './question/others.ts';
import { ownerQuestion } from './question/owner.ts';
import { persistQuestion } from './question/persist.ts';
import { podQuestion } from './question/pod.ts';
import { runQuestion } from './question/run.ts';
import { unloggedQuestion } from './question/unlogged.ts';
import { GENERAL_SUBJECT, subjectOf } from './subject.ts';
import type { Trail } from './trail.ts';
import { verdictsOf } from './verdict.ts';

/** In the order in which an analyst asks: what decides first comes first. */
export const QUESTIONS: readonly ((context: Context) => Guide['questions'][number])[] = [
  actorQuestion,
  effectQuestion,
  runQuestion,
  beforeQuestion,
  podQuestion,
  othersQuestion,
  elsewhereQuestion,
  persistQuestion,
  unloggedQuestion,
  ownerQuestion,
];

export interface GuideInput {
  /** `null` for the general guide. */
  readonly finding: Finding | null;
  /** `null` when no log was read. */
  readonly trail: Trail | null;
  /** RFC 3339. */
  readonly now: string;
  readonly version: string;
  readonly release: AttackRelease;
  readonly technique: string;
  readonly indicators: readonly Indicator[];
  /** What was read, and what could not be, in sentences. */
  readonly read: readonly string[];
}

/** The guide to one finding, or the general one. A plain function of its input: the same finding, log and clock give the same. */
export const guideOf = ({ finding, trail, now, version, release, technique, indicators, read }: GuideInput): Guide => {
  const subject = finding === null ? GENERAL_SUBJECT : subjectOf(finding);
  const context: Context = { subject, finding, trail, now };
  const questions = QUESTIONS.map((ask) => ask(context));
  const found = currentTechnique(release, technique);
  return {
    schema: 'cronwarden.guide/v1',
    version,
    now,
    finding:
      finding === null
        ? null
        : {
            id: finding.id,
            title: finding.title,
            summary: finding.summary,
            severity: finding.severity,
            risk: finding.risk,
            confidence: finding.confidence,
          },
    technique: { id: found?.id ?? technique, name: found?.name ?? '', tactics: found?.tactics ?? [] },
    read,
    remains: finding === null ? [] : remainsOf(subject, trail, now),
    questions,
    verdicts: verdictsOf(finding, trail, questions, indicators),
  };
};
