import { stringify } from 'csv-stringify/sync';
import { plain } from '../lib/inert.ts';
import type { Finding } from '../model/finding.ts';
import type { Sink } from './sink.ts';

export type Cell = string | number | boolean | null;

/**
 * One line of CSV (RFC 4180, lines end in CRLF). Text is one line without unseen characters; a cell that a spreadsheet
 * would take for a formula begins with an apostrophe. Numbers are numbers, nothing is an empty cell.
 */
export const csvLine = (cells: readonly Cell[]): string =>
  stringify([cells.map((cell) => (typeof cell === 'string' ? plain(cell) : cell))], {
    cast: { boolean: String },
    escape_formulas: true,
    record_delimiter: 'windows',
  });

const LIST = '; ';

const COLUMNS: readonly (readonly [name: string, cell: (finding: Finding) => Cell])[] = [
  ['id', (finding) => finding.id],
  ['group', (finding) => finding.group],
  ['severity', (finding) => finding.severity],
  ['risk', (finding) => finding.risk],
  ['confidence', (finding) => finding.confidence],
  ['title', (finding) => finding.title],
  ['summary', (finding) => finding.summary],
  ['firstSeen', (finding) => finding.firstSeen],
  ['lastSeen', (finding) => finding.lastSeen],
  ['timeExact', (finding) => finding.timeExact],
  ['count', (finding) => finding.count],
  ['cluster', (finding) => finding.cluster],
  ['apiVersion', ({ workload }) => workload.apiVersion],
  ['kind', ({ workload }) => workload.kind],
  ['namespace', ({ workload }) => workload.namespace],
  ['name', ({ workload }) => workload.name ?? workload.generateName],
  ['schedule', ({ workload }) => workload.schedule],
  ['serviceAccount', ({ workload }) => workload.serviceAccount],
  ['images', ({ workload }) => workload.images.map(imageText).join(LIST)],
  ['templateHash', ({ workload }) => workload.templateHash],
  ['verb', ({ request }) => request.verb],
  ['outcome', ({ request }) => request.outcome],
  ['code', ({ request }) => request.code],
  ['actor', ({ actor }) => actor.username],
  ['actorKind', ({ actor }) => actor.kind],
  ['impersonatedBy', ({ actor }) => actor.impersonatedBy],
  ['userAgent', ({ actor }) => actor.userAgent],
  ['sourceIps', ({ actor }) => actor.sourceIps.join(LIST)],
  ['indicators', ({ indicators }) => indicators.map(({ id }) => id).join(LIST)],
  ['evidence', ({ indicators }) => indicators[0]?.evidence[0]?.value ?? null],
  ['techniques', ({ attack }) => attack.map(({ id }) => id).join(LIST)],
  ['unassessed', ({ unassessed }) => unassessed.map(({ id }) => id).join(LIST)],
  ['sentinelScore', ({ compat }) => compat.sentinel?.SuspicionScore ?? null],
  ['auditId', ({ events }) => events[0]?.auditId ?? null],
  ['source', ({ events }) => events[0]?.source ?? null],
  ['offset', ({ events }) => events[0]?.offset ?? null],
  ['ruleset', (finding) => finding.ruleset],
];

const imageText = ({ name, digest }: Finding['workload']['images'][number]): string =>
  digest === null ? name : `${name}@${digest}`;

export const CSV_COLUMNS: readonly string[] = COLUMNS.map(([name]) => name);

/** A header, then a line for each finding as it comes. Lists are joined with `; `; of the evidence the heaviest piece. */
export const csvSink: Sink = async function* (findings) {
  yield csvLine(CSV_COLUMNS);
  for await (const finding of findings) yield csvLine(COLUMNS.map(([, cell]) => cell(finding)));
};
