import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { MAX_WRAPS } from './decode.ts';
import { decode } from './testing/decoding.ts';
import { cronJobCreate, cronJobPatch, EVENTS } from './testing/events.ts';
import { assertLinear } from './testing/growth.ts';
import { WRAPPERS } from './testing/wrappers.ts';
import { logEntry } from './wrappers.ts';

/** Decodes, and prints the events: neither may throw, and no record may go uncounted. */
const accounted = (text: string, header?: string): void => {
  const { events, others, failures } = decode(text, header);
  for (const event of events) JSON.stringify(event);
  assert.ok(events.length + others + failures.length > 0, text);
};

/** Keys that decoders look for, with values of any type under them. */
const KEYS = [
  ...Object.keys(cronJobCreate),
  ...[
    'records',
    'Records',
    'items',
    'tables',
    'columns',
    'rows',
    'results',
    'statistics',
    'logEvents',
    'events',
    'message',
  ],
  ...['log', 'log_s', 'properties', 'category', 'Category', 'AdditionalFields', 'Verb', 'AuditId', 'ObjectRef', 'User'],
  ...['RequestObject', 'SourceIps', 'RawEvent', 'RawEventData', 'Message', 'TimeGenerated', 'LogGroup', 'ProtoPayload'],
  ...[
    'protoPayload',
    'methodName',
    'resourceName',
    'serviceName',
    'resource',
    'labels',
    'status',
    'request',
    'response',
  ],
  ...[
    'authorizationInfo',
    'authenticationInfo',
    'kubernetes',
    'audit',
    '_source',
    'hits',
    'event',
    'original',
    'awslogs',
  ],
  ...[
    'data',
    'kinesis',
    'field',
    'value',
    '@message',
    '@timestamp',
    'name',
    '__proto__',
    'constructor',
    'toString',
    'extra',
  ],
  ...['kubernetes.audit.verb', 'kubernetes.audit.__proto__.x', 'TimeGenerated [UTC]', 'operation', 'Type', 'TableName'],
];
const texts = fc.constantFrom(
  'io.k8s.batch.v1.cronjobs.create',
  'k8s.io',
  'audit.k8s.io/v1',
  'Event',
  'EventList',
  'H4sI',
  'eyJ9',
  '{',
  '{"verb":',
  'a',
);
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5 },
    fc.oneof(texts, fc.jsonValue({ maxDepth: 0 })),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.array(fc.tuple(fc.constantFrom(...KEYS), tie('tree')), { maxLength: 5 }).map(Object.fromEntries),
    tie('tree').map((value) => JSON.stringify(value) ?? 'null'),
  ),
}));

test('JSON with the right keys and wrong types everywhere is accounted for without an exception', () => {
  fc.assert(
    fc.property(tree, (value) => accounted(JSON.stringify(value) ?? '')),
    { numRuns: 4000 },
  );
});

test('an event with any one value replaced by another type is still decoded or rejected', () => {
  const odd = [null, true, -1, 1e300, '', 'x', [], {}, [[]], { a: 1 }, [null], ['x', 1]];
  for (const { wrap } of WRAPPERS.slice(0, 10)) {
    for (const event of EVENTS) {
      for (const key of Object.keys(event)) {
        for (const value of odd) accounted(wrap({ ...event, [key]: value }));
      }
    }
  }
  const entry = logEntry(cronJobCreate);
  for (const key of Object.keys(entry)) for (const value of odd) accounted(JSON.stringify({ ...entry, [key]: value }));
  for (const key of Object.keys(Object(entry.protoPayload))) {
    for (const value of odd) {
      accounted(JSON.stringify({ ...entry, protoPayload: { ...Object(entry.protoPayload), [key]: value } }));
    }
  }
});

test('any JSON, any text and any bytes are accounted for without an exception', () => {
  fc.assert(
    fc.property(fc.json(), (text) => accounted(text)),
    { numRuns: 1000 },
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => accounted(text)),
    { numRuns: 1000 },
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => accounted(Buffer.from(bytes).toString())),
    { numRuns: 1000 },
  );
});

test('a record with any byte overwritten is accounted for without an exception', () => {
  const lines = WRAPPERS.map((one) => Buffer.from(one.wrap(cronJobCreate)));
  const place = fc.tuple(fc.constantFrom(...lines), fc.nat(), fc.constantFrom(0, 0x22, 0x5c, 0x7b, 0x7d, 0x2c, 0xff));
  fc.assert(
    fc.property(place, ([line, seed, byte]) => {
      const bytes = Buffer.from(line);
      bytes[seed % bytes.length] = byte;
      accounted(bytes.toString());
    }),
    { numRuns: 2000 },
  );
});

test('a member with any header is accounted for without an exception', () => {
  const headers = [
    '{"records":[',
    '{"tables":[{"columns":[{"name":"log_s"}],"rows":[',
    '[',
    '{',
    'x',
    '{"a":["',
    '{"items":[[',
  ];
  fc.assert(
    fc.property(fc.constantFrom(...headers), tree, (header, value) => accounted(JSON.stringify(value), header)),
  );
});

test('nesting of 100,000 levels overflows nothing, wherever it is', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const deepObject = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
  const raw = JSON.stringify({ ...cronJobCreate, requestObject: '@' });
  for (const text of [
    deep,
    deepObject,
    raw.replace('"@"', deep),
    raw.replace('"@"', deepObject),
    deepObject.slice(0, 400_000),
    JSON.stringify({ log: deepObject }),
    JSON.stringify({ Verb: 'create', AuditId: 'a', RequestObject: '{}', ObjectRef: deepObject }),
  ]) {
    const { events, failures } = decode(text);
    assert.ok(events.length + failures.length > 0);
    accounted(text);
  }
  assert.deepEqual(decode(deep).failures, [{ code: 'too-deep', limit: MAX_WRAPS }]);
});

/** A body that hides what it writes beside, behind or inside what is nested beyond any limit. */
const deepBodies: Record<string, (deep: string) => string> = {
  'before the spec': (deep) => `{"zz":${deep},"spec":{"hostPID":true}}`,
  'behind the spec': (deep) => `{"spec":{"hostPID":true},"zz":${deep}}`,
  'in a list of a JSON patch': (deep) => `[{"op":"add","path":"/zz","value":${deep}},{"spec":{"hostPID":true}}]`,
};
const deepEvent = (body: string): string =>
  JSON.stringify({ ...cronJobPatch, requestObject: '@' }).replace('"@"', () => body);
const table = (body: string): string =>
  JSON.stringify({
    AuditId: 'a',
    Verb: 'patch',
    ObjectRef: cronJobPatch.objectRef,
    User: cronJobPatch.user,
    RequestObject: body,
  });
const cutLine = (body: string): string =>
  JSON.stringify({ category: 'kube-audit', properties: { log: `${deepEvent(body).slice(0, -3)}` } });
const members = (body: string): string => `{"records":[${deepEvent(body)},${deepEvent(body)}`;

for (const [name, body] of Object.entries(deepBodies)) {
  for (const levels of [1001, 2500, 100_000]) {
    test(`a patch nested ${levels} levels deep ${name} is judged for the rest`, () => {
      const forms = [deepEvent, table, cutLine, members].map((form) =>
        form(body(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`)),
      );
      for (const text of forms) {
        const { events, failures } = decode(text);
        assert.deepEqual(failures, []);
        for (const event of events) {
          assert.deepEqual(
            [event.verb, event.user.username, event.objectRef.resource, event.objectRef.name],
            ['patch', 'kim@example.com', 'cronjobs', 'nightly-report'],
          );
          assert.ok(event.requestObject.state === 'seen' && event.requestObject.missing === 'truncated');
          assert.match(event.cutAt ?? '', /^\/requestObject(?:\/zz|\/0\/value)(?:\/a){998,999}$/);
          const shown = JSON.stringify(event.requestObject.value);
          assert.ok(shown.includes('{"hostPID":true}') && shown.includes('{"a":null}'));
        }
        assert.equal(events.length, text.startsWith('{"records"') ? 2 : 1);
      }
    });
  }
}

test('a text that ends inside what is nested too deep still tells who did what', () => {
  const whole = deepEvent(`{"spec":{"hostPID":true},"zz":${'{"a":'.repeat(5000)}`);
  const event = decode(whole.slice(0, 16_384)).events[0];
  assert.ok(event?.requestObject.state === 'seen' && event.requestObject.missing === 'truncated');
  assert.match(event.cutAt ?? '', /^\/requestObject\/zz(?:\/a){999}$/);
  assert.equal(event.user.username, 'kim@example.com');
  assert.ok(JSON.stringify(event.requestObject.value).includes('{"hostPID":true}'));
});

test('nesting outside the bodies takes nothing from the event', () => {
  const deep = `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`;
  const text = JSON.stringify({ ...cronJobPatch, zz: '@' }).replace('"@"', deep);
  const { events } = decode(text);
  assert.deepEqual(events, decode(JSON.stringify(cronJobPatch)).events);
});

test('wrappers are taken off up to the limit and no further', () => {
  const wrapped = (times: number): string => {
    let value: unknown = cronJobCreate;
    for (let at = 0; at < times; at += 1) value = { log: value };
    return JSON.stringify(value);
  };
  assert.equal(decode(wrapped(MAX_WRAPS)).events.length, 1);
  assert.deepEqual(decode(wrapped(MAX_WRAPS + 2)).failures, [{ code: 'too-deep', limit: MAX_WRAPS }]);
  let strings = JSON.stringify(cronJobCreate);
  for (let at = 0; at < 4; at += 1) strings = JSON.stringify({ message: strings });
  assert.equal(decode(strings).events.length, 1);
});

test('keys that name parts of every object stay data', () => {
  const text = JSON.stringify({ ...cronJobCreate, annotations: '@', user: '#' })
    .replace('"@"', '{"__proto__":"x","constructor":"y","authorization.k8s.io/decision":"allow"}')
    .replace('"#"', '{"username":"u","extra":{"__proto__":["x"],"toString":["y"]}}');
  const [event] = decode(text).events;
  assert.deepEqual(Object.keys(event?.annotations ?? {}), [
    '__proto__',
    'constructor',
    'authorization.k8s.io/decision',
  ]);
  assert.deepEqual(Object.keys(event?.user.extra ?? {}), ['__proto__', 'toString']);
  assert.equal(Reflect.get(event?.annotations ?? {}, 'hasOwnProperty'), undefined);
  for (const path of ['__proto__', 'user.__proto__', 'user.__proto__.a', 'user.constructor.prototype']) {
    const { events } = decode(
      `{"kubernetes.audit.user":{"username":"u"},"kubernetes.audit.${path}.polluted":"x","kubernetes.audit.${path}":{"polluted":"y"},"kubernetes.audit.verb":"get"}`,
    );
    assert.equal(events[0]?.user.username, 'u');
    assert.equal(Reflect.get({}, 'polluted'), undefined, path);
  }
});

test('a record that was cut behind a key that every object has holds nothing from there', () => {
  for (const key of ['constructor', 'toString', '__proto__']) {
    for (const text of [
      `{"verb":"get","auditID":"a","${key}":`,
      `{"insertId":"i","protoPayload":{"serviceName":"k8s.io","methodName":"io.k8s.core.v1.pods.get","requestMetadata":{"${key}":`,
    ]) {
      assert.equal(decode(text).events[0]?.verb, 'get', text);
    }
  }
});

test('lists of a million members overflow no call', () => {
  const many = (one: string): string => `[${`${one},`.repeat(1_000_000)}${one}]`;
  assert.equal(decode(many('{}')).failures.length, 1_000_001);
  const addresses = many('"192.0.2.1"');
  const [event] = decode(JSON.stringify({ ...cronJobCreate, sourceIPs: '@' }).replace('"@"', addresses)).events;
  assert.equal(event?.claimedSourceIps.length, 1_000_001);
  const events = many('{"verb":"get","auditID":"a","stage":"x"}');
  assert.equal(decode(JSON.stringify({ log: events })).events.length, 1_000_001);
  assert.equal(decode(`{"records":${events}}`).events.length, 1_000_001);
});

test('a decompression bomb is a failure, and the next part of the record still has its share', () => {
  const bomb = gzipSync(Buffer.alloc(70 * 1024 * 1024)).toString('base64');
  const good = gzipSync(JSON.stringify({ logEvents: [{ message: JSON.stringify(cronJobCreate) }] })).toString('base64');
  const { events, failures } = decode(JSON.stringify({ records: [{ data: bomb }, { data: good }] }));
  assert.equal(events.length, 1);
  assert.equal(failures.length, 1);
});

test('decoding grows with the length, not with its square', () => {
  const event = JSON.stringify(cronJobCreate);
  const hostile: ((n: number) => string)[] = [
    (n) => `{"records":[${`${event},`.repeat(n / 2000)}${event}]}`,
    (n) => `{"records":[${`${event},`.repeat(n / 2000)}`,
    (n) => JSON.stringify({ log: `{"a":${'"\\\\'.repeat(n)}` }),
    (n) => `2026-11-24T10:00:00Z ${' '.repeat(n)}{`,
    (n) => `${' '.repeat(n)}x`,
    (n) => JSON.stringify({ message: '<'.repeat(n) }),
    (n) => JSON.stringify({ [`a ${'['.repeat(n)}]`]: 1, [`${' ['.repeat(n)}]`]: 1 }),
    (n) => `{${'"kubernetes.audit.a.b":1,'.repeat(n / 25)}"x":1}`,
    (n) => '{}'.repeat(n / 2),
    (n) => JSON.stringify({ category: 'kube-audit', resourceId: '/managedClusters/'.repeat(n / 17), properties: {} }),
    (n) => JSON.stringify({ protoPayload: { methodName: `io.k8s.${'v1.'.repeat(n / 3)}` } }),
    (n) => JSON.stringify({ ...cronJobCreate, requestURI: '/apis'.repeat(n / 5), objectRef: { resource: 'jobs' } }),
  ];
  for (const make of hostile) assertLinear(make, decode);
});
