import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { before, describe, test } from 'node:test';
import fc from 'fast-check';
import { HOSTILE_TEXTS } from '../../sink/hostile-testing.ts';
import type { Search } from '../search.ts';
import { quoteEsql } from './esql.ts';
import { quoteJq } from './jq.ts';
import { quoteKql } from './kql.ts';
import { isSafe, type LanguageId, Unaskable } from './language.ts';
import { LANGUAGES } from './languages.ts';
import { quoteLogql } from './logql.ts';
import { quoteSpl } from './spl.ts';
import { type Read, readEsql, readJq, readLogql, readPlain, readSpl } from './testing/grammars.ts';
import { type Kusto, loadKusto } from './testing/kusto.ts';

/** Names as an attacker would choose them, for one language or another. */
const NAMES: readonly string[] = [
  ...HOSTILE_TEXTS,
  'plain-name.example',
  '" or 1==1 //',
  '"; AzureDiagnostics | take 1',
  '\\" | delete',
  '\\\\" ; evaluate python("x")',
  '`delete_everything`',
  `$token$ $${'{'}var} [[var]] $__interval`,
  '[search index=* | delete]',
  '| outputlookup x.csv append=t',
  '"" """ \\"""',
  "'; touch /nonexistent/x; '",
  '$(touch /nonexistent/x) `touch /nonexistent/x`',
  "it's \\(input) \\u0041",
  'a\nb\r\nc\td',
  '% %22 + %60 a+b',
  '{{template}} {param}',
  '=~ ".*"',
  '\u{1f4a3} é 漢字 \u0301',
  '',
];

/** Well-formed text: what a decoder makes of bytes. Half a surrogate pair has no form in UTF-8. */
const formed = (text: string): string => text.toWellFormed();

const QUOTES: readonly (readonly [name: string, quote: (value: string) => string, read: (text: string) => Read])[] = [
  ['ES|QL', quoteEsql, readEsql],
  ['SPL', quoteSpl, readSpl],
  ['LogQL', quoteLogql, readLogql],
  ['jq', quoteJq, readJq],
];

for (const [name, quote, read] of QUOTES) {
  test(`${name}: a literal is one literal, and means the value`, () => {
    const check = (value: string): void =>
      assert.deepEqual(read(quote(value)), { skeleton: '§', values: [formed(value)] });
    for (const value of NAMES) check(value);
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), check), { numRuns: 2_000 });
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'"\\\'`$|[]{}()%+ \n\r\tau0041'), maxLength: 30 }), check),
      {
        numRuns: 2_000,
      },
    );
  });
  test(`${name}: a literal is one line of printable ASCII`, () => {
    for (const value of NAMES) assert.match(quote(value), /^[ -~]*$/);
  });
}

test('the readers of the tests find what they are for', () => {
  assert.throws(() => readEsql('"a" b"'), /does not end/);
  assert.throws(() => readEsql('"\\x"'), /no escape/);
  assert.throws(() => readSpl('"`m`"'), /in a literal/);
  assert.throws(() => readLogql('"\\ud83d"'), /surrogate/);
  assert.throws(() => readJq('"\\(1)"'), /no escape/);
  assert.throws(() => readJq(`"it's"`), /in a literal/);
  assert.throws(() => readPlain('"a\\"b"'), /backslash/);
  assert.deepEqual(readSpl('x=urldecode("a%22b") AND y="c"'), { skeleton: 'x=§ AND y=§', values: ['a"b', 'c'] });
});

/** A search that has every test, each with the name in it. */
const searchFor = (name: string): Search => ({
  id: 'x',
  asks: 'x',
  since: '2026-11-24T10:00:00.000000Z',
  until: '2026-11-25T10:00:00Z',
  all: [
    { test: 'verb', oneOf: ['create', 'patch'] },
    { test: 'resource', oneOf: ['cronjobs'] },
    { test: 'namespace', is: name },
    { test: 'name', is: name },
    { test: 'name-begins', with: name },
    { test: 'user', is: name },
    { test: 'not-user', is: name },
    { test: 'address', is: name },
    {
      test: 'any',
      of: [
        { test: 'user', is: name },
        { test: 'user', is: 'b' },
      ],
    },
  ],
});
const whole = (name: string): Search => ({
  ...searchFor(name),
  all: [...searchFor(name).all, { test: 'from-pod', begins: name }, { test: 'mentions', text: name }],
});

const languageOf = (id: LanguageId) => {
  const found = LANGUAGES.find((one) => one.id === id);
  assert.ok(found);
  return found;
};

const READERS: readonly (readonly [
  id: LanguageId,
  read: (text: string) => Read,
  searchOf: (name: string) => Search,
])[] = [
  ['esql', readEsql, searchFor],
  ['spl', readSpl, whole],
  ['logql', readLogql, whole],
  ['jq', readJq, whole],
];

for (const [id, read, searchOf] of READERS) {
  test(`${id}: a query keeps its shape whatever the names are`, () => {
    const shape = (name: string): string => {
      const { text } = languageOf(id).write(searchOf(name));
      assert.ok(text !== null);
      return read(text).skeleton;
    };
    const expected = shape('name');
    for (const name of NAMES) if (name !== '') assert.equal(shape(name), expected, JSON.stringify(name));
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), (name) => shape(name) === expected),
      {
        numRuns: 300,
      },
    );
  });
}

for (const id of ['insights', 'gcp'] as const) {
  test(`${id}: literals hold only characters that need no escape; what cannot be asked is said`, () => {
    const search = (name: string): Search =>
      id === 'gcp'
        ? { ...whole(name), all: whole(name).all.filter(({ test: one }) => one !== 'from-pod') }
        : whole(name);
    const plain = languageOf(id).write(search('name')).text;
    assert.ok(plain !== null && readPlain(plain).values.includes('name'));
    const check = (name: string): void => {
      const { text, notes } = languageOf(id).write(search(name));
      if (text === null) assert.ok(notes.length > 0 && !isSafe(name));
      else for (const value of readPlain(text).values) assert.ok(value.length > 0);
    };
    for (const name of NAMES) check(name);
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 40 }), check), { numRuns: 500 });
    assert.throws(() => languageOf(id).quote('a"b'), Unaskable);
    const { text } = languageOf(id).write(search('evil" | delete'));
    assert.ok(text !== null && readPlain(text).values.some((value) => value.includes('evil')));
  });
}

describe('KQL, read by the parser of Microsoft', () => {
  let kusto: Kusto;
  before(async () => {
    kusto = await loadKusto();
  });

  test('the parser finds what it is for', () => {
    assert.ok(kusto.read('AzureDiagnostics | where nothing == "a"').diagnostics.length > 0);
    assert.ok(kusto.read('AzureDiagnostics | where log_s == "a" b"').diagnostics.length > 0);
    assert.deepEqual(kusto.read('AzureDiagnostics | where log_s == "a\\"\\u0062"').values, ['a"b']);
  });

  test('a literal is one literal, and means the value', () => {
    const check = (value: string): void => {
      const read = kusto.read(`AzureDiagnostics | where log_s == ${quoteKql(value)}`);
      assert.deepEqual(read, { diagnostics: [], values: [formed(value)] });
    };
    for (const value of NAMES) check(value);
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 40 }), check), { numRuns: 300 });
    for (const value of NAMES) assert.match(quoteKql(value), /^[ -~]*$/);
  });

  for (const id of ['kql', 'aks'] as const) {
    test(`${id}: every query parses, with no diagnostic, whatever the names are`, () => {
      const read = (name: string) => {
        const { text } = languageOf(id).write(whole(name));
        assert.ok(text !== null);
        return kusto.read(text);
      };
      const { values } = read('name');
      for (const name of id === 'kql' ? NAMES : NAMES.slice(-20)) {
        const got = read(name);
        assert.deepEqual(got.diagnostics, [], JSON.stringify(name));
        assert.equal(got.values.length, values.length);
        assert.ok(got.values.includes(formed(name)));
      }
    });
  }
});

const hasJq = spawnSync('jq', ['--version']).status === 0 || process.env.CI === 'true';

test('jq itself reads each literal back', { skip: hasJq ? false : 'jq is not installed.' }, () => {
  const program = `[${NAMES.map(quoteJq).join(', ')}]`;
  const done = spawnSync('jq', ['-nac', program], { encoding: 'utf8', timeout: 20_000 });
  assert.equal(done.status, 0, done.stderr);
  assert.deepEqual(JSON.parse(done.stdout), NAMES.map(formed));
});
