import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { textAt } from '../../../src/model/json.ts';
import type { Peer } from './peer.ts';

const program = fileURLToPath(new URL('./duckdb-program.ts', import.meta.url));
const folder = fileURLToPath(new URL('../', import.meta.url));
const installed = `${folder}node_modules/@duckdb/node-api/package.json`;

/** Installs DuckDB beside the benchmark when it is not there. Returns a sentence when that did not work. */
const installDuckdb = (): string | undefined => {
  if (existsSync(installed)) return undefined;
  process.stderr.write(
    'Installing DuckDB for the comparison (npm ci in tools/bench, about 70 MB); the project does not use it.\n',
  );
  const npm = spawnSync('npm', ['ci', '--prefix', folder], { cwd: folder, encoding: 'utf8' });
  if (npm.status === 0 && existsSync(installed)) return undefined;
  const reason = npm.error?.message ?? npm.stderr.trim().split('\n')[0] ?? '';
  return `DuckDB could not be installed (${reason}), so its row is left out.`;
};

export const duckdbPeer: Peer = {
  name: 'DuckDB',
  does: '`read_json` with the columns that it needs, filtered on verb, resource and body, `threads=2`.',
  input: 'day',
  missing: installDuckdb,
  command: (path) => ({ program: process.execPath, args: [program, path] }),
  answer: (run) => run.stdout.trim(),
};

export const duckdbVersion = (): string | undefined => {
  if (!existsSync(installed)) return undefined;
  const described: unknown = JSON.parse(readFileSync(installed, 'utf8'));
  return textAt(described, 'version') ?? undefined;
};
