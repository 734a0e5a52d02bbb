import assert from 'node:assert/strict';
import { test } from 'node:test';
import { growth } from '../lib/testing.ts';
import { compile, find, groupOf, type PatternOptions, replaced } from './pattern.ts';

const free = (): boolean => true;

const all = (source: string, text: string, by: string, options: PatternOptions = { syntax: 'extended' }) => {
  const pattern = compile(source, options);
  assert.ok(pattern);
  return replaced(
    pattern,
    text,
    (match) => by.replaceAll(/<(\d)>/g, (_, group: string) => groupOf(text, match, Number(group))),
    { all: true, most: 10_000 },
    free,
  )?.text;
};

for (const [situation, source, text, by, expected] of [
  ['signs one by one', 'Z*', 'cZZurZl', '', 'curl'],
  ['a class and a count', '[0-9]{2}', 'a12b345', '#', 'a#b#5'],
  ['a class by its name', '[[:upper:]_]+', 'cAu_Rl', '', 'cul'],
  ['two groups', '(.*)-(.*)', 'rl-cu', '<2><1>', 'curl'],
  ['the first of two that fit', 'a|ab', 'xab', '#', 'x#b'],
  ['the beginning of the text', '^#', '#a#', '', 'a#'],
  ['the end of the text', 'x$', 'xax', '', 'xa'],
  ['as few as fit', '<.+?>', '<a><b>', '', ''],
  ['blanks of Perl', '\\s+', 'a \t b', '_', 'a_b'],
  ['the edge of a word', '\\bcat\\b', 'cat concat', 'dog', 'dog concat'],
  ['a group without a number', '(?:ab)+(c)', 'ababc', '<1>', 'c'],
  ['a code in hexadecimal', '\\x41', 'BAB', '', 'BB'],
] as const) {
  test(`an expression: ${situation}`, () => assert.equal(all(source, text, by), expected));
}

test('a basic expression counts its signs with a backslash', () => {
  assert.equal(all('\\(a\\)b\\{2\\}+', 'abb+ab', '<1>', { syntax: 'basic' }), 'aab');
});

test('a pattern of a shell takes as much or as little as it is asked for', () => {
  const pattern = compile('*@(/|:)', { syntax: 'glob' });
  assert.ok(pattern);
  assert.equal(find(pattern, 'a/b:c', free, { anchored: true, prefer: 'longest' })?.end, 4);
  assert.equal(find(pattern, 'a/b:c', free, { anchored: true, prefer: 'shortest' })?.end, 2);
});

test('the match that begins first is found, though another ends before it', () => {
  const pattern = compile('abcd|c', { syntax: 'extended' });
  assert.ok(pattern);
  assert.deepEqual(find(pattern, 'xabcd', free), { start: 1, end: 5, groups: [1] });
});

for (const source of [
  '(a',
  '[a',
  '(a)\\1',
  '(?=a)',
  `(${'a{200}'.repeat(20)}){200}`,
  '('.repeat(60) + ')'.repeat(60),
]) {
  test(`nothing is made of ${source.slice(0, 20)}`, () => assert.equal(compile(source, { syntax: 'extended' }), null));
}

test('a search without work left is given up', () => {
  const pattern = compile('(a*)*b', { syntax: 'extended' });
  assert.ok(pattern);
  assert.equal(
    find(pattern, 'a'.repeat(1000), () => false),
    undefined,
  );
});

test('linear where a search that goes back would not end', () => {
  const pattern = compile('(a*)*(a*)*b', { syntax: 'extended' });
  assert.ok(pattern);
  const ratio = growth((size) => find(pattern, 'a'.repeat(size), free), 4000);
  assert.ok(ratio < 12, `four times the text took ${ratio.toFixed(1)} times as long`);
});
