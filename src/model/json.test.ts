import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonIn } from './json.ts';

test('the JSON of a text is an object or a list, and nothing else', () => {
  assert.deepEqual(jsonIn(' {"a":[1]}'), { a: [1] });
  assert.deepEqual(jsonIn('[1]\n'), [1]);
  for (const text of ['', '7', '"a"', 'null', '{"a":', '{"a":$B}', 'curl a']) assert.equal(jsonIn(text), null, text);
});

test('a longer text is not parsed', () => {
  assert.deepEqual(jsonIn('[10]', 4), [10]);
  assert.equal(jsonIn('[100]', 4), null);
});
