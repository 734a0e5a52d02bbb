import { availableParallelism } from 'node:os';
import { type WrittenAct, writtenOf } from '../correlate/acts.ts';
import { incidentsOf } from '../correlate/incidents.ts';
import { createSequences } from '../correlate/sequences.ts';
import { exceptedFinding } from '../exception/excepted.ts';
import type { Excepting } from '../exception/match.ts';
import { withLate } from '../finding/late.ts';
import { lineageAsked, withLineage, withUnknownAuthor } from '../finding/lineage.ts';
import { createControllerUses, type Stray } from '../memory/controller-uses.ts';
import { createDeliveries, type Delivered } from '../memory/deliveries.ts';
import { createKnowledge } from '../memory/known.ts';
import { createLineage, type LineageOf } from '../memory/lineage.ts';
import { createObjects } from '../memory/objects.ts';
import { createUnclaimed } from '../memory/unclaimed.ts';
import type { Activity, SentinelRow } from '../model/activity.ts';
import { atLeast, type Finding, type Severity } from '../model/finding.ts';
import type { Known } from '../model/known.ts';
import type { BindingNote, RoleNote } from '../model/note.ts';
import type { Because } from '../model/seen.ts';
import type { Summary } from '../model/summary.ts';
import { DEFAULT_KINDS, indexKinds } from '../normalise/kind-index.ts';
import { KINDS } from '../normalise/kinds.ts';
import { resolveInputs } from '../source/resolve.ts';
import { createActFilter } from './act-filter.ts';
import { tellCalls, unlooked } from './calls.ts';
import { addCounts, noCounts, reject, warn } from './counts.ts';
import type { Extract } from './extract.ts';
import { extracts, totalOf } from './extracts.ts';
import { createHabits, type Habit } from './habits.ts';
import { inflate } from './inflate.ts';
import { type Judgement, judgesAnyway } from './judge.ts';
import { createNamed } from './named.ts';
import { createPool } from './pool.ts';
import { DEFAULT_SETTINGS, type ScanSettings } from './settings.ts';
import { createCarried } from './state/carried.ts';
import type { Novelty } from './state/given.ts';
import type { State } from './state/state.ts';
import { storesOf } from './state/stores.ts';
import { lookAtStrays } from './strays.ts';
import { summaryOf } from './summary.ts';
import { createTail } from './tail.ts';
import { type Keepers, warningsOf } from './warnings.ts';
import { createWithheld, type Verdict } from './withheld.ts';

export interface ScanOptions extends Partial<ScanSettings> {
  /** Files, folders, globs, `-` for standard input. */
  readonly paths: readonly string[];
  /** Worker threads; default one per core. */
  readonly jobs?: number;
  readonly cluster?: string;
  /** User names whose workloads may have power over nodes: it counts less, an act never does. */
  readonly identities?: ReadonlySet<string>;
  /** Findings below are counted in the summary and not given; default `info`, all of them. */
  readonly minSeverity?: Severity;
  /** Roles and bindings of an export (`rbacOf`): they hold in every cluster of the log, and are taken for all there are. */
  readonly rbac?: readonly (RoleNote | BindingNote)[];
  /** Findings that are not wanted: they are judged and counted like all, and left out of those that are given. */
  readonly exceptions?: Excepting;
  /** Give them too, marked with what excepts them. */
  readonly showExcepted?: boolean;
  /** Called for every judged write, whatever its severity, before its finding is given, with what it was judged by. */
  readonly onJudged?: (delivered: Delivered, known: Known) => void;
  /** Whether findings wait for the end of the input to tell what became of their workloads; default true. */
  readonly waits?: boolean;
  /**
   * What earlier scans left (`openState`): this one goes on from there. Given are findings that are new or have changed; of one id
   * the last counts. When they have ended, `commit` of the state keeps what this scan knows. Not used with `sentinelRows`.
   */
  readonly state?: State;
  /** Called now and then with the bytes read so far and, where it is known, the size of all input. */
  readonly onProgress?: (done: {
    readonly bytes: number;
    readonly total: number | null;
    readonly records: number;
  }) => void;
}

export interface Scan {
  /**
   * One finding per authored workload write of at least `minSeverity`, in input order. Ends when all input is read: a write
   * that asks for what was not seen so far, and those behind it, come when everything was.
   */
  readonly findings: AsyncGenerator<Finding, void>;
  /** The original query's rows, with `sentinelRows`; complete once the findings have ended. */
  readonly sentinelRows: readonly SentinelRow[];
  /** Complete once the findings have ended. */
  summary(): Summary;
}

/** A finding that still waits for what became of its workload, and for what else happened around it. */
interface Unfinished {
  readonly finding: Finding;
  readonly asked: LineageOf;
  /** `null` for one that nothing makes worse: an exception hides it, or its author is not in the log. */
  readonly late: { readonly written: WrittenAct; readonly habit: Habit } | null;
}

/** What a finding that was given before is marked with when it is given again. */
const CHANGED: Readonly<Record<Exclude<Novelty, 'same'>, Pick<Finding, 'changed'>>> = {
  new: {},
  changed: { changed: 'finding' },
  continued: { changed: 'incident' },
};

const NO_INCIDENTS: ReturnType<typeof incidentsOf> = new Map();

/**
 * The whole pipeline over files: source, gate, decode, normalise in parts that may run in threads; deliveries, facts,
 * indicators, score and finding in input order. The findings do not depend on `jobs` or on where parts begin.
 *
 * Never throws for what the input holds; unreadable paths and records are in the summary.
 */
export const scan = (options: ScanOptions): Scan => {
  const settings: ScanSettings = { ...DEFAULT_SETTINGS, ...given(options) };
  const counts = noCounts();
  const rows: SentinelRow[] = [];
  const bySeverity: Record<Severity, number> = { info: 0, low: 0, medium: 0, high: 0, critical: 0 };
  const excepted: Record<Severity, number> = { info: 0, low: 0, medium: 0, high: 0, critical: 0 };
  const exceptedBy: Record<string, number> = Object.create(null);
  const unreadable: { path: string; reason: string }[] = [];
  const deliveries = createDeliveries();
  const kinds = settings.extraKinds.length === 0 ? DEFAULT_KINDS : indexKinds([...KINDS, ...settings.extraKinds]);
  const objects = createObjects({ kinds });
  const controllers = createControllerUses();
  const knowledge = createKnowledge({
    objects,
    controllers,
    ...(options.rbac === undefined ? {} : { given: options.rbac }),
  });
  const identities = options.identities ?? new Set<string>();
  const inCluster = options.cluster === undefined ? {} : { cluster: options.cluster };
  const judge = judgesAnyway({ inflate, kinds, identities, ...inCluster }, ({ event }, error) =>
    reject(counts, event.source, event.offset, `the write could not be judged, and is told without its body: ${error}`),
  );
  const tools = { inflate, known: knowledge, kinds, identities };
  const withheld = createWithheld(knowledge, judge);
  const lineage = createLineage();
  const unclaimed = createUnclaimed();
  const sequences = createSequences();
  const habits = createHabits();
  const floor = options.minSeverity ?? 'info';
  const named = createNamed();
  const tail = createTail<Unfinished>(options.waits ?? true);
  const keepers: Keepers = {
    ...{ deliveries, knowledge, withheld, objects, lineage, tail, unclaimed, sequences },
    baseline: habits.baseline,
    controllers,
    exceptions: options.exceptions,
  };
  const carried = createCarried(settings.sentinelRows ? undefined : options.state, storesOf(keepers), options.cluster);
  const started = performance.now();
  let elapsedMs = 0;
  let files = 0;
  let activities = 0;
  /** Bodies that were not seen, by reason. */
  const lost: Partial<Record<Because, number>> = {};
  let unseenBodies = 0;
  let partialBodies = 0;

  function* judged(delivered: readonly Delivered[]): Generator<Finding> {
    for (const one of delivered) {
      if (one.again === undefined) count(one.activity);
      yield* told(withheld.push(one));
    }
  }

  const count = ({ readings }: Activity): void => {
    activities++;
    if (readings.state !== 'seen') {
      unseenBodies++;
      if (readings.state === 'unseen') lost[readings.because] = (lost[readings.because] ?? 0) + 1;
    } else if (readings.value.some((reading) => reading.missing !== null)) partialBodies++;
  };

  /** Findings wait for the end of the input, so that they tell what became of their workloads and what else happened. */
  function* told(verdicts: readonly Verdict[]): Generator<Finding> {
    for (const { delivered: one, judgement } of verdicts) {
      options.onJudged?.(one, knowledge);
      const unfinished = unfinishedOf(one, judgement);
      if (unfinished !== null) yield* released(tail.push(unfinished, one.bytes ?? 0));
    }
  }

  function* released(waiting: readonly Unfinished[], isEnd = false): Generator<Finding> {
    const whole = waiting.flatMap(exceptedSince).map(({ finding, asked, late }) => {
      const told = withLineage(finding, lineage.of(asked));
      return late === null
        ? told
        : withLate(told, { sequences: sequences.of(late.written), firsts: habits.of(late.habit) });
    });
    const isWanted = ({ severity }: Finding): boolean => atLeast(severity, floor);
    const related = whole.filter((one) => isWanted(one) && one.excepted === undefined);
    const incidents = isEnd ? incidentsOf(related) : NO_INCIDENTS;
    for (const one of whole) {
      const incident = one.excepted === undefined && isWanted(one) ? incidents.get(one.id) : undefined;
      const finding = incident === undefined ? one : { ...one, incident };
      const wasGiven = carried.wasGiven(finding.id);
      const novelty = carried.tell(finding, isWanted(finding));
      if (novelty === 'same') continue;
      // What others added to its incident is counted as theirs.
      if (finding.excepted === undefined && novelty !== 'continued') bySeverity[finding.severity]++;
      if (!isWanted(finding) && !wasGiven) continue;
      const told = wasGiven ? { ...finding, ...CHANGED[novelty] } : finding;
      yield isEnd ? told : unlooked(told);
    }
  }

  /** A finding of an earlier run, which may not have had the exceptions of this one. */
  const exceptedSince = (one: Unfinished): readonly Unfinished[] => {
    const { finding, asked, late } = one;
    if (late === null || !carried.knew(finding.id)) return [one];
    const exception = options.exceptions?.of(finding) ?? null;
    return exception === null ? [one] : hidden(finding, exception, asked);
  };

  const isStray = ({ event: { cluster }, actor: { username, peerIp } }: Activity): boolean =>
    username !== null && peerIp !== null && controllers.elsewhere(cluster, username, peerIp) !== undefined;

  /** What came under the name of a controller, but not from where it is. Only the whole log tells where that is. */
  const strays = (found: readonly Stray[]): readonly Unfinished[] =>
    found.flatMap(({ write, isOld }): Unfinished[] => {
      const again = isOld ? ({ again: true } as const) : {};
      const one: Delivered = { activity: write, events: [write.event], sameIdOtherContent: 0, ...again };
      options.onJudged?.(one, knowledge);
      const unfinished = unfinishedOf(one, judge(one, knowledge));
      return unfinished === null ? [] : [unfinished];
    });

  /**
   * What ran of objects that were there before the log began. Most of it is the cluster's own, so that only what does an act is
   * a finding. No sequence is told of it: what is known of its author is that he is not in the log.
   */
  const unexplained = (): readonly Unfinished[] => {
    const mayAct = createActFilter(tools);
    return unclaimed.all().flatMap(({ write, owner }): Unfinished[] => {
      // Told already: by whom it was written is known not to be the controller.
      if (isStray(write)) return [];
      const one: Delivered = { activity: write, events: [write.event], sameIdOtherContent: 0 };
      if (!mayAct(one)) return [];
      const judgement = judge(one, knowledge);
      const { severity } = judgement;
      if (!atLeast(severity, 'high')) return [];
      options.onJudged?.(one, knowledge);
      const finding = withUnknownAuthor(judgement.finding(), owner);
      const object = { cluster: write.event.cluster, namespace: write.workload.namespace, name: owner.name };
      const asked = { object, kind: owner.kind, uid: owner.uid, since: null };
      const exception = options.exceptions?.of(finding) ?? null;
      if (exception !== null) return hidden(finding, exception, asked);
      return [{ finding, asked, late: null }];
    });
  };

  /** A finding that an exception hides is counted, and given only where that was asked for. */
  const hidden = (
    finding: Finding,
    exception: Parameters<typeof exceptedFinding>[1],
    asked: LineageOf,
  ): Unfinished[] => {
    if (!carried.hide(finding.id)) {
      excepted[finding.severity]++;
      exceptedBy[exception.id] = (exceptedBy[exception.id] ?? 0) + 1;
    }
    const isShown = atLeast(finding.severity, floor) && options.showExcepted === true;
    return isShown ? [{ finding: exceptedFinding(finding, exception), asked, late: null }] : [];
  };

  /** The finding of a verdict; `null` where nobody will see it: counted, then, for good. */
  const unfinishedOf = (one: Delivered, judgement: Judgement): Unfinished | null => {
    const { severity, habit } = judgement;
    // One of medium or above may become worse: only then is it told what is counted, and whether it is given.
    const mayShow = atLeast(severity, floor) || atLeast(severity, 'medium');
    const isOfOthers = one.activity.request.outcome === 'refused';
    if (options.exceptions === undefined && !mayShow && !isOfOthers && one.again === undefined) {
      habits.learn(habit);
      bySeverity[severity]++;
      return null;
    }
    const finding = judgement.finding();
    const asked = lineageAsked(finding, one.activity);
    const exception = options.exceptions?.of(finding) ?? null;
    if (exception !== null) return hidden(finding, exception, asked)[0] ?? null;
    habits.learn(habit);
    const written = writtenOf(finding, one.activity);
    sequences.write(written);
    if (mayShow || carried.wasGiven(finding.id)) return { finding, asked, late: { written, habit } };
    if (one.again === undefined) bySeverity[severity]++;
    return null;
  };

  function* take(extract: Extract): Generator<Finding> {
    addCounts(counts, extract.counts);
    for (const use of extract.uses) controllers.learn(use);
    for (const row of extract.rows) rows.push(row);
    if (settings.upTo !== 'all') return;
    let noted = 0;
    const learn = (upTo: number): void => {
      for (; (extract.notes[noted]?.before ?? Number.POSITIVE_INFINITY) <= upTo; noted++) {
        const one = extract.notes[noted];
        if (one === undefined) continue;
        if (one.note.kind === 'made') unclaimed.learn(one.note, one.bytes);
        if (one.note.kind === 'act') sequences.learn(one.note);
        else if (one.note.kind === 'made' || one.note.kind === 'placed') lineage.learn(one.note);
        else knowledge.learn(one.note, one.bytes);
      }
    };
    for (const [index, { activity, bytes }] of extract.activities.entries()) {
      learn(index);
      objects.learn(activity, bytes);
      unclaimed.author(activity);
      lineage.wrote(activity);
      yield* judged(deliveries.push(activity, bytes));
    }
    learn(extract.activities.length);
  }

  async function* run(): AsyncGenerator<Finding, void> {
    try {
      carried.restore();
    } catch (error) {
      carried.close();
      throw error;
    }
    let isWhole = false;
    const resolved = await resolveInputs(options.paths);
    unreadable.push(...resolved.unreadable);
    if (resolved.skipped > 0)
      warn(counts, `${resolved.skipped} files in folders were not read: they are no logs by their name`);
    const total = totalOf(resolved.inputs);
    const pool = createPool(settings, options.jobs ?? availableParallelism());
    try {
      for (const input of resolved.inputs) {
        files++;
        for await (const extract of extracts(input, settings, pool, unreadable)) {
          named.learn(input, extract);
          yield* take(extract);
          options.onProgress?.({ bytes: counts.bytes, total, records: counts.records });
        }
      }
      const gone: { path: string; reason: string }[] = [];
      const mayAct = createActFilter(tools);
      const looked = await lookAtStrays(controllers, {
        inputs: resolved.inputs,
        read: (input, search) => extracts(input, settings, pool, gone, search),
        isGrave: (one) => mayAct(one) && atLeast(judge(one, knowledge).severity, 'high'),
      });
      carried.keep(new Set(tail.all().map(({ finding }) => finding.id)));
      yield* judged(deliveries.flush());
      yield* told(withheld.flush());
      // Strays are sought first: their sequences count for the others, and the others for theirs.
      const found = controllers.strays();
      lineage.disown(new Set([...looked, ...found.map(({ write }) => write.event.auditId)]));
      const late = strays(found);
      const ended = [...released([...tail.flush(), ...late, ...unexplained()], true)];
      const lost: { path: string; reason: string }[] = [];
      const asked = await tellCalls(ended, {
        inputs: resolved.inputs,
        cluster: options.cluster,
        read: (input, search) => extracts(input, settings, pool, lost, search, named.ofUsers(search)),
        // What an earlier run read is not there to be read again.
        failed: () => lost.length > 0 || carried.isResumed,
      });
      for (const warning of asked.warnings) warn(counts, warning);
      yield* asked.findings;
      yield* carried.withdrawn();
      const trouble = carried.finish(counts);
      isWhole = true;
      if (trouble !== null) unreadable.push({ path: options.state?.name ?? '', reason: trouble });
    } finally {
      elapsedMs = performance.now() - started;
      // One that is whole is for its owner to commit.
      if (!isWhole) carried.close();
      await pool.close();
    }
  }

  return {
    findings: run(),
    sentinelRows: rows,
    summary: () =>
      summaryOf(counts, settings, {
        files,
        activities,
        unseenBodies,
        partialBodies,
        duplicates: deliveries.duplicates,
        findings: bySeverity,
        baseline: habits.known(),
        ...(options.exceptions === undefined ? {} : { excepted: { findings: excepted, by: { ...exceptedBy } } }),
        unreadable,
        elapsedMs: elapsedMs || performance.now() - started,
        ...(carried.summary === undefined ? {} : { state: carried.summary }),
        warnings: [...carried.warnings, ...warningsOf(keepers, lost, activities)],
      }),
  };
};

/** Options that were given: a key set to `undefined` is none. */
const given = (options: ScanOptions): Partial<ScanSettings> =>
  Object.fromEntries(
    Object.keys(DEFAULT_SETTINGS).flatMap((key) => {
      const value = options[key as keyof ScanSettings]; // keys of the defaults are the keys of the settings
      return value === undefined ? [] : [[key, value]];
    }),
  );
