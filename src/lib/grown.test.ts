import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joinedTexts, replacedAll } from './grown.ts';

test('what is found is replaced as often as it is there, and by what is written', () => {
  assert.equal(replacedAll('a-a-a', 'a', 'bc', 100), 'bc-bc-bc');
  assert.equal(replacedAll('aXa', 'X', '$&', 100), 'a$&a');
  assert.equal(replacedAll('aaaa', 'aa', '', 0), '');
  assert.equal(replacedAll('aaa', '', 'x', 100), 'aaa');
  assert.equal(replacedAll('aaaa', 'aa', 'bbb', 6), 'bbbbbb');
});

test('a text that would be longer is not put together', () => {
  assert.equal(replacedAll('aaaa', 'aa', 'bbb', 5), null);
  assert.equal(replacedAll('a'.repeat(1e6), 'a', 'b'.repeat(1e6), 1e6), null);
  assert.equal(joinedTexts(['a', 'b'], '--', 4), 'a--b');
  assert.equal(joinedTexts(['a', 'b'], '--', 3), null);
  assert.equal(joinedTexts([], 'x'.repeat(99), 3), '');
  assert.equal(
    joinedTexts(
      Array.from({ length: 4096 }, () => 'a'),
      'b'.repeat(1e6),
      1e6,
    ),
    null,
  );
});
