import { closeSync, createReadStream, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { scan } from '../../engine/scan.ts';
import { plain } from '../../lib/inert.ts';
import type { Finding } from '../../model/finding.ts';
import { get, isList, isObject } from '../../model/json.ts';
import { UsageError } from '../failure.ts';
import { packageFile, readJson } from './files.ts';

/** Bytes of a results document that is read whole; JSON Lines have no such bound. */
const LARGEST_DOCUMENT = 512 * 1024 * 1024;
/** Bytes in which a results file shows what it is. */
const BEGINNING = 4096;

/**
 * The one finding whose id begins so, from what `scan` wrote (`jsonl` or `json`) or from the logs themselves, which are
 * then scanned. An id that is not there, or that two findings begin with, is an error.
 */
export const findFinding = async (
  id: string,
  paths: readonly string[],
  cluster: string | undefined,
): Promise<Finding> => {
  if (!/^[0-9a-f]{6,64}$/.test(id))
    throw new UsageError(`"${plain(id)}" is no id of a finding: six or more of 0-9 and a-f`);
  if (paths.length === 0)
    throw new UsageError(`name where the finding is: cronwarden respond plan ${id} findings.jsonl (or the log itself)`);
  const found = new Map<string, Finding>();
  const logs: string[] = [];
  for (const path of paths) {
    const results = beginningOf(path);
    if (results === null) logs.push(path);
    else for await (const value of results === 'jsonl' ? lines(path) : document(path)) add(found, id, value, path);
  }
  if (logs.length > 0) {
    const scanned = scan({ paths: logs, ...(cluster === undefined ? {} : { cluster }) });
    for await (const finding of scanned.findings) if (finding.id.startsWith(id)) found.set(finding.id, finding);
    const [unreadable] = scanned.summary().unreadable;
    if (found.size === 0 && unreadable !== undefined) throw new UsageError(`${unreadable.path}: ${unreadable.reason}`);
  }
  const [finding, ...more] = found.values();
  if (finding === undefined) throw new UsageError(`no finding ${id} in ${paths.join(', ')}`);
  if (more.length > 0) {
    throw new UsageError(
      `${found.size} findings begin with ${id}; write more of it: ${[...found.keys()].slice(0, 4).join(', ')}`,
    );
  }
  return finding;
};

/** Whether a file is what `scan` writes, from its beginning; null for anything else, which is scanned as a log. */
const beginningOf = (path: string): 'jsonl' | 'json' | null => {
  try {
    if (!statSync(path).isFile()) return null;
    const text = firstBytes(path);
    if (/^\s*\{"schema":"cronwarden\.results\/v1"/.test(text)) return 'json';
    return /^\s*\{"schema":"cronwarden\.finding\/v1"/.test(text) ? 'jsonl' : null;
  } catch {
    return null; // A glob, a folder, `-`, or a file that the scan will say more about.
  }
};

const firstBytes = (path: string): string => {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(BEGINNING);
    return bytes.subarray(0, readSync(file, bytes)).toString('utf8');
  } finally {
    closeSync(file);
  }
};

async function* lines(path: string): AsyncGenerator<unknown> {
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    if (line.trim() !== '') yield parsed(line, `${path}:${number}`);
  }
}

async function* document(path: string): AsyncGenerator<unknown> {
  if (statSync(path).size > LARGEST_DOCUMENT)
    throw new UsageError(`${path} is larger than 512 MiB; scan to jsonl instead`);
  const findings = get(parsed(readFileSync(path, 'utf8'), path), 'findings');
  if (isList(findings)) yield* findings;
}

const parsed = (text: string, where: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${where} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
};

const add = (found: Map<string, Finding>, id: string, value: unknown, path: string): void => {
  if (!isObject(value) || typeof value.id !== 'string' || !value.id.startsWith(id)) return;
  found.set(value.id, checked(value, path));
};

/** What a file says is a finding is taken for one only when it has its shape. */
const checked = (value: unknown, path: string): Finding => {
  const ajv = new Ajv2020({ allErrors: false, strict: true, allowUnionTypes: true });
  // A CommonJS module whose types name a default that Node gives as the module itself.
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
  const schema = readJson(packageFile('schema', 'finding.v1.json'));
  if (!isObject(schema)) throw new TypeError('schema/finding.v1.json is not an object');
  const validate = ajv.compile(schema);
  if (!validate(value))
    throw new UsageError(`${path}: the finding has another shape: ${ajv.errorsText(validate.errors)}`);
  return value as unknown as Finding; // The schema says so.
};
