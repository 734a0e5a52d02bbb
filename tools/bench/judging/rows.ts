/**
 * What judging costs: facts, effects, indicators and score of one write, with its finding and without, in this process, after
 * everything was called often enough to be compiled. Reading, decoding and normalising come before it and are not in it.
 */
import { seededRandom } from '../../../src/lib/random.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { drawnHostile, HOSTILE } from '../../../src/score/testing/hostile.ts';
import { median } from '../measure.ts';
import { deliveredOf, judgeOnce, lineOf, msOf, weighOnce } from './judged.ts';
import { TYPICAL } from './typical.ts';

export interface JudgingRow {
  readonly name: string;
  readonly bytes: number;
  /** Milliseconds of each repetition, with the finding. */
  readonly times: readonly number[];
  /** The same without the finding, as a scan judges what it does not show. */
  readonly weighTimes: readonly number[];
  /** Milliseconds that `JSON.parse` of the same line takes, in the same repetitions. */
  readonly parseTimes: readonly number[];
  readonly severity: string;
  /** Whether the finding says that a part was not read. */
  readonly isCut: boolean;
}

export interface Judging {
  readonly typical: readonly JudgingRow[];
  readonly hostile: ReadonlyMap<number, readonly JudgingRow[]>;
  /** The worst of many bodies that were put together at random, by size. */
  readonly drawn: ReadonlyMap<number, JudgingRow>;
  readonly draws: number;
  readonly seed: number;
}

export const SIZES: readonly number[] = [16 * 1024, 256 * 1024];

/** One alone would be too short to be told from nothing. */
const PARSES = 20;

const rowOf = (name: string, spec: JsonObject, repetitions: number, batch = 1): JudgingRow => {
  const line = lineOf(spec);
  const delivered = deliveredOf(line);
  const times: number[] = [];
  const weighTimes: number[] = [];
  const parseTimes: number[] = [];
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    const ofBatch = (work: () => unknown): number =>
      msOf(() => {
        for (let index = 0; index < batch; index += 1) work();
      }) / batch;
    times.push(ofBatch(() => judgeOnce(delivered)));
    weighTimes.push(ofBatch(() => weighOnce(delivered)));
    parseTimes.push(
      msOf(() => {
        for (let index = 0; index < PARSES; index += 1) JSON.parse(line);
      }) / PARSES,
    );
  }
  const { severity, indicators } = judgeOnce(delivered);
  const isCut = indicators.some(({ id }) => id === 'command.unread');
  return { name, bytes: Buffer.byteLength(line), times, weighTimes, parseTimes, severity, isCut };
};

export interface JudgingOptions {
  readonly seed: number;
  /** Bodies put together at random, of each size. */
  readonly draws: number;
  readonly repetitions?: number;
  readonly say?: (text: string) => void;
}

export const measureJudging = ({ seed, draws, repetitions = 9, say = () => undefined }: JudgingOptions): Judging => {
  // What a long scan runs is compiled; so is this, before anything is measured.
  for (let round = 0; round < 3; round += 1) {
    for (const spec of Object.values(TYPICAL)) rowOf('', spec, 2, 100);
    for (const make of Object.values(HOSTILE)) rowOf('', make(SIZES[0] ?? 0), 1);
  }
  const typical = Object.entries(TYPICAL).map(([name, spec]) => rowOf(name, spec, repetitions * 2, 100));
  const hostile = new Map<number, readonly JudgingRow[]>();
  const drawn = new Map<number, JudgingRow>();
  for (const size of SIZES) {
    say(`Judging ${Object.keys(HOSTILE).length} hostile bodies of ${size / 1024} KiB, and ${draws} drawn at random`);
    hostile.set(
      size,
      Object.entries(HOSTILE).map(([name, make]) => rowOf(name, make(size), repetitions)),
    );
    const worst = worstDrawn(size, seed, draws, repetitions);
    if (worst !== undefined) drawn.set(size, worst);
  }
  return { typical, hostile, drawn, draws, seed };
};

/** The slowest of the bodies that are drawn: each is judged once, the slowest five of them again. */
const worstDrawn = (size: number, seed: number, draws: number, repetitions: number): JudgingRow | undefined => {
  const random = seededRandom(seed);
  const found: { readonly spec: JsonObject; readonly ms: number }[] = [];
  for (let draw = 0; draw < draws; draw += 1) {
    const spec = drawnHostile(random, size);
    const delivered = deliveredOf(lineOf(spec));
    found.push({ spec, ms: msOf(() => judgeOnce(delivered)) });
    found.sort((a, b) => b.ms - a.ms);
    found.length = Math.min(found.length, 5);
  }
  return found
    .map(({ spec }) => rowOf(shownOf(spec), spec, repetitions))
    .sort((a, b) => median(b.times) - median(a.times))[0];
};

const SHOWN = 60;
const shownOf = (spec: JsonObject): string => {
  const text = JSON.stringify(spec);
  const from = text.indexOf('"-c","') + 6;
  return `drawn: ${text.slice(from, from + SHOWN).replaceAll('|', '¦')}…`;
};
