/**
 * Measures `cronwarden scan` side by side with what one would use instead, on a cluster day made for the purpose.
 *
 * Usage: npm run bench -- [--size 1GB] [--reps 5] [--seed 1] [--full] [--cache FOLDER] [--out docs/benchmark.md]
 * The report goes to standard output (and `--out`), progress to standard error. `--full` adds memory at 5 GB and of a crowd.
 */
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type CachedDay, cachedDay, hasRoomFor, parseSize, sizeText } from './cached-day.ts';
import { writeCrowd } from './crowd.ts';
import { measureJudging } from './judging/rows.ts';
import { type Command, hasGnuTime, measurePeak, median, type Run, runOnce, warm } from './measure.ts';
import { duckdbPeer } from './peers/duckdb.ts';
import { grepPeer } from './peers/grep.ts';
import { jqPeer } from './peers/jq.ts';
import { parseOneThread, parseTwoThreads } from './peers/parse-lines.ts';
import type { Peer } from './peers/peer.ts';
import { checkFindings, explainCheck, scanCommand, scanMissing, scanPeer, visibilityPeer } from './peers/scan.ts';
import {
  dayText,
  judgingTargets,
  judgingText,
  type MemoryRow,
  machineText,
  memoryTable,
  type RateRow,
  rateTable,
  ratio,
  type Target,
  targetTable,
  variantTable,
} from './report.ts';
import { variants } from './variants.ts';

const { values: options } = parseArgs({
  options: {
    size: { type: 'string', default: '1GB' },
    reps: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    full: { type: 'boolean', default: false },
    cache: { type: 'string', default: join(tmpdir(), 'cronwarden-bench') },
    out: { type: 'string' },
  },
});
const repetitions = Math.max(1, Number(options.reps));
const seed = Number(options.seed);
const fullBytes = parseSize('5GB');
/** Files beyond this are removed once they are measured. */
const tidyAbove = 2e9;

const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

/** Runs and fails loudly: a time of a run that went wrong is worth nothing. */
const timed = async (command: Command): Promise<Run> => {
  const run = await runOnce(command);
  if (run.code !== 0) throw new Error(`exit code ${run.code}: ${run.stderr.trim().split('\n')[0] ?? ''}`);
  return run;
};

interface Contender {
  readonly name: string;
  readonly bytes: number;
  readonly events: number;
  readonly command: Command;
  answer(run: Run): string;
}

/** Runs whose findings are not those that were planted; they make the benchmark fail. */
const wrong = new Set<string>();
const checked = (name: string, run: Run, { summary }: CachedDay): string => {
  const check = checkFindings(run.stdout, summary.planted);
  const explained = explainCheck(check);
  if (check.missed.length > 0 || check.others > 0 || check.unreadable > 0) {
    const missed = check.missed.map((one) => `${one.kind} ${one.namespace}/${one.name}`).join(', ');
    wrong.add(`${name}: ${explained}${missed === '' ? '' : `; missed: ${missed}`}`);
  }
  return explained;
};

/** One repetition is every contender once, in order; the next repetition begins when all have run. */
const interleave = async (contenders: readonly Contender[], times: number): Promise<Map<string, RateRow>> => {
  const rows = new Map<string, RateRow>();
  const failed = new Set<string>();
  for (let repetition = 1; repetition <= times; repetition++) {
    for (const { name, bytes, events, command, answer } of contenders) {
      if (failed.has(name)) continue;
      const before = rows.get(name)?.times ?? [];
      try {
        const run = await timed(command);
        rows.set(name, { name, bytes, events, times: [...before, run.ms], answer: answer(run) });
        say(`${repetition}/${times}  ${name}: ${run.ms.toFixed(0)} ms`);
      } catch (error) {
        failed.add(name);
        rows.set(name, {
          name,
          bytes,
          events,
          times: [],
          answer: String(error instanceof Error ? error.message : error),
        });
        say(`${repetition}/${times}  ${name}: failed, ${String(error)}`);
      }
    }
  }
  return rows;
};

// Other work on the machine makes every figure worse and unsteady, so the report says how much there was.
const load = loadavg()[0] ?? 0;

const day = cachedDay(options.cache, { bytes: parseSize(options.size), seed });
const small = cachedDay(options.cache, { bytes: Math.max(1e6, Math.round(parseSize(options.size) / 10)), seed });
const tiny = cachedDay(options.cache, { bytes: 1e6, seed });
for (const { path } of [day, small, tiny]) warm(path);

const noScan = scanMissing();
if (noScan !== undefined) say(noScan);
const scans: readonly Peer[] = (['gate', 'decode', 'all'] as const).map((stage) => ({
  ...scanPeer(stage),
  missing: () => noScan,
}));
const wholeScan = scans[2];
const seesAll: Peer = { ...visibilityPeer, missing: () => noScan };
const peers: readonly Peer[] = [grepPeer, parseOneThread, parseTwoThreads, jqPeer, duckdbPeer, ...scans, seesAll];

// Rates.
const left = new Map(peers.map((peer) => [peer, peer.missing()]));
const contenders = peers.flatMap((peer): Contender[] => {
  if (left.get(peer) !== undefined) return [];
  const { path, summary } = peer.input === 'day' ? day : small;
  const { bytes, events } = summary;
  return [
    {
      name: peer.name,
      bytes,
      events,
      command: peer.command(path),
      answer: (run) => (peer === wholeScan ? checked(peer.name, run, day) : peer.answer(run)),
    },
  ];
});
const measured = await interleave(contenders, repetitions);
const rowOf = (peer: Peer): RateRow =>
  measured.get(peer.name) ?? {
    name: peer.name,
    bytes: 0,
    events: 0,
    times: [],
    answer: left.get(peer) === undefined ? '' : 'see below',
  };
const rows = peers.map(rowOf);
const reference = rowOf(grepPeer);

// Other wrappings of the small day. They exist one at a time in the cache, so that the disk stays tidy.
const variantRows: (RateRow & { fileBytes: number })[] = [];
for (const variant of variants) {
  if (noScan !== undefined) break;
  const path = `${small.path}${variant.suffix}`;
  say(`Writing ${variant.name}`);
  await variant.write(small.path, path);
  warm(path);
  const fileBytes = statSync(path).size;
  const packed = variant.suffix === '.gz' || variant.suffix === '.zst';
  const contender: Contender = {
    name: variant.name,
    bytes: packed ? small.summary.bytes : fileBytes,
    events: small.summary.events,
    command: scanCommand(path, 'all'),
    answer: (run) => checked(variant.name, run, small),
  };
  const row = (await interleave([contender], Math.min(3, repetitions))).get(variant.name);
  if (row !== undefined) variantRows.push({ ...row, fileBytes });
  rmSync(path);
}

// Memory.
const CROWD = { objects: 1_000_000, actors: 100_000 };
const CROWD_ROW = '`cronwarden scan`, a million objects, 100,000 actors';
const memoryRows: MemoryRow[] = [];
const addPeak = async (name: string, command: Command, bytes: number): Promise<void> => {
  const { kib, run } = await measurePeak(command);
  memoryRows.push({ name, size: sizeText(bytes), kib: run.code === 0 ? kib : null });
  say(`${name}, ${sizeText(bytes)}: ${kib === null ? 'unknown' : `${(kib / 1024).toFixed(0)} MiB`}`);
};
for (const peer of peers.filter((one) => one.input === 'day' && !scans.includes(one) && left.get(one) === undefined)) {
  await addPeak(peer.name, peer.command(day.path), day.summary.bytes);
}
if (noScan === undefined) {
  for (const one of [small, day]) await addPeak('`cronwarden scan`', scanCommand(one.path, 'all'), one.summary.bytes);
  if (options.full && hasRoomFor(options.cache, fullBytes)) {
    const large = cachedDay(options.cache, { bytes: fullBytes, seed });
    await addPeak('`cronwarden scan`', scanCommand(large.path, 'all'), large.summary.bytes);
    if (large.path !== day.path) rmSync(large.path);
    const crowd = join(options.cache, 'crowd.jsonl');
    writeCrowd(crowd, CROWD);
    await addPeak(CROWD_ROW, scanCommand(crowd, 'all'), statSync(crowd).size);
    rmSync(crowd);
  } else if (options.full) say(`No room for ${sizeText(fullBytes)} in ${options.cache}: the row is left out.`);
}
if (day.summary.bytes > tidyAbove) rmSync(day.path);

// A small file: from the start of the process to its first byte of output, and to its end.
const firstMs: number[] = [];
const totalMs: number[] = [];
const bareMs: number[] = [];
for (let repetition = 0; repetition < 11; repetition++) {
  bareMs.push((await timed({ program: process.execPath, args: ['-e', '0'] })).ms);
  if (noScan !== undefined) continue;
  const run = await timed(scanCommand(tiny.path, 'all'));
  totalMs.push(run.ms);
  if (run.firstByteMs !== null) firstMs.push(run.firstByteMs);
}

const judging = measureJudging({ seed, draws: 300, say });

const all = rowOf(wholeScan ?? grepPeer);
const scanned = noScan === undefined && all.times.length > 0;
const times = (peer: Peer): number | undefined => {
  const other = rowOf(peer);
  return scanned && other.times.length > 0 ? ratio(all, other) : undefined;
};
const atLeast = (wanted: string, peer: Peer, floor: number): Target => {
  const factor = times(peer);
  return { wanted, measured: factor?.toFixed(2), met: (factor ?? 0) >= floor };
};
const scanPeaks = memoryRows.flatMap((row) =>
  row.name === '`cronwarden scan`' && row.kib !== null ? [row.kib / 1024] : [],
);
const crowdKib = memoryRows.find(({ name }) => name === CROWD_ROW)?.kib ?? undefined;
const crowdPeak = crowdKib === undefined ? undefined : crowdKib / 1024;
const seen = rowOf(seesAll);
const growth = (scanPeaks.at(-1) ?? 0) / (scanPeaks[0] ?? 1);
const targets: readonly Target[] = [
  atLeast('half of the rate of grep (required)', grepPeer, 0.5),
  atLeast('0.75 of the rate of grep (the aim)', grepPeer, 0.75),
  atLeast('faster than DuckDB', duckdbPeer, 1),
  atLeast('six times parse-every-line on one thread', parseOneThread, 6),
  {
    wanted: 'peak memory under 400 MB',
    measured: scanPeaks.length === 0 ? undefined : `${Math.max(...scanPeaks).toFixed(0)} MiB`,
    met: Math.max(...scanPeaks) * 1.048576 < 400,
  },
  {
    wanted: 'memory flat: at most a quarter more on the largest input than on the smallest',
    measured: scanPeaks.length < 2 ? undefined : `${growth.toFixed(2)} times`,
    met: growth <= 1.25,
  },
  ...(crowdPeak === undefined
    ? []
    : [
        {
          wanted: 'a million objects of 100,000 actors in less than 1 GB',
          measured: `${crowdPeak.toFixed(0)} MiB`,
          met: crowdPeak * 1.048576 < 1000,
        },
      ]),
  {
    wanted: '`visibility` at 300 MB/s',
    measured: seen.times.length === 0 ? undefined : `${(seen.bytes / median(seen.times) / 1000).toFixed(0)} MB/s`,
    met: seen.bytes / median(seen.times) / 1000 >= 300,
  },
  {
    wanted: 'a 1 MB file in 300 ms',
    measured: totalMs.length === 0 ? undefined : `${median(totalMs).toFixed(0)} ms`,
    met: median(totalMs) <= 300,
  },
  ...judgingTargets(judging),
];

const report = `# Benchmark

Written by \`npm run bench\` (tools/bench). Every row of a table was measured in the same run: one repetition is each
program once, in turn, then the next (${repetitions} repetitions); the figures are medians. A time is that of the whole process,
from before it is started until its output is read. Every file is read once before, so all come from the page cache. MB are
10^6 bytes. "of grep" compares each run with grep's of the same repetition.

${machineText()}
- Load of the machine in the minute before: ${load.toFixed(1)} of ${availableParallelism()} cores

## Rates on JSON Lines

${rateTable(rows, reference)}

${peers.map((peer) => `- ${peer.name}: ${left.get(peer) ?? peer.does}`).join('\n')}

## What was to be reached

${targetTable(targets)}

## Other wrappings

${
  variantRows.length === 0
    ? (noScan ?? '')
    : `\`cronwarden scan\` on the same events (${sizeText(small.summary.bytes)} as JSON Lines). Rates count the bytes after decompression.\n\n${variantTable(variantRows)}`
}

## Memory

Highest resident memory of the whole process with its threads, from ${hasGnuTime() ? 'GNU time' : '/proc, polled'}.

${memoryTable(memoryRows)}

## A small file

1 MB, ${tiny.summary.events} events, ${bareMs.length} runs. ${
  totalMs.length === 0
    ? (noScan ?? '')
    : `First finding after ${firstMs.length === 0 ? '–' : median(firstMs).toFixed(0)} ms, the end after ${median(totalMs).toFixed(0)} ms.`
} Node alone (\`node -e 0\`) takes ${median(bareMs).toFixed(0)} ms.

## Judging one write

Facts, effects, indicators, score and finding of one CronJob write, in one process that has judged many before; what
comes before, from the log to the object, is in the rates above. Times are by the clock, or of the process on its
processors where that is less. Hostile bodies are made by generators that a test of the
score uses too; what a limit left out of them is said in the finding, and is medium by itself.

${judgingText(judging)}

## The cluster day

${dayText(day.summary)}

The generator's head comment (tools/bench/cluster-day.ts) says where the proportions come from. Planted: ${day.summary.planted.length} malicious
workloads, of which ${scanned ? all.answer : 'nothing was checked, since nothing was scanned'}.
`;
process.stdout.write(report);
if (wrong.size > 0) {
  say(`Wrong findings:\n${[...wrong].join('\n')}`);
  process.exitCode = 1;
}
if (options.out !== undefined) writeFileSync(options.out, report);
