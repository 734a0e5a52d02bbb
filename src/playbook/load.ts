import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { parseLocatedYaml, pathOf } from '../lib/located-yaml.ts';
import { isObject } from '../model/json.ts';
import { fail, ok, type Result } from '../model/result.ts';
import { checkPlaybook, type Located } from './check.ts';
import type { Playbook, PlaybookFault } from './model.ts';

/** Characters; a playbook is written by hand. */
const LONGEST = 1_000_000;

/**
 * Reads a playbook, YAML or JSON. `schema` is the parsed `schema/playbook.v1.json`. Every fault comes with the line and
 * the column of what it is about.
 */
export const loadPlaybook = (text: string, schema: unknown): Result<Playbook, readonly PlaybookFault[]> => {
  if (text.length > LONGEST) return fail([{ line: 1, column: 1, says: `is longer than ${LONGEST} characters` }]);
  const yaml = parseLocatedYaml(text);
  if (yaml.problems.length > 0) return fail(yaml.problems);
  const { value } = yaml;
  const placed = ({ at, says }: Located): PlaybookFault => ({ ...yaml.at(at), says });
  const shape = shapeFaults(value, schema);
  if (shape.length > 0) return fail(shape.map(placed));
  const playbook = value as Playbook; // The schema says so, and a test holds schema and type together.
  const faults = checkPlaybook(playbook);
  return faults.length > 0 ? fail(faults.map(placed)) : ok(playbook);
};

const shapeFaults = (value: unknown, schema: unknown): readonly Located[] => {
  if (!isObject(schema)) throw new TypeError('the schema of playbooks is not an object');
  const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true, strictRequired: false }).compile(
    schema,
  );
  if (validate(value)) return [];
  // "oneOf" repeats what its branches say.
  const errors = validate.errors ?? [];
  const useful = errors.filter(({ schemaPath }) => !/\/oneOf\/\d/.test(schemaPath));
  return (useful.length > 0 ? useful : errors)
    .slice(0, 20)
    .map((error) => ({ at: pathOf(error.instancePath), says: sayOf(error) }));
};

const sayOf = ({ keyword, params, message = 'is wrong', instancePath }: ErrorObject): string => {
  if (keyword === 'additionalProperties') return `unknown key "${String(params.additionalProperty)}"`;
  if (keyword === 'enum' && Array.isArray(params.allowedValues))
    return `must be one of ${params.allowedValues.join(', ')}`;
  if (keyword === 'oneOf' && /^\/steps\/\d+$/.test(instancePath)) return 'needs either "request" or "manual"';
  return message;
};
