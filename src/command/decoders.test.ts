import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import {
  fromBase32,
  fromBase64,
  fromHex,
  fromUrl,
  hidesText,
  type Inflate,
  inflated,
  reversedLines,
  rot13,
  translated,
  unescaped,
} from './decoders.ts';

type Case = readonly [name: string, got: string | null, wanted: string | null];

const CASES: readonly Case[] = [
  ['base64', fromBase64('Y3VybCBh'), 'curl a'],
  ['base64 with padding', fromBase64('YQ=='), 'a'],
  ['base64 without its padding', fromBase64('YQ'), 'a'],
  ['base64 over lines', fromBase64('Y3Vy\nbCBh\n'), 'curl a'],
  ['base64 in the alphabet of addresses', fromBase64('_-8'), 'ÿï'],
  ['base64 with a sign too many', fromBase64('Y3VybCBhY'), 'curl a'],
  ['no base64', fromBase64('curl a!'), null],
  ['empty base64', fromBase64(' \n'), null],
  ['base64 of more than is decoded', fromBase64('A'.repeat(300_000)), null],
  ['base32', fromBase32('MN2XE3BAME======'), 'curl a'],
  ['base32 in small letters', fromBase32('mn2xe3bame'), 'curl a'],
  ['no base32', fromBase32('0189'), null],
  ['hexadecimal digits', fromHex('6375726c2061'), 'curl a'],
  ['digits with signs between them', fromHex('\\x63\\x75 72:6C'), 'curl'],
  ['an odd digit at the end', fromHex('63757'), 'cu'],
  ['no hexadecimal digits', fromHex('curl'), null],
  ['percent signs', fromUrl('%63url%20a'), 'curl a'],
  ['a percent sign alone', fromUrl('50 %'), '50 %'],
  ['rot13', rot13('phey N'), 'curl A'],
  ['escapes of every kind', unescaped('\\x63\\u0075\\u{72}\\154\\n\\t\\\\'), 'curl\n\t\\'],
  ['octal escapes with a zero', unescaped('\\0143\\0165'), 'cu'],
  ['an escape that is none', unescaped('\\q\\x'), '\\q\\x'],
  ['a code beyond the last character', unescaped('\\u{110000}'), '\\u{110000}'],
  ['lines backwards', reversedLines('a lruc\nhs'), 'curl a\nsh'],
  ['empty lines backwards', reversedLines('\nba\n\n'), '\nab\n\n'],
  ['nothing backwards', reversedLines(''), ''],
  ['tr: letters for letters', translated('dvsm', ['b-z', 'a-y']), 'curl'],
  ['tr: the last stands for all that follow', translated('abcd', ['a-d', 'xy']), 'xyyy'],
  ['tr: letters that go', translated('cXuXrXl', ['-d', 'X']), 'curl'],
  ['tr: classes', translated('CURL', ['[:upper:]', '[:lower:]']), 'curl'],
  ['tr: what is not in the set', translated('c1u-r+l', ['-cd', 'a-z']), 'curl'],
  ['tr: other signs become one', translated('a1b', ['-c', 'a-z', '_']), 'a_b'],
  ['tr: one set without an option', translated('curl', ['a-z']), null],
  ['tr: a range beyond all letters', translated('a', ['\0-\uffff', 'b']), null],
];
for (const [name, got, wanted] of CASES) test(name, () => assert.equal(got, wanted));

const inflate: Inflate = (data, maxOutputLength) => {
  try {
    return gunzipSync(data, { maxOutputLength });
  } catch {
    return null;
  }
};
const bytes = (data: Uint8Array): string => [...data].map((byte) => String.fromCharCode(byte)).join('');

test('compressed text is unpacked, and nothing else is', () => {
  assert.equal(inflated(bytes(gzipSync('curl a')), inflate), 'curl a');
  assert.equal(inflated('curl a', inflate), null);
  assert.equal(inflated(bytes(gzipSync('curl a')), undefined), null);
});
test('what would unpack to more than is taken stays closed', () => {
  assert.equal(inflated(bytes(gzipSync(Buffer.alloc(100_000))), inflate)?.length, 100_000);
  assert.equal(inflated(bytes(gzipSync(Buffer.alloc(1_000_000))), inflate), null);
});

for (const [text, wanted] of [
  ['\\x63\\x75\\x72\\x6c', true],
  ['\\143\\165\\162\\154', true],
  ['\\0143\\0165\\0162\\0154', true],
  ['\\x1b[31mred\\x1b[0m', false],
  ['a\\nb\\tc\\n', false],
] as const) {
  test(`${text} ${wanted ? 'hides' : 'does not hide'} text`, () => assert.equal(hidesText(text), wanted));
}
