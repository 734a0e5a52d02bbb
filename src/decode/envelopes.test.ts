import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ENVELOPES } from '../model/event.ts';
import { decode, decodeOne, plain } from './testing/decoding.ts';
import { cronJobCreate, EVENTS } from './testing/events.ts';
import { WRAPPERS } from './testing/wrappers.ts';

for (const wrapper of WRAPPERS) {
  test(`${wrapper.name}: the events agree with the raw ones`, () => {
    for (const event of EVENTS) {
      const raw = decodeOne(event);
      const { row: rawRow, ...expected } = { ...raw, ...wrapper.loses?.(raw) };
      const { row, ...decoded } = decodeOne(wrapper.wrap(event));
      const named = { ...expected, envelope: wrapper.envelope, cluster: wrapper.cluster };
      assert.deepEqual(plain(decoded), plain(named));
      assert.equal(row.category, wrapper.row?.category ?? null);
      assert.equal(row.timeGenerated, wrapper.row?.timeGenerated ?? null);
      if (wrapper.envelope.endsWith('gke')) assert.equal(row.requestText === null, rawRow.requestText === null);
      else if (wrapper.loses === undefined || wrapper.envelope === 'aks-audit') {
        assert.deepEqual(JSON.parse(row.requestText ?? 'null'), JSON.parse(rawRow.requestText ?? 'null'));
      }
    }
  });
}

test('every envelope of the model is among the wrappers', () => {
  assert.deepEqual([...new Set(WRAPPERS.map((one) => one.envelope))].sort(), [...ENVELOPES].sort());
});

test('documents that follow one another without a separator are all read', () => {
  const joined = WRAPPERS.filter((one) => /^[{[]/.test(one.wrap(cronJobCreate)));
  assert.ok(joined.length > 30);
  for (const { name, wrap } of joined) {
    const { events, failures, others } = decode(EVENTS.map(wrap).join(''));
    assert.deepEqual(failures, [], name);
    assert.equal(others, 0, name);
    assert.deepEqual(
      events.map((event) => event.auditId),
      EVENTS.map((event) => event.auditID),
      name,
    );
  }
});
