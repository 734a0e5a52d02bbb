import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadPlaybook } from '../../playbook/load.ts';
import type { Playbook } from '../../playbook/model.ts';
import { UsageError } from '../failure.ts';

/** A file that the package ships, whether this runs from `src/` or from the bundle in `dist/`. */
export const packageFile = (...parts: readonly string[]): string => {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder);
  return join(folder, ...parts);
};

export const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

/** The user's playbook, or the one that comes with the program. */
export const readPlaybook = (path: string | undefined): Playbook => {
  const file = path ?? packageFile('playbooks', 'workload.yaml');
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`--playbook ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const playbook = loadPlaybook(text, readJson(packageFile('schema', 'playbook.v1.json')));
  if (!playbook.ok) {
    throw new UsageError(
      playbook.error.map(({ line, column, says }) => `${file}:${line}:${column}: ${says}`).join('\n'),
    );
  }
  return playbook.value;
};
