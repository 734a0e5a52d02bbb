import assert from 'node:assert/strict';
import { test } from 'node:test';
import { originOf } from '../model/activity.ts';
import { type Json, listAt } from '../model/json.ts';
import { applyJsonPatch, MAX_OPENED, MAX_OPERATIONS, MAX_SHIFTED } from './json-patch.ts';
import { MAX_POINTER_TEXT } from './origins.ts';
import { plain, valueAt } from './testing.ts';

const POD = '/spec/template/spec';

/** Operations, and what they show of the object. RFC 6902 appendix A where a number is given. */
const CASES: Readonly<Record<string, readonly [readonly unknown[], unknown]>> = {
  'A.1 a member is added': [[{ op: 'add', path: '/baz', value: 'qux' }], { baz: 'qux' }],
  'A.2 a list member is added': [[{ op: 'add', path: '/foo/1', value: 'qux' }], { foo: ['qux'] }],
  'A.3 a member of the unknown base is removed': [[{ op: 'remove', path: '/baz' }], {}],
  'A.5 a value is replaced': [[{ op: 'replace', path: '/baz', value: 'boo' }], { baz: 'boo' }],
  'A.6 a value of the base is moved': [[{ op: 'move', from: '/foo/waldo', path: '/qux/thud' }], {}],
  'A.8 a test shows nothing that was written': [[{ op: 'test', path: '/baz', value: 'qux' }], {}],
  'A.10 an object is added': [
    [{ op: 'add', path: '/child', value: { grandchild: {} } }],
    { child: { grandchild: {} } },
  ],
  'A.11 unknown members are ignored': [[{ op: 'add', path: '/baz', value: 'qux', xyz: 123 }], { baz: 'qux' }],
  'A.14 tildes and slashes are unescaped': [[{ op: 'replace', path: '/~01', value: 10 }], { '~1': 10 }],
  'A.16 a list is added to the end': [
    [{ op: 'add', path: '/foo/-', value: ['abc', 'def'] }],
    { foo: [['abc', 'def']] },
  ],
  'a whole object': [[{ op: 'add', path: '', value: { spec: { a: 1 } } }], { spec: { a: 1 } }],
  'one field of one container': [
    [{ op: 'replace', path: `${POD}/containers/3/image`, value: 'alpine' }],
    { spec: { template: { spec: { containers: [{ image: 'alpine' }] } } } },
  ],
  'two fields of one container are one container': [
    [
      { op: 'replace', path: `${POD}/containers/3/image`, value: 'alpine' },
      { op: 'add', path: `${POD}/containers/3/command`, value: ['sh'] },
      { op: 'add', path: `${POD}/containers/0/image`, value: 'busybox' },
    ],
    { spec: { template: { spec: { containers: [{ image: 'alpine', command: ['sh'] }, { image: 'busybox' }] } } } },
  ],
  'two containers at the end are two': [
    [
      { op: 'add', path: '/spec/containers/-', value: { name: 'a' } },
      { op: 'add', path: '/spec/containers/-', value: { name: 'b' } },
    ],
    { spec: { containers: [{ name: 'a' }, { name: 'b' }] } },
  ],
  'two containers put in at one index are two': [
    [
      { op: 'add', path: '/spec/containers/0', value: { name: 'a' } },
      { op: 'add', path: '/spec/containers/0', value: { name: 'b' } },
    ],
    { spec: { containers: [{ name: 'a' }, { name: 'b' }] } },
  ],
  'an operation inside a value of an earlier one': [
    [
      { op: 'add', path: '/spec', value: { containers: [{ name: 'a' }, { name: 'b' }] } },
      { op: 'add', path: '/spec/containers/1/command', value: ['sh'] },
      { op: 'add', path: '/spec/containers/0', value: { name: 'first' } },
      { op: 'remove', path: '/spec/containers/1' },
    ],
    { spec: { containers: [{ name: 'first' }, { name: 'b', command: ['sh'] }] } },
  ],
  'what was put is taken away': [
    [
      { op: 'add', path: '/spec/containers/-', value: { name: 'a' } },
      { op: 'add', path: '/spec/x', value: 1 },
      { op: 'remove', path: '/spec/x' },
    ],
    { spec: { containers: [{ name: 'a' }] } },
  ],
  'a command that was parked in an annotation is moved into place': [
    [
      { op: 'add', path: '/metadata/annotations/x', value: ['sh', '-c', 'id'] },
      { op: 'move', from: '/metadata/annotations/x', path: '/spec/containers/0/command' },
    ],
    { metadata: { annotations: {} }, spec: { containers: [{ command: ['sh', '-c', 'id'] }] } },
  ],
  'a command that was parked in an annotation is copied into place': [
    [
      { op: 'add', path: '/metadata/annotations/x', value: 'id' },
      { op: 'copy', from: '/metadata/annotations/x', path: '/spec/containers/0/command/2' },
    ],
    { metadata: { annotations: { x: 'id' } }, spec: { containers: [{ command: ['id'] }] } },
  ],
  'what stands before the first slash is ignored, as the server does': [
    [{ op: 'add', path: 'x/spec/hostPID', value: true }],
    { spec: { hostPID: true } },
  ],
  'signed and padded indexes name list members, as for the server': [
    [
      { op: 'replace', path: '/spec/containers/+00/image', value: 'a' },
      { op: 'replace', path: '/spec/containers/-1/image', value: 'b' },
    ],
    { spec: { containers: [{ image: 'a' }, { image: 'b' }] } },
  ],
  'an operation into a scalar fails': [
    [
      { op: 'add', path: '/spec', value: 'text' },
      { op: 'add', path: '/spec/hostPID', value: true },
    ],
    { spec: 'text' },
  ],
  'wrong types are passed over': [
    [
      null,
      7,
      'add',
      [],
      {},
      { op: 'add' },
      { op: 'add', path: 7, value: 1 },
      { op: 1, path: '/a', value: 1 },
      { op: 'add', path: '/a' },
    ],
    {},
  ],
  'a path without a slash names nothing': [[{ op: 'add', path: 'spec', value: 1 }], {}],
};

for (const [name, [operations, shown]] of Object.entries(CASES)) {
  test(name, () => {
    const patched = applyJsonPatch(operations);
    assert.deepEqual(plain(patched.object), shown);
    assert.equal(patched.cut, false);
    const event = { requestObject: operations };
    for (const { at } of patched.origins) {
      const value = valueAt(patched.object, at);
      if (typeof value !== 'object') assert.equal(valueAt(event, originOf(patched, at)), value, at);
    }
  });
}

test('a place of the result is traced to the operation and the value that it came from', () => {
  const patched = applyJsonPatch([
    { op: 'test', path: '/spec/suspend', value: true },
    { op: 'add', path: `${POD}/containers/4`, value: { command: ['sh', '-c', 'id'] } },
    { op: 'replace', path: `${POD}/hostPID`, value: true },
  ]);
  assert.equal(originOf(patched, `${POD}/containers/0/command/2`), '/requestObject/1/value/command/2');
  assert.equal(originOf(patched, `${POD}/hostPID`), '/requestObject/2/value');
  assert.equal(originOf(patched, `${POD}/containers`), '/requestObject/1');
});

test('the longest known place decides where a pointer stands', () => {
  const origins = [
    { at: '', from: '/requestObject' },
    { at: '/a', from: '/x' },
    { at: '/a/0/b', from: '/y' },
  ];
  for (const [at, from] of [
    ['', '/requestObject'],
    ['/b/c', '/requestObject/b/c'],
    ['/a', '/x'],
    ['/ab', '/requestObject/ab'],
    ['/a/0', '/x/0'],
    ['/a/0/b/c', '/y/c'],
    ['/a/0/bc', '/x/0/bc'],
  ] as const) {
    assert.equal(originOf({ origins }, at), from);
  }
  assert.equal(originOf({ origins: [] }, '/spec'), '/requestObject/spec');
});

test('only a value for the whole object leaves nothing missing', () => {
  assert.equal(applyJsonPatch([{ op: 'replace', path: '', value: {} }]).whole, true);
  assert.equal(applyJsonPatch([{ op: 'replace', path: '/spec', value: {} }]).whole, false);
});

test('keys that a client invents are only keys', () => {
  const patched = applyJsonPatch([
    { op: 'add', path: '/__proto__/polluted', value: true },
    { op: 'add', path: '/constructor/prototype/polluted', value: true },
  ]);
  assert.equal(Reflect.get({}, 'polluted'), undefined);
  assert.equal(
    JSON.stringify(patched.object),
    '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
  );
});

test('more operations than the server takes, and deeper paths than any object has, are left out and told', () => {
  const many = Array.from({ length: MAX_OPERATIONS + 1 }, (_, index) => ({
    op: 'add',
    path: `/a/k${index}`,
    value: 1,
  }));
  const patched = applyJsonPatch(many);
  assert.ok(patched.cut);
  assert.equal(Object.keys(patched.object.a ?? {}).length, MAX_OPERATIONS);
  assert.deepEqual(plain(applyJsonPatch([{ op: 'add', path: '/a'.repeat(100_000), value: 1 }])), {
    object: {},
    origins: [{ at: '', from: '/requestObject' }],
    whole: false,
    cut: true,
    fits: true,
    copied: 0,
  });
});

test('copies of copies and moves into moves stay small', () => {
  const doubling: unknown[] = [{ op: 'add', path: '/a', value: { x: ['x'] } }];
  for (let round = 0; round < 60; round++) {
    doubling.push(
      { op: 'copy', from: '/a', path: '/b' },
      { op: 'copy', from: '/b', path: '/a/c' },
      { op: 'copy', from: '/b', path: '/a/d' },
    );
  }
  const doubled = applyJsonPatch(doubling);
  assert.ok(doubled.cut);
  assert.ok(JSON.stringify(doubled.object).length < 10_000_000);
  const nesting: unknown[] = [{ op: 'add', path: '/a', value: {} }];
  for (let round = 0; round < 4000; round++) {
    nesting.push({ op: 'move', from: '/a', path: '/b/b/b/b/b/b/b/b' }, { op: 'move', from: '/b', path: '/a' });
  }
  assert.ok(applyJsonPatch(nesting).cut);
});

/** Processor time of a patch in milliseconds, at its best of three. */
const spent = (operations: readonly unknown[]): number =>
  Math.min(
    ...[1, 2, 3].map(() => {
      const start = process.cpuUsage();
      applyJsonPatch(operations);
      return process.cpuUsage(start).user / 1000;
    }),
  );
const times = (count: number, operation: unknown): unknown[] => Array.from({ length: count }, () => operation);
const zeros = (length: number): number[] => Array.from({ length }, () => 0);
const opened = (length: number): unknown[] => [
  { op: 'add', path: '/a', value: zeros(length) },
  { op: 'replace', path: '/a/0', value: 1 },
];

test('copies of an opened list cost no more than may be copied', () => {
  const copy = { op: 'copy', from: '/a', path: '/b' };
  for (const length of [1000, 60_000, 99_998, 200_000]) {
    const patch = opened(length);
    const few = spent([...patch, ...times(20, copy)]);
    assert.ok(spent([...patch, ...times(9000, copy)]) < 150 + 10 * few, `${length}`);
    assert.ok(applyJsonPatch([...patch, ...times(9000, copy)]).cut);
  }
  const { object, cut } = applyJsonPatch([...opened(90_000), copy]);
  assert.equal(cut, false);
  assert.deepEqual(plain(object.b), [1, ...zeros(89_999)]);
});

test('what is copied in part is not there at all', () => {
  const nested = { op: 'add', path: '/a/0', value: { x: zeros(1000) } };
  const patch = [
    ...opened(90_000),
    nested,
    { op: 'copy', from: '/a', path: '/b' },
    { op: 'copy', from: '/a', path: '/c' },
  ];
  const { object, cut } = applyJsonPatch(patch);
  assert.deepEqual([Object.keys(object), cut], [['a', 'b'], true]);
});

test('members put into and taken out of a long list are bounded, and it is told', () => {
  const front = { op: 'add', path: '/a/0', value: { name: 'x' } };
  for (const operation of [front, { op: 'remove', path: '/a/-1' }, { op: 'remove', path: '/a/0' }]) {
    const patch = [...opened(200_000), ...times(MAX_OPERATIONS - 2, operation)];
    const start = process.cpuUsage();
    const { object, cut } = applyJsonPatch(patch);
    assert.ok(process.cpuUsage(start).user < 2_000_000);
    assert.ok(cut);
    const { length } = listAt(object, 'a');
    assert.ok(Math.abs(length - 200_000) > 10 && Math.abs(length - 200_000) <= MAX_SHIFTED / 200_000 + 1, `${length}`);
  }
  const { object, cut } = applyJsonPatch([...opened(2000), ...times(9000, front)]);
  assert.deepEqual([listAt(object, 'a').length, cut], [11_000, false]);
});

test('what is too long to go inside of is kept as it was given, and it is told', () => {
  for (const value of [
    zeros(MAX_OPENED + 1),
    Object.fromEntries(zeros(MAX_OPENED + 1).map((_, key) => [`k${key}`, 0])),
  ]) {
    const patched = applyJsonPatch([
      { op: 'add', path: '/a', value },
      { op: 'add', path: '/a/0', value: 1 },
      { op: 'add', path: '/spec', value: { hostPID: true } },
    ]);
    assert.equal(patched.cut, true);
    assert.equal(patched.object.a, value);
    assert.equal(valueAt(patched.object, '/spec/hostPID'), true);
  }
  assert.equal(applyJsonPatch(opened(MAX_OPENED)).cut, false);
});

test('a long key over a long list does not make every pointer long without limit', () => {
  const key = `/${'k'.repeat(100_000)}`;
  const patched = applyJsonPatch([
    { op: 'add', path: key, value: zeros(100_000) },
    { op: 'add', path: `${key}/0`, value: 1 },
    { op: 'add', path: '/spec', value: { hostPID: true } },
  ]);
  assert.ok(patched.cut);
  assert.ok(patched.origins.reduce((sum, { at, from }) => sum + at.length + from.length, 0) <= MAX_POINTER_TEXT);
  assert.equal(valueAt(patched.object, '/spec/hostPID'), true);
  assert.equal(originOf(patched, '/spec/hostPID'), '/requestObject/2/value/hostPID');
});

test('a deep value is not looked into', () => {
  const deep: Json = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
  assert.equal(applyJsonPatch([{ op: 'add', path: '/spec/x', value: deep }]).cut, false);
});

test('time grows with the patch, not with its square', () => {
  const timed = (count: number): number => {
    const operations = Array.from({ length: count }, (_, index) => ({
      op: index % 3 === 2 ? 'remove' : 'add',
      path: `/spec/containers/${index % 3 === 2 ? 0 : index}`,
      value: { name: `c${index}` },
    }));
    const start = performance.now();
    for (let round = 0; round < 3; round++) applyJsonPatch(operations);
    return performance.now() - start;
  };
  timed(2500);
  const small = timed(2500);
  assert.ok(timed(10_000) < 40 * small + 200);
});
