import { writtenOf } from '../correlate/acts.ts';
import { createSequences } from '../correlate/sequences.ts';
import { decodeRecord } from '../decode/decode.ts';
import { withLate } from '../finding/late.ts';
import { lineageAsked, withLineage } from '../finding/lineage.ts';
import { createDeliveries, type Delivered } from '../memory/deliveries.ts';
import { createKnowledge } from '../memory/known.ts';
import { createLineage } from '../memory/lineage.ts';
import { type DecodeFailure, explainFailure } from '../model/event.ts';
import type { Finding } from '../model/finding.ts';
import { type BindingNote, isContextNote, type RoleNote } from '../model/note.ts';
import { DEFAULT_KINDS } from '../normalise/kind-index.ts';
import { normalise } from '../normalise/normalise.ts';
import { actNote } from '../normalise/notes/act.ts';
import { deletionNote } from '../normalise/notes/deletion.ts';
import { collisionNote, madeNote, placedNote } from '../normalise/notes/made.ts';
import { cronJobNote, noteOf } from '../normalise/notes/notes.ts';
import { sentinelRow } from '../normalise/sentinel.ts';
import { createHabits, habitOf } from './habits.ts';
import { assessDelivered, findingOf, type JudgeOptions } from './judge.ts';

export interface Examined {
  readonly findings: readonly Finding[];
  /** Audit events in the text. */
  readonly events: number;
  /** Events that are no authored workload write, with the reason. */
  readonly passed: readonly string[];
  readonly failures: readonly (DecodeFailure & { readonly message: string })[];
}

export interface ExamineOptions extends JudgeOptions {
  readonly source?: string;
  /** Roles and bindings of an export, see `rbacOf`. */
  readonly rbac?: readonly (RoleNote | BindingNote)[];
}

/**
 * Judges the events in one text: a log line, a batch, a query answer. The same pipeline as a scan, without files. What
 * the text itself tells of ConfigMaps, rights and CronJobs counts, unless the caller gives a lookup of its own as `known`.
 */
export const examine = (text: string, options: ExamineOptions = {}): Examined => {
  const source = options.source ?? 'text';
  const decoded = decodeRecord({ source, offset: 0, text });
  const deliveries = createDeliveries();
  const knowledge = createKnowledge(options.rbac === undefined ? {} : { given: options.rbac });
  const lineage = createLineage();
  const sequences = createSequences();
  const habits = createHabits();
  const passed: string[] = [];
  const delivered = decoded.events.flatMap((event): Delivered[] => {
    const result = normalise(event, { source, offset: 0 }, { sentinel: sentinelRow });
    const isMade = result.kind === 'passed' && result.why === 'bookkeeping';
    const became = isMade ? madeNote(event, { source, offset: 0 }) : placedNote(event, { source, offset: 0 });
    if (became !== null) lineage.learn(became);
    const note =
      result.kind === 'activity' ? cronJobNote(result.activity) : (noteOf(event) ?? deletionNote(event, DEFAULT_KINDS));
    if (note !== null) knowledge.learn(note, text.length);
    const collision = isMade ? collisionNote(event, { source, offset: 0 }) : null;
    if (collision !== null) knowledge.learn(collision, text.length);
    if (result.kind === 'activity') knowledge.objects.learn(result.activity, text.length);
    if (result.kind === 'activity') lineage.wrote(result.activity);
    if (result.kind === 'activity') return deliveries.push(result.activity, text.length);
    const act = actNote(event, note !== null && isContextNote(note) ? note : null, { source, offset: 0 });
    if (act !== null) sequences.learn(act);
    passed.push(note === null || note.kind === 'deletion' ? result.why : 'context');
    return [];
  });
  const judged = [...delivered, ...deliveries.flush()].map((one) => {
    const judging = { known: knowledge, ...options };
    const assessment = assessDelivered(one, judging);
    const finding = findingOf(assessment, one, judging);
    const written = writtenOf(finding, one.activity);
    sequences.write(written);
    const habit = habitOf(one, assessment);
    habits.learn(habit);
    return { finding, written, habit, asked: lineageAsked(finding, one.activity) };
  });
  return {
    findings: judged.map(({ finding, written, habit, asked }) =>
      withLate(withLineage(finding, lineage.of(asked)), { sequences: sequences.of(written), firsts: habits.of(habit) }),
    ),
    events: decoded.events.length,
    passed,
    failures: decoded.failures.map((failure) => ({ ...failure, message: explainFailure(failure) })),
  };
};
