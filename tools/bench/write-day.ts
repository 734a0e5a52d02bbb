/**
 * Writes a cluster day, or one of its wrappings, to look at or to try other programs on.
 *
 * Usage: node tools/bench/write-day.ts --out FILE [--size 100MB] [--seed 1] [--as NAME]
 * NAME is a part of a wrapping's name: gzip, zstd, EventList, pretty, Azure. What the day holds goes to standard output.
 */
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parseSize } from './cached-day.ts';
import { writeClusterDay } from './cluster-day.ts';
import { dayText } from './report.ts';
import { variants } from './variants.ts';

const { values: options } = parseArgs({
  options: {
    out: { type: 'string' },
    size: { type: 'string', default: '100MB' },
    seed: { type: 'string', default: '1' },
    as: { type: 'string' },
  },
});
if (options.out === undefined) throw new Error('--out FILE says where the day goes');
const variant = variants.find((one) => options.as !== undefined && one.name.includes(options.as));
if (options.as !== undefined && variant === undefined) {
  throw new Error(`--as is one of ${variants.map((one) => one.name).join(', ')}`);
}
const day = variant === undefined ? options.out : `${options.out}.day`;
const summary = writeClusterDay(day, { bytes: parseSize(options.size), seed: Number(options.seed) });
rmSync(`${day}.summary.json`);
if (variant !== undefined) {
  await variant.write(day, options.out);
  rmSync(day);
}
process.stdout.write(`${dayText(summary)}\n`);
