import type { AtomicFile } from './atomic.ts';
import { explainLoadFailure, loadAtomics } from './load.ts';

export const GUID = '6f0c2a6e-3f7b-4c58-9d0c-0e7d6d1c9a01';

export interface Written {
  readonly command?: string;
  readonly cleanup?: string;
  readonly arguments?: string;
  readonly platforms?: string;
  readonly dependencies?: string;
}

const indented = (text: string, by: number): string =>
  text
    .split('\n')
    .map((line) => `${' '.repeat(by)}${line}`)
    .join('\n');

/** A file of one test, as its author would write it. */
export const fileOf = ({
  command = '#{kubectl} create -n lab -f "PathToAtomicsFolder/T1053.007/src/a.yaml"',
  cleanup = '#{kubectl} delete cronjob cw-a -n lab',
  arguments: args = 'kubectl: { description: "the program", type: path, default: kubectl }',
  platforms = '[containers]',
  dependencies = '',
}: Written = {}): string => `attack_technique: T1053.007
display_name: Container Orchestration Job
atomic_tests:
  - name: A CronJob
    auto_generated_guid: ${GUID}
    description: |
      One that says hello.
    supported_platforms: ${platforms}
    input_arguments:
${indented(args, 6)}
${dependencies === '' ? '' : `    dependencies:\n${indented(dependencies, 6)}\n`}    executor:
      name: sh
      elevation_required: false
      command: |
${indented(command, 8)}
      cleanup_command: |
${indented(cleanup, 8)}
`;

export const CRONJOB = `apiVersion: batch/v1
kind: CronJob
metadata: { name: cw-a, namespace: lab }
spec: { schedule: "0 3 * * *" }
`;

export const FILES: Readonly<Record<string, string>> = { 'T1053.007/src/a.yaml': CRONJOB };

export const load = (
  text: string,
  files: Readonly<Record<string, string>> = FILES,
  expectations: string | null = null,
): AtomicFile | string => {
  const loaded = loadAtomics({
    file: 'T1053.007.yaml',
    text,
    expectations: expectations === null ? null : { file: 'T1053.007.expects.yaml', text: expectations },
    read: (path) => files[path] ?? null,
  });
  return loaded.ok ? loaded.value : explainLoadFailure(loaded.error);
};
