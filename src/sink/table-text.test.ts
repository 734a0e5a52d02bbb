import assert from 'node:assert/strict';
import { test } from 'node:test';
import stringWidth from 'string-width';
import { fit, hang, hangParts, paintWith, usableWidth, wrap } from './table-text.ts';

test('a text that fits is left whole', () => {
  assert.equal(fit('abc', 3), 'abc');
  assert.equal(fit('数据', 4), '数据');
});

test('a text that does not fit ends in an ellipsis inside the columns', () => {
  assert.equal(fit('abcd', 3), 'ab…');
  assert.equal(fit('数据数', 5), '数据…');
  assert.equal(fit('数据数', 4), '数…');
});

test('an escape counts with the width it is shown in', () => {
  assert.equal(fit('\u001b[2Jx', 20), '\\u{1B}[2Jx');
  assert.equal(stringWidth(fit('\u001b'.repeat(9), 20)), 20);
});

test('emoji and combined letters are never cut in half', () => {
  for (let columns = 2; columns < 12; columns += 1) {
    const cut = fit('🦊é🦊é🦊é🦊', columns);
    assert.ok(cut.isWellFormed());
    assert.ok(stringWidth(cut) <= columns, `${columns}: ${cut}`);
  }
});

test('a very long text costs no more than what is shown', () => {
  const long = 'x'.repeat(50_000_000);
  assert.equal(fit(long, 10), `${'x'.repeat(9)}…`);
});

test('wrapping breaks words that no line can hold', () => {
  assert.deepEqual(wrap('aaaa bbbbbbbb', 5), ['aaaa', 'bbbbb', 'bbb']);
  assert.deepEqual(wrap('', 5), ['']);
});

test('lines after the first hang below the text', () => {
  assert.deepEqual(hang('who  ', 'one two three', 15), ['who  one two', '     three']);
});

test('parts stay whole where a line can hold them', () => {
  assert.deepEqual(hangParts('at ', ['one two', 'three four', 'five'], 20), ['at one two', '   three four · five']);
  assert.deepEqual(hangParts('', ['x'.repeat(12), 'y'], 10), ['x'.repeat(10), 'xx · y']);
});

test('width has a floor, a ceiling, and 80 for what is no number', () => {
  assert.deepEqual([1, 80.9, 400, Number.NaN].map(usableWidth), [40, 80, 120, 80]);
});

test('no colour means no escape sequence', () => {
  const off = paintWith(false);
  assert.equal(off.badge('critical', 'x') + off.tone('low', 'x') + off.strong('x') + off.faint('x'), 'xxxx');
  assert.match(paintWith(true).badge('critical', 'x'), /^\u001b\[/);
});
