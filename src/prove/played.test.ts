import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atLevel } from './level.ts';
import { playedOf } from './played.ts';

const line = (userAgent: string, auditID: string, stage = 'ResponseComplete'): string =>
  JSON.stringify({ userAgent, auditID, stage });

test('a run has the events whose user agent names it, once each', () => {
  const { played, others, unreadable } = playedOf(
    [
      { test: 'a', variant: 'attack', runId: 'cw1' },
      { test: 'a', variant: 'twin', runId: 'cw1-twin' },
    ],
    [
      line('kubectl-cw1/v1.36.3 (linux/amd64)', '1'),
      line('kubectl-cw1/v1.36.3 (linux/amd64)', '1', 'RequestReceived'),
      line('kubectl-cw1-twin/v1.36.3', '2'),
      line('kubectl/v1.36.3', '3'),
      line('x kubectl-cw1/v1', '4'),
      '{"cut',
      '',
    ],
  );
  assert.deepEqual(
    played.map(({ events }) => events.map(({ auditID }) => auditID)),
    [['1'], ['2']],
  );
  assert.deepEqual([others, unreadable], [2, 1]);
});

test('a lower level has no more than it would have been logged with', () => {
  const event = { level: 'RequestResponse', requestObject: { a: 1 }, responseObject: { b: 1 }, verb: 'create' };
  assert.deepEqual(atLevel(event, 'RequestResponse'), event);
  assert.deepEqual(atLevel(event, 'Request'), { level: 'Request', requestObject: { a: 1 }, verb: 'create' });
  assert.deepEqual(atLevel(event, 'Metadata'), { level: 'Metadata', verb: 'create' });
  const metadata = { level: 'Metadata', verb: 'get' };
  assert.equal(atLevel(metadata, 'Request'), metadata);
});
