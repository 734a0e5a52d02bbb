import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { WRAPPERS } from '../decode/testing/wrappers.ts';
import type { Finding } from '../model/finding.ts';
import type { JsonObject } from '../model/json.ts';
import { scan } from './scan.ts';
import { ana, attack, eve, usualDays, write } from './testing/three-weeks.ts';

const folder = mkdtempSync(join(tmpdir(), 'cronwarden-baseline-envelopes-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const events: readonly JsonObject[] = JSON.parse(
  JSON.stringify([
    ...usualDays(),
    write(eve, attack, { minute: 600, name: 'stranger' }),
    write({ ...eve, user: ana.user }, attack, { minute: 601, name: 'thief', kind: 'Job' }),
  ]),
);

const toldOf = ({ workload, severity, indicators, unassessed }: Finding) => [
  workload.name,
  severity,
  Object.fromEntries([
    ...indicators.flatMap(({ id, evidence }) =>
      id.startsWith('baseline.') ? [[id, evidence.map(({ value }) => value)]] : [],
    ),
    ...unassessed.flatMap(({ id, because }) => (id.startsWith('baseline.') ? [[id, because]] : [])),
  ]),
];

/** Bodies come without their metadata, as parts: a shape of commands is told of a whole alone. */
const IN_PART: ReadonlySet<string> = new Set(['an Elastic document', 'an Elastic search hit with dotted keys']);

const expected = (isInPart: boolean) => {
  const content = ['registry.example.net', ...(isInPart ? [] : ['sh, kubectl: kube-api, read'])];
  const stranger = { 'baseline.new-author': ['eve@example.com'], 'baseline.new-origin': 'no-baseline' };
  const thief = { 'baseline.new-origin': ['curl', '203.0.113.0/24'] };
  return [
    ['stranger', 'medium', { ...stranger, 'baseline.new-content': content }],
    ['thief', 'medium', { ...thief, 'baseline.new-content': content }],
  ];
};

test('the envelopes that lose a part are among those that are tried', () => {
  const names = new Set(WRAPPERS.map(({ name }) => name));
  for (const name of IN_PART) assert.ok(names.has(name), name);
});

for (const { name, wrap } of WRAPPERS) {
  test(`three weeks make known what they make known, in ${name}`, async () => {
    const path = join(folder, `${name.replace(/\W+/g, '-')}`);
    const paths = events.map((event, index) => {
      writeFileSync(`${path}-${index}.log`, wrap(event));
      return `${path}-${index}.log`;
    });
    const findings: Finding[] = [];
    for await (const finding of scan({ paths, jobs: 1, minSeverity: 'medium' }).findings) findings.push(finding);
    assert.deepEqual(findings.map(toldOf), expected(IN_PART.has(name)));
  });
}
