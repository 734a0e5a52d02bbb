import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { LIST_KEYS } from './containers.ts';
import { type DocumentOptions, opensList, splitDocuments } from './documents.ts';
import type { Framed } from './source.ts';
import { collect, cutAt, failuresOf, isRecord, streamOf, textsOf } from './testing/chunks.ts';

const SPLITTING: DocumentOptions = { smallBytes: 16 };
const split = (text: string, options?: DocumentOptions): Promise<Framed[]> =>
  collect(splitDocuments(streamOf(text), 'x.json', options));

/** Text and header of each record, `~` behind a cut one, `= members` behind what is left of a document; failures by reason. */
const shown = (all: readonly Framed[]): readonly string[] =>
  all.map((one) => {
    if (!isRecord(one)) return `! ${one.reason}`;
    const header = one.record.header === undefined ? '' : `${one.record.header} … `;
    assert.equal(one.record.membersBefore, one.rest?.members);
    const members = one.rest === undefined ? '' : ` = ${one.rest.members}`;
    return `${header}${one.record.text}${one.cut ? '~' : ''}${members}`;
  });
/** Texts without what is left of split documents. */
const found = (all: readonly Framed[]): readonly string[] =>
  textsOf(all.filter((one) => !isRecord(one) || one.rest === undefined));
const leftover = (what: string): string =>
  `! ${what} nothing but closing brackets and commas: what they belong to was cut off or stands elsewhere`;

describe('whole documents', () => {
  const cases: Readonly<Record<string, readonly [text: string, records: readonly string[]]>> = {
    'JSON Lines': ['{"a":1}\n{"b":2}\r\n\n{"c":3}', ['{"a":1}', '{"b":2}', '{"c":3}']],
    'values without anything between': ['{"a":1}{"b":2}[3]', ['{"a":1}', '{"b":2}', '[3]']],
    'pretty-printed values one after the other': [
      '{\n  "a": 1\n}\n{\n  "b": 2\n}\n',
      ['{\n  "a": 1\n}', '{\n  "b": 2\n}'],
    ],
    'a small list document keeps what follows the list': [
      '{"results":[[]],"statistics":{"recordsMatched":1}}',
      ['{"results":[[]],"statistics":{"recordsMatched":1}}'],
    ],
    'record separators and byte order marks between documents': [
      '\uFEFF{"a":1}\x1e{"b":2}\n\uFEFF{"c":3}',
      ['{"a":1}', '{"b":2}', '{"c":3}'],
    ],
    'text between documents is a record per line': [
      'W1124 warning\r\n---\n{"a":1} tail\n{"b":2}',
      ['W1124 warning', '---', '{"a":1}', 'tail', '{"b":2}'],
    ],
    'a line cut inside a string': ['{"a":"x\n{"b":2}\n', ['{"a":"x~', '{"b":2}']],
    'a pretty document cut before the next': ['{\n  "a": 1,\n{\n  "b": 2\n}', ['{\n  "a": 1,~', '{\n  "b": 2\n}']],
    'end of input inside a value': ['{"a":1}\n{"b":{"c":', ['{"a":1}', '{"b":{"c":~']],
    'brackets too many': ['{"a":1}}]\n{"b":2}', ['{"a":1}', '{"b":2}']],
    'commas behind values and before them': ['{"a":1},\n{"b":2}\n,{"c":3}', ['{"a":1}', '{"b":2}', '{"c":3}']],
    'lines of leftovers only': [
      '{"a":1}\n}\n ],\r\n\n,\n{"b":2}\n}\n---\n]',
      ['{"a":1}', leftover('3 lines hold'), '{"b":2}', leftover('a line holds'), '---', leftover('a line holds')],
    ],
    'an object cut after a comma in a list before the next': [
      '{"groups":["g1",\n{"b":2}\n{"c":3}',
      ['{"groups":["g1",~', '{"b":2}', '{"c":3}'],
    ],
    'a list of records with a record a line': ['{"records":[{"a":1},\n{"b":2}]}', ['{"records":[{"a":1},\n{"b":2}]}']],
    'an unknown token on one line': ['{"a":NaN} x\n{"b":2}', ['{"a":NaN} x', '{"b":2}']],
    nothing: [' \n', []],
  };
  for (const [name, [text, records]] of Object.entries(cases)) {
    test(name, async () => assert.deepEqual(shown(await split(text)), records));
  }
});

const EVENT = '{"kind":"Event","user":{"groups":["g"]}}';
const PREFIXES: Readonly<Record<string, string>> = {
  CRI: '2026-11-24T06:03:00.123456Z stdout F ',
  syslog: '<14>Nov 24 06:03:00 cp-1 audit: ',
  'a CloudWatch export': '2026-11-24T06:03:00.123Z ',
  'a time in brackets': '[2026-11-24 06:03:00] ',
  'a level in brackets': '[INFO] ',
  'seconds since 1970': '1795500180.123 ',
  'seconds and a colon': '1795500180: ',
  klog: 'W1124 06:03:00.123456       1 audit.go:7] ',
  'words in quotes': '"audit" ',
};
const OPENINGS: Readonly<Record<string, string>> = {
  nothing: '',
  'an indented line': '  at main.go:7\n',
  'an object that nobody closed': '{\n',
  'a list that nobody closed': '[\n',
  'junk behind a brace': '{junk\n',
  'junk behind a bracket': '[error\n',
  'a date behind a bracket': '[2026-11-24\n',
  'an object cut after a value': '{"a":1\n',
  'an object cut after a comma': '{"a":1,\n',
  'an object cut after a colon': '{"a":\n',
  'a list cut after a comma': '{"a":["x",\n',
  'an indented document cut': '{\n  "a": [\n    1,\n',
  'a long list cut after a record': `{"first":"${'x'.repeat(48)}","items":[{"a":1}\n`,
  'a long list cut after a comma': `{"first":"${'x'.repeat(48)}","items":[{"a":1},\n`,
  'a long document cut after a comma': `{"first":"${'x'.repeat(48)}",\n`,
  'a long document cut after a colon': `{"first":"${'x'.repeat(48)}","b":\n`,
};

describe('lines with a prefix are a record each', () => {
  for (const [after, opening] of Object.entries(OPENINGS)) {
    for (const [name, prefix] of Object.entries(PREFIXES)) {
      test(`${name} after ${after}`, async () => {
        const lines = [1, 2, 3, 4, 5].map((index) => `${prefix}${EVENT.replace('Event', `Event${index}`)}`);
        const text = `{"x":0}\n${opening}${lines.join('\n')}\n${EVENT}`;
        assert.deepEqual(textsOf(await split(text)).slice(-6), [...lines, EVENT]);

        // While a long document is split, the first line may come in two; its event is whole.
        const [first = '', ...others] = textsOf(await split(text, { smallBytes: 48 })).slice(-6);
        assert.deepEqual(others, [...lines.slice(1), EVENT]);
        assert.ok(lines[0]?.endsWith(first) && first.endsWith(EVENT.replace('Event', 'Event1')), first);
      });
    }
  }

  test('a document over several lines may follow a prefix', async () => {
    assert.deepEqual(shown(await split('[12:00:00] {\n  "a": 1\n}\n[12:00:01] x {"b":2}')), [
      '[12:00:00] ',
      '{\n  "a": 1\n}',
      '[12:00:01] x {"b":2}',
    ]);
  });

  test('an unknown token does not make a line of a long list', async () => {
    const text = '[{"a":1},{"b":NaN},{"c":undefined},{"d":4}]\n{"e":5}';
    assert.deepEqual(textsOf(await split(text, SPLITTING)), [
      '{"a":1}',
      '{"b":NaN}',
      '{"c":undefined}',
      '{"d":4}',
      '{"e":5}',
    ]);
  });
});

describe('long documents', () => {
  const cases: Readonly<Record<string, readonly [text: string, records: readonly string[]]>> = {
    'an EventList on one line': [
      '{"kind":"EventList","items":[{"a":1},{"b":"]}"}]}',
      [
        '{"kind":"EventList","items":[ … {"a":1}',
        '{"kind":"EventList","items":[ … {"b":"]}"}',
        '{"kind":"EventList","items":[]} = 2',
      ],
    ],
    'an array at the top has no header': [
      '[\n {"a":1},\n {"b":2},\n 3, "four"\n]\n',
      ['{"a":1}', '{"b":2}', '3', '"four"'],
    ],
    'what follows the list comes last, with the list emptied': [
      '{"results":[[1],[2]],"status":"Timeout","n":1}',
      ['{"results":[ … [1]', '{"results":[ … [2]', '{"results":[],"status":"Timeout","n":1} = 2'],
    ],
    'rows of tables carry their columns': [
      '{"tables":[{"columns":["a"],"rows":[[1],[2]]},{"columns":["b"],"rows":[[3]]}]}',
      [
        '{"tables":[{"columns":["a"],"rows":[ … [1]',
        '{"tables":[{"columns":["a"],"rows":[ … [2]',
        '{"tables":[{"columns":["a"],"rows":[]},{"columns":["b"],"rows":[ … [3]',
        '{"tables":[{"columns":["a"],"rows":[]},{"columns":["b"],"rows":[]}]} = 3',
      ],
    ],
    'search hits': [
      '{"hits":{"total":2,"hits":[{"_source":1},{"_source":2}]}}',
      [
        '{"hits":{"total":2,"hits":[ … {"_source":1}',
        '{"hits":{"total":2,"hits":[ … {"_source":2}',
        '{"hits":{"total":2,"hits":[]}} = 2',
      ],
    ],
    'a list where no list of records can be stays as it is': [
      '{"requestObject":{"items":[{"a":1},{"b":2}]}}',
      ['{"requestObject":{"items":[{"a":1},{"b":2}]}}'],
    ],
    'a value of that name that is no list': [
      '{"items":"[1,2]","value":{"items":[1]}}',
      ['{"items":"[1,2]","value":{"items":[1]}}'],
    ],
    'list documents in an array': [
      '[{"items":[{"a":1},{"b":2}]},{"c":3}]',
      ['{"items":[ … {"a":1}', '{"items":[ … {"b":2}', '{"items":[]} = 2', '{"c":3}'],
    ],
    'an empty list': ['{"kind":"EventList","items":[ ]}', ['{"kind":"EventList","items":[]} = 0']],
    'a list cut behind a key': [
      '{"results":[[1],[2]],"status":',
      [
        '{"results":[ … [1]',
        '{"results":[ … [2]',
        '{"results":[],"status":~ = 2',
        '! the list that begins at byte 0 is not closed: its end was cut off',
      ],
    ],
    'a list cut before lines with a prefix': [
      '{"kind":"EventList","items":[{"a":1},\n2026-11-24T06:03:00Z stdout F {"b":2}\n1795500180 {"c":3}',
      [
        '{"kind":"EventList","items":[ … {"a":1}',
        '! the list that begins at byte 0 is not closed: its end was cut off',
        '2026-11-24T06:03:00Z stdout F {"b":2}',
        '1795500180 {"c":3}',
      ],
    ],
    'a key cut before a line with a prefix': [
      '{"first":"long enough","b":\n  12 stdout F {"c":3}\n{"d":4}',
      ['{"first":"long enough","b":\n  12~', 'stdout F {"c":3}', '{"d":4}'],
    ],
    'a member cut at the end of input': [
      '{"kind":"EventList","items":[{"a":1},{"b":',
      [
        '{"kind":"EventList","items":[ … {"a":1}',
        '{"kind":"EventList","items":[ … {"b":~',
        '! the list that begins at byte 0 is not closed: its end was cut off',
      ],
    ],
    'a list cut between members before another document': [
      '{"kind":"EventList","items":[{"a":1}\n{"kind":"EventList","items":[{"b":2}]}',
      [
        '{"kind":"EventList","items":[ … {"a":1}',
        '! the list that begins at byte 0 is not closed: its end was cut off',
        '{"kind":"EventList","items":[ … {"b":2}',
        '{"kind":"EventList","items":[]} = 1',
      ],
    ],
    'a document cut after a colon before the next': [
      '{"first":"long enough","b":\n{"kind":2}',
      ['{"first":"long enough","b":~', '{"kind":2}'],
    ],
    'an object on a line of its own after a colon': [
      '{"first":"long enough","b":\n {"kind":2}}',
      ['{"first":"long enough","b":\n {"kind":2}}'],
    ],
    'white space around members is nobody’s': [
      '{"results": [\n  [1] ,\n  [2]\n ],\n "n": 1}',
      ['{"results": [ … [1]', '{"results": [ … [2]', '{"results": [],\n "n": 1} = 2'],
    ],
    'a line break inside a string of a member': [
      '[{"a":"long enough\n{"b":2}\n',
      ['{"a":"long enough~', '! the list that begins at byte 0 is not closed: its end was cut off', '{"b":2}'],
    ],
    'a document without a list, cut': ['{"a":"long enough to descend","b":', ['{"a":"long enough to descend","b":~']],
    'keys of prototypes are keys': [
      '{"__proto__":[{"a":1}],"constructor":[2]}',
      ['{"__proto__":[{"a":1}],"constructor":[2]}'],
    ],
  };
  for (const [name, [text, records]] of Object.entries(cases)) {
    test(name, async () => assert.deepEqual(shown(await split(text, SPLITTING)), records));
  }

  for (const key of LIST_KEYS) {
    test(`${key} of a document holds records`, async () => {
      const text = `{"first":"value","${key}":[{"a":1},{"b":2}]}`;
      assert.deepEqual(found(await split(text, SPLITTING)), ['{"a":1}', '{"b":2}']);
      assert.ok(opensList(Buffer.from(text.slice(0, -8))));
    });
  }

  test('a header over 64 KiB is left out', async () => {
    const all = await split(`{"first":"${'x'.repeat(70_000)}","items":[{"a":1}]}`, SPLITTING);
    assert.deepEqual(all[0], { kind: 'record', record: { source: 'x.json', offset: 70_021, text: '{"a":1}' } });
    assert.deepEqual(found(all), ['{"a":1}']);
  });

  test('a document up to the limit is whole, one byte longer it is split', async () => {
    const text = '{"items":[{"a":1}]}';
    assert.deepEqual(textsOf(await split(text, { smallBytes: text.length })), [text]);
    assert.deepEqual(textsOf(await split(text, { smallBytes: text.length - 1 })), ['{"a":1}', '{"items":[]}']);
  });
});

test('every offset is the place of the text in the source', async () => {
  const text = '\uFEFFklog ü\n {"a":"ü"}\n[{"b":"ünder"}, {"c":3},\n"d"]{"items":[{"e":1}, [2]],"n":"aaaaaaa"}';
  const bytes = Buffer.from(text);
  const all = (await split(text, { ...SPLITTING, offset: 1000 })).filter(isRecord);
  assert.equal(all.length, 8);
  for (const { record } of all.slice(0, 7)) {
    const at = record.offset - 1000;
    assert.equal(bytes.toString('utf8', at, at + Buffer.byteLength(record.text)), record.text);
  }
});

describe('limits', () => {
  test('a member over the limit is said and passed over, its neighbours stand', async () => {
    const long = `{"x":"${'y'.repeat(300)}"}`;
    const all = await split(`{"items":[{"a":1},${long},{"b":2}]}`, { smallBytes: 16, maxRecordBytes: 100 });
    assert.deepEqual(found(all), ['{"a":1}', '{"b":2}']);
    assert.deepEqual(failuresOf(all), [
      {
        kind: 'failure',
        source: 'x.json',
        offset: 18,
        reason: `a record of ${long.length} bytes is over the limit of 100 and was passed over`,
      },
    ]);
  });

  test('a document over the limit without a list is passed over too', async () => {
    const all = await split(`{"a":"${'y'.repeat(300)}"}\n{"b":2}`, { smallBytes: 16, maxRecordBytes: 100 });
    assert.deepEqual(textsOf(all), ['{"b":2}']);
    assert.equal(failuresOf(all)[0]?.offset, 0);
  });

  test('a small-document limit above the record limit does not lose a document', async () => {
    const all = await split(`{"items":[{"a":1},{"b":"${'y'.repeat(300)}"}]}`, { maxRecordBytes: 100 });
    assert.deepEqual(found(all), ['{"a":1}']);
    assert.equal(failuresOf(all).length, 1);
  });

  test('after a thousand lists a document keeps its lists to itself', async () => {
    const lists = Array.from({ length: 1001 }, () => '"items":[1]').join(',');
    const texts = textsOf(await split(`{${lists}}`, SPLITTING));
    assert.equal(texts.length, 1001);
    assert.equal(texts.at(-1), `{${lists.replaceAll('[1],', '[],')}}`);
  });

  test('100,000 levels of nesting pass', async () => {
    const deep = `${'{"a":['.repeat(50_000)}1${']}'.repeat(50_000)}`;
    const all = await split(`${deep}\n{"b":2}`, { smallBytes: 1000 });
    assert.deepEqual(textsOf(all), [deep, '{"b":2}']);
  });

  test('memory stays flat over a list of 256 MB and over one value of 256 MB', async () => {
    const member = Buffer.from(`{"a":"${'x'.repeat(1000)}"},`.repeat(1000));
    async function* list(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('{"items":[');
      for (let turn = 0; turn < 256; turn += 1) yield Buffer.from(member);
      yield Buffer.from('{"n":');
      for (let turn = 0; turn < 256; turn += 1) yield Buffer.alloc(1_000_000, 0x20);
      yield Buffer.from('1}]}');
    }
    let records = 0;
    let failures = 0;
    let most = 0;
    for await (const one of splitDocuments(list(), 'x', { maxRecordBytes: 8_000_000 })) {
      if (isRecord(one)) records += 1;
      else failures += 1;
      if (records % 4096 === 0) most = Math.max(most, process.memoryUsage().arrayBuffers);
    }
    // The members, and what is left of the document.
    assert.equal(records, 256_001);
    assert.equal(failures, 1);
    assert.ok(most < 150_000_000, `${most} bytes in buffers`);
  });
});

test('bytes that are no UTF-8 survive as U+FFFD and are marked, the log’s own U+FFFD is not', async () => {
  const all = await collect(splitDocuments(streamOf(Buffer.from('{"a":"\xff"}\n', 'latin1'), '{"b":"\uFFFD"}'), 'x'));
  assert.deepEqual(all, [
    { kind: 'record', record: { source: 'x', offset: 0, text: '{"a":"\uFFFD"}' }, invalidUtf8: true },
    { kind: 'record', record: { source: 'x', offset: 10, text: '{"b":"\uFFFD"}' } },
  ]);
});

test('a failure of the source passes through', async () => {
  const failed = { kind: 'failure', source: 'x', offset: 7, reason: 'gone' } as const;
  assert.deepEqual(shown(await collect(splitDocuments(streamOf('{"a":1}', failed), 'x'))), ['{"a":1}', '! gone']);
});

test('`keep` sees every record as bytes, and decides', async () => {
  const asked: string[] = [];
  const keep = (bytes: Uint8Array): boolean => {
    asked.push(Buffer.from(bytes).toString());
    return bytes.includes(0x32);
  };
  assert.deepEqual(textsOf(await split('[{"a":1},{"b":2}, {"c":3}]', { ...SPLITTING, keep })), ['{"b":2}']);
  assert.deepEqual(asked, ['{"a":1}', '{"b":2}', '{"c":3}']);
});

test('`keep` is not asked about what is left of a document, which says what became of the members', async () => {
  const asked: string[] = [];
  const keep = (bytes: Uint8Array): boolean => asked.push(Buffer.from(bytes).toString()) < 0;
  const all = await split('{"tables":[{"rows":[[1],[2]]}],"error":{"code":"PartialError"}}', { ...SPLITTING, keep });
  assert.deepEqual(asked, ['[1]', '[2]']);
  assert.deepEqual(shown(all), ['{"tables":[{"rows":[]}],"error":{"code":"PartialError"}} = 2']);
});

test('eight million lines of leftovers are one failure', async () => {
  const lines = Buffer.from('}\n]\n'.repeat(500_000));
  async function* all(): AsyncGenerator<Uint8Array> {
    for (let turn = 0; turn < 8; turn += 1) yield lines;
  }
  assert.deepEqual(shown(await collect(splitDocuments(all(), 'x'))), [leftover('8000000 lines hold')]);
});

describe('chunks', () => {
  const value = fc.json({ maxDepth: 3 });
  const pretty = value.map((text) => JSON.stringify(JSON.parse(text), null, 2));
  const list = fc
    .tuple(
      fc.constantFrom(...LIST_KEYS, 'tables', 'hits', 'other'),
      fc.array(fc.oneof(value, pretty), { maxLength: 5 }),
    )
    .map(([key, members]) => {
      // In a list that holds no records an object at column 0 is the next record.
      const between = key === 'other' || key === 'hits' ? ',\n ' : ',\n';
      return `{"k": "v", "${key}": [${members.join(between)}], "after": 1}`;
    });
  const rows = fc.array(value, { maxLength: 4 }).map((all) => `{"tables":[{"columns":[],"rows":[${all.join(', ')}]}]}`);
  const array = fc.array(fc.oneof(list, value), { maxLength: 4 }).map((all) => `[${all.join(',\n')}]`);
  const noise = fc.stringMatching(/^[\][{}",:\\ \r\n12aox]{0,12}$/);
  const line = fc
    .tuple(fc.constantFrom(...Object.values(PREFIXES), ...Object.values(OPENINGS)), fc.oneof(value, pretty))
    .map((parts) => parts.join(''));
  const far = fc.nat({ max: 3000 }).map((spaces) => `{"far":${' '.repeat(spaces)}x`);
  const part = fc.oneof(value, pretty, list, rows, array, noise, line, far);
  const stream = fc.array(part, { maxLength: 6 }).map((parts) => parts.join('\n'));

  test('records do not depend on where chunks end, whatever the input', async () => {
    await fc.assert(
      fc.asyncProperty(
        stream,
        fc.nat({ max: 200 }),
        fc.array(fc.nat(), { maxLength: 12 }),
        fc.nat(),
        async (text, smallBytes, places, end) => {
          // Half of the inputs are cut somewhere.
          const all = Buffer.from(text);
          const bytes = end % 2 === 0 ? all : all.subarray(0, end % (all.length + 1));
          const options = { smallBytes, maxRecordBytes: 120 };
          const whole = await collect(splitDocuments(streamOf(bytes), 'x', options));
          assert.deepEqual(await collect(splitDocuments(cutAt(bytes, places), 'x', options)), whole);
        },
      ),
      { numRuns: 400 },
    );
  });

  test('small documents come out as they stand', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(value, list, array), { maxLength: 5 }), async (parts) => {
        const valid = parts.filter((text) => /^[{[]/.test(text));
        const all = await split(valid.join('\n'));
        assert.deepEqual(textsOf(all), valid);
      }),
    );
  });

  test('members of a split list parse to the list', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(value, pretty)), async (members) => {
        const all = await split(`{"kind":"EventList","items":[${members.join(',\n ')}]}`, SPLITTING);
        assert.deepEqual(found(all), members);
      }),
    );
  });
});

test('UTF-16 reads as if it were UTF-8', async () => {
  const text = '\uFEFF{"a":"ü😀"}\r\n{\n "b": 2}';
  const le = Buffer.from(text, 'utf16le');
  const all = await collect(splitDocuments(cutAt(le, [3, 14, 15, 17]), 'x', { encoding: 'utf16le' }));
  assert.deepEqual(textsOf(all), ['{"a":"ü😀"}', '{\n "b": 2}']);
});
