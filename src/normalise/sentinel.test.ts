import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SentinelRow } from '../model/activity.ts';
import type { AuditEvent, ObjectRef, RowFields } from '../model/event.ts';
import { ABSENT } from '../model/seen.ts';
import { hasAny, SENSITIVE_MOUNTS, SUSPICIOUS_COMMANDS, SUSPICIOUS_IMAGES, sentinelRow } from './sentinel.ts';

interface Change {
  readonly event?: Partial<AuditEvent>;
  readonly ref?: Partial<ObjectRef>;
  readonly row?: Partial<RowFields>;
}

const eventWith = (body: string | null, { event, ref, row }: Change = {}): AuditEvent => ({
  envelope: 'azure-diagnostics',
  auditId: '5c1f7a52-0000-4000-8000-000000000001',
  level: 'RequestResponse',
  stage: 'ResponseComplete',
  requestUri: '/apis/batch/v1/namespaces/dev/cronjobs',
  verb: 'create',
  user: { username: 'jane@example.com', uid: null, groups: [], extra: {} },
  impersonated: null,
  claimedSourceIps: ['198.51.100.7', '203.0.113.9'],
  claimedUserAgent: 'kubectl/v1.34.0',
  objectRef: {
    apiGroup: 'batch',
    apiVersion: 'v1',
    resource: 'cronjobs',
    subresource: null,
    namespace: 'dev',
    name: 'backup',
    uid: null,
    ...ref,
  },
  code: 201,
  decision: 'allow',
  requestObject: ABSENT,
  responseObject: ABSENT,
  annotations: {},
  receivedAt: '2026-11-24T10:00:00.000000Z',
  time: { at: '2026-11-24T10:00:00.123456Z', exact: true },
  cluster: null,
  cutAt: null,
  row: {
    category: 'kube-audit',
    timeGenerated: '2026-11-24T10:00:07.7654321Z',
    requestText: body,
    parses: true,
    ...row,
  },
  ...event,
});

const rowOf = (body: string | null, change: Change = {}): SentinelRow => {
  const row = sentinelRow(eventWith(body, change));
  assert.ok(row, 'a row was expected');
  return row;
};

test('the columns of a row, in the order of the query', () => {
  assert.deepEqual(Object.entries(rowOf('{"image": "alpine:3"}')), [
    ['TimeGenerated', '2026-11-24T10:00:07.7654321Z'],
    ['Resource', 'cronjobs'],
    ['Verb', 'create'],
    ['Namespace', 'dev'],
    ['Name', 'backup'],
    ['User', 'jane@example.com'],
    ['UserAgent', 'kubectl/v1.34.0'],
    ['SourceIP', '198.51.100.7'],
    ['IsSuspiciousImage', true],
    ['IsSuspiciousCommand', false],
    ['IsHostPathMount', false],
    ['IsPrivileged', false],
    ['IsHostNetwork', false],
    ['IsSensitiveMount', false],
    ['IsServiceAccountToken', false],
    ['SuspicionScore', 1],
    ['RequestBody', '{"image":"alpine:3"}'],
  ]);
});

test('what the record does not carry is empty', () => {
  const none = { username: null, uid: null, groups: [], extra: {} };
  const row = rowOf(null, {
    event: { user: none, claimedUserAgent: null, claimedSourceIps: [], time: { at: null, exact: false } },
    ref: { name: null, namespace: null },
    row: { timeGenerated: null },
  });
  assert.deepEqual(
    [row.TimeGenerated, row.Namespace, row.Name, row.User, row.UserAgent, row.SourceIP, row.RequestBody],
    [null, '', '', '', '', '', ''],
  );
  assert.equal(row.SuspicionScore, 0);
});

test('without a TimeGenerated of its own the row has the time of the event', () => {
  assert.equal(rowOf('{}', { row: { timeGenerated: null } }).TimeGenerated, '2026-11-24T10:00:00.123456Z');
});

const rows: readonly (readonly [situation: string, change: Change, isRow: boolean])[] = [
  ['kube-audit-admin', { row: { category: 'kube-audit-admin' } }, true],
  ['no category counts as kube-audit', { row: { category: null } }, true],
  ['== is case-sensitive', { row: { category: 'Kube-Audit' } }, false],
  ['another category', { row: { category: 'guard' } }, false],
  ['an empty category', { row: { category: '' } }, false],
  ['jobs', { ref: { resource: 'jobs' } }, true],
  ['jobs of another group: the query does not look', { ref: { resource: 'jobs', apiGroup: 'batch.volcano.sh' } }, true],
  ['a status write: the query does not look', { ref: { subresource: 'status' } }, true],
  ['in~ is not case-sensitive', { ref: { resource: 'CronJobs' }, event: { verb: 'PATCH' } }, true],
  ['pods', { ref: { resource: 'pods' } }, false],
  ['a resource that only ends in jobs', { ref: { resource: 'scaledjobs' } }, false],
  ['no resource', { ref: { resource: null } }, false],
  ['update', { event: { verb: 'update' } }, true],
  ['delete', { event: { verb: 'delete' } }, false],
  ['no verb', { event: { verb: null } }, false],
  ['a refused request: the query does not look', { event: { code: 403, decision: 'forbid' } }, true],
  ['an earlier stage: the query does not look', { event: { stage: 'RequestReceived' } }, true],
  ['a cut record', { event: { cutAt: '/requestObject/spec' }, row: { parses: false } }, false],
  ['a body that is only too deep for us', { event: { cutAt: '/requestObject/spec' } }, true],
];
for (const [situation, change, isRow] of rows) {
  test(`rows: ${situation}`, () => assert.equal(sentinelRow(eventWith('{}', change)) !== null, isRow));
}

const bodies: readonly (readonly [situation: string, text: string | null, body: string])[] = [
  ['compact JSON, order kept', '{ "b": 1.0, "a": [ true ] }', '{"b":1.0,"a":[true]}'],
  ['HTML-safe escapes', '{"c":"a \\u0026\\u0026 b \\u003e c"}', '{"c":"a && b > c"}'],
  ['a body that was replaced is the bare string', '"skipped-too-big-size-object"', 'skipped-too-big-size-object'],
  ['a string with escapes is bare too', '"a\\n\\"b\\" \\u0026"', 'a\n"b" &'],
  ['null', 'null', ''],
  ['no body', null, ''],
  ['a number', ' 1.50 ', '1.50'],
  ['a JSON patch', '[ {"op": "remove"} ]', '[{"op":"remove"}]'],
];
for (const [situation, text, body] of bodies) {
  test(`tostring: ${situation}`, () => assert.equal(rowOf(text).RequestBody, body));
}

test('a body that does not parse is no row', () => assert.equal(sentinelRow(eventWith('{"a":')), null));

/** Expectations follow from the definition of a term: a maximal run of ASCII letters and digits. */
const has: readonly (readonly [term: string, text: string, expected: boolean])[] = [
  // The documentation's own examples.
  ['america', 'North America', true],
  ['amer', 'North America', false],
  ['Explorer', 'KustoExplorerQueryRun', false],
  ['New', 'NEW YORK', true],
  ['south', 'ATLANTIC SOUTH', true],
  ['4f9f', 'Kusto:  ad67d136-c1db-4f9f-88ef-d94f3b6b0b5a;;WilliamGates3rd', true],
  ['WilliamGates', 'Kusto:  ad67d136-c1db-4f9f-88ef-d94f3b6b0b5a;;WilliamGates3rd', false],
  // Terms of one word.
  ['curl', 'curl', true],
  ['curl', 'CURL -s', true],
  ['curl', 'xcurl', false],
  ['curl', 'curl7', false],
  ['curl', '7curl', false],
  ['curl', 'libcurl4 or curl', true],
  ['curl', 'my_curl_job', true],
  ['curl', 'curl-minimal', true],
  ['curl', 'écurlé', true],
  ['curl', 'cur\u2113', false],
  ['python', 'python3 x.py', false],
  ['python', 'python:3.12', true],
  ['php', 'php8.3', false],
  ['privileged', '"privileged":false', true],
  ['privileged', 'unprivileged', false],
  ['hostPath', '"HOSTPATH":{}', true],
  ['hostPath', '"hostPathType":""', false],
  ['kali', '\u212aali', false],
  ['busybox', 'bu\u017fybox', false],
  // Terms that end in something else: the rule holds only on the sides that are alphanumeric.
  ['nc ', 'nc 203.0.113.7', true],
  ['nc ', 'rsync nc x', true],
  ['nc ', 'rsync x', false],
  ['nc ', 'sync ', false],
  ['nc ', '-nc x', true],
  ['nc ', 'nc\tx', false],
  ['/etc', '/etc/app', true],
  ['/etc', '/etcd', false],
  ['/etc', '/host/etc', true],
  ['/etc', 'x/etc', true],
  ['/etc', 'etc', false],
  ['/proc', '/process', false],
  ['/sys', '/SYS', true],
  ['/var/run/docker.sock', '/host/var/run/docker.sock:ro', true],
  ['/var/run/docker.sock', '/run/docker.sock', false],
  ['/dev/tcp', '/dev/tcp/203.0.113.7/443', true],
  ['python -c', 'python -c "x"', true],
  ['python -c', 'cpython -c', false],
  ['python -c', 'python -cx', false],
  ['python -c', 'python  -c', false],
  ['python -c', '["python","-c"]', false],
  ['bash -i', 'bash -i', true],
  ['bash -i', 'bash -il', false],
  ['chmod +x', 'chmod +x /tmp/a', true],
  ['chmod +x', 'chmod a+x /tmp/a', false],
  ['base64 -d', 'base64 -d|sh', true],
  ['base64 -d', 'base64 --decode', false],
  ['/bin/sh -c', '/usr/bin/sh -c ls', true],
  ['/bin/sh -c', '["/bin/sh","-c"]', false],
  ['eval', 'eval $(x)', true],
  ['eval', 'evaluate', false],
];
for (const [term, text, expected] of has) {
  test(`${JSON.stringify(text)} ${expected ? 'has' : 'has not'} ${JSON.stringify(term)}`, () => {
    assert.equal(hasAny([term])(text), expected);
  });
}

test('has_any is true where any one of the terms is', () => {
  assert.equal(hasAny(['nc ', 'curl'])('a curl b'), true);
  assert.equal(hasAny(['nc ', 'curl'])('a curls b'), false);
});

test('a character that is special in a pattern is itself in a term', () => {
  assert.equal(hasAny(['docker.sock'])('dockerxsock'), false);
  assert.equal(hasAny(['chmod +x'])('chmoddd x'), false);
});

type Flag = keyof SentinelRow & `Is${string}`;
const flagsOf = (row: SentinelRow): readonly string[] =>
  Object.keys(row).filter((name) => name.startsWith('Is') && row[name as Flag]); // Keys of the row itself.

const judged: readonly (readonly [situation: string, body: string, flags: readonly string[], score: number])[] = [
  ['nothing', '{"image":"registry.example.com/app"}', [], 0],
  ['a word of both lists', '{"a":"wget x"}', ['IsSuspiciousImage', 'IsSuspiciousCommand'], 2],
  [
    'an escaped ampersand is no letter',
    '{"a":"x \\u0026\\u0026\\u0026curl"}',
    ['IsSuspiciousImage', 'IsSuspiciousCommand'],
    2,
  ],
  ['letters as escapes', '{"a":"\\u0063url"}', ['IsSuspiciousImage', 'IsSuspiciousCommand'], 2],
  ['the n of an escaped line end stands before the word', '{"a":"x\\ncurl"}', [], 0],
  ['a control character is an escape that ends in a digit', '{"a":"\\u0001curl"}', [], 0],
  ['a control character after the word', '{"a":"curl\\u0000"}', ['IsSuspiciousImage', 'IsSuspiciousCommand'], 2],
  ['an escaped slash', '{"mountPath":"\\/etc\\/app"}', ['IsSensitiveMount'], 1],
  ['an argv is no command line', '{"command":["/bin/sh","-c","id"]}', [], 0],
  ['one string is', '{"command":"/bin/sh -c id"}', ['IsSuspiciousCommand'], 1],
  [
    'the name of a field, whatever its value',
    '{"privileged":false,"hostNetwork":false}',
    ['IsPrivileged', 'IsHostNetwork'],
    2,
  ],
  ['the token flag is shown and not summed', '{"automountServiceAccountToken":true}', ['IsServiceAccountToken'], 0],
  ['a value that a later one of the name replaces', '{"a":"curl","a":"x"}', [], 0],
  ['a name that comes twice', '{"hostPath":1,"hostPath":2}', ['IsHostPathMount'], 1],
  [
    'everything',
    '{"hostNetwork":true,"privileged":true,"hostPath":{"path":"/proc"},"image":"kali","c":"socat","automountServiceAccountToken":true}',
    [
      'IsSuspiciousImage',
      'IsSuspiciousCommand',
      'IsHostPathMount',
      'IsPrivileged',
      'IsHostNetwork',
      'IsSensitiveMount',
      'IsServiceAccountToken',
    ],
    6,
  ],
];
for (const [situation, body, flags, score] of judged) {
  test(`flags: ${situation}`, () => {
    const row = rowOf(body);
    assert.deepEqual(flagsOf(row), flags);
    assert.equal(row.SuspicionScore, score);
  });
}

const lists: readonly (readonly [flag: Flag, terms: readonly string[], count: number])[] = [
  ['IsSuspiciousImage', SUSPICIOUS_IMAGES, 15],
  ['IsSuspiciousCommand', SUSPICIOUS_COMMANDS, 16],
  ['IsSensitiveMount', SENSITIVE_MOUNTS, 4],
];
for (const [flag, terms, count] of lists) {
  test(`${flag} has all of its ${count} terms`, () => {
    assert.equal(new Set(terms).size, count);
    for (const term of terms) {
      assert.equal(rowOf(JSON.stringify({ a: term }))[flag], true, term);
      assert.equal(rowOf(JSON.stringify({ a: term.toUpperCase() }))[flag], true, term);
    }
  });
}

test('time grows with the body, not with its square', () => {
  const fastest = (body: string): number => {
    const times = [0, 1, 2].map(() => {
      const start = performance.now();
      rowOf(body);
      return performance.now() - start;
    });
    return Math.min(...times);
  };
  for (const unit of ['/var/run/docker.soc', 'chmod +', 'nc', 'automountServiceAccountToke', '\\u0026']) {
    const body = (length: number): string => `{"a":"${unit.repeat(length / unit.length)}"}`;
    const before = fastest(body(250_000));
    const after = fastest(body(1_000_000));
    assert.ok(after < 12 * before + 50, `${unit}: ${before} ms for n, ${after} ms for 4n`);
  }
});
