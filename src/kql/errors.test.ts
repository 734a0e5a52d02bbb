import assert from 'node:assert/strict';
import { test } from 'node:test';
import { QueryStopped } from './failure.ts';
import { columnsIn, errorOf, rowsOf } from './testing/run.ts';

const tables = [{ name: 'Events', columns: columnsIn('Name Verb Count:long Body:dynamic') }];

const cases: readonly (readonly [title: string, query: string, said: RegExp])[] = [
  ['syntax', 'Events\n| wear Name', /^2:3 /],
  [
    'a column that is not there',
    'Events\n| where Nome == 1',
    /^2:9 The name 'Nome' does not refer to any known column/,
  ],
  ['a function that is not there', 'Events | extend f(1)', /^1:17 The name 'f' does not refer to any known function/],
  ['a table that is not there', 'SigninLogs | take 1', /^1:1 The name 'SigninLogs' does not refer to any known table/],
  ['types that do not go together', 'Events | where Count has_any (1h) and Count == "a"', /^1:/],
  [
    'an operator of the language',
    'Events\n  | make-series n=count() default=0 on Count from 0 to 9 step 1',
    /^2:5 the operator make-series is not supported; supported are count, .*where/,
  ],
  ['a plugin', 'Events | evaluate narrow()', /^1:10 the operator evaluate is not supported/],
  ['find', 'find "x"', /^1:1 the operator find is not supported/],
  ['search inside mv-apply', 'Events | mv-apply Body on (search "x")', /^1:/],
  ['what no column holds', 'Events | where * !has "x"', /^1:16 what no column holds is not supported with \*/],
  [
    'search that heeds case, with an operator that does not',
    'Events | search kind=case_sensitive Name has "x"',
    /^1:37 with kind=case_sensitive write operators that heed case/,
  ],
  ['search for a text that is worked out', 'Events | search Name:strcat("a", "b")', /^1:/],
  [
    'a function of the language',
    'Events | extend series_stats_dynamic(Body)',
    /^1:17 the function series_stats_dynamic\(\) is not supported; supported are .*tostring/,
  ],
  [
    'an aggregate of the language',
    'Events | summarize hll(Name)',
    /^1:20 the aggregate hll\(\) is not supported; supported are .*count/,
  ],
  ['a watch list', '_GetWatchlist("x") | take 1', /^1:1 .*_GetWatchlist/],
  [
    'data from outside',
    'externaldata(a:string)["https://example.com/x"]',
    /^1:1 externaldata is not supported: nothing is fetched/,
  ],
  ['a decimal', 'print decimal(1.5)', /^1:7 a decimal is not supported/],
  ['a regular expression that is none', 'Events | where Name matches regex "a("', /^1:35 not a regular expression/],
  [
    'a look-around, which RE2 has not',
    'Events | where Name matches regex "a(?=b)"',
    /^1:35 not a regular expression of RE2/,
  ],
  ['in extract as well', 'Events | extend extract("(", 1, Name)', /^1:25 not a regular expression/],
  ['a key of type dynamic', 'Events | summarize count() by Body', /^1:31 .*dynamic/],
  ['a join on a dynamic column', 'Events | join (Events) on Body', /^1:27 .*dynamic/],
  ['two dynamic values', 'Events | where Body.a == Body.b', /^1:23 .*dynamic cannot be compared: cast them/],
  ['a period that is none', 'print datetime_diff("fortnight", now(), now())', /^1:21 .*one of the values: year/],
  ['a format that is not known', 'print format_datetime(now(), "Q")', /^1:7 a format that is not known: Q/],
  ['row_number out of place', 'Events | summarize max(row_number())', /^1:/],
  ['two queries', 'print 1; print 2', /^1:10 one query at a time/],
  ['only declarations', 'let a = 1;', /^1:/],
  [
    'inside a function, at its own place',
    'let f = (x:string) { strcat(x,\n hash_xxhash64(x)) };\nEvents | extend f(Name)',
    /^2:2 the function hash_xxhash64\(\) is not supported/,
  ],
  ['several names for one expression', 'Events | extend (a, b) = Body', /^1:/],
];

for (const [title, query, said] of cases) {
  test(title, async () => {
    assert.match(await errorOf(query, tables), said);
  });
}

test('a query that holds more than it may stops, whatever it holds', async () => {
  const rows = Array.from({ length: 50 }, (_, index) => [String(index)]);
  const tables = { T: { columns: 'a', rows } };
  for (const query of [
    'T | sort by a',
    'T | summarize count() by a',
    'T | summarize make_set(a)',
    'T | summarize make_list(a)',
    'T | summarize dcount(a)',
    'T | distinct a',
    'T | join kind=inner (T) on a',
    'T | where a in (T)',
    'let m = materialize(T); m | take 1',
    'T | serialize n = row_number()',
  ]) {
    await assert.rejects(rowsOf(query, tables, { maxRows: 20 }), QueryStopped, query);
    await rowsOf(query, tables, { maxRows: 200 });
  }
  // What streams holds nothing.
  assert.equal((await rowsOf('T | where a != "1" | extend b = a', tables, { maxRows: 1 })).length, 49);
});
