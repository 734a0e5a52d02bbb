/** Usage: node parse-lines-program.ts FILE THREADS. Prints how many events write CronJobs or Jobs. */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { get, textAt } from '../../../src/model/json.ts';

interface Share {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

const verbs = new Set(['create', 'update', 'patch']);
const resources = new Set(['cronjobs', 'jobs']);
const chunkBytes = 4 * 1024 * 1024;

const isWrite = (line: string): boolean => {
  const event: unknown = JSON.parse(line);
  return verbs.has(textAt(event, 'verb') ?? '') && resources.has(textAt(get(event, 'objectRef'), 'resource') ?? '');
};

/** Counts in the lines that begin after `start` (or at 0) up to and including the one that `end` falls in. */
const countWrites = ({ path, start, end }: Share): number => {
  const file = openSync(path, 'r');
  let buffer = Buffer.allocUnsafe(chunkBytes);
  let kept = 0;
  let position = start;
  let lineStart = start;
  let skipping = start > 0;
  let found = 0;
  for (;;) {
    if (kept === buffer.length) buffer = Buffer.concat([buffer, Buffer.allocUnsafe(buffer.length)]);
    const read = readSync(file, buffer, kept, buffer.length - kept, position);
    if (read === 0) break;
    position += read;
    const filled = kept + read;
    let from = 0;
    for (let to = buffer.indexOf(0x0a, kept); to >= 0 && to < filled; to = buffer.indexOf(0x0a, from)) {
      if (skipping) skipping = false;
      else if (lineStart > end) break;
      else if (to > from && isWrite(buffer.toString('utf8', from, to))) found++;
      lineStart += to + 1 - from;
      from = to + 1;
    }
    if (lineStart > end) break;
    buffer.copyWithin(0, from, filled);
    kept = filled - from;
  }
  if (kept > 0 && !skipping && lineStart <= end && position >= statSync(path).size) {
    if (isWrite(buffer.toString('utf8', 0, kept))) found++;
  }
  closeSync(file);
  return found;
};

const inWorker = (share: Share): Promise<number> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(fileURLToPath(import.meta.url), { workerData: share });
    worker.once('message', resolve);
    worker.once('error', reject);
  });

if (isMainThread) {
  const path = process.argv[2] ?? '';
  const threads = Number(process.argv[3] ?? 1);
  const { size } = statSync(path);
  const borders = Array.from({ length: threads + 1 }, (_, index) => Math.floor((size * index) / threads));
  const shares = borders.slice(0, -1).map((start, index) => ({ path, start, end: borders[index + 1] ?? size }));
  const counts = threads === 1 ? shares.map(countWrites) : await Promise.all(shares.map(inWorker));
  process.stdout.write(`${counts.reduce((sum, count) => sum + count, 0)}\n`);
} else {
  // The worker's data is what `inWorker` above handed over.
  parentPort?.postMessage(countWrites(workerData as Share));
}
