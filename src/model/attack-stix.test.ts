import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tableOf } from './attack.ts';
import { attackFromStix } from './attack-stix.ts';

const pattern = (uuid: string, externalId: string, more: Record<string, unknown> = {}) => ({
  type: 'attack-pattern',
  id: `attack-pattern--${uuid}`,
  name: `Technique ${uuid}`,
  external_references: [
    { source_name: 'capec', external_id: 'CAPEC-1' },
    { source_name: 'mitre-attack', external_id: externalId },
  ],
  kill_chain_phases: [
    { kill_chain_name: 'mitre-attack', phase_name: 'persistence' },
    { kill_chain_name: 'mitre-attack', phase_name: 'execution' },
    { kill_chain_name: 'other', phase_name: 'execution' },
  ],
  x_mitre_platforms: ['Linux', 'Containers'],
  x_mitre_domains: ['enterprise-attack'],
  ...more,
});

const tactic = (name: string) => ({ type: 'x-mitre-tactic', id: `x-mitre-tactic--${name}`, x_mitre_shortname: name });
const frame = [
  { type: 'x-mitre-collection', x_mitre_version: '21.0', modified: '2027-04-27T13:00:00.000Z' },
  tactic('persistence'),
  tactic('execution'),
  { type: 'x-mitre-matrix', tactic_refs: ['x-mitre-tactic--execution', 'x-mitre-tactic--persistence'] },
];
const bundle = (...objects: readonly unknown[]) => ({ type: 'bundle', objects });

test('a bundle as it is published', () => {
  const read = attackFromStix(
    bundle(
      ...frame,
      pattern('c', 'T1003', { x_mitre_deprecated: true }),
      pattern('a', 'T1001'),
      pattern('b', 'T1002', { revoked: true }),
      pattern('m', 'T1400', { x_mitre_domains: ['mobile-attack'] }),
      {
        type: 'relationship',
        relationship_type: 'revoked-by',
        source_ref: 'attack-pattern--b',
        target_ref: 'attack-pattern--a',
      },
      {
        type: 'relationship',
        relationship_type: 'uses',
        source_ref: 'attack-pattern--a',
        target_ref: 'attack-pattern--c',
      },
    ),
  );
  assert.ok(read.ok);
  assert.equal(read.value.version, '21.0');
  assert.equal(read.value.date, '2027-04-27');
  assert.deepEqual(tableOf(read.value, read.value.tactics).techniques, [
    'T1001|Technique a|0 1|0 1',
    'T1002|Technique b|0 1|0 1|>T1001',
    'T1003|Technique c|0 1|0 1|deprecated',
  ]);
});

test('an id given twice is the one that stands, in either order', () => {
  for (const patterns of [
    [pattern('a', 'T1001'), pattern('b', 'T1001', { revoked: true })],
    [pattern('b', 'T1001', { revoked: true }), pattern('a', 'T1001')],
  ]) {
    const read = attackFromStix(bundle(...frame, ...patterns));
    assert.ok(read.ok);
    assert.equal(read.value.techniques.get('T1001')?.name, 'Technique a');
  }
});

test('the version of a bundle that does not say it can be given', () => {
  const read = attackFromStix(bundle(pattern('a', 'T1001')), '20.0');
  assert.ok(read.ok);
  assert.equal(read.value.version, '20.0');
  assert.equal(read.value.date, null);
});

const faults: readonly (readonly [string, unknown, RegExp])[] = [
  ['no object', [], /no STIX bundle/],
  ['another object', { type: 'collection' }, /no STIX bundle/],
  ['a bundle of nothing', bundle(), /no technique/],
  ['members of wrong types', bundle(null, 7, 'x', [], { type: 7 }), /no technique/],
  ['another domain', bundle(...frame, pattern('m', 'T1400', { x_mitre_domains: ['mobile-attack'] })), /no technique/],
  ['no version', bundle(pattern('a', 'T1001')), /does not say its version/],
];
for (const [name, value, says] of faults) {
  test(`cannot be read: ${name}`, () => {
    const read = attackFromStix(value);
    assert.ok(!read.ok);
    assert.match(read.error, says);
  });
}
