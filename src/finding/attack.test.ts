import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ATTACK, releaseOf } from '../model/attack.ts';
import type { Finding } from '../model/finding.ts';
import { attackOf, withAttack } from './attack.ts';

const later = releaseOf({
  version: '30.0',
  date: null,
  tactics: ['execution', 'concealment'],
  platforms: ['Containers'],
  techniques: ['T1053.007|Cluster Job|0|0', 'T1610|Deploy Container|0|0|>T1900', 'T1900|Run Container|0 1|0'],
});

test('techniques are named once, by the data, and a revoked one by its successor', () => {
  assert.deepEqual(attackOf(['T1610', 'T1053.007', 'T1900', 'T1610'], later), [
    { version: '30.0', id: 'T1900', name: 'Run Container', tactics: ['execution', 'concealment'] },
    { version: '30.0', id: 'T1053.007', name: 'Cluster Job', tactics: ['execution'] },
  ]);
});

test('another release renames what it knows, and leaves the rest with its version', () => {
  // Only `attack` is read and written.
  const finding = { title: 'x', attack: attackOf(['T1610', 'T1611'], ATTACK) } as unknown as Finding;
  const { attack, title } = withAttack(finding, later);
  assert.equal(title, 'x');
  assert.deepEqual(
    attack.map(({ version, id }) => [version, id]),
    [
      ['30.0', 'T1900'],
      [ATTACK.version, 'T1611'],
    ],
  );
});
