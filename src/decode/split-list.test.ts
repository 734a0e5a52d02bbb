import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json } from '../model/json.ts';
import { child, documents, members, type Node } from './node.ts';
import { splitListOf } from './split-list.ts';

const member = (text: string): Node => {
  const [node] = documents(text).nodes;
  assert.ok(node);
  return node;
};

const shown = (header: string, text: string): unknown =>
  splitListOf(header)?.around(member(text), ({ value, cut, text: all }) =>
    JSON.parse(JSON.stringify({ value, cut, text: all() })),
  ) ?? null;

const within: Record<string, [string, Json | null]> = {
  'a list of records': ['{"records":[', { records: ['x'] }],
  'a table, after its columns': [
    '{"tables":[{"name":"x","columns":[{"name":"a"}],"rows":[',
    { tables: [{ name: 'x', columns: [{ name: 'a' }], rows: ['x'] }] },
  ],
  'the last of several tables': ['{"tables":[{"rows":[]},{"rows":[]},{"rows":[', { tables: [{ rows: ['x'] }] }],
  'a bare list': ['[', ['x']],
  'a list that already has members': ['{"a":[1,', { a: ['x'] }],
  'a key that every object has': ['{"__proto__":{"toString":[', JSON.parse('{"__proto__":{"toString":["x"]}}')],
  'an object, where a key would follow': ['{"a":1,', null],
  'an object, where a value would follow': ['{"a":', null],
  'an object in a list': ['[{"a":', null],
  'a document that is closed': ['{"a":[]}', null],
  'a header that ends in a string': ['{"a":["x', null],
  'no JSON': ['hello [', null],
  nothing: ['', null],
};
for (const [name, [header, wanted]] of Object.entries(within)) {
  test(`a member inside ${name}`, () => {
    const got = shown(header, '"x"');
    assert.deepEqual(got === null ? null : Object(got).value, wanted);
  });
}

test('members come one after the other, each alone, and none is left behind', () => {
  const header = '{"hits":{"total":3,"hits":[';
  for (const value of [1, { a: [2] }, 'three']) {
    const text = `{"hits":{"hits":[${JSON.stringify(value)}]}}`;
    assert.deepEqual(shown(header, JSON.stringify(value)), {
      value: { hits: { total: 3, hits: [value] } },
      cut: null,
      text,
    });
  }
  assert.equal(shown('{"other":', '1'), null);
  assert.deepEqual(Object(shown(header, '4')).value, { hits: { total: 3, hits: [4] } });
});

test('the place of a cut, and the text of the member as it is logged', () => {
  assert.deepEqual(shown('{"a":[1],"records":[', '{"b": 1.0, "c":"xy'), {
    value: { a: [1], records: [{ b: 1, c: 'xy' }] },
    cut: ['records', '0', 'c'],
    text: '{"records":[{"b": 1.0, "c":"xy]}',
  });
  splitListOf('{"r":[')?.around(member('{"b": 1.0}'), (document) => {
    const list = child(document, 'r');
    assert.ok(list);
    assert.equal(members(list)[0]?.text(), '{"b": 1.0}');
  });
});
