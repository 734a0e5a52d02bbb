import assert from 'node:assert/strict';
import { test } from 'node:test';
import { argumentsIn, joined, resolve } from './fill.ts';
import { fileOf, load } from './testing.ts';

test('arguments are found once each', () => {
  assert.deepEqual(argumentsIn('#{a} #{b-c} #{a} #{} ${d}'), ['a', 'b-c']);
});

test('lines are joined as the usual runner joins them', () => {
  assert.equal(joined('  a\n\n  b \n', ';'), 'a; b');
  assert.equal(joined('a\nb', '&&'), 'a && b');
});

test('a given value wins over a default, the folder is filled in last, and what has no value is named', () => {
  const loaded = load(
    fileOf({
      arguments: 'kubectl: { description: k, type: path, default: kubectl }\nspace: { description: s, type: string }',
      command: '#{kubectl} create -n #{space} -f "$PathToAtomicsFolder/T1053.007/src/a.yaml"\necho PATHTOATOMICSFOLDER',
    }),
  );
  assert.ok(typeof loaded !== 'string');
  const [atomic] = loaded.atomics;
  assert.ok(atomic !== undefined);
  const { command, missing } = resolve(atomic, { kubectl: '/bin/k$&' }, '/set');
  assert.equal(command, '/bin/k$& create -n #{space} -f "/set/T1053.007/src/a.yaml"; echo /set');
  assert.deepEqual(missing, ['space']);
});
