import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DayOptions, type DaySummary, writeClusterDay } from './cluster-day.ts';

export interface CachedDay {
  readonly path: string;
  readonly summary: DaySummary;
}

/** Names the generator's own text, so that a day of an older generator is never taken for one of this. */
const generatorVersion = (): string => {
  const folder = fileURLToPath(new URL('./day/', import.meta.url));
  const files = [
    ...readdirSync(folder)
      .sort()
      .map((name) => join(folder, name)),
    fileURLToPath(new URL('./cluster-day.ts', import.meta.url)),
  ];
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 8);
};

export const parseSize = (text: string): number => {
  const found = /^(\d+(?:\.\d+)?)(KB|MB|GB)$/i.exec(text.trim());
  if (found === null) throw new Error(`a size is written like 1MB, 100MB or 1GB, not ${JSON.stringify(text)}`);
  const unit = { KB: 1e3, MB: 1e6, GB: 1e9 }[(found[2] ?? '').toUpperCase()] ?? 1;
  return Math.round(Number(found[1]) * unit);
};

export const sizeText = (bytes: number): string =>
  bytes >= 999.5e6 ? `${Number((bytes / 1e9).toFixed(2))} GB` : `${Number((bytes / 1e6).toFixed(1))} MB`;

/** True when the folder's disk can take `bytes` more and keep a fifth of that as reserve. */
export const hasRoomFor = (folder: string, bytes: number): boolean => {
  mkdirSync(folder, { recursive: true });
  const disk = statfsSync(folder);
  return disk.bavail * disk.bsize > bytes * 1.2;
};

/** The day from the cache folder, written first when it is not there. */
export const cachedDay = (folder: string, options: DayOptions): CachedDay => {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `day-${options.bytes}-${options.seed}-${generatorVersion()}.jsonl`);
  const summaryPath = `${path}.summary.json`;
  if (existsSync(path) && existsSync(summaryPath)) {
    // The summary is our own file, written together with the day that the name stands for.
    const summary = JSON.parse(readFileSync(summaryPath, 'utf8')) as DaySummary;
    if (statSync(path).size === summary.bytes) return { path, summary };
  }
  process.stderr.write(`Writing a cluster day of ${sizeText(options.bytes)} to ${path}\n`);
  return { path, summary: writeClusterDay(path, options) };
};
