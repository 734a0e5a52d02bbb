import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseJson } from './json.ts';
import { rowsOf } from './testing/run.ts';
import { isBag, jsonText, textOf } from './value.ts';

/** Far more than anything here should take, far less than what is not linear would. */
const PATIENCE_MS = 20_000;
/** The processor's time: a machine with other work to do is no slower by it. */
const within = async (work: () => unknown): Promise<void> => {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  assert.ok((user + system) / 1_000 < PATIENCE_MS, `${(user + system) / 1_000} ms`);
};

const over = (text: string, query: string) => rowsOf(query, { T: { columns: 'log_s', rows: [[text]] } });

test('a text made for backtracking takes a regular expression no longer', async () => {
  const text = `${'a'.repeat(50_000)}!`;
  await within(async () => {
    assert.deepEqual(await over(text, 'T | project log_s matches regex @"^(a+)+$"'), [['false']]);
    assert.deepEqual(await over(text, 'T | project strlen(replace_regex(log_s, @"(a|aa)+$", "b"))'), [['50001']]);
    assert.deepEqual(await over(text, 'T | parse log_s with * "a" x "a" y "?" | project x, y'), [['', '']]);
  });
});

test('JSON that is nested as deep as it is long', async () => {
  const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
  await within(async () => {
    assert.deepEqual(await over(deep, 'T | project tostring(parse_json(log_s)) == log_s'), [['true']]);
    assert.deepEqual(await over(deep, 'T | extend d = parse_json(log_s) | summarize dcount(tostring(d))'), [['1']]);
    const names = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
    assert.deepEqual(await over(names, 'T | project strlen(tostring(parse_json(log_s)))'), [[String(names.length)]]);
  });
});

test('long numbers, many members, long lists', async () => {
  await within(async () => {
    assert.deepEqual(await over('9'.repeat(300_000), 'T | project strlen(tostring(parse_json(log_s)))'), [['300000']]);
    const bag = `{${Array.from({ length: 100_000 }, (_, index) => `"k${index}":${index}`).join(',')}}`;
    assert.deepEqual(await over(bag, 'T | project array_length(bag_keys(parse_json(log_s)))'), [['100000']]);
    const list = `[${'1,'.repeat(300_000)}1]`;
    assert.deepEqual(await over(list, 'T | mv-expand x = parse_json(log_s) | count'), [['300001']]);
  });
});

test('names that JavaScript knows are ordinary ones', async () => {
  const text = '{"__proto__":{"polluted":1},"constructor":"c","toString":"t"}';
  assert.deepEqual(
    await over(
      text,
      'T | extend d = parse_json(log_s) | project tostring(d.__proto__), d.constructor, d.toString, d.hasOwnProperty',
    ),
    [['{"polluted":1}', 'c', 't', null]],
  );
  assert.equal(Reflect.get({}, 'polluted'), undefined);
});

test('every JSON text is read as JSON.parse reads it, and keeps its order and spelling', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), (text) => {
      const value = parseJson(text);
      assert.ok(value !== undefined);
      assert.deepEqual(JSON.parse(jsonText(value)), JSON.parse(text));
    }),
  );
  const spelled = '{"b":1.50,"10":-0.0,"2":12345678901234567890,"a":"\\u0026"}';
  assert.equal(textOf(parseJson(spelled) ?? null), '{"b":1.50,"10":-0.0,"2":12345678901234567890,"a":"&"}');
  const twice = parseJson('{"a":1,"b":2,"a":3}');
  assert.ok(twice !== undefined && isBag(twice));
  assert.equal(jsonText(twice), '{"a":3,"b":2}');
});

test('what is no JSON stays a text', () => {
  for (const text of [
    '',
    '{',
    '[1,]',
    '{"a":1,}',
    '{a:1}',
    '01',
    '1 2',
    'nul',
    '"\n"',
    '"\\x"',
    '[1}',
    '{"a" 1}',
    '+1',
    '.5',
    'NaN',
  ]) {
    assert.equal(parseJson(text), undefined, JSON.stringify(text));
    assert.throws(() => JSON.parse(text));
  }
});
