import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { parseLocatedYaml, schemaProblems } from './located-yaml.ts';

const schema = {
  type: 'object',
  additionalProperties: false,
  required: ['name'],
  properties: {
    name: { type: 'string', pattern: '^[a-z]+$' },
    kind: { enum: ['one', 'two'] },
    list: { type: 'array', items: { type: 'object', required: ['id'] } },
  },
};
const problemsOf = (text: string): readonly string[] => {
  const yaml = parseLocatedYaml(text);
  const check = new Ajv({ allErrors: true, verbose: true }).compile(schema);
  const problems =
    yaml.problems.length > 0 || check(yaml.value) ? yaml.problems : schemaProblems(yaml, check.errors ?? []);
  return problems.map(({ line, column, says }) => `${line}:${column} ${says}`);
};

const CASES: readonly (readonly [string, string, readonly string[]])[] = [
  ['a file that is right', 'name: a\nlist:\n  - id: 1\n', []],
  [
    'a key that is not known, one slip from one that is',
    'name: a\nknid: one\n',
    ['2:7 the file has an unknown key "knid", did you mean "kind"?'],
  ],
  ['a value outside a list', 'name: a\nkind: three\n', ['2:7 kind is none of one, two']],
  ['a key that lacks, at the member that lacks it', 'name: a\nlist:\n  - id: 1\n  - no: 2\n', ['4:5 list.1 lacks id']],
  ['a wrong type', 'name: 7\n', ['1:7 name must be string']],
  ['a text of the wrong look', 'name: A1\n', ['1:7 name does not look as it should (^[a-z]+$)']],
  ['an empty file', '', ['1:1 the file must be object']],
];
for (const [situation, text, expected] of CASES) {
  test(situation, () => assert.deepEqual(problemsOf(text), expected));
}

test('faults of the YAML itself have their place', () => {
  const [problem] = parseLocatedYaml('name: a\nlist: [1, 2\n').problems;
  assert.ok(problem !== undefined && problem.line >= 2);
  assert.match(problem.says, /flow|]/i);
});

test('aliases are refused: a small text never becomes a large value', () => {
  const { problems } = parseLocatedYaml('a: &a [1]\nb: *a\n');
  assert.equal(problems.length, 1);
});
