import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createGate } from '../source/gate/gate.ts';
import { noCounts } from './counts.ts';
import type { Extract } from './extract.ts';
import { createNamed } from './named.ts';

const gate = createGate({ verbs: ['create'], resources: ['jobs'], always: [], names: ['jobs'] });
const bitsOf = (username: string): Uint8Array => {
  const line = JSON.stringify({ verb: 'list', user: { username }, objectRef: { resource: 'pods' } });
  const bytes = new TextEncoder().encode(line);
  gate.room(bytes.length).set(bytes);
  gate.scan(bytes.length, () => {});
  return gate.users() ?? assert.fail('the line is read');
};
const input = { name: 'a', encoding: 'plain', path: '/a', size: 20 } as const;
const extract = (start: number, username: string): Extract => ({
  ...{ activities: [], notes: [], rows: [], uses: [], counts: noCounts() },
  users: { start, end: start + 10, bits: bitsOf(username) },
});
const search = (username: string) => ({
  callers: [{ username, needle: username }],
  ended: new Uint8Array(new SharedArrayBuffer(1)),
});
const range = (start: number, end = start + 10) => ({ kind: 'range', path: '/a', source: 'a', start, end }) as const;

test('a range is passed over only where its lines are known to name nobody who is looked for', () => {
  const named = createNamed();
  named.learn(input, extract(0, 'jane'));
  named.learn(input, extract(10, 'john'));
  const ofJane = named.ofUsers(search('jane'));
  assert.deepEqual(
    [0, 10, 20].map((start) => ofJane(range(start))),
    [true, false, true],
  );
  assert.ok(ofJane(range(10, 25)), 'a file that grew');
  assert.ok(named.ofUsers(search('john'))(range(10)));
});

test('without room for more a range may name anybody', () => {
  const named = createNamed(1);
  named.learn(input, extract(0, 'john'));
  named.learn(input, extract(10, 'john'));
  assert.deepEqual(
    [0, 10].map((start) => named.ofUsers(search('jane'))(range(start))),
    [false, true],
  );
});
