import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createOrigins, MAX_POINTER_TEXT } from './origins.ts';

test('places are kept in order, as long as their text fits', () => {
  const list = createOrigins();
  list.add('', '/requestObject');
  list.add('/a', 'x'.repeat(MAX_POINTER_TEXT - 20));
  assert.equal(list.full, false);
  list.add('/too-long', 'x');
  assert.equal(list.full, true);
  list.add('/b', '/c');
  assert.deepEqual(
    list.origins.map(({ at }) => at),
    ['', '/a', '/b'],
  );
});
