import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTail } from './tail.ts';

test('those that may wait no longer come in their order, by number and by bytes', () => {
  const tail = createTail<number>(true, 3, 100);
  assert.deepEqual(
    [1, 2, 3, 4].map((one) => tail.push(one, 10)),
    [[], [], [], [1]],
  );
  assert.deepEqual(tail.push(5, 95), [2, 3, 4]);
  assert.deepEqual([tail.flush(), tail.early], [[5], 4]);
});

test('where nobody can wait all go at once', () => {
  const tail = createTail<number>(false);
  assert.deepEqual([tail.push(1, 10), tail.flush()], [[1], []]);
});

test('taken up from its rows, it lets go as before', () => {
  for (let cut = 0; cut <= 10; cut += 1) {
    const [before, after, whole] = [
      createTail<number>(true, 3, 100),
      createTail<number>(true, 3, 100),
      createTail<number>(true, 3, 100),
    ];
    const numbers = Array.from({ length: 10 }, (_, index) => index);
    const all = numbers.map((one) => whole.push(one, one * 7));
    const first = numbers.slice(0, cut).map((one) => before.push(one, one * 7));
    after.restore(JSON.parse(JSON.stringify([...before.dump()])));
    const second = numbers.slice(cut).map((one) => after.push(one, one * 7));
    assert.deepEqual([...first, ...second], all);
    assert.deepEqual([after.all(), after.flush()], [whole.all(), whole.flush()]);
  }
});
