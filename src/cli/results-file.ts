import { createReadStream, readFileSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { plain } from '../lib/inert.ts';
import type { Finding } from '../model/finding.ts';
import { get, isList, isObject } from '../model/json.ts';
import { UsageError } from './failure.ts';
import { packageFile, readJson } from './respond/files.ts';

/** A results document is read whole up to here; JSON Lines have no such bound. */
const LARGEST_DOCUMENT = 512 * 1024 * 1024;
const BEGINNING = 4096;

/** Whether a file is what `scan` writes (`jsonl` or `json`), from its beginning; anything else is a log. */
export const isResults = async (path: string): Promise<boolean> => {
  try {
    if (!statSync(path).isFile()) return false;
    await using file = await open(path, 'r');
    const { buffer, bytesRead } = await file.read(Buffer.alloc(BEGINNING), 0, BEGINNING, 0);
    return /^\s*\{\s*"schema"\s*:\s*"cronwarden\.(?:finding|results)\/v1"/.test(buffer.toString('utf8', 0, bytesRead));
  } catch {
    return false;
  }
};

/** Findings of a results file whose id begins so, each of the shape that the schema gives. */
export async function* findingsIn(path: string, id: string): AsyncGenerator<Finding> {
  for await (const value of valuesIn(path))
    if (isObject(value) && typeof value.id === 'string' && value.id.startsWith(id)) yield checked(value, path);
}

async function* valuesIn(path: string): AsyncGenerator<unknown> {
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    if (number === 1 && /^\s*\{\s*"schema"\s*:\s*"cronwarden\.results\/v1"/.test(line)) {
      yield* document(path);
      return;
    }
    if (line.trim() !== '') yield parsed(line, `${path}:${number}`);
  }
}

const document = (path: string): readonly unknown[] => {
  if (statSync(path).size > LARGEST_DOCUMENT)
    throw new UsageError(`${path} is larger than 512 MiB: write JSON Lines instead (scan --format jsonl)`);
  const findings = get(parsed(readFileSync(path, 'utf8'), path), 'findings');
  return isList(findings) ? findings : [];
};

const parsed = (text: string, where: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${where} is not JSON: ${plain(error instanceof Error ? error.message : String(error))}`);
  }
};

const checked = (value: unknown, path: string): Finding => {
  const ajv = new Ajv2020({ allErrors: false, strict: true, allowUnionTypes: true });
  // A CommonJS module whose types name a default that Node.js gives as the module itself.
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
  const schema = readJson(packageFile('schema', 'finding.v1.json'));
  if (!isObject(schema)) throw new TypeError('schema/finding.v1.json is not an object');
  const validate = ajv.compile(schema);
  if (!validate(value))
    throw new UsageError(`${path}: the finding has another shape: ${plain(ajv.errorsText(validate.errors))}`);
  return value as unknown as Finding; // the schema says so
};
