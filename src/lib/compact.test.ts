import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compactJson } from './compact.ts';
import { growth } from './testing.ts';

const texts: readonly (readonly [situation: string, text: string, compact: string | null])[] = [
  ['spaces between tokens', ' { "a" : [ 1 , true , null ] ,\n\t"b" : { } }\r\n', '{"a":[1,true,null],"b":{}}'],
  ['spaces inside strings', '{"a b" : " c : , d "}', '{"a b":" c : , d "}'],
  ['key order, also of integer-like names', '{"b":1,"10":2,"9":3,"a":4}', '{"b":1,"10":2,"9":3,"a":4}'],
  ['spelling of numbers', '[1.0,1e5,-0,12345678901234567890]', '[1.0,1e5,-0,12345678901234567890]'],
  ['HTML-safe escapes of Go', '"a \\u0026\\u0026 b \\u003e c \\u003c d"', '"a && b > c < d"'],
  ['an escaped slash', '"\\/etc\\/shadow"', '"/etc/shadow"'],
  ['letters as escapes', '"\\u0063\\u0075\\u0072\\u006C"', '"curl"'],
  ['non-ASCII as an escape', '"caf\\u00e9 \\ud83d\\ude00"', '"café 😀"'],
  ['quotes and backslashes', '"\\"a\\" \\\\ \\u0022 \\u005c"', '"\\"a\\" \\\\ \\" \\\\"'],
  ['control characters', '"\\u000a\\n\\u0009\\u0001\\u001B\\u0000"', '"\\n\\n\\t\\u0001\\u001b\\u0000"'],
  ['a lone surrogate stays an escape', '["\\uD83D","\\uDE00x"]', '["\\ud83d","\\ude00x"]'],
  ['a string that ends in backslashes', '["\\\\","\\\\\\\\",":"]', '["\\\\","\\\\\\\\",":"]'],
  ['an escaped quote before brackets', '{"a\\"}":"\\"]"}', '{"a\\"}":"\\"]"}'],
  ['a name twice: last value, first place', '{"a":1,"b":2,"a":3}', '{"a":3,"b":2}'],
  ['a name three times', '{"a":[1],"a":{"x":2},"b":0,"a":[3,4]}', '{"a":[3,4],"b":0}'],
  ['a name twice under another spelling', '{"a":1,"\\u0061":2}', '{"a":2}'],
  ['a name twice inside a value that moves', '{"a":1,"a":{"x":1,"y":0,"x":2}}', '{"a":{"x":2,"y":0}}'],
  ['a name twice inside a value that goes', '{"a":{"x":1,"x":2},"b":3,"a":4}', '{"a":4,"b":3}'],
  ['one name in two objects', '[{"a":1},{"a":2},{"b":{"a":3},"a":4}]', '[{"a":1},{"a":2},{"b":{"a":3},"a":4}]'],
  ['strings in lists are no names', '["a","a"]', '["a","a"]'],
  ['members named as on Object.prototype', '{"__proto__":1,"constructor":2}', '{"__proto__":1,"constructor":2}'],
  ['a string alone', '"skipped-too-big-size-object"', '"skipped-too-big-size-object"'],
  ['null alone', ' null ', 'null'],
  ['a cut text', '{"a":[1,2', null],
  ['no text', '', null],
  ['single quotes', "{'a':1}", null],
];

for (const [situation, text, compact] of texts) {
  test(`compact JSON: ${situation}`, () => assert.equal(compactJson(text), compact));
}

test('any JSON, however it is indented, is what JSON.stringify gives', () => {
  const sameSpelling = (value: unknown): boolean => !/"-?\d+":/.test(JSON.stringify(value));
  fc.assert(
    fc.property(fc.jsonValue().filter(sameSpelling), fc.constantFrom(0, 2, '\t'), (value, indent) => {
      assert.equal(compactJson(JSON.stringify(value, null, indent)), JSON.stringify(value));
    }),
    { numRuns: 300, seed: 1053007 },
  );
});

test('any object with repeated names means what JSON.parse reads', () => {
  const names = fc.constantFrom('a', 'b', 'c');
  const value = fc.letrec<{ node: string }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom('1', '"x"', 'null'),
      fc.array(tie('node'), { maxLength: 3 }).map((list) => `[${list.join(', ')}]`),
      fc
        .array(fc.tuple(names, tie('node')), { maxLength: 5 })
        .map((members) => `{ ${members.map(([name, text]) => `"${name}" : ${text}`).join(',')} }`),
    ),
  })).node;
  fc.assert(
    fc.property(value, (text) => assert.equal(compactJson(text), JSON.stringify(JSON.parse(text)))),
    { numRuns: 500, seed: 1053007 },
  );
});

test('a hundred thousand levels do not overflow the stack', () => {
  const text = `${'[ {"a" : '.repeat(50_000)}1${'} ]'.repeat(50_000)}`;
  assert.equal(compactJson(text), text.replaceAll(' ', ''));
});

const hostile: readonly (readonly [name: string, make: (n: number) => string])[] = [
  ['backslashes', (n) => `"${'\\\\'.repeat(n)}"`],
  ['escaped quotes', (n) => `"${'\\"'.repeat(n)}"`],
  ['one name again and again', (n) => `{${'"a":[1],'.repeat(n / 4)}"a":1}`],
  ['a repeated name at every level', (n) => `${'{"a":1,"a":'.repeat(n / 8)}1${'}'.repeat(n / 8)}`],
  ['spaces', (n) => `[${' '.repeat(n)}1]`],
];
for (const [name, make] of hostile) {
  test(`time grows with the text, not with its square: ${name}`, () => {
    assert.ok(growth((n) => compactJson(make(n)), 100_000) < 12);
  });
}
