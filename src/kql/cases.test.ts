import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { rowsOf } from './testing/run.ts';

const text = readFileSync(new URL('../../docs/kusto-cases.kql', import.meta.url), 'utf8');

test('every case gives what the documentation says', async () => {
  assert.deepEqual(await rowsOf(text), []);
});

test('the cases are there, each with its page and an expectation of its own', async () => {
  const all = await rowsOf(text.replace('| where Actual != Expected', ''));
  assert.ok(all.length >= 60, `${all.length} cases`);
  assert.deepEqual(
    all.map(([number]) => number),
    all.map((_, index) => String(index + 1)),
  );
  for (const [number, page] of all)
    assert.match(page ?? '', /^https:\/\/learn\.microsoft\.com\/kusto\/query\/[a-z0-9/-]+$/, String(number));
  for (const name of ['has-any-operator', 'in-operator', 'tostring-function', 'parse-json-function']) {
    assert.ok(
      all.some(([, page]) => page?.endsWith(`/${name}`)),
      name,
    );
  }
});

test('a case with another result is printed', async () => {
  const wrong = text.replace('Expected = @"Kusto")', 'Expected = @"kusto")');
  assert.notEqual(wrong, text);
  const [row, ...more] = await rowsOf(wrong);
  assert.deepEqual([row?.slice(2), more], [['Kusto', 'kusto'], []]);
});
