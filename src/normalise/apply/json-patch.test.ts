import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Operation, applyPatch as reference } from 'rfc6902';
import { originOf } from '../../model/activity.ts';
import type { JsonObject } from '../../model/json.ts';
import { applyJsonPatch, MAX_OPERATIONS } from '../json-patch.ts';
import { plain } from '../testing.ts';

type Case = readonly [base: JsonObject, operations: readonly unknown[], result: JsonObject | null];

/** RFC 6902, appendix A; null where the patch must fail. */
const APPENDIX: Readonly<Record<string, Case>> = {
  'A.1 adding an object member': [
    { foo: 'bar' },
    [{ op: 'add', path: '/baz', value: 'qux' }],
    { baz: 'qux', foo: 'bar' },
  ],
  'A.2 adding an array element': [
    { foo: ['bar', 'baz'] },
    [{ op: 'add', path: '/foo/1', value: 'qux' }],
    { foo: ['bar', 'qux', 'baz'] },
  ],
  'A.3 removing an object member': [{ baz: 'qux', foo: 'bar' }, [{ op: 'remove', path: '/baz' }], { foo: 'bar' }],
  'A.4 removing an array element': [
    { foo: ['bar', 'qux', 'baz'] },
    [{ op: 'remove', path: '/foo/1' }],
    { foo: ['bar', 'baz'] },
  ],
  'A.5 replacing a value': [
    { baz: 'qux', foo: 'bar' },
    [{ op: 'replace', path: '/baz', value: 'boo' }],
    { baz: 'boo', foo: 'bar' },
  ],
  'A.6 moving a value': [
    { foo: { bar: 'baz', waldo: 'fred' }, qux: { corge: 'grault' } },
    [{ op: 'move', from: '/foo/waldo', path: '/qux/thud' }],
    { foo: { bar: 'baz' }, qux: { corge: 'grault', thud: 'fred' } },
  ],
  'A.7 moving an array element': [
    { foo: ['all', 'grass', 'cows', 'eat'] },
    [{ op: 'move', from: '/foo/1', path: '/foo/3' }],
    { foo: ['all', 'cows', 'eat', 'grass'] },
  ],
  'A.8 testing a value: success': [
    { baz: 'qux', foo: ['a', 2, 'c'] },
    [
      { op: 'test', path: '/baz', value: 'qux' },
      { op: 'test', path: '/foo/1', value: 2 },
    ],
    { baz: 'qux', foo: ['a', 2, 'c'] },
  ],
  'A.9 testing a value: error': [{ baz: 'qux' }, [{ op: 'test', path: '/baz', value: 'bar' }], null],
  'A.10 adding a nested member object': [
    { foo: 'bar' },
    [{ op: 'add', path: '/child', value: { grandchild: {} } }],
    { foo: 'bar', child: { grandchild: {} } },
  ],
  'A.11 ignoring unrecognised elements': [
    { foo: 'bar' },
    [{ op: 'add', path: '/baz', value: 'qux', xyz: 123 }],
    { foo: 'bar', baz: 'qux' },
  ],
  'A.12 adding to a target that is not there': [{ foo: 'bar' }, [{ op: 'add', path: '/baz/bat', value: 'qux' }], null],
  'A.14 tilde escape ordering': [{ '/': 9, '~1': 10 }, [{ op: 'test', path: '/~01', value: 10 }], { '/': 9, '~1': 10 }],
  'A.15 comparing strings and numbers': [{ '/': 9, '~1': 10 }, [{ op: 'test', path: '/~01', value: '10' }], null],
  'A.16 adding an array value': [
    { foo: ['bar'] },
    [{ op: 'add', path: '/foo/-', value: ['abc', 'def'] }],
    { foo: ['bar', ['abc', 'def']] },
  ],
};
for (const [name, [base, operations, result]] of Object.entries(APPENDIX)) {
  test(`RFC 6902 ${name}`, () => {
    const before = structuredClone(base);
    const { object, fits, cut } = applyJsonPatch(operations, base);
    assert.equal(fits, result !== null);
    assert.equal(cut, false);
    if (result !== null) assert.deepEqual(plain(object), result);
    assert.deepEqual(base, before, 'the base stays as it was');
  });
}

const MISFITS: Readonly<Record<string, readonly unknown[]>> = {
  'a member that is not there is replaced': [{ op: 'replace', path: '/x', value: 1 }],
  'a member that is not there is removed': [{ op: 'remove', path: '/x' }],
  'a member that is not there is moved': [{ op: 'move', from: '/x', path: '/y' }],
  'a place behind the end of a list': [{ op: 'add', path: '/list/3', value: 1 }],
  'a word where an index belongs': [{ op: 'add', path: '/list/first', value: 1 }],
  'inside a text': [{ op: 'add', path: '/text/x', value: 1 }],
  'an operation that is none': [{ op: 'merge', path: '/text', value: 1 }],
  'a value that is missing': [{ op: 'add', path: '/x' }],
  'no path': [{ op: 'add', value: 1 }],
  'an object that has a member more than the test': [{ op: 'test', path: '/map', value: { a: 1 } }],
  'a list in another order': [{ op: 'test', path: '/list', value: [2, 1] }],
};
for (const [name, operations] of Object.entries(MISFITS)) {
  test(`does not fit the base: ${name}`, () => {
    assert.equal(applyJsonPatch(operations, { text: 'a', list: [1, 2], map: { a: 1, b: 2 } }).fits, false);
  });
}

test('what operations wrote points to them, all else into the object as it stands', () => {
  const { object, origins } = applyJsonPatch(
    [
      { op: 'add', path: '/spec/containers/0', value: { name: 'new', args: ['x'] } },
      { op: 'replace', path: '/spec/containers/1/image', value: 'b' },
    ],
    { spec: { containers: [{ name: 'main', image: 'a' }] } },
  );
  assert.deepEqual(plain(object), {
    spec: {
      containers: [
        { name: 'new', args: ['x'] },
        { name: 'main', image: 'b' },
      ],
    },
  });
  assert.equal(originOf({ origins }, '/spec/containers/0/args/0'), '/requestObject/0/value/args/0');
  assert.equal(originOf({ origins }, '/spec/containers/1/image'), '/requestObject/1/value');
  assert.equal(originOf({ origins }, '/spec/containers/1/name'), '/object/spec/containers/1/name');
  assert.equal(originOf({ origins }, ''), '/object');
});

test('what was there before stays that inside of something that an operation put there', () => {
  const { origins } = applyJsonPatch(
    [
      { op: 'add', path: '/b', value: { c: 1 } },
      { op: 'move', from: '/a', path: '/b/d' },
    ],
    { a: { e: 1 } },
  );
  assert.equal(originOf({ origins }, '/b/c'), '/requestObject/0/value/c');
  assert.equal(originOf({ origins }, '/b/d/e'), '/object/b/d/e');
});

const name = fc.constantFrom('a', 'b', 'c', '0', '1', '-');
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((tokens) => `/${tokens.join('/')}`);
const value = fc.jsonValue({ maxDepth: 2 });
const operation = fc.oneof(
  fc.record({ op: fc.constantFrom('add', 'replace', 'test'), path, value }),
  fc.record({ op: fc.constant('remove'), path }),
  fc.record({ op: fc.constantFrom('move', 'copy'), from: path, path }),
);
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    fc.integer({ max: 3, min: 0 }),
    tie('object'),
    fc.array(tie('tree'), { maxLength: 3 }),
  ),
  object: fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('tree'), { maxKeys: 3 }),
}));

/**
 * Whether the patch fails by the reference, which throws where an operation goes inside of a number, and takes a word or a
 * place behind the end for a member of a list, which RFC 6901 and 6902 do not.
 */
const fails = (object: JsonObject, operations: readonly Operation[]): boolean =>
  operations.some((one) => {
    const tokens = one.path.split('/').slice(1);
    const last = tokens.pop() ?? '';
    const holder = tokens.reduce<unknown>(
      (at, token) => (Object(at) === at ? Reflect.get(Object(at), token) : undefined),
      object,
    );
    const isTaken = one.op === 'move' && holderOf(object, one.from) === holder;
    const length = Array.isArray(holder) ? holder.length - (isTaken ? 1 : 0) : 0;
    const isAdded = one.op !== 'replace' && one.op !== 'remove' && one.op !== 'test';
    if (Array.isArray(holder) && !(last === '-' ? isAdded : Number(last) <= length)) return true;
    try {
      return reference(object, [one]).some((error) => error !== null);
    } catch {
      return true;
    }
  });
const holderOf = (object: JsonObject, at: string): unknown =>
  at
    .split('/')
    .slice(1, -1)
    .reduce<unknown>(
      (found, token) => (Object(found) === found ? Reflect.get(Object(found), token) : undefined),
      object,
    );

test('any patch gives what the reference implementation gives, or fits as little', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom('a', 'b', 'c'), tree, { maxKeys: 3 }),
      fc.array(operation, { maxLength: 4 }),
      (base, operations) => {
        // The server reads numbers in the place of indexes alike, and the reference allows nothing into a value that it moves.
        fc.pre(operations.every((one) => !('from' in one) || !`${one.path}/`.startsWith(`${one.from}/`)));
        // Our own trees of plain JSON.
        const expected = structuredClone(base) as JsonObject;
        const failed = fails(expected, structuredClone(operations) as readonly Operation[]);
        const { object, fits } = applyJsonPatch(operations, base as JsonObject);
        assert.equal(fits, !failed);
        if (!failed) assert.deepEqual(plain(object), plain(expected));
      },
    ),
    { numRuns: 3000 },
  );
});

const big = (size: number): JsonObject => ({ a: Array.from({ length: size }, (_, index) => `x${index}`), b: {} });
const HOSTILE: Readonly<Record<string, (size: number) => readonly unknown[]>> = {
  'copies of copies': (size) => Array.from({ length: size }, () => ({ op: 'copy', from: '/b', path: '/b/b' })),
  'a long list copied over and over': (size) =>
    Array.from({ length: size }, (_, index) => ({ op: 'copy', from: '/a', path: `/b/${index}` })),
  'a long list shifted over and over': (size) =>
    Array.from({ length: size }, () => ({ op: 'add', path: '/a/0', value: 1 })),
  'a long list tested over and over': (size) =>
    Array.from({ length: size }, () => ({ op: 'test', path: '/a', value: big(2000).a })),
  'more operations than the server takes': (size) =>
    Array.from({ length: size * 2 }, () => ({ op: 'add', path: '/b/x', value: 1 })),
};
for (const [situation, make] of Object.entries(HOSTILE)) {
  test(`bounded in time and size: ${situation}`, () => {
    const start = process.cpuUsage();
    const { object } = applyJsonPatch(make(MAX_OPERATIONS), big(2000));
    const { user } = process.cpuUsage(start);
    assert.ok(user < 5_000_000, `${user / 1e6} s`);
    assert.ok(JSON.stringify(object).length < 4_000_000);
  });
}

test('copies of copies are cut, and said to be', () => {
  const double = { op: 'copy', from: '/a', path: '/a/-' };
  const { cut } = applyJsonPatch(
    Array.from({ length: 40 }, () => double),
    { a: [1] },
  );
  assert.ok(cut);
});
