/**
 * Prints what judging costs, without the rest of the benchmark.
 *
 * Usage: node tools/bench/judging.ts [--seed 1] [--draws 300] [--all]
 */
import { parseArgs } from 'node:util';
import { measureJudging } from './judging/rows.ts';
import { judgingTargets, judgingText, machineText, targetTable } from './report.ts';

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    draws: { type: 'string', default: '300' },
    all: { type: 'boolean', default: false },
  },
});
const judging = measureJudging({
  seed: Number(options.seed),
  draws: Number(options.draws),
  say: (text) => process.stderr.write(`${text}\n`),
});
const shown = options.all ? Number.POSITIVE_INFINITY : undefined;
process.stdout.write(`${machineText()}\n\n${targetTable(judgingTargets(judging))}\n\n${judgingText(judging, shown)}\n`);
