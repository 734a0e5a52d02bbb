import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MAX_READ_DEPTH, readPrefix } from './prefix.ts';
import { assertLinear } from './testing/growth.ts';

const cuts: Record<string, [string, unknown, string[]]> = {
  'between two members': ['{"a":1,', { a: 1 }, []],
  'after a whole member': ['{"a":1', {}, ['a']],
  'after a number that another token ends': ['{"a":1 ', { a: 1 }, []],
  'inside a key': ['{"a":1,"bc', { a: 1 }, []],
  'after a key': ['{"a":1,"bc"', { a: 1 }, []],
  'before a value': ['{"a":1,"bc": ', { a: 1 }, ['bc']],
  'inside a string': ['{"a":"xy', { a: 'xy' }, ['a']],
  'inside a literal': ['{"a":tru', {}, ['a']],
  'inside a list': ['{"a":[1,2', { a: [1] }, ['a', '1']],
  'behind a comma of a list': ['{"a":[1,2,', { a: [1, 2] }, ['a']],
  'in a string of a list': ['[{"a":["x","y', [{ a: ['x', 'y'] }], ['0', 'a', '1']],
  'behind an opening brace': ['{"a":{', { a: {} }, ['a']],
  'at a lone backslash': ['{"a":"x\\', { a: 'x' }, ['a']],
  'inside a unicode escape': ['{"a":"x\\u00e', { a: 'x' }, ['a']],
  'between the halves of an escaped pair': ['{"a":"x\\ud83d', { a: 'x' }, ['a']],
  'inside the second half of an escaped pair': ['{"a":"x\\ud83d\\udc', { a: 'x' }, ['a']],
  'between the halves of a literal pair': ['{"a":"x\ud83d', { a: 'x' }, ['a']],
  'in bytes of one character': ['{"a":"x\ufffd', { a: 'x' }, ['a']],
  'a pair that is whole': ['{"a":"x\\ud83d\\udca3', { a: 'x\u{1f4a3}' }, ['a']],
  'a key with escapes on the way': ['{"a\\/\\"b":{"c":[', { 'a/"b': { c: [] } }, ['a/"b', 'c']],
  'a malformed number': ['{"a":1,"b":01}', { a: 1 }, ['b']],
  'a raw control character in a string': ['{"a":"x\ny"}', { a: 'x' }, ['a']],
  'a bracket that closes the wrong thing': ['{"a":[1}', { a: [1] }, ['a']],
  'an unknown escape': ['{"a":"x\\q"}', { a: 'x' }, ['a']],
  'a string at the top': ['"abc', 'abc', []],
};

for (const [name, [text, value, cut]] of Object.entries(cuts)) {
  test(`a text that ends ${name}`, () => {
    const read = readPrefix(text);
    assert.equal(read.state, 'cut');
    if (read.state !== 'cut') return;
    assert.deepEqual(read.value, value);
    assert.deepEqual(read.cut, cut);
  });
}

test('a whole value ends where it ends', () => {
  assert.deepEqual(readPrefix(' {"a":[]} x'), { state: 'whole', value: { a: [] }, end: 9 });
  assert.deepEqual(readPrefix('{"a":1}{"b":2}', 7), { state: 'whole', value: { b: 2 }, end: 14 });
});

test('nothing where no value begins', () => {
  for (const text of ['', '   ', '}', 'nonsense', '-']) assert.equal(readPrefix(text).state, 'nothing', text);
});

test('__proto__ stays an ordinary key', () => {
  const read = readPrefix('{"__proto__":{"x":1},"b":"c');
  assert.ok(read.state === 'cut' && Object.hasOwn(Object(read.value), '__proto__'));
  assert.equal(Reflect.get({}, 'x'), undefined);
});

test('what is nested beyond the limit is null, and what follows it is read', () => {
  const open = '[{"a":'.repeat(MAX_READ_DEPTH / 2);
  const close = '}]'.repeat(MAX_READ_DEPTH / 2);
  const innermost = (value: unknown): unknown => {
    for (let at = value; ; at = Object.values(Object(at))[0]) if (typeof at !== 'object' || at === null) return at;
  };
  const at = readPrefix(`${open}"x"${close}`);
  assert.ok(at.state === 'whole' && innermost(at.value) === 'x');
  for (const deep of ['[]', '{"b":"]}\\"["}', `${open}1${close}`]) {
    const text = `{"first":1,"b":${open}${deep}${close},"c":[${open}${deep}${close},2],"d":"e"}`;
    const read = readPrefix(text);
    assert.ok(read.state === 'whole' && read.end === text.length);
    const { b, c, d } = Object(read.value);
    assert.deepEqual([innermost(b), innermost(c), c[1], d], [null, null, 2, 'e']);
    const cut = readPrefix(text.slice(0, -2));
    assert.ok(
      cut.state === 'cut' && cut.cut.join() === 'd' && Object(cut.value).d === 'e' && Object(cut.value).c[1] === 2,
    );
  }
});

test('a text that ends below the limit is cut at the limit', () => {
  for (const end of ['', '"', '{"a":"\\', '{}', '{"a":{']) {
    const read = readPrefix(`{"x":1,"y":${'['.repeat(100_000)}${end}`);
    assert.ok(read.state === 'cut', end);
    assert.equal(read.cut.length, MAX_READ_DEPTH);
    assert.equal(Object(read.value).x, 1);
  }
});

test('any JSON reads as JSON.parse does, and any beginning of it is consistent with it', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 4 }), fc.nat(), (text, seed) => {
      fc.pre(/^[{["]/.test(text));
      const read = readPrefix(text);
      const whole: unknown = JSON.parse(text);
      assert.deepEqual(read, { state: 'whole', value: whole, end: text.length });
      const part = readPrefix(text.slice(0, 1 + (seed % text.length)));
      if (part.state === 'cut') assert.ok(isPart(part.value, whole), JSON.stringify(part.value));
      else assert.equal(part.state, 'whole');
    }),
    { numRuns: 500 },
  );
});

test('any text at all is read without an exception', () => {
  const signs = fc.array(fc.constantFrom(...'{}[]",:\\u0123456789abcdefltrn -.eE\n\u0000\ud83d'), { maxLength: 60 });
  fc.assert(
    fc.property(signs, (list) => typeof readPrefix(list.join('')).state === 'string'),
    { numRuns: 3000 },
  );
});

/** Whether one value could be the beginning of another: fewer members, a shorter last string. */
const isPart = (part: unknown, whole: unknown): boolean => {
  if (typeof part === 'string') return typeof whole === 'string' && whole.startsWith(part);
  if (typeof part !== 'object' || part === null) return part === whole;
  return Object.entries(part).every(([key, value]) => isPart(value, Reflect.get(Object(whole), key)));
};

test('reading grows with the length, not with its square', () => {
  const hostile = [
    (n: number) => `{"a":"${'\\\\'.repeat(n)}`,
    (n: number) => `[${'"",'.repeat(n)}`,
    (n: number) => `[${'1'.repeat(n)}`,
    (n: number) => `{"a":"${'\ufffd'.repeat(n)}`,
    (n: number) => `[${' '.repeat(n)}`,
    (n: number) => '"\\"'.repeat(n),
    (n: number) => '['.repeat(n),
    (n: number) => `[${`${'['.repeat(2500)}${']'.repeat(2500)},`.repeat(n / 5000)}1`,
  ];
  for (const make of hostile) assertLinear(make, (text) => readPrefix(text));
});
