import { get, isList, isObject, type Json, pointer } from '../model/json.ts';
import { fail, ok, type Result } from '../model/result.ts';
import type { KindEntry, TemplatePath } from './kinds.ts';
import { isPath } from './paths.ts';
import { SHAPE_NAMES, type ShapeName } from './shapes.ts';

/** What is wrong with a user's kind table, and where. */
export interface KindTableError {
  readonly pointer: string;
  readonly says: string;
}

const MAX_ENTRIES = 1000;
const FIELDS = ['apiVersions', 'resource', 'subresource', 'kind', 'templates', 'embeds', 'gate', 'strategic'];
const API_VERSION = /^(?:[a-z0-9.-]{1,253}\/)?v[a-z0-9]{1,30}$/;
const RESOURCE = /^[a-z][a-z0-9-]{2,62}$/;
const KIND = /^[A-Z][A-Za-z0-9]{0,62}$/;

/**
 * Reads a user's kinds: a list of entries as in `KINDS`, in which a template may be a bare path (a pod template) or
 * `{at, shape}`. All errors are returned, not only the first.
 */
export const parseKindTable = (json: unknown): Result<KindEntry[], KindTableError[]> => {
  const errors: KindTableError[] = [];
  if (!isList(json)) return fail([{ pointer: '', says: `the kind table is ${named(json)}, wanted a list of kinds` }]);
  if (json.length > MAX_ENTRIES) {
    return fail([{ pointer: '', says: `the kind table has ${json.length} entries, at most ${MAX_ENTRIES} are read` }]);
  }
  const entries: KindEntry[] = [];
  for (const [index, value] of json.entries()) {
    const entry = parseEntry(value, pointer('', index), errors);
    if (entry !== null) entries.push(entry);
  }
  return errors.length > 0 ? fail(errors) : ok(entries);
};

const parseEntry = (value: Json, at: string, errors: KindTableError[]): KindEntry | null => {
  const before = errors.length;
  const wrong = (field: string, says: string): void => {
    errors.push({ pointer: field === '' ? at : pointer(at, ...field.split('/')), says });
  };
  if (!isObject(value)) {
    wrong('', `a kind is ${named(value)}, wanted an object`);
    return null;
  }
  for (const field of Object.keys(value)) {
    if (!FIELDS.includes(field)) wrong(field, `unknown field; known are ${FIELDS.join(', ')}`);
  }
  const text = (field: string, form: RegExp, wanted: string): string => {
    const found = get(value, field);
    if (typeof found === 'string' && form.test(found)) return found;
    wrong(field, `is ${found === undefined ? 'missing' : named(found)}, wanted ${wanted}`);
    return '';
  };
  const list = (field: string): readonly Json[] => {
    const found = get(value, field);
    if (found === undefined || isList(found)) return found ?? [];
    wrong(field, `is ${named(found)}, wanted a list`);
    return [];
  };
  const apiVersions = list('apiVersions').map((one, index) => {
    if (typeof one === 'string' && API_VERSION.test(one)) return one;
    wrong(`apiVersions/${index}`, `is ${named(one)}, wanted group/version such as example.com/v1`);
    return '';
  });
  if (apiVersions.length === 0) wrong('apiVersions', 'is missing or empty, wanted at least one group/version');
  const templates = list('templates').map((one, index) => {
    const parsed = parseTemplate(one);
    if (typeof parsed !== 'string') return parsed;
    wrong(`templates/${index}`, parsed);
    return null;
  });
  const embeds = list('embeds').map((one, index) => {
    if (typeof one === 'string' && one !== '' && isPath(one)) return one;
    wrong(`embeds/${index}`, `is ${named(one)}, wanted a path such as spec.objects.*`);
    return '';
  });
  if (templates.length + embeds.length === 0)
    wrong('', 'names neither templates nor embeds: no pod can come out of it');
  const resource = text('resource', RESOURCE, 'the lower-case plural that URLs use, such as cronjobs');
  const kind = text('kind', KIND, 'the kind as objects spell it, such as CronJob');
  const subresource = get(value, 'subresource') === undefined ? null : text('subresource', RESOURCE, 'a subresource');
  const gate = get(value, 'gate');
  if (gate !== undefined && gate !== 'group' && gate !== 'resource') {
    wrong('gate', `is ${named(gate)}, wanted "resource" or "group"`);
  }
  const strategic = get(value, 'strategic');
  if (strategic !== undefined && typeof strategic !== 'boolean') {
    wrong('strategic', `is ${named(strategic)}, wanted true or false`);
  }
  if (errors.length > before) return null;
  return {
    apiVersions,
    resource,
    ...(subresource === null ? {} : { subresource }),
    kind,
    templates: templates.filter((one) => one !== null),
    ...(embeds.length > 0 ? { embeds } : {}),
    ...(gate === 'group' ? { gate } : {}),
    ...(strategic === true ? { strategic } : {}),
  };
};

/** The template path, or the sentence that says what is wrong with it. */
const parseTemplate = (value: Json): TemplatePath | string => {
  const at = typeof value === 'string' ? value : get(value, 'at');
  if (typeof at !== 'string' || !isPath(at)) return `is ${named(at)}, wanted a path such as spec.tasks.*.template`;
  const shape = typeof value === 'string' ? 'pod' : (get(value, 'shape') ?? 'pod');
  const known = SHAPE_NAMES.find((name): name is ShapeName => name === shape);
  return known === undefined
    ? `shape is ${named(shape)}, wanted one of ${SHAPE_NAMES.join(', ')}`
    : { at, shape: known };
};

const named = (value: unknown): string => {
  if (value === null) return 'null';
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 80));
  return Array.isArray(value) ? 'a list' : value === undefined ? 'missing' : `a ${typeof value}`;
};
