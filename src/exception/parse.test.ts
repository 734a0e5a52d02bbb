import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parseExceptions } from './parse.ts';
import { EXCEPTIONS_SCHEMA } from './schema.ts';
import { exceptionOf, exceptionsOf, fileOf, NOW } from './testing.ts';

const head = 'schema: cronwarden.exceptions/v1\nexceptions:\n';
const one = (match: string, more = ''): string =>
  `${head}- id: backup\n  reason: nightly backup\n  owner: team@example.com\n  until: 2027-03-01\n${more}  match:\n${match}`;
const errorsOf = (text: string): string => {
  const exceptions = parseExceptions(text, NOW);
  assert.ok(!exceptions.ok, 'it was read');
  return exceptions.error.join('\n');
};

test('the schema that is shipped is the one that is asked', () => {
  const shipped: unknown = JSON.parse(
    readFileSync(new URL('../../schema/exceptions.v1.json', import.meta.url), 'utf8'),
  );
  assert.deepEqual(shipped, JSON.parse(JSON.stringify(EXCEPTIONS_SCHEMA)));
});

test('YAML, with one pattern or several, and its line', () => {
  const [found] = exceptionsOf(one('    actor: ana@example.com\n    image: [a/*, b]\n'));
  assert.equal(found?.line, 3);
  assert.deepEqual(
    [...(found?.match ?? [])].map(([key, patterns]) => [key, patterns.map(({ text }) => text)]),
    [
      ['actor', ['ana@example.com']],
      ['image', ['a/*', 'b']],
    ],
  );
});

const wrong: Record<string, readonly [string, RegExp]> = {
  'an unknown field': [one('    actr: x\n'), /line 8: unknown field "actr"; did you mean actor\?/],
  'an unknown field of an exception': [
    one('    actor: x\n', '  untill: x\n'),
    /line 7: unknown field "untill"; did you mean until\?/,
  ],
  'an unknown field of the file': [
    `${head}- {}\nexception: []`,
    /line 4: unknown field "exception"; did you mean exceptions\?/,
  ],
  'a missing owner': [
    `${head}- { id: a, reason: why, until: 2027-01-01, match: { name: a } }`,
    /line 3: owner is missing/,
  ],
  'a missing end': [`${head}- { id: a, reason: why, owner: me, match: { name: a } }`, /line 3: until is missing/],
  'no reason given': [
    `${head}- { id: a, reason: "", owner: me, until: 2027-01-01, match: { name: a } }`,
    /reason: must NOT have fewer/,
  ],
  'nothing to match': [
    `${head}- { id: a, reason: why, owner: me, until: 2027-01-01, match: {} }`,
    /it would hide everything/,
  ],
  'a number for a pattern': [one('    name: 7\n'), /line 8: name: write a text or a list of texts/],
  'an empty pattern': [one('    name: ""\n'), /line 8: name: write a text or a list/],
  'a time for a day': [fileOf({ name: 'a' }, { until: '2027-01-01T00:00:00Z' }), /until: write a day such as/],
  'a day that is none': [fileOf({ name: 'a' }, { until: '2027-02-30' }), /there is no day 2027-02-30/],
  'more than a year from today': [fileOf({ name: 'a' }, { until: '2027-11-27' }), /more than a year after today/],
  'more than a year from its first day': [
    fileOf({ name: 'a' }, { since: '2026-01-01', until: '2027-01-03' }),
    /more than a year after 2026-01-01/,
  ],
  'an end before the beginning': [fileOf({ name: 'a' }, { since: '2027-01-02', until: '2027-01-01' }), /is before/],
  'too many stars': [one('    name: "*a*b*c*d*e*f*g*h*i"\n'), /line 8: name: more than 8 stars/],
  'a pattern without end': [fileOf({ name: 'a'.repeat(301) }), /name: write a text/],
  'an id twice': [one('    name: a\n') + one('    name: b\n').slice(head.length), /line 9: the id "backup" is taken/],
  'another schema': [
    'schema: cronwarden.exceptions/v2\nexceptions: []\n',
    /line 1: schema: write "cronwarden.exceptions\/v1"/,
  ],
  'no mapping': ['- a\n', /the file/],
  'no YAML': ['{', /line 1/],
  'an alias': [`${head}- &a { id: a }\n- *a\n`, /aliases/],
};
for (const [name, [text, says]] of Object.entries(wrong))
  test(`refused: ${name}`, () => assert.match(errorsOf(text), says));

test('a year is not too long, with and without a first day', () => {
  exceptionOf({ name: 'a' }, { until: '2027-11-24' });
  exceptionOf({ name: 'a' }, { since: '2026-01-01', until: '2027-01-01' });
});
