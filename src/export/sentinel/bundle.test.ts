import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { isScalarType, type TableSchema } from '../../kql/column.ts';
import { compileQuery } from '../../kql/query.ts';
import { TABLES } from '../../kql/tables/schemas.ts';
import { ATTACK, currentTechnique } from '../../model/attack.ts';
import { guidOf } from '../guid.ts';
import { sentinelFiles } from './bundle.ts';
import { FINDINGS_COLUMNS, FINDINGS_TABLE } from './findings-table.ts';
import { HUNTS } from './hunting.ts';
import { RULES } from './rules.ts';
import { HUNT_SCHEMA, RULE_SCHEMA } from './testing/rule-schema.ts';
import { WORKBOOK_QUERIES } from './workbook.ts';

const files = sentinelFiles();
const textOf = (path: string): string => files.find((file) => file.path === path)?.text ?? assert.fail(path);

/** Our own table, with the columns that a workspace adds. */
const FINDINGS: TableSchema = {
  name: FINDINGS_TABLE,
  columns: FINDINGS_COLUMNS.map(({ name, type }) => ({ name, type: isScalarType(type) ? type : assert.fail(type) })),
};
const WORKSPACE = [...TABLES, FINDINGS];

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);

const faultsOf = (schema: object, value: unknown): readonly string[] => {
  const validate = ajv.compile(schema);
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
};

test('each file of a rule and of a hunt is what the documentation says of one', () => {
  const yamls = files.filter(({ path }) => path.endsWith('.yaml'));
  assert.equal(yamls.length, RULES.length + HUNTS.length);
  for (const { path, text } of yamls) {
    assert.deepEqual(faultsOf(path.startsWith('rules/') ? RULE_SCHEMA : HUNT_SCHEMA, parse(text)), [], path);
  }
});

test('the schema refuses what Sentinel would', () => {
  const rule: Record<string, unknown> = parse(textOf(`rules/${RULES[0]?.file}.yaml`));
  for (const wrong of [
    { tactics: ['Stealth'] },
    { severity: 'Critical' },
    { id: 'a name' },
    { query: 'x'.repeat(10_001) },
    { queryPeriod: '1h' },
    { more: true },
  ]) {
    assert.notDeepEqual(faultsOf(RULE_SCHEMA, { ...rule, ...wrong }), [], JSON.stringify(wrong).slice(0, 60));
  }
});

test('queries read back from the files are the rules’ own, and each runs', async () => {
  for (const { file, query } of RULES) {
    assert.equal(parse(textOf(`rules/${file}.yaml`)).query, query, file);
  }
  for (const { file, query } of [...RULES, ...HUNTS]) {
    const { warnings } = await compileQuery(query, WORKSPACE);
    assert.deepEqual(warnings, [], file);
  }
  for (const { title, query } of WORKBOOK_QUERIES)
    await compileQuery(query, WORKSPACE).catch((error) => assert.fail(`${title}: ${error}`));
});

test('every column that a rule names is one that its query gives', async () => {
  for (const { file, query, entityMappings, customDetails, alertDetailsOverride } of RULES) {
    const columns = new Set((await compileQuery(query, WORKSPACE)).columns.map(({ name }) => name));
    const formats = `${alertDetailsOverride.alertDisplayNameFormat} ${alertDetailsOverride.alertDescriptionFormat}`;
    const named = [
      ...entityMappings.flatMap(({ fieldMappings }) => fieldMappings.map(({ columnName }) => columnName)),
      ...Object.values(customDetails),
      alertDetailsOverride.alertSeverityColumnName,
      ...[...formats.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name),
    ];
    for (const name of named) assert.ok(columns.has(name), `${file}: ${name}`);
  }
});

test('ids are unique, stay the same, and techniques exist', () => {
  const ids = [...RULES, ...HUNTS].map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
  assert.equal(guidOf('sentinel/rule/findings'), RULES.at(-1)?.id);
  // Written down: Sentinel would take another id for another rule.
  assert.equal(RULES.at(-1)?.id, '0f2d0385-60d2-553f-9a5d-4a08b264241b');
  for (const { relevantTechniques } of RULES) {
    for (const id of relevantTechniques) assert.notEqual(currentTechnique(ATTACK, id), null, id);
  }
});

test('the template holds every rule, and no text that the template language would work out', () => {
  const { resources } = JSON.parse(textOf('rules.arm.json'));
  assert.equal(resources.length, RULES.length);
  for (const [index, rule] of RULES.entries()) {
    const { name, kind, properties } = resources[index];
    assert.deepEqual([name, kind, properties.query], [rule.id, 'Scheduled', rule.query]);
    assert.ok(properties.techniques.every((id: string) => /^T\d{4}$/.test(id)));
  }
});

test('the table and the stream that fills it have the same columns', () => {
  const [table, rule] = JSON.parse(textOf('findings.arm.json')).resources;
  const named = (columns: readonly { name: string; type: string }[]) =>
    columns.map(({ name, type }) => `${name}:${type}`);
  assert.deepEqual(
    named(rule.properties.streamDeclarations['Custom-Cronwarden_CL'].columns),
    named(table.properties.schema.columns),
  );
  assert.equal(table.properties.plan, 'Analytics');
  assert.ok(table.properties.schema.columns.some(({ name }: { name: string }) => name === 'TimeGenerated'));
});
