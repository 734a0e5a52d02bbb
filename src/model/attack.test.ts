import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ATTACK, type AttackTable, currentTechnique, releaseOf, tableOf } from './attack.ts';
import { ATTACK_DATA } from './attack-data.ts';

test('every technique of the bundled release is whole', () => {
  assert.match(ATTACK.version, /^\d+\.\d+$/);
  assert.match(ATTACK.date ?? '', /^\d{4}-\d{2}-\d{2}$/);
  assert.ok(ATTACK.techniques.size > 800);
  for (const [id, technique] of ATTACK.techniques) {
    assert.equal(technique.id, id);
    assert.match(id, /^T\d{4}(?:\.\d{3})?$/);
    assert.ok(technique.name.length > 1, id);
    for (const tactic of technique.tactics) assert.ok(ATTACK_DATA.tactics.includes(tactic), tactic);
    if (technique.state === 'current') assert.ok(technique.tactics.length > 0 && technique.platforms.length > 0, id);
    if (technique.replacedBy !== null) assert.ok(ATTACK.techniques.has(technique.replacedBy), id);
    assert.ok(technique.replacedBy === null || technique.state === 'revoked', id);
  }
});

test('the technique of this program, as published', () => {
  assert.deepEqual(ATTACK.techniques.get('T1053.007'), {
    id: 'T1053.007',
    name: 'Container Orchestration Job',
    tactics: ['execution', 'persistence', 'privilege-escalation'],
    platforms: ['Containers'],
    state: 'current',
    replacedBy: null,
  });
});

test('the data file is small, and the same when it is written again', () => {
  assert.ok(JSON.stringify(ATTACK_DATA).length < 150_000);
  assert.deepEqual(tableOf(ATTACK, ATTACK_DATA.tactics), { ...ATTACK_DATA });
});

test('a revoked technique is followed to the one that stands, a circle to none', () => {
  assert.equal(currentTechnique(ATTACK, 'T1562.001')?.id, 'T1685');
  assert.equal(currentTechnique(ATTACK, 'T1610')?.id, 'T1610');
  assert.equal(currentTechnique(ATTACK, 'T9999'), null);
  const circle: AttackTable = {
    version: '1.0',
    date: null,
    tactics: ['execution'],
    platforms: ['Containers'],
    techniques: ['T0001|a|0|0|>T0002', 'T0002|b|0|0|>T0001', 'T0003|c|0||revoked', 'T0004|d|0|0|deprecated'],
  };
  const release = releaseOf(circle);
  assert.equal(currentTechnique(release, 'T0001'), null);
  assert.equal(currentTechnique(release, 'T0003'), null);
  assert.equal(currentTechnique(release, 'T0004')?.state, 'deprecated');
});
