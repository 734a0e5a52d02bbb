import { parentPort, workerData } from 'node:worker_threads';
import { createPartReader, type Task } from './part.ts';
import type { ScanSettings } from './settings.ts';

const read = createPartReader(workerData as ScanSettings); // given by pool.ts, of the same version
parentPort?.on('message', (task: Task) => {
  try {
    parentPort?.postMessage({ result: read(task) });
  } catch (error) {
    parentPort?.postMessage({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
