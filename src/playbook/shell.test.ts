import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { jsonText, quote } from './shell.ts';

/** Harmless, and written so that a shell that read any of it would change it. */
const texts = [
  'plain-name.v1/x',
  "it's",
  '$(printf no)',
  '`printf no`',
  '"; printf no; "',
  '$HOME $PATH ~ * ? [a-z] {a,b} !x \\n \\',
  'two\nlines\tand\ra return',
  '\u202Ereversed\u200B \u{E0041} \u2028',
  "'$'\\''\n",
  '-n',
  '',
  '#no comment',
  '&& printf no',
];
for (const text of texts) {
  test(`bash reads it as the very text: ${JSON.stringify(text)}`, () => {
    const words = quote(text);
    assert.doesNotMatch(words, /[\n\r\u202E\u200B]/, 'one line, and nothing that an eye does not see');
    const run = spawnSync('bash', ['-c', `printf %s ${words}`], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: '/nowhere', LC_ALL: 'C.UTF-8' },
    });
    assert.equal(run.status, 0, run.stderr);
    assert.equal(run.stdout, text);
  });
}

test('a NUL, which no argument can hold, and half a character become a mark', () => {
  assert.equal(quote('a\0b'), "$'a\\ufffdb'");
  assert.match(quote('a\ud800\n'), /\ufffd/);
});

test('JSON text is the same value on one line', () => {
  const value = { a: 'x\u202Ey\n', b: [1, null] };
  assert.deepEqual(JSON.parse(jsonText(value)), value);
  assert.doesNotMatch(jsonText(value), /[\u202E\n]/);
});
