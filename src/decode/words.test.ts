import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { decode } from './testing/decoding.ts';
import { cronJobCreate, EVENTS } from './testing/events.ts';
import { WRAPPERS } from './testing/wrappers.ts';
import { DECODE_WORDS } from './words.ts';

const batch = JSON.stringify({
  messageType: 'DATA_MESSAGE',
  logGroup: '/aws/eks/harbour/cluster',
  logEvents: [{ message: JSON.stringify(cronJobCreate) }],
});
const hidden: Record<string, string> = {
  H4sI: gzipSync(batch).toString('base64'),
  eyJ: Buffer.from(batch).toString('base64'),
};

for (const word of DECODE_WORDS) {
  test(`${word} announces an event that no other word betrays`, () => {
    const data = hidden[word] ?? '';
    assert.ok(data.includes(word));
    const line = JSON.stringify({ records: [{ recordId: '1', data }] });
    assert.ok(!line.includes('cronjobs'));
    assert.equal(decode(line).events[0]?.objectRef.resource, 'cronjobs');
  });
}

test('every proof belongs to a word of the list', () => assert.deepEqual(Object.keys(hidden), [...DECODE_WORDS]));

test('in every envelope, a line shows the resource, an escape, or one of the words', () => {
  for (const { name, wrap } of WRAPPERS) {
    for (const event of EVENTS) {
      const line = wrap(event);
      const { events } = decode(line);
      const resource = events[0]?.objectRef.resource ?? '?';
      const shows =
        line.includes(resource) || /\\u00[4-7]/.test(line) || DECODE_WORDS.some((word) => line.includes(word));
      assert.ok(shows, name);
    }
  }
});
