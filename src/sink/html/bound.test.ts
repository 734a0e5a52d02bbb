import assert from 'node:assert/strict';
import { test } from 'node:test';
import { printed, quietBackup, SAMPLE_FINDINGS } from '../testing.ts';
import { boundBody, boundFinding } from './bound.ts';
import { htmlSink } from './html.ts';

test('an ordinary finding is left as it is', () => {
  for (const finding of SAMPLE_FINDINGS.filter(({ id }) => id !== 'deadbeef00c0ffee')) {
    const bounded = boundFinding(finding);
    assert.deepEqual(bounded.finding, finding);
    assert.equal(bounded.bodyLeftOut + bounded.partsLeftOut, 0);
  }
});

test('a body of a hundred thousand levels is cut and counted, and the report prints', async () => {
  const body: unknown = JSON.parse(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`);
  const bounded = boundBody(body);
  assert.ok(bounded.leftOut > 0);
  assert.ok(JSON.stringify(bounded.body).length < 1_000);
  const page = await printed(htmlSink, [
    { ...quietBackup, object: { pointer: '/requestObject', kind: 'object', body } },
  ]);
  assert.match(page, /1 value of this object is left out or shortened here/);
});

test('a very wide body is cut and counted', () => {
  const { body, leftOut } = boundBody({ list: Array.from({ length: 50_000 }, (_, at) => at) });
  assert.ok(leftOut > 46_000);
  assert.ok(JSON.stringify(body).length < 20_000);
});

test('a very long text and a very long key are shortened', () => {
  const { body, leftOut, size } = boundBody({ ['k'.repeat(1_000_000)]: 'v'.repeat(1_000_000) });
  assert.ok(JSON.stringify(body).length < 20_000);
  assert.ok(leftOut >= 1);
  assert.ok(size < 20_000);
});

test('a key __proto__ stays an ordinary key', () => {
  const { body } = boundBody(JSON.parse('{"__proto__":{"x":1}}'));
  assert.equal(JSON.stringify(body), '{"__proto__":{"x":1}}');
});

test('evidence, values and events beyond the limit are counted', () => {
  const base = quietBackup.indicators[0];
  const one = base?.evidence[0];
  const event = quietBackup.events[0];
  assert.ok(base !== undefined && one !== undefined && event !== undefined);
  const { partsLeftOut, finding } = boundFinding({
    ...quietBackup,
    indicators: [
      { ...base, evidence: [{ ...one, value: 'x'.repeat(9_000) }, ...Array.from({ length: 60 }, () => one)] },
    ],
    events: Array.from({ length: 130 }, () => event),
  });
  assert.equal(partsLeftOut, 11 + 30 + 1);
  assert.equal(finding.indicators[0]?.evidence[0]?.value.length, 4_000);
});
