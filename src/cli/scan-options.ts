import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { SEVERITIES, type Severity } from '../model/finding.ts';
import type { BindingNote, RoleNote } from '../model/note.ts';
import { parseKindTable } from '../normalise/kind-parse.ts';
import { KINDS, type KindEntry } from '../normalise/kinds.ts';
import { rbacOf } from '../normalise/notes/rbac.ts';
import { gateWords } from '../normalise/words.ts';
import { UsageError } from './failure.ts';

export const FORMATS = ['table', 'jsonl', 'json', 'csv', 'markdown', 'html'] as const;
export type Format = (typeof FORMATS)[number];

/** What commander gives for `scan`: options as they were written. */
export interface RawScanOptions {
  readonly format?: Format;
  readonly out?: string;
  readonly minSeverity: Severity;
  readonly failOn?: Severity;
  readonly compat?: 'sentinel';
  readonly to?: 'sentinel';
  /** Of `--config`, as it was written. */
  readonly sentinel?: Readonly<Record<string, string>>;
  readonly explain?: boolean;
  readonly jobs?: number;
  readonly since?: string;
  readonly until?: string;
  readonly last?: string;
  readonly strict?: boolean;
  readonly wait: boolean;
  readonly kinds?: string;
  readonly attack?: string;
  readonly rbac?: readonly string[];
  readonly identity?: readonly string[];
  readonly exceptions?: string;
  readonly showExcepted?: boolean;
  readonly state?: string;
  readonly config?: string;
  readonly cluster?: string;
  readonly quiet?: boolean;
  readonly color: boolean;
}

export const parseJobs = (text: string): number => {
  const jobs = Number(text);
  if (!Number.isInteger(jobs) || jobs < 1 || jobs > 64)
    throw new UsageError(`--jobs ${text}: write a whole number from 1 to 64`);
  return jobs;
};

export const parseSeverity =
  (option: string) =>
  (text: string): Severity => {
    const found = SEVERITIES.find((severity) => severity === text.toLowerCase());
    if (found === undefined) throw new UsageError(`${option} ${text}: write one of ${SEVERITIES.join(', ')}`);
    return found;
  };

/** The byte gate's room for words, less those that are no resources. */
const MOST_WORDS = 240;

/** Reads the user's table of further pod-making kinds. */
export const readKinds = (path: string): readonly KindEntry[] => {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`--kinds ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`--kinds ${path} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const table = parseKindTable(value);
  if (!table.ok) {
    throw new UsageError(
      `--kinds ${path}:\n${table.error.map((one) => `  ${one.pointer || '/'}: ${one.says}`).join('\n')}`,
    );
  }
  const words = gateWords([...KINDS, ...table.value]).resources.length;
  if (words > MOST_WORDS) throw new UsageError(`--kinds ${path}: at most ${MOST_WORDS} resource words, not ${words}`);
  return table.value;
};

/** Collects an option that may be given more than once. */
export const collect = (value: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  value,
];

/** Reads exports of roles and bindings, YAML or JSON. `others` counts objects of other kinds, which are passed over. */
export const readRbac = (
  paths: readonly string[],
): { readonly notes: readonly (RoleNote | BindingNote)[]; readonly others: number } => {
  const read = paths.map((path) => {
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (error) {
      throw new UsageError(`--rbac ${path}: ${error instanceof Error ? error.message : String(error)}`);
    }
    const found = rbacOf(documentsOf(text, path));
    if (found.notes.length === 0) {
      throw new UsageError(
        `--rbac ${path} holds no role and no binding: give it what "kubectl get roles,clusterroles,rolebindings,clusterrolebindings -A -o yaml" prints`,
      );
    }
    return found;
  });
  return {
    notes: read.flatMap(({ notes }) => notes),
    others: read.reduce((sum, { others }) => sum + others, 0),
  };
};

const documentsOf = (text: string, path: string): readonly unknown[] => {
  // An export of a large cluster is tens of megabytes, which the reader for YAML takes minutes for.
  if (text.trimStart().startsWith('{')) {
    try {
      return [JSON.parse(text)];
    } catch {
      // JSON objects one after the other, or YAML in braces.
    }
  }
  const documents = parseAllDocuments(text);
  return ('empty' in documents ? [] : documents).map((document) => {
    const [problem] = document.errors;
    if (problem !== undefined) throw new UsageError(`--rbac ${path}: ${problem.message}`);
    try {
      return document.toJS({ maxAliasCount: 0 });
    } catch (error) {
      throw new UsageError(`--rbac ${path}: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
};
