import assert from 'node:assert/strict';
import { test } from 'node:test';
import { finalizersOf } from './finalizers.ts';
import { readingOf } from './testing.ts';

test('finalizers with their places; wrong types are passed over', () => {
  const body = { kind: 'Job', metadata: { finalizers: ['example.com/a', 7, '', 'orphan'] } };
  assert.deepEqual(
    finalizersOf(readingOf(body)).map(({ name, pointer }) => [name, pointer]),
    [
      ['example.com/a', '/requestObject/metadata/finalizers/0'],
      ['orphan', '/requestObject/metadata/finalizers/3'],
    ],
  );
  assert.deepEqual(finalizersOf(readingOf({ kind: 'Job', metadata: { finalizers: 'x' } })), []);
});
