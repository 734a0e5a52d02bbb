import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowsOf, type Table } from './testing/run.ts';

const EVENTS: Table = {
  columns: 'Name Verb Count:long Body:dynamic',
  rows: [
    ['a', 'create', 3n, new Map([['images', ['alpine', 'busybox']]])],
    ['b', 'create', 5n, new Map([['images', []]])],
    ['c', 'patch', 1n, null],
    ['d', 'delete', null, 'text'],
  ],
};
const OWNERS: Table = {
  columns: 'Name Owner',
  rows: [
    ['a', 'sam'],
    ['a', 'kim'],
    ['c', 'lee'],
    ['z', 'max'],
  ],
};
const tables = { Events: EVENTS, Owners: OWNERS };

/** Queries and the rows that they give: values joined with a bar, a null as `∅`. */
const cases: readonly (readonly [title: string, query: string, rows: readonly string[]])[] = [
  ['where keeps what is true, not what is null', 'Events | where Count > 1 | project Name', ['a', 'b']],
  ['where with not: a null stays one', 'Events | where not(Count > 1) | project Name', ['c']],
  [
    'extend replaces a column at its place',
    'Events | extend Verb = toupper(Verb) | take 1 | project-away Body',
    ['a|CREATE|3'],
  ],
  [
    'extend without a name',
    'Events | extend strlen(Name), Body.images, tostring(Count), 1 + 1 | project strlen_Name, Body_images, gettype(Count), Column1 | take 1',
    ['1|["alpine","busybox"]|string|2'],
  ],
  ['project-away and project-keep by pattern', 'Events | project-away B* | project-keep *e | take 1', ['a']],
  ['project-rename', 'Events | project-rename N = Name | project N, Verb | take 1', ['a|create']],
  ['project-reorder', 'Events | project-reorder Verb, Name | project-away Body | take 1', ['create|a|3']],
  ['sort is downwards, nulls last', 'Events | sort by Count | project Name', ['b', 'a', 'c', 'd']],
  ['sort upwards has nulls first', 'Events | sort by Count asc | project Name', ['d', 'c', 'a', 'b']],
  ['nulls where they are wanted', 'Events | sort by Count asc nulls last | project Name', ['c', 'a', 'b', 'd']],
  ['sort by two keys is stable', 'Events | sort by Verb asc, Count desc | project Name', ['b', 'a', 'd', 'c']],
  ['top', 'Events | top 2 by Count | project Name', ['b', 'a']],
  ['take stops', 'Events | take 2 | count', ['2']],
  ['distinct', 'Events | distinct Verb', ['create', 'patch', 'delete']],
  [
    'summarize by',
    'Events | summarize n = count(), s = sum(Count), m = max(Count) by Verb',
    ['create|2|8|5', 'patch|1|1|1', 'delete|1|0|∅'],
  ],
  [
    'summarize of nothing is a row',
    'Events | where false | summarize count(), sum(Count), make_list(Name), min(Count)',
    ['0|0|[]|∅'],
  ],
  ['summarize of nothing by something is none', 'Events | where false | summarize count() by Verb', []],
  [
    'arg_max with a star',
    'Events | summarize arg_max(Count, *) by Verb | project-away Body | where Verb == "create"',
    ['create|5|b'],
  ],
  ['arg_min', 'Events | summarize arg_min(Count, Name)', ['1|c']],
  [
    'conditions of aggregates',
    'Events | summarize countif(Verb == "create"), sumif(Count, Name != "a"), dcountif(Verb, Count > 0), make_set_if(Name, Count > 1)',
    ['2|6|2|["a","b"]'],
  ],
  ['make_set takes arrays apart', 'Events | summarize make_set(Body.images)', ['["alpine","busybox"]']],
  [
    'make_bag',
    'Events | summarize make_bag(pack(Name, Count)) | project tostring(bag_)',
    ['{"a":3,"b":5,"c":1,"d":null}'],
  ],
  ['an expression over aggregates', 'Events | summarize x = strcat(count(), "-", max(Count))', ['4-5']],
  [
    'percentiles and averages',
    'range x from 1 to 100 step 1 | summarize percentile(x, 50), avg(x), stdevp(x) > 28.8',
    ['50|50.5|true'],
  ],
  [
    'bin groups times',
    'datatable(t:datetime)[datetime(2026-11-24 10:20), datetime(2026-11-24 10:59), datetime(2026-11-24 11:00)] | summarize count() by bin(t, 1h) | project count_',
    ['2', '1'],
  ],
  [
    'join: innerunique takes one left row for a key',
    'Owners | join (Events) on Name | project Owner, Verb',
    ['sam|create', 'lee|patch'],
  ],
  [
    'join kind=inner',
    'Owners | join kind=inner (Events) on Name | project Owner, Verb',
    ['sam|create', 'kim|create', 'lee|patch'],
  ],
  [
    'join kind=leftouter',
    'Events | join kind=leftouter (Owners) on Name | project Name, Owner',
    ['a|sam', 'a|kim', 'b|', 'c|lee', 'd|'],
  ],
  [
    'join kind=rightouter',
    'Events | join kind=rightouter (Owners) on Name | project Name, Owner, Count',
    ['a|sam|3', 'a|kim|3', 'c|lee|1', '|max|∅'],
  ],
  ['join kind=fullouter', 'Events | join kind=fullouter (Owners) on Name | count', ['6']],
  ['join kind=leftanti', 'Events | join kind=leftanti (Owners) on Name | project Name', ['b', 'd']],
  ['join kind=rightanti', 'Events | join kind=rightanti (Owners) on Name | project Owner', ['max']],
  ['join kind=leftsemi', 'Events | join kind=leftsemi (Owners) on Name | project Name', ['a', 'c']],
  ['join kind=rightsemi', 'Events | join kind=rightsemi (Owners) on Name | project Owner', ['sam', 'kim', 'lee']],
  [
    'join on two sides',
    'Events | join kind=inner (Owners | project Who = Name, Owner) on $left.Name == $right.Who | project Name, Owner',
    ['a|sam', 'a|kim', 'c|lee'],
  ],
  [
    'lookup keeps the left rows and not the key',
    'Events | lookup (Owners) on Name | project Name, Owner',
    ['a|sam', 'a|kim', 'b|', 'c|lee', 'd|'],
  ],
  [
    'mv-expand: an empty array is no row, a null is one',
    'Events | mv-expand i = Body.images | project Name, i',
    ['a|alpine', 'a|busybox', 'c|∅', 'd|∅'],
  ],
  [
    'mv-expand of a bag, in parallel, with an index',
    'print b = dynamic({"k":1,"l":2}), a = dynamic([7]) | mv-expand with_itemindex=n b, a | project n, b, a',
    ['0|{"k":1}|7', '1|{"l":2}|∅'],
  ],
  [
    'mv-expand kind=array and a cast',
    'print b = dynamic({"k":1}) | mv-expand kind=array b to typeof(string)',
    ['["k",1]'],
  ],
  ['mv-expand with a limit', 'print a = range(1, 9) | mv-expand a limit 2', ['1', '2']],
  [
    'mv-apply',
    'Events | mv-apply i = Body.images to typeof(string) on (where i startswith "b" | summarize n = count()) | project Name, n',
    ['a|1', 'b|0', 'c|0', 'd|0'],
  ],
  [
    'parse',
    'print s = "User: James, Age: 29" | parse s with "User: " User ", Age: " Age:long',
    ['User: James, Age: 29|James|29'],
  ],
  ['parse of what does not fit is nulls', 'print s = "nobody" | parse s with * "Age: " Age:long | project Age', ['∅']],
  [
    'the last column takes what is left, which must be of its type',
    'print s = "Age: 29 x" | parse s with "Age: " n:long | parse s with "Age: " t | project n, t',
    ['∅|29 x'],
  ],
  [
    'parse kind=regex',
    'print s = "a=1; b=22" | parse kind=regex s with @"a=" a:long @";\\s*b=" b:long | project a, b',
    ['1|22'],
  ],
  [
    'groups in the expressions of parse are not its columns',
    'print s = "key=1; b=2" | parse kind=regex s with @"(k(e)y)=" a:long @"(;| )+b=" b:long | project a, b',
    ['1|2'],
  ],
  ['parse-where leaves it out', 'print s = "nobody" | parse-where s with * "Age: " Age:long', []],
  [
    'parse of another type is no match, unless it is relaxed',
    'print s = "n=x!" | parse s with "n=" n:long "!" | parse kind=relaxed s with "n=" m:long "!" | project n, m',
    ['∅|∅'],
  ],
  [
    'union with its source',
    'union withsource=From (Owners | take 1), Events | project From, Name | take 2',
    ['union_arg0|a', 'Events|a'],
  ],
  ['union of two types of one name', 'union (print x = 1), (print x = "a")', ['1|', '∅|a']],
  [
    'union isfuzzy goes on without a table',
    'union isfuzzy=true (Nowhere | where a == 1), (print x = 1) | project x',
    ['1'],
  ],
  [
    'union of every table',
    'union withsource=From * | summarize count() by From | sort by From asc',
    ['Events|4', 'Owners|4'],
  ],
  ['any column', 'Events | where * has "busybox" or * == "c" | project Name', ['a', 'c']],
  ['any column, by its text', 'Events | where * has "5" | project Name', ['b']],
  ['search with its source', 'search "a" | project $table, Name', ['Events|a', 'Owners|a', 'Owners|a']],
  ['search in tables', 'search in (Own*) "a" and Owner == "kim" | project Name, Owner', ['a|kim']],
  [
    'search in what is worked out',
    'let few = Events | where Count > 1; search in (few, Owners) "create" or "sam" | project $table, Name',
    ['few|a', 'few|b', 'Owners|a'],
  ],
  ['search of a pipe', 'Events | where Count > 1 | search Verb:"create" and "busy*" | project Name', ['a']],
  ['search by pattern, from the beginning of a word', 'Events | search "lp*ybox" | count', ['0']],
  ['search by pattern, to the end of a word', 'Events | search "alp*busy" | count', ['0']],
  ['search by pattern, with stars at its ends', 'Events | search "*lp*busy*" | count', ['1']],
  ['search with a star within', 'Events | search "alpine*busybox" | project Name', ['a']],
  ['search heeds case where it is told to', 'Events | search kind=case_sensitive "CREATE" | count', ['0']],
  ['a term that holds signs of a regular expression', 'print s = "a+b(c) d" | search "a+b(*d" | count', ['1']],
  [
    'serialize, row_number, prev and next',
    'range x from 1 to 3 step 1 | serialize | extend n = row_number(), p = prev(x), f = next(x, 1, 9)',
    ['1|1|∅|2', '2|2|1|3', '3|3|2|9'],
  ],
  [
    'toscalar',
    'let most = toscalar(Events | summarize max(Count)); Events | where Count == most | project Name',
    ['b'],
  ],
  ['a table in brackets of in', 'Events | where Name in (Owners | project Name) | project Name', ['a', 'c']],
  ['materialize', 'let m = materialize(Events | take 1); union m, m | count', ['2']],
  [
    'a function with a default',
    'let f = (x:long, y:long = 10) { x + y }; Events | take 1 | project f(Count), f(Count, 1)',
    ['13|4'],
  ],
  [
    'a function that declares of its argument',
    'let f = (s:string) { let n = strlen(s); n * 2 }; Owners | project f(Owner)',
    ['6', '6', '6', '6'],
  ],
  [
    'a function of a table, invoked',
    'let f = (T:(Name:string), n:long) { T | extend Long = strlen(Name) > n }; Events | invoke f(0) | project Name, Long | take 1',
    ['a|true'],
  ],
  ['column_ifexists', 'Events | take 1 | project column_ifexists("Name", "?"), column_ifexists("Nome", "?")', ['a|?']],
  [
    'columns of one name of both sides',
    'Events | join kind=inner (Events) on Name | project Name1, Count1 | take 1',
    ['a|3'],
  ],
  [
    'case, iff and coalesce',
    'Events | project case(Count > 4, "much", Count > 0, "some", "none"), iff(isnull(Count), -1, Count), coalesce(Count, 0)',
    ['some|3|3', 'much|5|5', 'some|1|1', 'none|-1|0'],
  ],
  ['pack_all', 'Owners | take 1 | project pack_all()', ['{"Name":"a","Owner":"sam"}']],
  [
    'ago counts from the time that is given',
    'print format_datetime(ago(1d), "yyyy-MM-dd HH:mm")',
    ['2026-11-23 12:00'],
  ],
  ['long wraps at 64 bits', 'print 9223372036854775807 + 1', ['-9223372036854775808']],
  ['division by zero is a null', 'print 1 / 0, 1 % 0', ['∅|∅']],
];

for (const [title, query, expected] of cases) {
  test(title, async () => {
    const rows = await rowsOf(query, tables);
    assert.deepEqual(
      rows.map((row) => row.map((value) => value ?? '∅').join('|')),
      expected,
    );
  });
}

test('a table is read as often as it is named, and not again for a materialized one', async () => {
  const reads: string[] = [];
  await rowsOf('let m = materialize(Events); union m, m, Owners', tables, { reads });
  assert.deepEqual(reads, ['Events', 'Owners']);
});

test('take ends the reading', async () => {
  let read = 0;
  const rows = {
    *[Symbol.iterator]() {
      for (; read < 1_000; read += 1) yield ['a', 'b'];
    },
  };
  // Only what iterates is asked of the rows.
  await rowsOf('Owners | where Name == "a" | take 3', {
    Owners: { columns: 'Name Owner', rows: rows as unknown as Table['rows'] },
  });
  assert.equal(read, 2);
});
