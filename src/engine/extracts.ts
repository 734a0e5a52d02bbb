import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Input } from '../source/source.ts';
import type { Extract } from './extract.ts';
import type { PartResult, RangeTask } from './lines.ts';
import { wordsOf } from './part.ts';
import { type Part, partsOf } from './parts.ts';
import type { createPool } from './pool.ts';
import { type Search, wordsOfSearch } from './search.ts';
import type { ScanSettings } from './settings.ts';

/** Bytes of all inputs together; `null` where one does not say, or is packed. */
export const totalOf = (inputs: readonly Input[]): number | null => {
  let total = 0;
  for (const input of inputs) {
    if (input.size === null || input.encoding !== 'plain') return null;
    total += input.size;
  }
  return total;
};

/** Extracts of one input, in input order, with as many parts under way as the pool is wide. */
export async function* extracts(
  input: Input,
  settings: ScanSettings,
  pool: ReturnType<typeof createPool>,
  unreadable: { path: string; reason: string }[],
  search?: Search,
  isIn: (task: RangeTask) => boolean = () => true,
): AsyncGenerator<Extract> {
  const options = {
    words: search === undefined ? wordsOf(settings) : wordsOfSearch(search),
    strict: search === undefined && (settings.strict || settings.measures),
    partBytes: settings.partBytes,
  };
  let parts: AsyncGenerator<Part> = partsOf(input, options);
  const under: Promise<PartResult>[] = [];
  /** Bytes of the records that wait to be taken, as objects many times as large. */
  let held = 0;
  let ended = false;
  try {
    while (true) {
      while (!ended && under.length < pool.width && (held < MOST_HELD || under.length === 0)) {
        const next = await parts.next();
        if (next.done === true) ended = true;
        else if (next.value.kind === 'failure') {
          unreadable.push({ path: next.value.source, reason: `${next.value.reason} (at byte ${next.value.offset})` });
        } else {
          const { task, bytes } = next.value;
          if (task.kind === 'range' && !isIn(task)) continue;
          const result = pool.run(search === undefined ? task : { ...task, search }, bytes);
          // Awaited below, in order.
          result.then(
            (one) => {
              held += sizeOf(one);
            },
            () => {},
          );
          under.push(result);
          // The answers of workers are taken between two parts, so that they get their next one.
          await nextTurn();
        }
      }
      const oldest = under.shift();
      if (oldest === undefined) return;
      const result = await oldest;
      held -= sizeOf(result);
      if (result.kind === 'extract') {
        yield result.extract;
        // Every part of a file that is gone says so; once is enough.
        const said = unreadable.some((one) => one.path === input.name);
        if (!said) unreadable.push(...result.unreadable.map((reason) => ({ path: input.name, reason })));
      } else {
        // What looked like lines is a pretty-printed document from here on: the parts behind it are read anew.
        await Promise.allSettled(under.splice(0));
        held = 0;
        await parts.return(undefined);
        parts = partsOf(input, { ...options, documentsFrom: result.from });
        ended = false;
      }
    }
  } finally {
    await parts.return(undefined);
  }
}

/** Enough for many parts of a usual log, and for one that is nothing but workloads. */
const MOST_HELD = 4 * 1024 * 1024;

const sizeOf = (result: PartResult): number => {
  if (result.kind !== 'extract') return 0;
  const { activities, notes } = result.extract;
  return [...activities, ...notes].reduce((sum, { bytes }) => sum + bytes, 0);
};
