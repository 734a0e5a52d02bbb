import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type Decoded, explainFailure } from '../model/event.ts';
import { decodeRecord } from './decode.ts';
import { decode, decodeOne } from './testing/decoding.ts';
import { cronJobCreate, EVENTS, secretRead } from './testing/events.ts';
import { logEntry } from './wrappers.ts';

const json = JSON.stringify;
const event = json(cronJobCreate);
const counts = (decoded: Decoded) => [decoded.events.length, decoded.others, decoded.failures.map((one) => one.code)];

const klog = 'I1124 10:00:00.000000      11 scheduler.go:123] "Successfully bound pod"';
const group = (message: string): string => json({ logGroup: '/aws/eks/harbour/cluster', logEvents: [{ message }] });

const held: Record<string, [string, [number, number, string[]]]> = {
  'a core/v1 Event': [
    '{"kind":"Event","apiVersion":"v1","involvedObject":{},"reason":"Started"}',
    [0, 0, ['not-an-audit-event']],
  ],
  'an event of events.k8s.io': [
    '{"kind":"Event","apiVersion":"events.k8s.io/v1","verb":"x"}',
    [0, 0, ['not-an-audit-event']],
  ],
  'a Pod': ['{"kind":"Pod","apiVersion":"v1","spec":{}}', [0, 0, ['not-an-audit-event']]],
  'an audit Policy': ['{"kind":"Policy","apiVersion":"audit.k8s.io/v1","rules":[]}', [0, 0, ['not-an-audit-event']]],
  'a number of an unknown kind': ['{"kind": 0}', [0, 0, ['not-an-audit-event']]],
  'a bare number': ['17', [0, 0, ['not-json']]],
  'an empty text': ['', [0, 0, ['not-json']]],
  'a line of text': ['hello world', [0, 0, ['not-json']]],
  'a line of text with a brace': ['hello {world}', [0, 0, ['not-json']]],
  'a line of a component': [klog, [0, 1, []]],
  'a line of a component in a collector\u2019s wrapper': [json({ log: `${klog}\n`, stream: 'stderr' }), [0, 1, []]],
  'a line of text in a collector\u2019s wrapper': [json({ log: 'hello' }), [0, 0, ['not-json']]],
  'an event followed by junk': [`${event} hello`, [1, 0, ['not-json']]],
  'an event followed by padding': [`${event}\u0000\n`, [1, 0, []]],
  'an event after a byte order mark': [`\ufeff${event}`, [1, 0, []]],
  'two events without a separator': [event + event, [2, 0, []]],
  'an empty list of events': ['{"kind":"EventList","apiVersion":"audit.k8s.io/v1","items":[]}', [0, 1, []]],
  'an empty array': ['[]', [0, 1, []]],
  'an empty array in an array': ['[[]]', [0, 1, []]],
  'an empty list inside a batch': [`{"records":[[],${event}]}`, [1, 0, []]],
  'an empty batch of records': ['{"records":[]}', [0, 1, []]],
  'an empty Insights answer': ['{"results":[],"status":"Complete"}', [0, 1, []]],
  'an empty query answer': ['{"tables":[{"columns":[{"name":"log_s"}],"rows":[]}]}', [0, 1, []]],
  'a query answer without tables': ['{"tables":[]}', [0, 1, []]],
  'an empty batch of CloudWatch': ['{"messageType":"DATA_MESSAGE","logEvents":[]}', [0, 1, []]],
  'an empty CloudWatch answer': ['{"events":[],"searchedLogStreams":[]}', [0, 1, []]],
  'an empty search': ['{"hits":{"hits":[]}}', [0, 1, []]],
  'an empty Azure answer': ['{"value":[]}', [0, 1, []]],
  'an empty list of another kind': ['{"kind":"List","apiVersion":"v1","items":[]}', [0, 1, []]],
  'an empty list beside the line of a collector': [json({ value: [], items: [], events: [], log: event }), [1, 0, []]],
  'other lists beside the line of a collector': [json({ value: [1], items: [{}], log: event }), [1, 0, []]],
  'a message beside a list of events': [json({ message: 'ok', items: [cronJobCreate, secretRead] }), [2, 0, []]],
  'an AKSAudit row with a list of a common name': [
    json({ AuditId: 'a', Verb: 'get', ObjectRef: '{}', items: [1] }),
    [1, 0, []],
  ],
  'events in a list of another kind': [`{"kind":"List","apiVersion":"v1","items":[${event},${event}]}`, [2, 0, []]],
  'events in a list without a kind': [`{"items":[${event}]}`, [1, 0, []]],
  'rows in an Azure query answer': [
    json({ value: [{ Category: 'kube-audit', TimeGenerated: 'x', log_s: event }, cronJobCreate] }),
    [2, 0, []],
  ],
  'a list of pods': ['{"kind":"PodList","apiVersion":"v1","items":[{"spec":{}}]}', [0, 0, ['not-an-audit-event']]],
  'a value that is no list': [json({ value: event }), [1, 0, []]],
  'rows without columns': [
    json({ tables: [{ rows: [['x', 'kube-audit', event], ['x', '{"a":1}'], ['y'], 7] }] }),
    [1, 0, ['wrong-type', 'wrong-type', 'wrong-type']],
  ],
  'a list of events that is none': [
    '{"kind":"EventList","apiVersion":"audit.k8s.io/v1","items":{}}',
    [0, 0, ['wrong-type']],
  ],
  'records that are none': ['{"records":"x"}', [0, 0, ['wrong-type']]],
  'rows that are no lists': ['{"tables":[{"columns":[{"name":"log_s"}],"rows":[{}]}]}', [0, 0, ['wrong-type']]],
  'the scheduler\u2019s category of a cluster': [
    json({ category: 'kube-scheduler', operationName: 'x', properties: { log: klog } }),
    [0, 1, []],
  ],
  'another category with an event in it': [
    json({ category: 'guard', operationName: 'x', properties: { log: event } }),
    [0, 1, []],
  ],
  'an Azure record without a log': [json({ category: 'Administrative', operationName: 'x' }), [0, 1, []]],
  'a row of another category': [json({ Category: 'cluster-autoscaler', log_s: klog, ResourceId: '/x' }), [0, 1, []]],
  'a row of another resource': [json({ Category: 'AuditEvent', ResourceProvider: 'MICROSOFT.KEYVAULT' }), [0, 1, []]],
  'a row of another table': [json({ Type: 'Heartbeat', TimeGenerated: '2026-11-24T10:00:00Z' }), [0, 1, []]],
  'a kube-audit record whose log is text': [
    json({ category: 'kube-audit', operationName: 'x', properties: { log: 'nonsense' } }),
    [0, 0, ['not-json']],
  ],
  'a control message of CloudWatch': [
    json({ messageType: 'CONTROL_MESSAGE', logEvents: [{ message: 'x' }] }),
    [0, 1, []],
  ],
  'a component\u2019s line in a log group': [group(klog), [0, 1, []]],
  'the authenticator\u2019s line in a log group': [
    group('time="2026-11-24T10:00:00Z" level=info msg="access granted"'),
    [0, 1, []],
  ],
  'any text in a log group': [group('hello'), [0, 1, []]],
  'other JSON in a log group': [group('{"a":1}'), [0, 1, []]],
  'an exported line of a component': [`2026-11-24T10:00:00.000Z ${klog}`, [0, 1, []]],
  'another Google service': [
    json({ protoPayload: { serviceName: 'container.googleapis.com', methodName: 'x' } }),
    [0, 1, []],
  ],
  'a container\u2019s log in Cloud Logging': [json({ logName: 'x', insertId: 'y', textPayload: 'hello' }), [0, 1, []]],
  'a container\u2019s JSON in Cloud Logging': [
    json({ logName: 'x', insertId: 'y', jsonPayload: { a: 1 } }),
    [0, 1, []],
  ],
  'an entry of Cloud Logging without a payload': [json({ logName: 'x', insertId: 'y' }), [0, 1, []]],
  'an audit event in an entry\u2019s jsonPayload': [
    json({ logName: 'x', insertId: 'y', jsonPayload: cronJobCreate }),
    [1, 0, []],
  ],
  'an audit event in an entry\u2019s textPayload': [
    json({ logName: 'x', insertId: 'y', textPayload: event }),
    [1, 0, []],
  ],
  'an audit event in the message of an entry\u2019s jsonPayload': [
    json({ logName: 'x', insertId: 'y', jsonPayload: { message: event, stream: 'stdout' } }),
    [1, 0, []],
  ],
  'Defender\u2019s row of another cloud': [
    json({ DataSource: 'AWS', RawEventData: { eventName: 'PutObject' } }),
    [0, 1, []],
  ],
  'an Elastic document of another kind': [json({ '@timestamp': 'x', agent: {}, host: {} }), [0, 1, []]],
  'a CRI line in one part': [`2026-11-24T10:00:00.000000001Z stdout P ${event}`, [1, 0, []]],
  'the first part of a CRI line': [
    `2026-11-24T10:00:00.000000001Z stdout P ${event.slice(0, 900)}`,
    [0, 0, ['not-json']],
  ],
  'a further part of a CRI line': [`2026-11-24T10:00:00.000000001Z stdout P ${event.slice(900)}`, [0, 0, ['not-json']]],
  'too little of an event to be one': ['{"kind":"Event","apiVer', [0, 0, ['not-json']]],
};
for (const [name, [text, wanted]] of Object.entries(held)) {
  test(`held: ${name}`, () => assert.deepEqual(counts(decode(text)), wanted));
}

const recognised: Record<string, object> = {
  'version v1beta1': { ...cronJobCreate, apiVersion: 'audit.k8s.io/v1beta1' },
  'version v1alpha1': { ...cronJobCreate, apiVersion: 'audit.k8s.io/v1alpha1' },
  'no kind and version': { verb: 'create', objectRef: { resource: 'jobs' } },
  'no target': { verb: 'get', requestURI: '/healthz', user: { username: 'x' } },
  'a kind and a verb': { kind: 'Event', verb: 'get', sourceIPs: [] },
  'neither verb nor target': { kind: 'Event', apiVersion: 'audit.k8s.io/v1', user: { username: 'x' } },
  'a member of a list': { level: 'Metadata', auditID: 'x', stage: 'ResponseComplete' },
};
for (const [name, value] of Object.entries(recognised)) {
  test(`recognised: an event with ${name}`, () => assert.equal(decodeOne(value).envelope, 'audit'));
}

test('a member of a split list is read inside its document', () => {
  const rest = JSON.parse(event);
  delete rest.kind;
  delete rest.apiVersion;
  const list = decode(json(rest), '{"kind":"EventList","apiVersion":"audit.k8s.io/v1","metadata":{},"items":[');
  assert.equal(list.events[0]?.envelope, 'event-list');
  assert.deepEqual(JSON.parse(list.events[0]?.row.requestText ?? ''), cronJobCreate.requestObject);
  const columns = '{"tables":[{"name":"PrimaryResult","columns":[{"name":"TimeGenerated"},{"name":"log_s"}],"rows":[';
  const row = decode(json(['2026-11-24T11:00:00Z', event]), columns);
  assert.equal(row.events[0]?.envelope, 'azure-diagnostics');
  assert.equal(row.events[0]?.row.timeGenerated, '2026-11-24T11:00:00Z');
  const logGroup = '{"messageType":"DATA_MESSAGE","logGroup":"/aws/eks/harbour/cluster","logEvents":[';
  assert.equal(decode(json({ id: '1', message: event }), logGroup).events[0]?.cluster, 'harbour');
  assert.equal(decode(json([{ field: '@message', value: event }]), '{"results":[').events[0]?.envelope, 'cloudwatch');
  assert.equal(decode(event, '[').events.length, 1);
  assert.equal(decode(event, '').events.length, 1);
  assert.equal(decode(event, 'no header').events.length, 1);
});

/** Lists whose identifying key follows them, or says something else. */
const late: Record<string, [string, string]> = {
  'an EventList with its items first': ['{"items":[', event],
  'an EventList with its items first, a member without a kind': [
    '{"metadata":{},"items":[',
    json({ ...cronJobCreate, kind: undefined, apiVersion: undefined }),
  ],
  'an Azure answer': ['{"@odata.context":"x","value":[', json({ Category: 'kube-audit', log_s: event })],
  'a List': ['{"apiVersion":"v1","kind":"List","items":[', event],
  'rows without their columns': ['{"tables":[{"name":"x","rows":[', json(['x', 'kube-audit', event])],
  'raw events as log events': ['{"logGroup":"x","logEvents":[', event],
  'events without messages': ['{"events":[', event],
  'records in a document of another kind': ['{"protoPayload":{"a":1},"category":"guard","records":[', event],
  'an event under an unknown key': ['{"unknown":[', event],
};
for (const [name, [header, text]] of Object.entries(late)) {
  test(`a member of ${name} gives its event`, () => assert.deepEqual(counts(decode(text, header)), [1, 0, []]));
}

test('a member without an event is counted once', () => {
  assert.deepEqual(counts(decode(json(klog), '{"logEvents":[')), [0, 1, []]);
  assert.deepEqual(counts(decode(json({ message: klog }), '{"logEvents":[')), [0, 1, []]);
  assert.deepEqual(counts(decode('{"a":1}', '{"records":[')), [0, 0, ['not-an-audit-event']]);
  assert.deepEqual(counts(decode('[]', '{"records":[')), [0, 1, []]);
  assert.deepEqual(counts(decode('["x"]', '{"tables":[{"rows":[')), [0, 0, ['wrong-type']]);
});

test('columns that follow the rows are told', () => {
  const { warnings } = decode(json(['x', event]), '{"tables":[{"rows":[');
  assert.match(warnings.join(), /columns follow its rows/);
  assert.deepEqual(decode(json(['x', event]), '{"tables":[{"columns":[{"name":"log_s"}],"rows":[').warnings, []);
});

test('the members of a list are read inside its header without reading that again', () => {
  const pad = 'x'.repeat(60_000);
  const headers = {
    'a long text': `{"pad":"${pad}","records":[`,
    'many keys': `{${Array.from({ length: 6000 }, (_, index) => `"k${index}":1,`).join('')}"records":[`,
    'JSON in a text': json({ properties: `{"a":[${'1,'.repeat(25_000)}1]}`, records: [] }).slice(0, -2),
    'a long log group': json({ logGroup: `/aws/eks/${pad}/cluster`, logEvents: [] }).slice(0, -2),
    'many columns': `{"tables":[{"columns":[${'{"name":"a"},'.repeat(4000)}1],"rows":[`,
    'many tables': `{"tables":[${'{"columns":[],"rows":[]},'.repeat(2000)}{"columns":[],"rows":[`,
  };
  const spent = (header: string): number => {
    const start = process.cpuUsage();
    for (let round = 0; round < 2000; round += 1) decode('[{"a":"create jobs"}]', header);
    return process.cpuUsage(start).user;
  };
  spent('{"records":[');
  const short = spent('{"records":[') + spent('{"tables":[{"columns":[],"rows":[');
  for (const [name, header] of Object.entries(headers)) assert.ok(spent(header) < 20_000 + 4 * short, name);
});

test('a member of a split list that was cut is salvaged', () => {
  const text = json({ category: 'kube-audit', properties: { log: event } });
  const { events } = decode(text.slice(0, text.indexOf('curl')), '{"records":[');
  assert.equal(events[0]?.auditId, cronJobCreate.auditID);
  assert.ok(events[0]?.cutAt?.startsWith('/requestObject'));
});

test('compressed records without a way to inflate them say so', () => {
  const text = json({ awslogs: { data: gzipSync(group(event)).toString('base64') } });
  const { events, failures } = decodeRecord({ source: 'x', offset: 0, text });
  assert.deepEqual(events, []);
  assert.match(failures.map(explainFailure).join(), /gzip in base64 that cannot be inflated here/);
  const damaged = json({ awslogs: { data: 'H4sIAAAA' } });
  assert.match(decode(damaged).failures.map(explainFailure).join(), /damaged/);
});

const rows = (count: number): unknown[] => Array.from({ length: count }, () => ['{}']);
const answer = (count: number, more: object = {}) =>
  json({ tables: [{ columns: [{ name: 'x' }], rows: rows(count) }], ...more });
const warned: Record<string, [string, RegExp | null]> = {
  'the portal\u2019s limit of rows': [answer(30_000), /exactly 30000 rows/],
  'one row less': [answer(29_999), null],
  'a partial answer': [answer(1, { error: { code: 'PartialError', message: 'x' } }), /not complete \(PartialError\)/],
  'rows that az printed, at the limit': [
    json(Array.from({ length: 30_000 }, () => ({ TableName: 'PrimaryResult', a: 1 }))),
    /exactly 30000 rows/,
  ],
  'Insights at its limit': [json({ results: Array.from({ length: 10_000 }, () => []) }), /10000 rows: more/],
  'Insights that matched more than it gave': [
    json({ results: [[{ field: '@message', value: event }]], statistics: { recordsMatched: 12 } }),
    /1 rows of 12 that matched/,
  ],
  'Insights that gave all': [
    json({ results: [[{ field: '@message', value: event }]], statistics: { recordsMatched: 1 } }),
    null,
  ],
};
const emptied = (text: string, membersBefore: number): readonly string[] =>
  decodeRecord({ source: 'x', offset: 0, text, membersBefore }).warnings;

test('limits of a long list are judged by the members that became records of their own', () => {
  const insights = json({ results: [], statistics: { recordsMatched: 12_000 } });
  assert.match(emptied(insights, 9999).join(), /has 9999 rows of 12000 that matched/);
  assert.deepEqual(emptied(insights, 12_000), []);
  assert.match(emptied('{"results":[]}', 10_000).join(), /has 10000 rows: more/);
  assert.match(emptied(answer(0), 30_000).join(), /exactly 30000 rows/);
  assert.deepEqual(emptied(answer(0), 29_999), []);
  assert.match(emptied(answer(0, { error: { code: 'PartialError' } }), 5).join(), /not complete \(PartialError\)/);
  assert.deepEqual(counts(decodeRecord({ source: 'x', offset: 0, text: insights, membersBefore: 3 })), [0, 1, []]);
});

test('one member of a list says nothing about its length', () => {
  const row = json([{ field: '@message', value: event }]);
  assert.deepEqual(decode(row, '{"statistics":{"recordsMatched":12},"results":[').warnings, []);
  const error = '{"error":{"code":"PartialError"},"tables":[{"columns":[{"name":"log_s"}],"rows":[';
  assert.match(decode(json([event]), error).warnings.join(), /not complete/);
  assert.match(decode(answer(30_000), '{"records":[').warnings.join(), /exactly 30000 rows/, 'a list inside a member');
});

for (const [name, [text, wanted]] of Object.entries(warned)) {
  test(`warning: ${name}`, () => {
    const { warnings } = decode(text);
    if (wanted === null) assert.deepEqual(warnings, []);
    else assert.match(warnings.join(), wanted);
  });
}

test('columns in AdditionalFields count, as an object or as text', () => {
  const more = {
    ObjectRef: '{"resource":"jobs","apiVersion":"v1","apiGroup":"batch"}',
    RequestObject: { kind: 'Job' },
  };
  for (const AdditionalFields of [more, json(more)]) {
    const { objectRef, requestObject } = decodeOne({ Verb: 'create', Level: 'Request', AdditionalFields });
    assert.equal(objectRef.apiGroup, 'batch');
    assert.deepEqual(requestObject, { state: 'seen', value: { kind: 'Job' } });
  }
  const row = { Category: 'kube-audit', TimeGenerated: 'x', AdditionalFields: json({ log_s: event }) };
  assert.equal(decodeOne(row).envelope, 'azure-diagnostics');
});

test('a mixed batch counts every member once', () => {
  const records = [
    { category: 'kube-audit', properties: { log: event } },
    { category: 'kube-apiserver', properties: { log: klog } },
    { category: 'kube-audit', properties: { log: 'nonsense' } },
    logEntry(secretRead),
    {},
    ...EVENTS,
  ];
  assert.deepEqual(counts(decode(json({ records }))), [2 + EVENTS.length, 1, ['not-json', 'not-an-audit-event']]);
});

test('the line of a collector counts, not what the collector adds under another key', () => {
  assert.equal(decode(json({ message: 'hello', log: event })).events.length, 1);
  assert.deepEqual(counts(decode(json({ message: event, log: event }))), [1, 0, []]);
  assert.deepEqual(counts(decode(json({ message: 'hello', log: 'world' }))), [0, 0, ['not-json']]);
});

test('the text of the body is kept as logged, and only where the original query looks', () => {
  const body = '{"b": 1.0, "a":"\\u0041\\/", "c":1e2}';
  const of = (resource: string): string | null =>
    decodeOne(`{"kind":"Event","verb":"create","objectRef":{"resource":"${resource}"},"requestObject":${body}}`).row
      .requestText;
  assert.equal(of('jobs'), body);
  assert.equal(of('CronJobs'), body);
  assert.equal(of('pods'), null);
  const column = decodeOne({ Verb: 'create', AuditId: 'a', ObjectRef: { resource: 'jobs' }, RequestObject: body });
  assert.equal(column.row.requestText, body);
});
