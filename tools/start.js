// `npm start`: the main job on the shipped sample logs, or on the paths given behind `npm start --`.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = join(import.meta.dirname, '..');
// npm changes into the package's folder; the paths are meant from where npm was called.
if (process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
const cli = join(root, 'bin', 'cronwarden.js');
const given = process.argv.slice(2);
const paths = given.length > 0 ? given : [join(root, 'examples')];
const report = join(process.cwd(), 'cronwarden-report.html');

const missing = given.filter((path) => path !== '-' && !/[*?[]/.test(path) && !existsSync(path));
if (missing.length > 0) {
  console.error(`no such file: ${missing.join(', ')}`);
  process.exit(2);
}
if (given.length === 0) console.log('Scanning the sample logs in examples/. Your own: npm start -- PATH…\n');
const run = (...args) =>
  spawnSync(process.execPath, [cli, 'scan', ...paths, ...args], { stdio: 'inherit' }).status ?? 2;
const table = run('--format', 'table');
if (table === 2) process.exit(2);
const html = run('--format', 'html', '--out', report, '--quiet');
if (html !== 2)
  console.log(
    `\nThe report with the manifests and the timeline: ${report}\n  open it in a browser: ${pathToFileURL(report)}`,
  );
process.exit(table);
