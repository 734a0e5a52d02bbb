import { Presets, SingleBar } from 'cli-progress';

export interface Progress {
  update(done: { readonly bytes: number; readonly total: number | null; readonly records: number }): void;
  stop(): void;
}

/** Input that is done sooner shows no bar: it would only flicker. */
const PATIENCE_MS = 500;

/** A bar on standard error, only on a terminal; nothing elsewhere. */
export const createProgress = (wanted: boolean): Progress => {
  if (!wanted || !process.stderr.isTTY) return { update: () => {}, stop: () => {} };
  const started = performance.now();
  let bar: SingleBar | undefined;
  return {
    update: ({ bytes, total, records }) => {
      if (performance.now() - started < PATIENCE_MS) return;
      const megabytes = Math.round(bytes / 1e6);
      const all = total === null ? Math.max(megabytes, 1) : Math.round(total / 1e6);
      if (bar === undefined) {
        const format =
          total === null
            ? '{value} MB read, {records} records'
            : '{bar} {percentage}% | {value}/{total} MB | {records} records | ETA {eta_formatted}';
        bar = new SingleBar(
          { format, stream: process.stderr, clearOnComplete: true, hideCursor: true, barsize: 20 },
          Presets.shades_classic,
        );
        bar.start(all, megabytes, { records });
      }
      if (total === null) bar.setTotal(all);
      bar.update(megabytes, { records });
    },
    stop: () => bar?.stop(),
  };
};
