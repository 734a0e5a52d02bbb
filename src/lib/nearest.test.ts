import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearestWord } from './nearest.ts';

test('a slip finds its word, another word finds none', () => {
  const known = ['resources', 'resourceNames', 'namespaces'];
  assert.equal(nearestWord('resource', known), 'resources');
  assert.equal(nearestWord('resourcenames', known), 'resourceNames');
  assert.equal(nearestWord('namespace', known), 'namespaces');
  assert.equal(nearestWord('level', known), null);
  assert.equal(nearestWord('x'.repeat(100_000), known), null);
});
