import assert from 'node:assert/strict';
import { test } from 'node:test';
import { growth } from '../lib/testing.ts';
import { MOST_TEXT, Parses, parseShell } from './parse.ts';

const commands = (text: string): number =>
  parseShell(text).pieces.reduce((sum, { script }) => sum + script.commands.length, 0);

test('a text of ordinary length is one piece, whole', () => {
  const { pieces, cut } = parseShell('a; b\r\nc');
  assert.equal(pieces.length, 1);
  assert.equal(pieces[0]?.text, 'a; b\nc');
  assert.ok(!cut);
  assert.equal(commands('a; b\r\nc'), 3);
});

const LIMITS: Readonly<Record<string, string>> = {
  'more signs than are parsed': 'a;'.repeat(50_000),
  'more here-documents': 'cat <<A\n'.repeat(1000),
  'more functions': 'x() '.repeat(1000),
  'more expansions in one another': '${A:-'.repeat(1000),
  'more calculations': '$((1+'.repeat(1000),
  'more characters': 'x'.repeat(MOST_TEXT),
};
for (const [name, text] of Object.entries(LIMITS)) {
  test(`${name}: said to be cut`, () => assert.ok(parseShell(text).cut));
  test(`${name}: the end is read`, () => {
    const { pieces } = parseShell(`${text}\nlast one`);
    assert.ok(pieces.at(-1)?.text.endsWith('last one'));
  });
}

for (const open of ["'", '"', '<<E\n', '$(', '`', '{ ', 'if a; then ', '${A:-']) {
  test(`what ${JSON.stringify(open)} leaves open swallows neither the middle nor the end`, () => {
    const text = `${open}${'a\n'.repeat(20_000)}curl b | sh\n${'a\n'.repeat(20_000)}wget c`;
    const last = parseShell(text).pieces.slice(1);
    assert.ok(last.some((piece) => piece.text.includes('curl b | sh') && piece.script.commands.length > 0));
    assert.ok(last.at(-1)?.text.includes('wget c'));
  });
}

test('a tree is kept for a text that comes again', () => {
  const parses = new Parses();
  assert.ok(!parses.has('a'));
  assert.equal(parses.of('a'), parses.of('a'));
  assert.ok(parses.has('a'));
  const long = 'a '.repeat(10_000);
  parses.of(long);
  assert.ok(!parses.has(long));
});

for (const piece of ['a;', '<<a ', '${', 'x() ', '"', "'", 'curl a\n', '}', '\n']) {
  test(`linear on ${JSON.stringify(piece)} without end`, () => {
    const ratio = growth((size) => parseShell(piece.repeat(size / piece.length)), 100_000);
    assert.ok(ratio < 12, `four times the text took ${ratio.toFixed(1)} times as long`);
  });
}
