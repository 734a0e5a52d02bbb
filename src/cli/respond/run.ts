import { existsSync } from 'node:fs';
import { plain } from '../../lib/inert.ts';
import { EVIDENCE, type Evidence, PHASES, type Phase, ROLES, type Role } from '../../playbook/model.ts';
import { openEvidence } from '../../respond/evidence.ts';
import { RespondError } from '../../respond/failure.ts';
import { type Journal, openJournal } from '../../respond/journal.ts';
import { type RunReport, run as runResponse } from '../../respond/run.ts';
import { undo as undoResponse } from '../../respond/undo.ts';
import { EXIT, UsageError } from '../failure.ts';
import { clusterOf, connect } from './connect.ts';
import type { RespondOptions } from './options.ts';
import { prepare } from './plan.ts';

const say = (text: string): void => {
  process.stderr.write(`${plain(text)}\n`);
};

/** One of a list, or an error that names them all. */
const oneOf = <T extends string>(option: string, list: readonly T[], text: string): T => {
  const found = list.find((one) => one === text);
  if (found === undefined) throw new UsageError(`${option} ${text}: write one of ${list.join(', ')}`);
  return found;
};

const journalPath = (options: RespondOptions, caseId: string): string =>
  options.journal ?? `cronwarden-${caseId}.journal.jsonl`;

/** Opens the journal, and closes it whatever comes; what a user can put right is said without a stack. */
const withJournal = async (path: string, work: (journal: Journal) => Promise<number>): Promise<number> => {
  let journal: Journal | null = null;
  try {
    journal = openJournal(path);
    if (journal.torn) say(`${path}: its last line was cut off by a kill; it was dropped`);
    return await work(journal);
  } catch (error) {
    if (!(error instanceof RespondError)) throw error;
    say(`cronwarden: ${error.message}`);
    return error.code === 'target' || error.code === 'journal' ? EXIT.usage : EXIT.unreadable;
  } finally {
    journal?.close();
  }
};

export const run = async (id: string, paths: readonly string[], options: RespondOptions): Promise<number> => {
  const through: Phase = oneOf('--through', PHASES, options.through);
  const roles = (options.role ?? ROLES).map((one): Role => oneOf('--role', ROLES, one));
  const waive = (options.waive ?? []).map((one): Evidence => oneOf('--waive', EVIDENCE, one));
  const prepared = await prepare(id, paths, options);
  const cluster = clusterOf(prepared.finding, options);
  if (options.yes !== true)
    throw new UsageError(
      `run changes the cluster ${cluster.name}. Read the plan first: cronwarden respond plan ${id} …; then add --yes`,
    );
  try {
    const api = await connect(options);
    const path = journalPath(options, prepared.subject.case);
    return await withJournal(path, async (journal) => {
      const evidence = openEvidence(path);
      try {
        const report = await runResponse({
          ...prepared,
          cluster,
          argocdNamespace: options.argocdNamespace,
          ...{ through, roles, waive, irreversible: options.irreversible === true },
          watchMs: options.watch * 1000,
          waitMs: options.timeout * 1000,
          ...{ api, journal, evidence, say },
          ...(options.uid === undefined ? {} : { uid: options.uid }),
        });
        sayReport(report);
        return report.state === 'complete' && report.failed.length === 0 ? EXIT.done : EXIT.unreadable;
      } finally {
        if (journal.entries.length > 0) {
          const { finding, subject } = prepared;
          const packed = await evidence.pack(journal.entries, { case: subject.case, finding, cluster });
          say(`journal ${path}; evidence ${evidence.bundle}, ${packed.files} files, SHA-256 ${packed.sha256}`);
        }
      }
    });
  } catch (error) {
    if (!(error instanceof RespondError)) throw error;
    say(`cronwarden: ${error.message}`);
    return EXIT.usage;
  }
};

const sayReport = ({ state, done, left, byHand, failed, stoppedAt }: RunReport): void => {
  for (const { id, text } of byHand) say(`by hand [${id}]: ${text}`);
  for (const { id, because } of left) say(`left [${id}]: ${because}`);
  for (const one of failed) say(`does NOT hold: ${one}`);
  say(`${state}: ${done.length} steps done, ${byHand.length} of them by hand, ${left.length} left`);
  if (stoppedAt !== null) say(`stopped at ${stoppedAt.step}: ${stoppedAt.says}. The same command goes on from there.`);
};

export const undo = async (id: string, paths: readonly string[], options: RespondOptions): Promise<number> => {
  const { finding, subject } = await prepare(id, paths, options);
  const cluster = clusterOf(finding, options);
  if (options.yes !== true)
    throw new UsageError(`undo changes the cluster ${cluster.name}; add --yes when you are sure`);
  const path = journalPath(options, subject.case);
  if (!existsSync(path))
    throw new UsageError(`there is no journal ${path}, so there is nothing to undo; --journal FILE names another`);
  try {
    const api = await connect(options);
    return await withJournal(path, async (journal) => {
      const report = await undoResponse({
        ...{ api, journal, cluster, say },
        finding: finding.id,
        force: options.force === true,
        closed: options.closed ?? null,
        waitMs: options.timeout * 1000,
        now: Date.now,
      });
      for (const one of report.stays) say(`stays: ${one}`);
      say(
        `${report.state}: ${report.undone.length} undone, ${report.differs.length} of them not as before, ${report.stays.length} stay`,
      );
      return report.state === 'complete' ? EXIT.done : EXIT.unreadable;
    });
  } catch (error) {
    if (!(error instanceof RespondError)) throw error;
    say(`cronwarden: ${error.message}`);
    return EXIT.usage;
  }
};
