import assert from 'node:assert/strict';
import { test } from 'node:test';
import { manifestOf } from './manifest.ts';

const BODY = {
  metadata: { annotations: { 'example.com/a~b': 'x' } },
  spec: {
    schedule: '* * * * *',
    containers: [
      { name: 'a', command: ['sh', '-c', 'one\ntwo\n'], securityContext: { privileged: true } },
      { name: 'b', args: [] },
    ],
  },
};

/** Text of the lines that a pointer marks. */
const marked = (pointer: string | null, value = '', body: unknown = BODY): readonly string[] =>
  manifestOf(body, [{ pointer, value, reason: 1 }])
    .lines.filter(({ reasons }) => reasons.includes(1))
    .map(({ text }) => text.trim());

const places: readonly (readonly [situation: string, pointer: string, lines: readonly string[]])[] = [
  ['a scalar', '/spec/schedule', ['schedule: "* * * * *"']],
  ['a flag deep inside', '/spec/containers/0/securityContext/privileged', ['privileged: true']],
  ['a member of a list', '/spec/containers/0/command/1', ['- -c']],
  ['a script of several lines', '/spec/containers/0/command/2', ['- |', 'one', 'two']],
  ['a whole list with its key', '/spec/containers/0/command', ['command:', '- sh', '- -c', '- |', 'one', 'two']],
  ['an object in a list', '/spec/containers/1', ['- name: b', 'args: []']],
  ['an empty list', '/spec/containers/1/args', ['args: []']],
  ['a key with a slash and a tilde', '/metadata/annotations/example.com~1a~0b', ['example.com/a~b: x']],
];
for (const [situation, pointer, lines] of places) {
  test(`marks ${situation}`, () => assert.deepEqual(marked(pointer), lines));
}

test('the empty pointer marks the whole object', () => {
  assert.equal(marked('').length, manifestOf(BODY, []).lines.length);
});

for (const pointer of ['/spec/nothing', '/spec/containers/7', '/spec/containers/x', '/spec/schedule/deeper', null]) {
  test(`${pointer ?? 'evidence outside the object'} marks nothing and is reported`, () => {
    const { lines, unplaced } = manifestOf(BODY, [{ pointer, value: 'not there', reason: 3 }]);
    assert.ok(lines.every(({ reasons }) => reasons.length === 0));
    assert.deepEqual(unplaced, [3]);
  });
}

test('evidence in a patch is found by its value where that stands once, and not where it stands twice', () => {
  assert.deepEqual(marked('/0/value', '* * * * *'), ['schedule: "* * * * *"']);
  assert.deepEqual(marked(null, 'twice', { a: 'twice', b: 'twice' }), []);
  assert.deepEqual(marked(null, '', { a: '' }), []);
});

test('only the first line of a place carries the note', () => {
  const { lines } = manifestOf(BODY, [{ pointer: '/spec/containers/0/command', value: '', reason: 2 }]);
  assert.deepEqual(
    lines.filter(({ begins }) => begins.length > 0).map(({ text }) => text.trim()),
    ['command:'],
  );
});

test('two reasons on one line are both kept, each once', () => {
  const mark = { pointer: '/spec/schedule', value: '', reason: 1 };
  const { lines } = manifestOf(BODY, [mark, mark, { ...mark, reason: 2 }]);
  assert.deepEqual(
    lines.flatMap(({ reasons }) => (reasons.length > 0 ? [reasons] : [])),
    [[1, 2]],
  );
});

const bodies: readonly (readonly [situation: string, body: unknown])[] = [
  ['a key __proto__', JSON.parse('{"__proto__":{"constructor":1},"constructor":"x"}')],
  ['text that looks like YAML', { a: '--- !!js/function "x"', '- b': '*alias', '<<': { c: '&x' }, '': null, '?': '|' }],
  ['controls and halves of pairs', { a: '\u0000\u001b[2J\ud800', 'k\n': '\r\n\u2028' }],
  ['no object at all', 'text'],
  ['null', null],
  ['an empty list', []],
];
for (const [situation, body] of bodies) {
  test(`prints ${situation}`, () => {
    const { lines } = manifestOf(body, [{ pointer: '/a', value: '', reason: 1 }]);
    assert.ok(lines.length > 0);
    for (const { text, indent } of lines) assert.equal(text.slice(0, indent).trim(), '');
  });
}
