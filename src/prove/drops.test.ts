import assert from 'node:assert/strict';
import { test } from 'node:test';
import { without } from './drops.ts';

const event = {
  verb: 'create',
  requestObject: { spec: { list: ['a', 'b', 'c'], 'x/y~z': 1, keep: true } },
  responseObject: { spec: { list: ['a', 'b', 'c'], keep: true } },
};

test('a member of a list goes, in both bodies', () => {
  assert.deepEqual(without(event, '/requestObject/spec/list/1'), {
    verb: 'create',
    requestObject: { spec: { list: ['a', 'c'], 'x/y~z': 1, keep: true } },
    responseObject: { spec: { list: ['a', 'c'], keep: true } },
  });
});

test('a key goes by its escaped name, and a body that has none stays', () => {
  assert.deepEqual(without(event, '/requestObject/spec/x~1y~0z'), {
    ...event,
    requestObject: { spec: { list: ['a', 'b', 'c'], keep: true } },
  });
});

for (const pointer of [
  '/verb',
  '/requestObject',
  '/requestObject/spec/list/9',
  '/requestObject/spec/list/x',
  '/requestObject/no/where',
  '',
  '/requestObject/spec/toString',
]) {
  test(`nothing goes at "${pointer}"`, () => assert.equal(without(event, pointer), null));
}

test('the event itself is not changed', () => {
  const before = structuredClone(event);
  without(event, '/requestObject/spec/list/0');
  assert.deepEqual(event, before);
});
