import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ATTACK_VERSION, TECHNIQUES } from './attack.ts';

const TACTICS = new Set([
  'initial-access',
  'execution',
  'persistence',
  'privilege-escalation',
  'defense-evasion',
  'credential-access',
  'discovery',
  'lateral-movement',
  'collection',
  'command-and-control',
  'exfiltration',
  'impact',
]);

for (const [id, technique] of TECHNIQUES) {
  test(`${id} is whole`, () => {
    assert.equal(technique.id, id);
    assert.match(id, /^T\d{4}(?:\.\d{3})?$/);
    assert.ok(technique.name.length > 3);
    assert.ok(technique.tactics.length > 0 && technique.platforms.length > 0);
    for (const tactic of technique.tactics) assert.ok(TACTICS.has(tactic), tactic);
  });
}

test('the technique of this program, as published', () => {
  assert.equal(ATTACK_VERSION, '18.1');
  assert.deepEqual(TECHNIQUES.get('T1053.007'), {
    id: 'T1053.007',
    name: 'Container Orchestration Job',
    tactics: ['execution', 'persistence', 'privilege-escalation'],
    platforms: ['Containers'],
  });
});
