import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { parseDocument } from 'yaml';
import { UsageError } from './failure.ts';

/** Options that a configuration file may give; the command line wins over it. */
const KEYS = [
  ...['attack', 'cluster', 'exceptions', 'failOn', 'format', 'identity', 'jobs', 'kinds', 'minSeverity', 'rbac'],
  ...['showExcepted', 'state', 'strict', 'to'],
] as const;
/** Keys of options that may be given more than once: a text or a list of texts. */
const LISTS: readonly string[] = ['identity', 'rbac'];

/**
 * Reads `--config FILE` (YAML or JSON) and fills in the options that the command line did not give. Values go through the
 * same checks as options do. An unknown key or a wrong type is an error.
 */
export const applyConfig = (command: Command, path: string): void => {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`--config ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const document = parseDocument(text);
  const [problem] = document.errors;
  if (problem !== undefined) throw new UsageError(`--config ${path}: ${problem.message}`);
  const content: unknown = document.toJS({ maxAliasCount: 0 }) ?? {};
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new UsageError(`--config ${path}: write a mapping, for example cluster: harbour`);
  }
  for (const [key, value] of Object.entries(content)) {
    // One file may serve every command; this is for "respond".
    if (key === 'clusters') continue;
    if (key === 'sentinel') {
      command.setOptionValueWithSource(key, textsOf(value, path, key), 'config');
      continue;
    }
    const option = command.options.find((one) => one.attributeName() === key);
    if (option === undefined || !KEYS.some((known) => known === key)) {
      throw new UsageError(`--config ${path}: unknown key "${key}"; known are ${[...KEYS, 'sentinel'].join(', ')}`);
    }
    const isList = LISTS.includes(key) && Array.isArray(value) && value.every((one) => typeof one === 'string');
    const wanted = key === 'strict' || key === 'showExcepted' ? 'boolean' : key === 'jobs' ? 'number' : 'string';
    if (!isList && typeof value !== wanted) throw new UsageError(`--config ${path}: ${key} wants a ${wanted}`);
    if (command.getOptionValueSource(key) === 'cli') continue;
    const parse = option.parseArg;
    command.setOptionValueWithSource(
      key,
      isList ? value : typeof value === 'boolean' || !parse ? value : parse(String(value), undefined),
      'config',
    );
  }
};

/** A mapping of texts. */
const textsOf = (value: unknown, path: string, key: string): Readonly<Record<string, string>> => {
  const texts: Record<string, string> = {};
  const entries = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
  if (entries.length === 0) throw new UsageError(`--config ${path}: ${key} wants a mapping`);
  for (const [name, text] of entries) {
    if (typeof text !== 'string') throw new UsageError(`--config ${path}: ${key}.${name} wants a string`);
    texts[name] = text;
  }
  return texts;
};
