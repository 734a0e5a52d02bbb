import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuditEvent } from '../model/event.ts';
import type { Seen } from '../model/seen.ts';
import { decode, decodeOne } from './testing/decoding.ts';
import { COMMAND, cronJobCreate, EVENTS } from './testing/events.ts';
import { WRAPPERS } from './testing/wrappers.ts';

/** What a cut record may say: the whole one's value, nothing, or for a body its beginning. */
const assertPart = (part: AuditEvent, whole: AuditEvent, where: string): void => {
  const fields = [
    'auditId',
    'level',
    'stage',
    'requestUri',
    'verb',
    'impersonated',
    'claimedUserAgent',
    'code',
  ] as const;
  for (const field of [...fields, 'decision', 'receivedAt'] as const) {
    if (field === 'impersonated' && part.impersonated !== null) continue; // a user, held to below
    assert.ok(part[field] === null || part[field] === whole[field], `${where}: ${field} ${String(part[field])}`);
  }
  for (const [one, other] of [
    [part.user, whole.user],
    [part.impersonated ?? part.user, whole.impersonated ?? whole.user],
  ] as const) {
    assert.ok(one.username === null || one.username === other.username, `${where}: ${one.username}`);
    assert.deepEqual(one.groups, other.groups.slice(0, one.groups.length), where);
  }
  assert.deepEqual(part.claimedSourceIps, whole.claimedSourceIps.slice(0, part.claimedSourceIps.length), where);
  for (const key of ['apiGroup', 'apiVersion', 'resource', 'subresource', 'namespace', 'uid'] as const) {
    const value = part.objectRef[key];
    assert.ok(value === null || value === whole.objectRef[key], `${where}: objectRef.${key} ${value}`);
  }
  for (const key of ['requestObject', 'responseObject'] as const) assertBody(part[key], whole[key], `${where}: ${key}`);
  if (part.time.exact) assert.ok(part.time.at === whole.time.at || part.time.at === whole.receivedAt, where);
  assert.ok(part.cluster === null || part.cluster === whole.cluster, `${where}: cluster ${part.cluster}`);
  if (part.cutAt !== null) assert.equal(part.row.requestText, null, where);
};

const assertBody = (part: Seen<unknown>, whole: Seen<unknown>, where: string): void => {
  if (part.state === 'seen') {
    assert.ok(whole.state === 'seen', where);
    if (part.missing === 'truncated') assert.ok(isPart(part.value, whole.value), where);
    else assert.deepEqual(part.value, whole.value, where);
  } else if (part.state === 'absent') assert.equal(whole.state, 'absent', where);
  else if (whole.state === 'seen') assert.equal(part.because, 'truncated', where);
};

const isPart = (part: unknown, whole: unknown): boolean => {
  if (typeof part === 'string') return typeof whole === 'string' && whole.startsWith(part);
  if (typeof part !== 'object' || part === null) return part === whole;
  return Object.entries(part).every(([key, value]) => isPart(value, Reflect.get(Object(whole), key)));
};

const bytesUpTo = (text: string) => {
  const bytes = Buffer.from(text);
  return { length: bytes.length, at: (end: number): string => bytes.subarray(0, end).toString() };
};

for (const { name, wrap } of WRAPPERS) {
  test(`${name}, cut at every byte, gives a part of the event or a failure`, () => {
    const text = wrap(cronJobCreate);
    const whole = decodeOne(text);
    const { length, at } = bytesUpTo(text);
    let salvaged = 0;
    for (let end = 1; end < length; end += 1) {
      const { events, failures, others } = decode(at(end));
      assert.equal(events.length + failures.length + others, 1, `byte ${end}`);
      const [event] = events;
      if (event === undefined) continue;
      salvaged += 1;
      assertPart(event, whole, `byte ${end}`);
    }
    // The bytes before the first telling field, and those of a compressed or pretty part, cannot be salvaged.
    if (!text.includes('H4sI') && !text.includes('eyJ')) assert.ok(salvaged > length / 3, `${salvaged} of ${length}`);
  });
}

test('the raw event is salvaged as soon as it says what it is, with the place of the cut', () => {
  const text = JSON.stringify(cronJobCreate);
  const end = text.indexOf('203.0.113.7') + 11;
  const event = decodeOne(text.slice(0, end));
  const body = '/requestObject/spec/jobTemplate/spec/template/spec/containers/0/command/2';
  assert.equal(event.cutAt, body);
  assert.deepEqual(event.time, { at: null, exact: false });
  assert.equal(event.receivedAt, null);
  assert.equal(event.decision, null);
  assert.ok(event.requestObject.state === 'seen' && event.requestObject.missing === 'truncated');
  assert.ok(JSON.stringify(event.requestObject).includes('curl -s http://203.0.113.7'));
  assert.deepEqual(event.responseObject, { state: 'unseen', because: 'truncated' });
});

test('the time of a cut event is the envelope\u2019s, marked so', () => {
  const line = JSON.stringify({
    time: '2026-11-24T11:11:11.1111111Z',
    category: 'kube-audit',
    properties: { log: JSON.stringify(cronJobCreate).slice(0, 1500) },
  });
  assert.deepEqual(decodeOne(line).time, { at: '2026-11-24T11:11:11.111111Z', exact: false });
});

test('a cut before the body leaves it unseen, and one before the target leaves what the path says', () => {
  const text = JSON.stringify(cronJobCreate);
  const noBody = decodeOne(text.slice(0, text.indexOf('"requestObject"')));
  assert.deepEqual(noBody.requestObject, { state: 'unseen', because: 'truncated' });
  assert.equal(noBody.code, 201);
  const noRef = decodeOne(text.slice(0, text.indexOf('"objectRef"')));
  assert.equal(noRef.objectRef.resource, 'cronjobs');
  assert.equal(noRef.objectRef.apiGroup, 'batch');
  assert.equal(noRef.objectRef.name, null);
});

test('a cut behind the body leaves it whole', () => {
  const text = JSON.stringify(cronJobCreate);
  const event = decodeOne(text.slice(0, text.indexOf('"stageTimestamp"')));
  assert.ok(event.requestObject.state === 'seen' && event.requestObject.missing === undefined);
  assert.equal(event.cutAt, '');
  assert.equal(event.time.at, event.receivedAt);
});

test('the mark that CloudWatch leaves is not taken for a part of the command', () => {
  const text = JSON.stringify(cronJobCreate);
  const event = decodeOne(`${text.slice(0, text.indexOf('curl -s') + 7)}[Truncated...]`);
  assert.ok(JSON.stringify(event.requestObject).includes('curl -s"'));
});

test('a batch that was cut gives its whole members whole, and the last as far as it goes', () => {
  for (const list of [
    { kind: 'EventList', apiVersion: 'audit.k8s.io/v1', items: EVENTS },
    { records: EVENTS.map((event) => ({ category: 'kube-audit', properties: { log: JSON.stringify(event) } })) },
    { records: EVENTS.map((event) => ({ category: 'kube-audit', properties: { log: event } })) },
  ]) {
    const text = JSON.stringify(list);
    const { events, failures } = decode(text.slice(0, -400));
    assert.deepEqual(failures, []);
    assert.equal(events.length, EVENTS.length);
    assert.ok(events.slice(0, -1).every((event) => event.cutAt === null));
    assert.notEqual(events.at(-1)?.cutAt, null);
    assert.deepEqual(JSON.parse(events[0]?.row.requestText ?? ''), cronJobCreate.requestObject);
  }
});

test('a column that was cut at its own limit inside a whole row', () => {
  const body = JSON.stringify(cronJobCreate.requestObject);
  const row = {
    Verb: 'create',
    AuditId: 'a',
    Level: 'RequestResponse',
    ObjectRef: '{"resource":"cronjobs","apiGroup":"batch","apiVersion":"v1"}',
    RequestObject: body.slice(0, body.indexOf('curl')),
    StageReceivedTime: '2026-11-24T10:00:00Z',
  };
  const event = decodeOne(row);
  assert.ok(event.requestObject.state === 'seen' && event.requestObject.missing === 'truncated');
  assert.equal(event.cutAt, '/requestObject/spec/jobTemplate/spec/template/spec/containers/0/command/2');
  assert.equal(event.row.requestText, null);
  assert.deepEqual(event.time, { at: '2026-11-24T10:00:00.000000Z', exact: true });
});

test('two lines that were written into one another give the first as far as it goes', () => {
  const text = JSON.stringify(cronJobCreate);
  const end = text.indexOf(JSON.stringify(COMMAND));
  const event = decodeOne(`${text.slice(0, end)}{"kind":"Event"}`.replace('{"kind":"Event"}', 'x'));
  assert.notEqual(event.cutAt, null);
});
