import assert from 'node:assert/strict';
import { test } from 'node:test';
import { escapeHtml, html, jsonForScript, trusted } from './markup.ts';

const texts: readonly (readonly [situation: string, text: string, shown: string])[] = [
  ['an element', '<b>', '&lt;b&gt;'],
  ['the end of a quoted attribute', '" onload="x', '&quot; onload=&quot;x'],
  ['the end of one in single quotes or backticks', "'`", '&#39;&#96;'],
  ['an entity', '&lt;', '&amp;lt;'],
  ['a terminal escape', '\u001b[2J', '\\u{1B}[2J'],
  ['text that is turned around', 'a\u202eb', 'a\\u{202E}b'],
  ['a line break', 'a\nb', 'a\\nb'],
];
for (const [situation, text, shown] of texts) {
  test(`${situation} becomes text`, () => assert.equal(escapeHtml(text), shown));
}

test('every kind of value: texts are escaped, markup is not escaped again, nothing is nothing', () => {
  const { markup } = html`<p title="${'"'}">${[html`<i>${'<'}</i>`, ' & ', 3]}${null}${false}${trusted('<hr>')}</p>`;
  assert.equal(markup, '<p title="&quot;"><i>&lt;</i> &amp; 3<hr></p>');
});

test('a backslash in a template is not read as an escape by the second pass', () => {
  assert.equal(html`${'\\n$&$1'}`.markup, '\\n$&amp;$1');
});

test('JSON for a data block holds nothing that could end the block, and parses to the same value', () => {
  const value = { a: '</script><!--<script>', b: '\u2028\u2029\u202e\u0000\ud800', c: '&amp;', 'k<': [1, null] };
  const { markup } = jsonForScript(value);
  assert.doesNotMatch(markup, /[<>&\u0000-\u001f\u2028\u2029\u202e]/);
  assert.deepEqual(JSON.parse(markup), value);
});
