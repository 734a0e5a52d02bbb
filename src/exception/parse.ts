import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { type LocatedYaml, type Path, parseLocatedYaml, pathOf } from '../lib/located-yaml.ts';
import { nearestWord } from '../lib/nearest.ts';
import { listAt, objectAt, textAt, textsAt } from '../model/json.ts';
import { fail, ok, type Result } from '../model/result.ts';
import type { Exception } from './exception.ts';
import { parseGlob, starsOf } from './glob.ts';
import { EXCEPTIONS_SCHEMA, MATCH_KEYS, MAX_STARS } from './schema.ts';

const DAY_MS = 86_400_000;
/** A year, a leap day included. */
const LONGEST_DAYS = 366;

/**
 * Reads a file of exceptions, YAML or JSON. Errors name the line. `now` bounds how long an exception without a first day
 * may hold.
 */
export const parseExceptions = (text: string, now: number): Result<readonly Exception[], readonly string[]> => {
  const yaml = parseLocatedYaml(text);
  const [problem] = yaml.problems;
  if (problem !== undefined) return fail([`line ${problem.line}: ${problem.says}`]);
  const content = yaml.value;
  const lineOf = (path: Path): number => yaml.at(path).line;
  const shape = shapeErrors(yaml);
  if (shape.length > 0) return fail(shape);
  const errors: string[] = [];
  const exceptions = listAt(content, 'exceptions').map((one, index): Exception => {
    const at = ['exceptions', index] as const;
    const match = objectAt(one, 'match');
    const found: Exception = {
      // The schema has asked for all of them.
      id: textAt(one, 'id') ?? '',
      reason: textAt(one, 'reason') ?? '',
      owner: textAt(one, 'owner') ?? '',
      since: textAt(one, 'since'),
      until: textAt(one, 'until') ?? '',
      match: new Map(
        MATCH_KEYS.flatMap((key) => {
          const single = textAt(match, key);
          const written = single === null ? textsAt(match, key) : [single];
          return written.length === 0 ? [] : [[key, written.map((text) => ({ text, glob: parseGlob(text) }))]];
        }),
      ),
      line: lineOf(at),
    };
    for (const [key, patterns] of found.match) {
      const starred = patterns.find(({ glob }) => starsOf(glob) > MAX_STARS);
      if (starred !== undefined)
        errors.push(`line ${lineOf([...at, 'match', key])}: ${key}: more than ${MAX_STARS} stars in one pattern`);
    }
    const dates = dateError(found, now);
    if (dates !== null) errors.push(`line ${lineOf([...at, dates.key])}: ${dates.says}`);
    return found;
  });
  for (const [index, { id }] of exceptions.entries()) {
    const first = exceptions.findIndex((one) => one.id === id);
    if (first < index) errors.push(`line ${lineOf(['exceptions', index, 'id'])}: the id "${id}" is taken already`);
  }
  return errors.length > 0 ? fail(errors) : ok(exceptions);
};

const dayOf = (text: string): number | null => {
  const at = Date.parse(`${text}T00:00:00Z`);
  // 31 February would move on into March.
  return Number.isNaN(at) || !new Date(at).toISOString().startsWith(text) ? null : at;
};

const dateError = (
  { since, until }: Exception,
  now: number,
): { readonly key: 'since' | 'until'; readonly says: string } | null => {
  const end = dayOf(until);
  if (end === null) return { key: 'until', says: `until: there is no day ${until}` };
  const begin = since === null ? now : dayOf(since);
  if (begin === null) return { key: 'since', says: `since: there is no day ${since ?? ''}` };
  if (since !== null && end < begin) return { key: 'until', says: `until: ${until} is before ${since}` };
  if (end - begin <= LONGEST_DAYS * DAY_MS) return null;
  return { key: 'until', says: `until: ${until} is more than a year after ${since ?? 'today, and no since is given'}` };
};

const ajv = new Ajv2020({ allErrors: true, strict: true });
const validate = ajv.compile(EXCEPTIONS_SCHEMA);
const MOST_ERRORS = 20;

/** Errors against the schema, each with its line. */
const shapeErrors = (yaml: LocatedYaml): readonly string[] => {
  if (validate(yaml.value)) return [];
  const errors = (validate.errors ?? []).filter(({ keyword, schemaPath }) => {
    // What fits neither of two shapes is told once.
    return keyword === 'oneOf' || !schemaPath.includes('/oneOf/');
  });
  return [...new Set(errors.map((error) => explain(error, yaml)))].slice(0, MOST_ERRORS);
};

const explain = (error: ErrorObject, yaml: LocatedYaml): string => {
  const path = pathOf(error.instancePath);
  const place = path.at(-1) ?? 'the file';
  const unknown = error.keyword === 'additionalProperties' ? String(error.params.additionalProperty) : null;
  const { line } = yaml.at(unknown === null ? path : [...path, unknown]);
  if (unknown !== null) {
    const near = nearestWord(unknown, knownAt(error));
    return `line ${line}: unknown field "${unknown}"${near === null ? '' : `; did you mean ${near}?`}`;
  }
  switch (error.keyword) {
    case 'required':
      return `line ${line}: ${String(error.params.missingProperty)} is missing`;
    case 'oneOf':
      return `line ${line}: ${place}: write a text or a list of texts`;
    case 'const':
      return `line ${line}: ${place}: write ${JSON.stringify(error.params.allowedValue)}`;
    case 'minProperties':
      return `line ${line}: ${place}: asks for nothing, so it would hide everything`;
    case 'pattern':
      return place === 'since' || place === 'until'
        ? `line ${line}: ${place}: write a day such as 2026-11-24`
        : `line ${line}: ${place}: write small letters, digits, dots and dashes`;
    default:
      return `line ${line}: ${place}: ${error.message ?? error.keyword}`;
  }
};

const knownAt = ({ instancePath }: ErrorObject): readonly string[] => {
  if (instancePath === '') return Object.keys(EXCEPTIONS_SCHEMA.properties);
  if (instancePath.endsWith('/match')) return MATCH_KEYS;
  return Object.keys(EXCEPTIONS_SCHEMA.properties.exceptions.items.properties);
};
