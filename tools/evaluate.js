// `npm run evaluate`: the labelled objects that lie beside the repository. Further options go behind `npm run evaluate --`.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const labels = ['attack-dev.jsonl', 'benign-dev.jsonl'].map((name) => join(root, '..', 'shared', 'corpus', name));
if (!labels.every((file) => existsSync(file))) {
  console.log(
    'The labelled objects are not at ../shared/corpus, so there is nothing to evaluate; cronwarden evaluate --labels FILE takes others.',
  );
  process.exit(0);
}
// npm changes into the package's folder; --out is meant from where npm was called.
if (process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
const format = process.argv.some((one) => /^(-f|--format)/.test(one)) ? [] : ['--format', 'table'];
const args = ['evaluate', ...labels.flatMap((file) => ['--labels', file]), ...format, ...process.argv.slice(2)];
const { status } = spawnSync(process.execPath, [join(root, 'bin', 'cronwarden.js'), ...args], { stdio: 'inherit' });
process.exit(status ?? 2);
