import { INDICATORS } from '../indicator/registry.ts';
import type { Severity } from '../model/finding.ts';
import type { Indicator } from '../model/indicator.ts';
import type { Summary } from '../model/summary.ts';
import { type Advice, adviceFor } from './advice.ts';
import { type ClockReport, readClock } from './clock.ts';
import { SIGHTS, type Sight, together } from './level.ts';
import { FAMILIES, familyOf, lostIn, needsOf } from './needs.ts';
import { type AuditPolicy, parsePolicy } from './policy.ts';
import { type Provider, type ProviderId, providerByEnvelopes, providerOf } from './providers.ts';
import type { Sightings } from './sightings.ts';
import { type Scope, SUBJECTS, type Subject, type Wanted } from './subjects.ts';
import { cellsOf, type Look, logViewer, lookAt, policyViewer, type Viewer } from './viewers.ts';

export interface VisibilityInput {
  readonly version: string;
  readonly logs: { readonly sightings: Sightings; readonly summary: Summary } | null;
  readonly policy: { readonly name: string; readonly policy: AuditPolicy } | null;
  /** As the user says; else as the envelopes tell. */
  readonly provider: ProviderId | null;
}

/** One kind of object, or one act, and how well it can be seen. */
export interface SubjectReport {
  readonly id: string;
  readonly title: string;
  readonly scope: Scope;
  readonly tells: string;
  readonly sight: Sight;
  /** Who did what to it. */
  readonly act: Look;
  /** What was written. */
  readonly body: Look;
  /** Whether the log shows it, or only the policy promises it. */
  readonly by: 'log' | 'policy' | 'nothing';
  readonly cells: readonly {
    readonly verb: string;
    readonly levels: readonly string[];
    /** What the log holds; `null` without a log. */
    readonly events: number | null;
  }[];
  readonly unadvised: string | null;
}

export interface IndicatorReport {
  readonly id: string;
  readonly family: string;
  readonly title: string;
  readonly severity: Severity;
  readonly sight: Sight;
  readonly on: Readonly<Record<'job' | 'built-in' | 'custom', Sight>>;
  readonly because: string;
}

/** `cronwarden.visibility/v1`. */
export interface VisibilityReport {
  readonly schema: 'cronwarden.visibility/v1';
  readonly version: string;
  readonly policy: {
    readonly name: string;
    /** `given`: a file; `provider`: what the provider is known to log. */
    readonly from: 'given' | 'provider';
    readonly notes: readonly string[];
    readonly omitManagedFields: boolean;
  } | null;
  readonly provider: Pick<Provider, 'id' | 'name' | 'fixed' | 'losses'> | null;
  readonly indicators: readonly IndicatorReport[];
  readonly families: readonly {
    readonly family: string;
    readonly counts: Readonly<Record<Sight, number>>;
    readonly on: Readonly<Record<'job' | 'built-in' | 'custom', Sight>>;
  }[];
  readonly subjects: readonly SubjectReport[];
  readonly advice: readonly Advice[];
  /** What a policy promises and the log does not hold, or the other way round. */
  readonly differences: readonly string[];
  readonly log: LogReport | null;
}

export interface LogReport {
  readonly events: number;
  readonly records: number;
  readonly rejected: number;
  readonly bytes: number;
  readonly elapsedMs: number;
  readonly firstEvent: string | null;
  readonly lastEvent: string | null;
  readonly envelopes: Readonly<Record<string, number>>;
  readonly categories: Readonly<Record<string, number>>;
  readonly clusters: readonly string[];
  readonly stages: Readonly<Record<string, number>>;
  readonly levels: Readonly<Record<string, number>>;
  /** Of writes of workloads that were read by the server. */
  readonly bodies: Readonly<Record<'shown' | 'inPart' | 'withheld' | 'byLevel' | 'lost', number>>;
  readonly reads: number;
  readonly cut: number;
  readonly timeless: number;
  readonly clock: ClockReport;
  /** What stands out, a sentence each. */
  readonly remarks: readonly string[];
  readonly unreadable: Summary['unreadable'];
}

const SCOPES = ['job', 'built-in', 'custom'] as const;

export const reportVisibility = (input: VisibilityInput): VisibilityReport => {
  const { logs, version } = input;
  const envelopes = logs?.sightings.envelopes ?? {};
  const provider = input.provider === null ? providerByEnvelopes(envelopes) : providerOf(input.provider);
  const policy = policyOf(input, provider);
  const viewers = {
    log: logs === null ? null : logViewer(logs.sightings),
    policy: policy === null ? null : policyViewer(policy.policy),
  };
  const subjects = SUBJECTS.map((subject) => subjectReport(subject, viewers, logs?.sightings ?? null));
  const indicators = indicatorReports(subjects, envelopes);
  return {
    schema: 'cronwarden.visibility/v1',
    version,
    policy:
      policy === null
        ? null
        : {
            name: policy.name,
            from: policy.from,
            notes: policy.policy.notes,
            omitManagedFields: policy.policy.omitManagedFields,
          },
    provider:
      provider === null
        ? null
        : { id: provider.id, name: provider.name, fixed: provider.fixed, losses: provider.losses },
    indicators,
    families: FAMILIES.map((family) => familyReport(family, indicators)),
    subjects,
    advice: provider !== null || policy === null ? [] : adviceOf(policy.policy),
    differences:
      policy === null || viewers.policy === null || logs === null
        ? []
        : differencesOf(viewers.policy, logs.sightings, policy.name),
    log: logs === null ? null : logReport(logs.sightings, logs.summary),
  };
};

const policyOf = ({ policy }: VisibilityInput, provider: Provider | null) => {
  if (policy !== null) return { ...policy, from: 'given' as const };
  if (provider === null) return null;
  const parsed = parsePolicy(provider.policy);
  // Ours, and held to be readable by a test.
  return parsed.ok ? { name: provider.name, policy: parsed.value, from: 'provider' as const } : null;
};

interface Viewers {
  readonly log: Viewer | null;
  readonly policy: Viewer | null;
}

const NOTHING: Look = { sight: 'unknown', says: '' };

const subjectReport = (subject: Subject, viewers: Viewers, sightings: Sightings | null): SubjectReport => {
  // What arrived counts; where nothing did, what was promised.
  const look = (wanted: Wanted): readonly [Look, SubjectReport['by']] => {
    const shown = viewers.log === null ? NOTHING : lookAt(viewers.log, subject, wanted);
    if (shown.sight !== 'unknown') return [shown, 'log'];
    const promised = viewers.policy === null ? NOTHING : lookAt(viewers.policy, subject, wanted);
    return [promised, promised.sight === 'unknown' ? 'nothing' : 'policy'];
  };
  const [act, byAct] = look('act');
  const [body, byBody] = look('body');
  const wantsBody = subject.asks.some(({ wanted }) => wanted === 'body');
  const verbs = [...new Set(subject.asks.flatMap((ask) => ask.verbs))];
  return {
    id: subject.id,
    title: subject.title,
    scope: subject.scope,
    tells: subject.tells,
    sight: wantsBody ? withBody(act.sight, body.sight) : act.sight,
    act,
    body,
    by: wantsBody ? byBody : byAct,
    cells: verbs.map((verb) => {
      const seen = viewers.log?.levels(subject, verb) ?? [];
      return {
        verb,
        levels: seen.length > 0 ? seen : (viewers.policy?.levels(subject, verb) ?? []),
        events: sightings === null ? null : cellsOf(sightings, subject, verb).reduce((sum, one) => sum + one.events, 0),
      };
    }),
    unadvised: subject.unadvised ?? null,
  };
};

/** Who did it without what was done is a part. */
const withBody = (act: Sight, body: Sight): Sight =>
  body === 'blind' && act !== 'blind' && act !== 'unknown' ? 'partly' : body;

const indicatorReports = (
  subjects: readonly SubjectReport[],
  envelopes: LogReport['envelopes'],
): readonly IndicatorReport[] => {
  const ofScope = (scope: Scope): readonly SubjectReport[] => subjects.filter((one) => one.scope === scope);
  const bodyOf = (some: readonly SubjectReport[]): Sight => together(some.map(({ body }) => body.sight));
  const actOf = (some: readonly SubjectReport[]): Sight => together(some.map(({ act }) => act.sight));
  const rights = bodyOf(subjects.filter(({ id }) => id.startsWith('rbac.')));
  const scripts = bodyOf(subjects.filter(({ id, scope }) => id === 'configmaps' && scope === 'context'));
  const cronJobs = bodyOf(subjects.filter(({ id }) => id === 'batch/cronjobs'));
  return INDICATORS.map((indicator) => {
    const needs = needsOf(indicator);
    const fields = fieldsOf(indicator, envelopes);
    const sightOn = (scope: (typeof SCOPES)[number]): Sight => {
      const some = ofScope(scope);
      if (fields.sight === 'blind') return 'blind';
      if (fields.sight === 'partly') return lessened(actOf(some), 'partly');
      if (!needs.body) return actOf(some);
      const body = bodyOf(some);
      if (needs.rights) return both(body, rights);
      if (needs.copy) return both(body, cronJobs);
      return needs.content ? lessened(body, scripts) : body;
    };
    const on = { job: sightOn('job'), 'built-in': sightOn('built-in'), custom: sightOn('custom') };
    return {
      id: indicator.id,
      family: familyOf(indicator),
      title: indicator.title,
      severity: indicator.severity,
      sight: together(SCOPES.map((scope) => on[scope])),
      on,
      because: [...fields.says, ...becauseOf(subjects, needs, { rights, scripts })].join(' · '),
    };
  });
};

/** Whether the envelopes of a log have fields for what an indicator needs. */
const fieldsOf = (
  indicator: Indicator,
  envelopes: LogReport['envelopes'],
): { readonly sight: Sight; readonly says: readonly string[] } => {
  const lost = lostIn(indicator).filter((name) => (envelopes[name] ?? 0) > 0);
  if (lost.length === 0) return { sight: 'assessed', says: [] };
  const isLostInAll = Object.entries(envelopes).every(
    ([name, events]) => events === 0 || lost.some((one) => one === name),
  );
  return {
    sight: isLostInAll ? 'blind' : 'partly',
    says: [`records of ${lost.join(' and ')} have no field for it`],
  };
};

/** Two things that are both needed. */
const both = (a: Sight, b: Sight): Sight => {
  if (a === 'blind' || b === 'blind') return 'blind';
  if (a === 'unknown' || b === 'unknown') return 'unknown';
  return a === 'partly' || b === 'partly' ? 'partly' : 'assessed';
};

/** Without the second, the first is seen in part. */
const lessened = (a: Sight, b: Sight): Sight => (a === 'assessed' && (b === 'blind' || b === 'partly') ? 'partly' : a);

const MOST_REASONS = 3;

const becauseOf = (
  subjects: readonly SubjectReport[],
  needs: ReturnType<typeof needsOf>,
  context: { readonly rights: Sight; readonly scripts: Sight },
): readonly string[] => {
  const wanted = needs.body ? 'body' : 'act';
  const lacking = subjects.filter(
    (one) =>
      SCOPES.some((scope) => scope === one.scope) && (one[wanted].sight === 'blind' || one[wanted].sight === 'partly'),
  );
  const shown = lacking.slice(0, MOST_REASONS).map((one) => `${one.title}: ${one[wanted].says}`);
  const more = lacking.length - shown.length;
  return [
    ...shown,
    ...(more > 0 ? [`and ${more} more kinds`] : []),
    ...(needs.rights && context.rights !== 'assessed' && context.rights !== 'unknown'
      ? ['roles and bindings are not seen whole; scan --rbac FILE gives them']
      : []),
    ...(needs.content && (context.scripts === 'blind' || context.scripts === 'partly')
      ? ['scripts in ConfigMaps are not seen whole']
      : []),
    ...(needs.past ? ['takes a week of writes before: the summary of a scan says how much it knew'] : []),
  ];
};

const familyReport = (family: string, indicators: readonly IndicatorReport[]): VisibilityReport['families'][number] => {
  const members = indicators.filter((one) => one.family === family);
  const counts = Object.fromEntries(
    SIGHTS.map((sight) => [sight, members.filter((one) => one.sight === sight).length]),
  ) as Record<Sight, number>; // one entry for each sight
  const on = (scope: (typeof SCOPES)[number]): Sight => together(members.map((one) => one.on[scope]));
  return { family, counts, on: { job: on('job'), 'built-in': on('built-in'), custom: on('custom') } };
};

/** Rules for what a policy lacks, the most wanted first. */
export const adviceOf = (policy: AuditPolicy): readonly Advice[] => {
  const scoped = (...scopes: readonly Scope[]): readonly Subject[] =>
    SUBJECTS.filter(({ scope }) => scopes.includes(scope));
  const context = scoped('context');
  const given: readonly (readonly [string, readonly Subject[], Wanted])[] = [
    ['What CronJobs and Jobs run', scoped('job'), 'body'],
    ['What the other kinds of Kubernetes run', scoped('built-in'), 'body'],
    ['What kinds of operators run; take those that the cluster has', scoped('custom'), 'body'],
    ['Scripts in ConfigMaps', context.filter(({ id }) => id === 'configmaps'), 'body'],
    ['What service accounts may do', context.filter(({ id }) => id.startsWith('rbac.')), 'body'],
    ['What else an intruder does', scoped('conduct'), 'act'],
  ];
  return given.flatMap(([title, subjects, wanted]) => adviceFor(policy, title, subjects, wanted) ?? []);
};

const differencesOf = (promise: Viewer, sightings: Sightings, name: string): readonly string[] =>
  SUBJECTS.flatMap((subject) =>
    [...new Set(subject.asks.flatMap(({ verbs }) => verbs))].flatMap((verb) => {
      const cells = cellsOf(sightings, subject, verb);
      const promised = promise.levels(subject, verb);
      const seen = [...new Set(cells.flatMap(({ levels }) => Object.keys(levels)))];
      const others = seen.filter((level) => level !== 'unknown' && !promised.includes(level));
      if (others.length === 0) return [];
      return [
        `${verb} ${subject.id.split(' ', 1)[0] ?? ''}: arrives at ${others.join(', ')}, but ${name} says ${promised.join(' or ')}: another policy is in force, or the log comes from elsewhere`,
      ];
    }),
  ).filter((says, index, all) => all.indexOf(says) === index);

const READS: ReadonlySet<string | null> = new Set(['get', 'list', 'watch']);

const logReport = (sightings: Sightings, summary: Summary): LogReport => {
  const cells = [...sightings.cells.values()];
  const levels: Record<string, number> = {};
  for (const cell of cells)
    for (const [level, count] of Object.entries(cell.levels)) levels[level] = (levels[level] ?? 0) + count;
  const writes = SUBJECTS.filter(({ scope }) => SCOPES.some((one) => one === scope)).flatMap((subject) =>
    ['create', 'update', 'patch'].flatMap((verb) => cellsOf(sightings, subject, verb)),
  );
  const bodies = { shown: 0, inPart: 0, withheld: 0, byLevel: 0, lost: 0 };
  for (const key of ['shown', 'inPart', 'withheld', 'byLevel', 'lost'] as const)
    bodies[key] = [...new Set(writes)].reduce((sum, cell) => sum + cell[key], 0);
  const reads = cells.filter(({ verb }) => READS.has(verb)).reduce((sum, { events }) => sum + events, 0);
  const clock = readClock(sightings.clock);
  const { events, stages, categories, envelopes, cut, timeless } = sightings;
  const { records, rejected, bytes, elapsedMs, firstEvent, lastEvent, unreadable } = summary;
  const report = { events, stages, levels, bodies, reads, cut, timeless, clock, categories, envelopes };
  return {
    ...report,
    records,
    rejected,
    bytes,
    elapsedMs,
    firstEvent,
    lastEvent,
    clusters: [...sightings.clusters],
    remarks: [...remarksOf(report, sightings), ...summary.warnings],
    unreadable,
  };
};

type Facts = Pick<LogReport, 'events' | 'stages' | 'bodies' | 'reads' | 'cut' | 'timeless' | 'clock' | 'categories'>;

const amount = (count: number): string => count.toLocaleString('en-US');
const share = (part: number, all: number): string => `${Math.round((part / Math.max(1, all)) * 1000) / 10} %`;

/** So many events without one read are no chance. */
const TELLING = 200;

const remarksOf = (log: Facts, sightings: Sightings): readonly string[] => {
  const { bodies, clock, stages, categories } = log;
  const all = Object.values(bodies).reduce((sum, one) => sum + one, 0);
  const received = stages.RequestReceived ?? 0;
  const ended = (stages.ResponseComplete ?? 0) + (stages.Panic ?? 0);
  const names = Object.keys(categories).map((name) => name.toLowerCase());
  const adminOnly = names.length > 0 && names.every((name) => name === 'kube-audit-admin');
  return [
    all > 0 && bodies.byLevel === all
      ? `No write of a workload has a body: all ${amount(all)} are at level Metadata. That is the policy, not an attack.`
      : '',
    all > 0 && bodies.lost === all ? `No write of a workload has a body: this log or its export keeps none.` : '',
    bodies.withheld + bodies.inPart > 0
      ? `${amount(bodies.withheld + bodies.inPart)} of ${amount(all)} bodies of workload writes (${share(bodies.withheld + bodies.inPart, all)}) are withheld or cut because of their size.`
      : '',
    log.cut > 0 ? `${amount(log.cut)} records were cut (${share(log.cut, log.events)}).` : '',
    adminOnly ? 'Only the category kube-audit-admin is here, which holds no get and no list.' : '',
    log.events >= TELLING && log.reads === 0
      ? 'Not one read is in the log: discovery and reads of Secrets cannot be seen.'
      : '',
    received > ended
      ? `${amount(received - ended)} requests were received and their end is not in the log: it was lost, they still ran, or the policy leaves it out.`
      : '',
    (stages.Panic ?? 0) > 0 ? `${amount(stages.Panic ?? 0)} requests ended in a panic of the server.` : '',
    clock.gapsInAll > 0
      ? `${amount(clock.gapsInAll)} stretches of time hold no event though the rest of the log does.`
      : '',
    clock.negative > 0
      ? `${amount(clock.negative)} events ended before they began: a clock was set, or servers disagree on the time.`
      : '',
    clock.back > 0
      ? `Times go back ${amount(clock.back)} times in logs that rise otherwise: a clock was set, deliveries came late, or files were joined.`
      : '',
    clock.unordered > 0
      ? `${amount(clock.unordered)} inputs are not in the order of time, so that clocks cannot be told from them.`
      : '',
    log.timeless > 0 ? `${amount(log.timeless)} events have no time of their own.` : '',
    sightings.uncounted > 0
      ? `${amount(sightings.uncounted)} events are of so many other resources that they are not told apart.`
      : '',
    sightings.clock.unfollowed > 0
      ? `${amount(sightings.clock.unfollowed)} events are in inputs whose order was not followed.`
      : '',
  ].filter((one) => one !== '');
};
