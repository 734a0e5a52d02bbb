import type { Finding, FindingIndicator } from '../../model/finding.ts';
import { FINDINGS_COLUMNS } from './findings-table.ts';

/** A row of `Cronwarden_CL`: a value for each column of `FINDINGS_COLUMNS`, in their order, and no other. */
export type FindingsRow = Readonly<Record<string, unknown>>;

/**
 * Bytes of JSON that a column may have. A workspace cuts a field at 64 KB without a word, which leaves of `Finding` what is no JSON
 * any more. Twenty-two columns at their limits stay below the 1 MB of one request.
 * https://learn.microsoft.com/azure/azure-monitor/service-limits#logs-ingestion-api
 */
export const MOST_FINDING_BYTES = 64_000;
export const MOST_FIELD_BYTES = 32_000;
/** Of one member of a list that is too long as a whole. */
const MOST_MEMBER_BYTES = 4_000;

/**
 * The analytics rule looks a day back, and a workspace replaces times that are two days old or a day ahead. What is older, or ahead of
 * the clock, would raise no alert, so that it stands at the time when it was sent; `Finding.firstSeen` keeps the event's.
 */
const OLDEST_MS = 23 * 3_600_000;

/** The finding as a row. `now` is the time of sending in milliseconds. Never throws. */
export const findingsRow = (finding: Finding, now: number): FindingsRow => {
  const cut: string[] = [];
  const { workload, actor, request } = finding;
  const whole: Readonly<Record<string, unknown>> = {
    TimeGenerated: timeOf(finding.firstSeen, now),
    FindingId: finding.id,
    FindingGroup: finding.group,
    Ruleset: finding.ruleset,
    Title: finding.title,
    Summary: finding.summary,
    Severity: finding.severity,
    Risk: Math.round(finding.risk),
    Confidence: finding.confidence,
    Cluster: finding.cluster,
    ResourceKind: workload.kind,
    Namespace: workload.namespace,
    Name: workload.name ?? workload.generateName,
    User: actor.username,
    SourceIPs: actor.sourceIps,
    UserAgent: actor.userAgent,
    Verb: request.verb,
    Outcome: request.outcome,
    Indicators: finding.indicators.map(({ id }) => id),
    Techniques: finding.attack.map(({ id }) => id),
    Finding: fitFinding(finding, cut),
  };
  return Object.fromEntries(
    FINDINGS_COLUMNS.map(({ name }) => [name, name === 'Cut' ? cut : fitField(name, whole[name] ?? null, cut)]),
  );
};

const timeOf = (firstSeen: string | null, now: number): string => {
  const time = firstSeen === null ? Number.NaN : Date.parse(firstSeen);
  return firstSeen !== null && time >= now - OLDEST_MS && time <= now ? firstSeen : new Date(now).toISOString();
};

const ENCODER = new TextEncoder();
/** UTF-8 bytes of the value as JSON. */
const bytesOf = (value: unknown): number => ENCODER.encode(JSON.stringify(value)).length;

/** The same JSON without halves of surrogate pairs, which are no text in a store of UTF-8; keys hold what a client wrote, too. */
const wellFormed = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value).replace(/\\(?:u(d[89a-f][0-9a-f]{2})|.)/g, (whole, half) => (half ? '\\ufffd' : whole)),
  );

const fitField = (name: string, value: unknown, cut: string[]): unknown => {
  if (name === 'Finding' || bytesOf(value) <= MOST_FIELD_BYTES) return wellFormed(value);
  cut.push(name);
  if (typeof value === 'string') return fitText(value, MOST_FIELD_BYTES);
  // The last address is the one that the API server saw itself.
  return Array.isArray(value) ? fitList(value, name === 'SourceIPs', MOST_FIELD_BYTES) : null;
};

/** The longest beginning with `…` at its end that has no more than `most` bytes as JSON. */
const fitText = (text: string, most: number): string => {
  let low = 0;
  let high = Math.min(text.length, most);
  const shown = (length: number): string => `${text.slice(0, length).toWellFormed()}…`;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (bytesOf(shown(middle)) <= most) low = middle;
    else high = middle - 1;
  }
  return shown(low);
};

/** What fits of the list, from its beginning or up to its end; a member that is too long itself is cut as well. */
const fitList = (list: readonly unknown[], fromEnd: boolean, most: number): readonly unknown[] => {
  const kept: unknown[] = [];
  let room = most - 2;
  for (const member of fromEnd ? list.toReversed() : list) {
    const text = String(member);
    const short = bytesOf(text) <= MOST_MEMBER_BYTES ? wellFormed(text) : fitText(text, MOST_MEMBER_BYTES);
    room -= bytesOf(short) + 1;
    if (room < 0) break;
    kept.push(short);
  }
  return fromEnd ? kept.toReversed() : kept;
};

/** Leaves parts of the finding out, the least needed first, until it fits. Each step keeps it valid by its schema. */
const fitFinding = (finding: Finding, cut: string[]): unknown => {
  let short = finding;
  const fits = (): boolean => bytesOf(short) <= MOST_FINDING_BYTES;
  for (const [part, without] of STEPS) {
    if (fits()) return wellFormed(short);
    short = without(short);
    cut.push(`Finding.${part}`);
  }
  if (fits()) return wellFormed(short);
  cut.push('Finding');
  return { schema: finding.schema, id: finding.id, group: finding.group };
};

const SHORT_TEXT = 500;
const shortText = (text: string): string => (text.length <= SHORT_TEXT ? text : fitText(text, SHORT_TEXT));
const nullable = (text: string | null): string | null => (text === null ? null : shortText(text));

const shortIndicator = (indicator: FindingIndicator): FindingIndicator => ({
  ...indicator,
  evidence: indicator.evidence.slice(0, 1).map((one) => ({
    ...one,
    says: shortText(one.says),
    pointer: shortText(one.pointer),
    value: shortText(one.value),
    container: nullable(one.container),
    decoded: one.decoded.slice(0, 10).map(shortText),
  })),
});

const STEPS: readonly (readonly [part: string, without: (finding: Finding) => Finding])[] = [
  ['object', (finding) => ({ ...finding, object: null })],
  ['lineage', (finding) => ({ ...finding, lineage: [] })],
  ['runs', ({ runs: _, ...rest }) => rest],
  ['sequence', ({ sequence: _, ...rest }) => rest],
  ['events', (finding) => ({ ...finding, events: finding.events.slice(0, 1) })],
  ['indicators.evidence', (finding) => ({ ...finding, indicators: finding.indicators.map(shortIndicator) })],
  [
    'actor',
    (finding) => ({
      ...finding,
      actor: {
        ...finding.actor,
        username: nullable(finding.actor.username),
        groups: finding.actor.groups.slice(0, 20).map(shortText),
        userAgent: nullable(finding.actor.userAgent),
        sourceIps: finding.actor.sourceIps.slice(-20).map(shortText),
      },
    }),
  ],
  [
    'workload.images',
    (finding) => ({
      ...finding,
      workload: {
        ...finding.workload,
        images: finding.workload.images.slice(0, 20).map(({ name, digest }) => ({ name: shortText(name), digest })),
      },
    }),
  ],
];
