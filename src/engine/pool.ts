import { Worker } from 'node:worker_threads';
import type { PartResult } from './lines.ts';
import { createPartReader, type Task } from './part.ts';
import type { ScanSettings } from './settings.ts';

export interface Pool {
  /** Parts that may be under way at once; asking for more makes them wait in memory. */
  readonly width: number;
  run(task: Task, bytes: number): Promise<PartResult>;
  close(): Promise<void>;
}

interface Lane {
  readonly worker: Worker;
  readonly waiting: { resolve(result: PartResult): void; reject(error: Error): void }[];
}

/** Parts that a worker has at hand: one under way, one to go on with. */
const AT_HAND = 2;
/** What a worker makes of a line is sent or dropped at once: by itself it would let 64 MB of it come together. */
const YOUNG_MB = 24;
/** Parts that the main thread may do while it waits for the first answer of a worker that starts. */
const AHEAD = 24;

/**
 * Spreads parts over `jobs` threads, of which the main one is one: it does a part itself when every worker has enough at
 * hand. With one job, and for small input, it does all of them.
 */
export const createPool = (settings: ScanSettings, jobs: number): Pool => {
  const lanes: Lane[] = [];
  let inline: ((task: Task) => PartResult) | undefined;
  let seen = 0;

  const start = (): Lane => {
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
    const worker = new Worker(new URL(`./worker.${extension}`, import.meta.url), {
      workerData: settings,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    const lane: Lane = { worker, waiting: [] };
    worker.on('message', (message: { result?: PartResult; error?: string }) => {
      const next = lane.waiting.shift();
      if (message.result !== undefined) next?.resolve(message.result);
      else next?.reject(new Error(message.error ?? 'a worker thread gave no answer'));
    });
    const fail = (error: Error): void => {
      for (const one of lane.waiting.splice(0)) one.reject(error);
    };
    worker.on('error', (error) => fail(error instanceof Error ? error : new Error(String(error))));
    worker.on('exit', (code) => fail(new Error(`a worker thread ended with code ${code}`)));
    lanes.push(lane);
    return lane;
  };

  const freeLane = (): Lane | undefined => {
    const least = lanes.reduce<Lane | undefined>(
      (best, lane) => (best === undefined || lane.waiting.length < best.waiting.length ? lane : best),
      undefined,
    );
    if (least !== undefined && least.waiting.length === 0) return least;
    if (lanes.length < jobs - 1) return start();
    return least !== undefined && least.waiting.length < AT_HAND ? least : undefined;
  };

  const run = async (task: Task, bytes: number): Promise<PartResult> => {
    seen += bytes;
    const lane = seen <= settings.inlineBytes ? undefined : freeLane();
    if (lane === undefined) {
      inline ??= createPartReader(settings);
      return inline(task);
    }
    return new Promise((resolve, reject) => {
      lane.waiting.push({ resolve, reject });
      lane.worker.postMessage(task);
    });
  };

  return {
    width: jobs <= 1 ? 1 : (jobs - 1) * AT_HAND + AHEAD,
    run,
    close: async () => {
      await Promise.all(lanes.map((lane) => lane.worker.terminate()));
    },
  };
};
