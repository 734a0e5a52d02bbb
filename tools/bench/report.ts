import { availableParallelism, cpus, release, totalmem, type } from 'node:os';
import { sizeText } from './cached-day.ts';
import type { DaySummary } from './cluster-day.ts';
import type { Judging, JudgingRow } from './judging/rows.ts';
import { median } from './measure.ts';
import { duckdbVersion } from './peers/duckdb.ts';
import { versionOf } from './peers/peer.ts';

/** One row of rates. `times` are in the order of the repetitions; empty when it could not be measured. */
export interface RateRow {
  readonly name: string;
  readonly bytes: number;
  readonly events: number;
  readonly times: readonly number[];
  readonly answer: string;
}
export interface MemoryRow {
  readonly name: string;
  readonly size: string;
  readonly kib: number | null;
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const numbers = head.map((_, column) => rows.every((row) => /^[\d–-]/.test(row[column] ?? '')));
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(numbers.map((right) => (right ? '--:' : '---'))), ...rows.map(line)].join('\n');
};

const grouped = (value: number): string => Math.round(value).toLocaleString('en-US');
const share = (part: number, whole: number): string =>
  `${((100 * part) / whole).toFixed(part / whole < 0.001 ? 3 : 1)} %`;
const rate = (row: RateRow, ms: number): number => row.bytes / ms / 1000;

/**
 * How much faster `row` is than `reference` as bytes per time: the median over the repetitions, each compared with the
 * reference's run of the same repetition, so that a machine that slows down for a while slows both.
 */
export const ratio = (row: RateRow, reference: RateRow): number =>
  median(
    row.times.flatMap((ms, index) => {
      const other = reference.times[index];
      return other === undefined ? [] : [rate(row, ms) / rate(reference, other)];
    }),
  );

export const rateTable = (rows: readonly RateRow[], reference: RateRow | undefined): string =>
  table(
    ['', 'MB/s', 'lowest–highest', 'events/s', 'of grep', 'found'],
    rows.map((row) => {
      if (row.times.length === 0) return [row.name, '–', '–', '–', '–', row.answer];
      const ms = median(row.times);
      const slowest = grouped(rate(row, Math.max(...row.times)));
      return [
        row.name,
        grouped(rate(row, ms)),
        `${slowest}–${grouped(rate(row, Math.min(...row.times)))}`,
        grouped((row.events / ms) * 1000),
        reference === undefined || reference.times.length === 0 ? '–' : ratio(row, reference).toFixed(2),
        row.answer,
      ];
    }),
  );

export const variantTable = (rows: readonly (RateRow & { readonly fileBytes: number })[]): string =>
  table(
    ['', 'file', 'MB/s', 'events/s', 'found'],
    rows.map((row) => [
      row.name,
      sizeText(row.fileBytes),
      row.times.length === 0 ? '–' : grouped(rate(row, median(row.times))),
      row.times.length === 0 ? '–' : grouped((row.events / median(row.times)) * 1000),
      row.answer,
    ]),
  );

export const memoryTable = (rows: readonly MemoryRow[]): string =>
  table(
    ['', 'input', 'peak memory'],
    rows.map((row) => [row.name, row.size, row.kib === null ? '–' : `${grouped(row.kib / 1024)} MiB`]),
  );

export const machineText = (): string => {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const versions = [
    `Node ${process.versions.node}`,
    versionOf('grep'),
    versionOf('jq'),
    duckdbVersion() === undefined ? undefined : `DuckDB ${duckdbVersion()}`,
  ];
  return [
    `- Machine: ${availableParallelism()} cores, ${model}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB of memory, ${type()} ${release()}`,
    `- Versions: ${versions.filter((one) => one !== undefined).join(', ')}`,
  ].join('\n');
};

export const dayText = (day: DaySummary): string => {
  const words = day.words.map(
    ({ word, lines, bytes }) =>
      `\`${word}\` in ${share(lines, day.events)} of lines, ${share(bytes, day.bytes)} of bytes`,
  );
  return [
    `${sizeText(day.bytes)}, ${grouped(day.events)} events, ${day.nodes} nodes. Lines: median ${grouped(day.medianLine)} bytes, ` +
      `mean ${grouped(day.bytes / day.events)}, 99 % up to ${grouped(day.p99Line)}, longest ${grouped(day.longestLine)}.`,
    `Words: ${words.join('; ')}.`,
    '<details><summary>The mix: events by verb and resource</summary>',
    table(
      ['verb', 'resource', 'events', 'of events', 'of bytes', 'mean bytes'],
      [...day.mix]
        .sort((a, b) => b.events - a.events)
        .map((row) => [
          row.verb,
          row.resource,
          grouped(row.events),
          share(row.events, day.events),
          share(row.bytes, day.bytes),
          row.events === 0 ? '–' : grouped(row.bytes / row.events),
        ]),
    ),
    '</details>',
  ].join('\n\n');
};

const WORST_SHOWN = 10;
const kib = (bytes: number): string => `${(bytes / 1024).toFixed(bytes < 10_240 ? 1 : 0)} KiB`;
const timeText = (ms: number): string => (ms < 1 ? `${(ms * 1000).toFixed(0)} µs` : `${ms.toFixed(1)} ms`);

const judgingTable = (rows: readonly JudgingRow[]): string =>
  table(
    ['', 'line', 'weighed', 'with its finding', 'highest', 'times JSON.parse', 'severity', 'cut'],
    rows.map(({ name, bytes, times, weighTimes, parseTimes, severity, isCut }) => [
      name.replaceAll('|', '¦'),
      kib(bytes),
      timeText(median(weighTimes)),
      timeText(median(times)),
      timeText(Math.max(...times)),
      (median(times) / median(parseTimes)).toFixed(1),
      severity,
      isCut ? 'said' : 'no',
    ]),
  );

const slowest = (rows: readonly JudgingRow[]): readonly JudgingRow[] =>
  [...rows].sort((a, b) => median(b.times) - median(a.times));

/** What judging costs: ordinary writes, the slowest of the hostile bodies of each size, and the worst of those drawn. */
export const judgingText = ({ typical, hostile, drawn, draws, seed }: Judging, shown = WORST_SHOWN): string =>
  [
    judgingTable(typical),
    ...[...hostile].flatMap(([size, rows]) => {
      const worst = drawn.get(size);
      const all = slowest(rows).slice(0, shown);
      return [
        `The slowest of ${rows.length} hostile bodies of ${kib(size)}${worst === undefined ? '' : `, and of ${draws} put together at random (seed ${seed})`}:`,
        judgingTable(worst === undefined ? all : [...all, worst]),
      ];
    }),
  ].join('\n\n');

/** Most that judging may take of a hostile body, by its size. */
const MOST_MS: ReadonlyMap<number, number> = new Map([
  [16 * 1024, 5],
  [256 * 1024, 50],
]);
const MOST_TYPICAL_MS = 0.15;

export const judgingTargets = ({ typical, hostile, drawn }: Judging): readonly Target[] => {
  const ordinary = (wanted: string, of: (row: JudgingRow) => readonly number[]): Target => {
    const middle = median(typical.map((row) => median(of(row))));
    return {
      wanted,
      measured: typical.length === 0 ? undefined : timeText(middle),
      met: middle <= MOST_TYPICAL_MS,
    };
  };
  return [
    ordinary('judging a typical CronJob write in 150 µs, as a scan does each', ({ weighTimes }) => weighTimes),
    ordinary('the same with its finding, which is written of what is shown', ({ times }) => times),
    ...[...hostile].map(([size, rows]) => {
      const most = MOST_MS.get(size) ?? Number.POSITIVE_INFINITY;
      const one = drawn.get(size);
      const worst = Math.max(...[...rows, ...(one === undefined ? [] : [one])].map(({ times }) => median(times)));
      return {
        wanted: `judging the most hostile body of ${kib(size)} in ${most} ms`,
        measured: timeText(worst),
        met: worst <= most,
      };
    }),
  ];
};

export interface Target {
  readonly wanted: string;
  /** What was measured; `undefined` when it could not be. */
  readonly measured: string | undefined;
  readonly met: boolean;
}

export const targetTable = (targets: readonly Target[]): string =>
  table(
    ['to reach', 'measured', ''],
    targets.map(({ wanted, measured, met }) => [
      wanted,
      measured ?? 'not measured',
      measured === undefined ? '' : met ? 'met' : '**not met**',
    ]),
  );
