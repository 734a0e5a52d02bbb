import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clip, inertJson, plain, withoutUnseen } from './inert.ts';

const shown: readonly (readonly [situation: string, text: string, plain: string])[] = [
  ['a colour sequence', '\u001b[31mred', '\\u{1B}[31mred'],
  ['an operating system command', '\u001b]0;title\u0007', '\\u{1B}]0;title\\u{7}'],
  ['an 8-bit control sequence', '\u009b31m', '\\u{9B}31m'],
  ['line ends and tabs', 'a\r\nb\tc', 'a\\r\\nb\\tc'],
  ['NUL, backspace and DEL', '\u0000\u0008\u007f', '\\u{0}\\u{8}\\u{7F}'],
  ['a bidi override', 'gnp.\u202egpj.exe', 'gnp.\\u{202E}gpj.exe'],
  ['bidi isolates', '\u2066x\u2069', '\\u{2066}x\\u{2069}'],
  ['zero-width characters', 'a\u200bb\u200dc\ufeffd', 'a\\u{200B}b\\u{200D}c\\u{FEFF}d'],
  ['line and paragraph separators', '\u2028\u2029', '\\u{2028}\\u{2029}'],
  ['tag characters', 'x\u{e0041}', 'x\\u{E0041}'],
  ['a filler that is drawn as nothing', '\u3164', '\\u{3164}'],
  ['a lone surrogate', 'a\ud800b', 'a\\u{D800}b'],
  ['letters of other scripts and emoji', 'Grüße 世界 😀 שלום', 'Grüße 世界 😀 שלום'],
  ['markup is text to a terminal', '<b>`|`</b>', '<b>`|`</b>'],
];

for (const [situation, text, expected] of shown) {
  test(`plain: ${situation}`, () => assert.equal(plain(text), expected));
}

test('no control character of either set is left', () => {
  for (let code = 0; code < 0xa0; code += 1) {
    if (code === 0x20) continue;
    const isControl = code < 0x20 || code > 0x7e;
    const char = String.fromCharCode(code);
    assert.equal(plain(char) === char, !isControl, code.toString(16));
  }
});

test('without unseen characters, words stay apart', () => {
  assert.equal(withoutUnseen(' a\n\tb\u2028c\u200bd\u001b[0m '), 'a b cd[0m');
});

test('a clipped text says so and keeps surrogate pairs whole', () => {
  assert.equal(clip('abcdef', 6), 'abcdef');
  assert.equal(clip('abcdefg', 6), 'abcde…');
  assert.equal(clip('abcd😀x', 6), 'abcd…');
  assert.ok(clip('😀'.repeat(9), 4).isWellFormed());
});

test('inert JSON is equal JSON without an unseen character', () => {
  const value = { 'k\u202e': ['\u001b[2J', '\u009b', '\u007f', '\u2028', 'x\u{e0041}y', '\ud800', 'é 😀', '\ufeff'] };
  for (const indent of [0, 2]) {
    const text = inertJson(JSON.stringify(value, null, indent));
    assert.deepEqual(JSON.parse(text), value);
    assert.equal(plain(text.replaceAll('\n', '')), text.replaceAll('\n', ''));
  }
  assert.match(inertJson('"é 😀"'), /é 😀/);
});
