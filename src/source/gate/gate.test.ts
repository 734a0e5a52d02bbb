import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { compileGate } from '../../../tools/build-gate.js';
import { createGate, type GateWords, mayName } from './gate.ts';

const words: GateWords = {
  verbs: ['create', 'update', 'patch'],
  resources: ['jobs', 'pods', 'deployments', 'serving.knative.dev'],
  always: ['H4sI'],
  names: ['cronjobs', 'jobs', 'pods', 'deployments', 'services'],
};
const gate = createGate(words);

/** The lines that pass, with their offsets. */
const passed = (text: string, using = gate): { line: string; offset: number }[] => {
  const bytes = new TextEncoder().encode(text);
  using.room(bytes.length).set(bytes);
  const found: { line: string; offset: number }[] = [];
  using.scan(bytes.length, (line, offset) => found.push({ line: new TextDecoder().decode(line), offset }));
  return found;
};
const passes = (line: string): boolean => passed(line).length === 1;

const event = (verb: string, objectRef: object, more: object = {}): string =>
  JSON.stringify({
    kind: 'Event',
    level: 'Request',
    requestURI: '/x',
    verb,
    user: { username: 'u', groups: ['a'] },
    objectRef,
    ...more,
  });
const wrapped = (inner: string): string =>
  JSON.stringify({
    category: 'kube-audit',
    properties: { log: inner, pod: 'kube-apiserver-0' },
    time: '2026-01-01T00:00:00Z',
  });
const lease = event('update', { resource: 'leases', name: 'x' });
const write = event('create', { resource: 'cronjobs', namespace: 'dev', name: 'x', apiGroup: 'batch' });

const passing: Record<string, string> = {
  'a workload write': write,
  'a workload write with white space between the tokens': write.replaceAll(':{', ' : { ').replaceAll(',"', ' ,\t"'),
  'a workload write in capitals, which the original query matches too': event('CREATE', { resource: 'CronJobs' }),
  'ephemeral containers': event('patch', { resource: 'pods', subresource: 'ephemeralcontainers' }),
  'an empty subresource': event('patch', { resource: 'pods', subresource: '' }),
  'keys in alphabetical order, verb after the body': JSON.stringify({
    objectRef: { resource: 'jobs' },
    requestObject: { a: ['}', '{"'] },
    verb: 'create',
  }),
  'a second objectRef, of which a parser takes the last': `${lease.slice(0, -1)},"objectRef":{"resource":"cronjobs"},"verb":"create"}`,
  'a second verb': `${event('get', { resource: 'pods' }).slice(0, -1)},"verb":"create"}`,
  'a second resource in one reference': '{"verb":"create","objectRef":{"resource":"leases","resource":"jobs"}}',
  'a second subresource in one reference':
    '{"verb":"create","objectRef":{"resource":"pods","subresource":"status","subresource":""}}',
  'a key spelled with escapes': `${lease.slice(0, -1)},"\\u006fbjectRef":{"resource":"jobs"},"verb":"create"}`,
  'a resource spelled with escapes': '{"verb":"create","objectRef":{"resource":"j\\u006fbs"}}',
  'a word spelled with escapes and nothing else to go by': '{"x":"\\u006aobs \\u0063reate"}',
  'an event in a string': wrapped(write),
  'an event in a string with escaped slashes': wrapped(write).replaceAll('/', '\\/'),
  'two events in strings, the second a write': `${wrapped(lease).slice(0, -1)},"more":${JSON.stringify(write)}}`,
  'an event in a string beside one that is none': `${wrapped(lease).slice(0, -1)},"more":${write}}`,
  'a wrapper whose own verb says something else': `{"verb":"get",${wrapped(write).slice(1)}`,
  'a write behind a string that looks like another event': `2026-01-01T00:00:00Z stdout F ${event('create', { resource: 'jobs' }, { userAgent: lease })}`,
  'a string that looks like another event, in an object under properties.log': `{"properties":{"log":${event('create', { resource: 'jobs' }, { requestObject: { note: lease } })}}}`,
  'a string that looks like another event, in a list of one': `[${event('create', { resource: 'jobs' }, { requestObject: { note: lease } })}]`,
  'a string that looks like another event, in a cloud\u2019s entry': `{"protoPayload":{"requestMetadata":{"callerSuppliedUserAgent":${JSON.stringify(lease)}},"methodName":"io.k8s.batch.v1.cronjobs.create"}}`,
  'a wrapper that has a log beside the cloud\u2019s entry': `{"log":${JSON.stringify(lease)},"protoPayload":{"methodName":"io.k8s.batch.v1.cronjobs.create"}}`,
  'two logs in one wrapper': `{"log":${JSON.stringify(lease)},"message":${JSON.stringify(write)}}`,
  'a path with an escaped letter, cut before the reference':
    '{"requestURI":"/apis/batch/v1/namespaces/a/cron%6Aobs","verb":"create","userAgent":"',
  'a second event that was cut before its reference': `${lease}{"requestURI":"/apis/batch/v1/namespaces/a/cronjobs","verb":"create","userAgent":"`,
  'a GKE entry':
    '{"protoPayload":{"methodName":"io.k8s.batch.v1.cronjobs.create","resourceName":"batch/v1/namespaces/a/cronjobs/b"}}',
  'a row of a CSV file': '2026-01-01,"{""verb"":""create"",""objectRef"":{""resource"":""jobs""}}"',
  'a Knative service, known by its group':
    '{"protoPayload":{"methodName":"dev.knative.serving.v1.services.create","x":"serving.knative.dev"}}',
  'something compressed': '{"awslogs":{"data":"H4sIAAAA"}}',
  'a cut event that has said enough': write.slice(0, -20),
};
for (const [name, line] of Object.entries(passing)) test(`passes: ${name}`, () => assert.ok(passes(line)));

const contextGate = createGate({
  ...words,
  resources: [...words.resources, 'configmaps', 'secrets', 'roles', 'rolebindings'],
  context: true,
});
const configMap = (body: object, name = 'scripts'): string =>
  event('update', { resource: 'configmaps', namespace: 'dev', name }, body);
const scripts = { requestObject: { kind: 'ConfigMap', metadata: { name: 'scripts' }, data: { 'run.sh': 'date' } } };
const election = {
  requestObject: {
    metadata: { annotations: { 'control-plane.alpha.kubernetes.io/leader': '{"holderIdentity":"a"}' } },
  },
};
const contextLines: Record<string, { readonly line: string; readonly passes: boolean }> = {
  'a ConfigMap with its body': { line: configMap(scripts), passes: true },
  'a ConfigMap of which only the stored object was logged': {
    line: configMap({ responseObject: scripts.requestObject }),
    passes: true,
  },
  'keys in the order of the alphabet': {
    line: JSON.stringify({ objectRef: { resource: 'configmaps' }, ...scripts, verb: 'update' }),
    passes: true,
  },
  'a ConfigMap in a string': { line: wrapped(configMap(scripts)), passes: true },
  'a ConfigMap whose body key is spelled with escapes': {
    line: configMap({}).replace(/\}$/, ',"requestO\\u0062ject":{}}'),
    passes: true,
  },
  'a role binding': {
    line: event('create', { resource: 'rolebindings' }, { requestObject: { roleRef: {} } }),
    passes: true,
  },
  'a cluster role binding in capitals': {
    line: event('create', { resource: 'ClusterRoleBindings' }, { requestObject: {} }),
    passes: true,
  },
  'an election that hides a script': {
    line: configMap({ requestObject: { ...election.requestObject, data: { 'run.sh': 'date' } } }),
    passes: true,
  },
  'a GKE entry of a ConfigMap': {
    line: '{"protoPayload":{"methodName":"io.k8s.core.v1.configmaps.update","request":{}}}',
    passes: true,
  },
  'a second reference behind a ConfigMap without a body': {
    line: `${configMap({}).slice(0, -1)},"objectRef":{"resource":"cronjobs"},"verb":"create"}`,
    passes: true,
  },
  'a ConfigMap without its body': { line: configMap({}), passes: false },
  'a ConfigMap without its body in a string': { line: wrapped(configMap({})), passes: false },
  'an election': { line: configMap(election), passes: false },
  'an election in a string': { line: wrapped(configMap(election)), passes: false },
  'a read of a Secret': {
    line: event('get', { resource: 'secrets' }, { responseObject: { kind: 'Secret' } }),
    passes: false,
  },
  'the status of a role': {
    line: event('update', { resource: 'roles', subresource: 'status' }, { requestObject: {} }),
    passes: false,
  },
};
for (const [name, { line, passes }] of Object.entries(contextLines)) {
  test(`what tells of others ${passes ? 'passes' : 'is dropped'}: ${name}`, () => {
    assert.equal(passed(line, contextGate).length === 1, passes);
  });
}
test('a gate that was not asked for what tells of others drops it', () => {
  for (const line of [configMap(scripts), wrapped(configMap(scripts)), configMap(election)]) assert.ok(!passes(line));
});
test('a gate for what tells of others lets through every line that it let through before', () => {
  for (const line of Object.values(passing)) assert.equal(passed(line, contextGate).length, 1, line);
});

const actsGate = createGate({
  ...words,
  verbs: [...words.verbs, 'delete'],
  resources: [...words.resources, 'configmaps', 'secrets', 'roles', 'rolebindings'],
  names: words.names,
  context: true,
  acts: {
    verbs: ['create', 'get', 'list'],
    things: ['exec', 'attach', 'token', 'secrets', 'selfsubject'],
    removalVerbs: ['delete'],
    removed: ['events'],
  },
});
const tokenOf = (user: object, more: object = {}): string =>
  event('create', { resource: 'serviceaccounts', subresource: 'token' }, { user, ...more });
const NODE = { username: 'system:node:n1', groups: ['system:nodes'] };
const actLines: Record<string, { readonly line: string; readonly passes: boolean }> = {
  'an entry': { line: event('create', { resource: 'pods', subresource: 'exec' }), passes: true },
  'an entry over a websocket': { line: event('get', { subresource: 'attach', resource: 'pods' }), passes: true },
  'a token request': { line: event('create', { resource: 'serviceaccounts', subresource: 'token' }), passes: true },
  'a list of Secrets': { line: event('list', { resource: 'secrets' }), passes: true },
  'a token for a kubelet': { line: tokenOf(NODE), passes: false },
  'a token for a kubelet, with its body': {
    line: tokenOf(NODE, {
      requestObject: { kind: 'TokenRequest', spec: { audiences: ['https://kubernetes.default.svc'] } },
    }),
    passes: false,
  },
  'a token for whom a kubelet impersonates': {
    line: tokenOf(NODE, { impersonatedUser: { username: 'u' } }),
    passes: true,
  },
  'a token for somebody whose name begins like that of a node': {
    line: tokenOf({ username: 'system:nodes' }),
    passes: true,
  },
  'a token for a kubelet whose name stands behind others': {
    line: tokenOf({ groups: [], username: 'system:node:n1' }),
    passes: true,
  },
  'a token for a kubelet, with a second user': {
    line: `${tokenOf(NODE).slice(0, -1)},"user":{"username":"u"}}`,
    passes: true,
  },
  'a token for a kubelet, with a second user in escapes': {
    line: `${tokenOf(NODE).slice(0, -1)},"us\\u0065r":{"username":"u"}}`,
    passes: true,
  },
  'a token whose user stands behind the reference': {
    line: JSON.stringify({
      verb: 'create',
      objectRef: { resource: 'serviceaccounts', subresource: 'token' },
      user: NODE,
    }),
    passes: true,
  },
  'a question after rights': { line: event('create', { resource: 'selfsubjectrulesreviews' }), passes: true },
  'one after a single right': { line: event('CREATE', { resource: 'SelfSubjectAccessReviews' }), passes: true },
  'a removal of Events': { line: event('deletecollection', { resource: 'events' }), passes: true },
  'a role without its body': { line: event('create', { resource: 'clusterrolebindings' }), passes: true },
  'an entry into something else': { line: event('create', { resource: 'nodes', subresource: 'exec' }), passes: false },
  'a watch of an entry': { line: event('watch', { resource: 'pods', subresource: 'exec' }), passes: false },
  'a read of the log of a pod': { line: event('get', { resource: 'pods', subresource: 'log' }), passes: false },
  'a service account': { line: event('create', { resource: 'serviceaccounts' }), passes: false },
  'a token of something else': { line: event('create', { resource: 'pods', subresource: 'token' }), passes: false },
  'a read of one Secret': { line: event('get', { resource: 'secrets' }), passes: false },
  'a watch of Secrets': { line: event('watch', { resource: 'secrets' }), passes: false },
  'a list of pods': { line: event('list', { resource: 'pods' }), passes: false },
  'an Event': { line: event('create', { resource: 'events' }), passes: false },
  'a list of Events': { line: event('list', { resource: 'events' }), passes: false },
  'a ConfigMap without its body, still': { line: configMap({}), passes: false },
  'a Secret without its body, still': { line: event('create', { resource: 'secrets' }), passes: false },
};
for (const [name, { line, passes }] of Object.entries(actLines)) {
  test(`acts that are no writes: ${name} ${passes ? 'passes' : 'is dropped'}, bare and in a string`, () => {
    assert.equal(passed(line, actsGate).length === 1, passes);
    assert.equal(passed(wrapped(line), actsGate).length === 1, passes);
  });
}
test('acts pass by their words where the reference is not read', () => {
  const methods = [
    'pods.exec.create',
    'pods.attach.get',
    'serviceaccounts.token.create',
    'secrets.list',
    'events.delete',
  ];
  for (const method of methods)
    assert.equal(passed(`{"protoPayload":{"methodName":"io.k8s.core.v1.${method}"}}`, actsGate).length, 1, method);
  assert.equal(passed('{"protoPayload":{"methodName":"io.k8s.core.v1.events.create"}}', actsGate).length, 0);
});
test('a gate for acts lets through every line that it let through before, and drops no act elsewhere', () => {
  for (const line of Object.values(passing)) assert.equal(passed(line, actsGate).length, 1, line);
  // A letter that is written as an escape lets a line through whatever is asked for.
  const told = Object.values(actLines).filter(({ line, passes }) => passes && !line.includes('\\u0'));
  assert.ok(told.length >= 8);
  for (const { line } of told) assert.equal(passed(line).length, 0, line);
});

const nameGate = createGate({ verbs: [], resources: [], names: [], always: ['jane@example.com'], onlyWords: true });
const byJane = event('list', { resource: 'leases' }, { user: { username: 'jane@example.com' } });
test('a gate for words alone lets through what holds one, in whatever it stands, and nothing else', () => {
  const through: Record<string, string> = {
    'a read': byJane,
    'a read in a string': wrapped(byJane),
    'a read in a string in a string': wrapped(wrapped(byJane)),
    'a row of a table': `a,"${byJane.replaceAll('"', '""')}"`,
    'letters that are written as escapes': byJane.replace('jane', 'j\\u0061ne'),
  };
  for (const [name, line] of Object.entries(through)) assert.equal(passed(line, nameGate).length, 1, name);
  for (const line of [write, wrapped(write), byJane.replace('jane', 'john'), `${lease.slice(0, -1)},"a":"%41%5a"}`])
    assert.equal(passed(line, nameGate).length, 0, line);
  assert.ok(nameGate.allows(new TextEncoder().encode(JSON.stringify(JSON.parse(byJane), null, 2))));
});

const namedBy = (text: string): ((username: string) => boolean) | null => {
  actsGate.users();
  passed(text, actsGate);
  const users = actsGate.users();
  return users === null ? null : (username) => mayName(users, username);
};
test('whom lines name is known, impersonated or not, in lines that pass and in others', () => {
  const as = event('list', { resource: 'pods' }).replace(
    '"objectRef"',
    '"impersonatedUser":{"username":"Зоя"},"objectRef"',
  );
  const path = JSON.stringify({ requestURI: '/version', verb: 'get', user: { username: 'of a path' }, sourceIPs: [] });
  const lines = [tokenOf({ username: 'jane@example.com' }), lease, write, as, path].join('\n');
  const names = namedBy(lines);
  assert.ok(names !== null);
  for (const name of ['jane@example.com', 'u', 'Зоя', 'of a path']) assert.ok(names(name), name);
  const strangers = Array.from({ length: 200 }, (_, index) => `user-${index}@example.com`);
  assert.ok(strangers.filter(names).length < 3);
  const again = namedBy(lease);
  assert.ok(again?.('u') === true && !again('jane@example.com'), 'a call begins anew');
});
test('lines that may name anybody say so', () => {
  const two = `${lease}${byJane}`;
  const cut = `${write.slice(0, -1)},"responseObject":{},${byJane.slice(1, -20)}`;
  const late = JSON.stringify({ verb: 'list', objectRef: { resource: 'pods' }, user: { username: 'u' } });
  const groupsFirst = event('list', { resource: 'pods' }, { user: { groups: [], username: 'u' } });
  const escaped = event('list', { resource: 'pods' }, { user: { username: 'a"b' } });
  const long = event('list', { resource: 'pods' }, { user: { username: 'a'.repeat(300) } });
  const nobody = JSON.stringify({ verb: 'list', objectRef: { resource: 'pods' } });
  for (const line of [
    two,
    cut,
    late,
    groupsFirst,
    escaped,
    long,
    nobody,
    wrapped(lease),
    'a,b',
    write.slice(0, 60),
    `${lease.slice(0, 90)}}{}`,
  ])
    assert.equal(namedBy(`${lease}\n${line}`), null, line);
  assert.notEqual(namedBy(`\n${lease}\n\n`), null);
});

test('the keys of a line stand where they are told to, and lines are counted without being read', () => {
  const bytes = new TextEncoder().encode(`\n${byJane}\n \n"inner": 1\n`);
  gate.room(bytes.length).set(bytes);
  assert.deepEqual(gate.count(bytes.length), { lines: 2, inner: 1 });
  assert.deepEqual(
    gate.scan(bytes.length, () => {}),
    { lines: 2, inner: 1 },
  );
  assert.notEqual(gate.bodies(1), null);
  const { count, ranges, base } = gate.keys() ?? assert.fail('there are keys');
  const of = (index: number): string => byJane.slice((ranges[index] ?? 0) - base, (ranges[index + 1] ?? 0) - base);
  const read = Array.from({ length: count }, (_, index) => [of(index * 4), JSON.parse(of(index * 4 + 2))]);
  assert.deepEqual(Object.fromEntries(read), JSON.parse(byJane));
  const many = JSON.stringify(Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`k${index}`, index])));
  gate.room(many.length).set(new TextEncoder().encode(`${many}`));
  gate.scan(many.length, () => {});
  assert.notEqual(gate.bodies(0), null);
  assert.equal(gate.keys(), null);
});

const dropped: Record<string, string> = {
  'a lease': lease,
  'a lease whose strings hold an event': event(
    'update',
    { resource: 'leases' },
    { user: { username: write }, userAgent: 'create cronjobs' },
  ),
  'a read of pods': event('list', { resource: 'pods' }),
  'a status write': event('patch', { resource: 'pods', subresource: 'status', name: 'x' }),
  'a node status that counts pods': event(
    'patch',
    { resource: 'nodes' },
    { requestObject: { status: { capacity: { pods: '110' } } } },
  ),
  'a line without a verb word': '{"protoPayload":{"methodName":"io.k8s.core.v1.pods.list"}}',
  'a line without a resource word': 'I1124 10:00:00 update of lease',
  'a lease in a string': wrapped(lease),
  'a lease in a collector\u2019s line': JSON.stringify({
    log: `${lease}\n`,
    stream: 'stdout',
    kubernetes: { labels: { app: 'jobs' } },
  }),
  'a lease in log_s that was cut': JSON.stringify({
    Category: 'kube-audit',
    log_s: event('update', { resource: 'leases' }, { x: 'jobs' }).slice(0, -9),
  }),
  'a lease with its keys in order of the alphabet': JSON.stringify({
    objectRef: { resource: 'leases' },
    requestURI: '/x/jobs',
    verb: 'create',
  }),
  'a status write of pods in a string': wrapped(event('patch', { resource: 'pods', subresource: 'status' })),
  'a read of jobs in a string that says create elsewhere': wrapped(
    event('watch', { resource: 'jobs' }, { userAgent: 'create' }),
  ),
  'a lease beside keys that only end alike': event(
    'update',
    { resource: 'leases' },
    { scaleTargetRef: 1, boundObjectRef: 2, targetRef: 3, reverb: 4 },
  ),
  'an escape that is no letter': event('update', { resource: 'leases' }, { x: '\u0001' }),
};
for (const [name, line] of Object.entries(dropped)) test(`drops: ${name}`, () => assert.ok(!passes(line)));

test('every word and every name is reached', () => {
  for (const word of words.resources) assert.ok(passes(`x create ${word} y`), word);
  for (const verb of words.verbs) assert.ok(passes(`x ${verb} jobs y`), verb);
  for (const word of words.always) assert.ok(passes(`x ${word} y`), word);
  for (const name of words.names) assert.ok(passes(event('create', { resource: name })), name);
});

test('writes of every subresource pass where they are asked for', () => {
  const wide = createGate({ ...words, everySubresource: true });
  const line = event('patch', { resource: 'cronjobs', subresource: 'status' });
  assert.equal(passed(line, wide).length, 1);
  assert.equal(passed(line).length, 0);
});

test('counts lines, skips blank ones, keeps offsets, needs no last newline', () => {
  const text = `\n${lease}\r\n  \n${write}\n\n${lease}\n${write}`;
  const bytes = new TextEncoder().encode(text);
  gate.room(bytes.length).set(bytes);
  const offsets: number[] = [];
  assert.deepEqual(
    gate.scan(bytes.length, (_, offset) => offsets.push(offset)),
    { lines: 4, inner: 0 },
  );
  const first = text.indexOf(write);
  assert.deepEqual(offsets, [first, text.indexOf(write, first + 1)]);
});

test('tells lines that are the inside of a pretty-printed document', () => {
  const inner = (text: string): number => {
    const bytes = new TextEncoder().encode(text);
    gate.room(bytes.length).set(bytes);
    return gate.scan(bytes.length, () => {}).inner;
  };
  assert.equal(
    inner(JSON.stringify(JSON.parse(lease), null, 2)),
    JSON.stringify(JSON.parse(lease), null, 2).split('\n').length,
  );
  assert.equal(inner(`${lease}\n{ \r\n`), 1);
  assert.equal(inner(`${lease}\n[\n`), 1);
  assert.equal(inner(`${lease}\n\n${write}\n2026-01-01T00:00:00Z stdout F ${lease}\n<14>${lease}`), 0);
});

test('one record over several lines', () => {
  const pretty = (line: string): Uint8Array => new TextEncoder().encode(JSON.stringify(JSON.parse(line), null, 2));
  assert.ok(gate.allows(pretty(write)));
  assert.ok(gate.allows(new TextEncoder().encode(write.slice(0, -20))));
  assert.ok(!gate.allows(pretty(lease)));
  assert.ok(!gate.allows(pretty(event('list', { resource: 'pods' }))));
});

/** The two bodies of a passing line, as text. */
const bodiesOf = (line: string): unknown => {
  const bytes = new TextEncoder().encode(`${lease}\n${line}`);
  gate.room(bytes.length).set(bytes);
  let found: unknown = 'did not pass';
  gate.scan(bytes.length, (passing, offset) => {
    const bodies = gate.bodies(offset);
    const text = (range: readonly [number, number] | null): string | null =>
      range === null ? null : new TextDecoder().decode(passing.subarray(...range));
    found = bodies === null ? null : [text(bodies.request), text(bodies.response)];
  });
  return found;
};

test('finds the bodies of an event at its own level', () => {
  const request = { a: '"responseObject":{', requestObject: { x: [1] }, ü: '}' };
  const line = event('create', { resource: 'jobs' }, { requestObject: request, responseObject: { b: [] }, z: 1 });
  assert.deepEqual(bodiesOf(line), [JSON.stringify(request), '{"b":[]}']);
  assert.deepEqual(bodiesOf(event('create', { resource: 'jobs' }, { responseObject: 'skipped' })), [null, '"skipped"']);
  assert.deepEqual(bodiesOf(write), [null, null]);
  assert.deepEqual(bodiesOf(` ${write.slice(0, -1)} , "requestObject" : {} } \r`), ['{}', null]);
});

const whole: Record<string, string> = {
  'a repeated body': `${write.slice(0, -1)},"requestObject":{},"requestObject":{}}`,
  'a cut event': `${write.slice(0, -1)},"requestObject":{"a":`,
  'two events on a line': write + write,
  'a key with an escape': `${write.slice(0, -1)},"request\\u004fbject":{}}`,
};
for (const [name, line] of Object.entries(whole)) {
  test(`must be read as a whole: ${name}`, () => assert.equal(bodiesOf(line), null));
}

test('more passing lines than fit one list of ranges', () => {
  const text = `${write}\n`.repeat(40_000);
  assert.equal(passed(text).length, 40_000);
});

test('a word that breaks the rules is refused', () => {
  assert.throws(() => createGate({ ...words, resources: ['"jobs"', 'ab'] }), /no word for the byte gate/);
});

/** Strings as attackers write them: quotes, braces, keys of an event, escapes. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '","objectRef":{"resource":"leases"},"x":"',
    '{"verb":"get"',
    '\\',
    '\\"',
    'objectRef"',
    'verb',
    '}}}}',
    write,
    '\u2028',
    '\ud800',
  ),
);
const verbs = fc.constantFrom('create', 'update', 'patch', 'get', 'list', 'delete', 'CREATE', '');
const resources = fc.constantFrom(
  'cronjobs',
  'jobs',
  'pods',
  'leases',
  'nodes',
  'Services',
  'deployments',
  '',
  'subjectaccessreviews',
);
const anything = fc.oneof(hostile, fc.jsonValue({ maxDepth: 4 }), fc.dictionary(hostile, hostile, { maxKeys: 4 }));
const objectRefs = fc.record(
  {
    resource: resources,
    namespace: hostile,
    name: hostile,
    subresource: fc.constantFrom('', 'status', 'ephemeralcontainers', 'scale'),
    apiGroup: hostile,
  },
  { requiredKeys: [] },
);
const events = fc
  .record(
    {
      kind: hostile,
      requestURI: hostile,
      verb: verbs,
      user: anything,
      objectRef: objectRefs,
      requestObject: anything,
      annotations: anything,
    },
    { requiredKeys: [] },
  )
  .chain((whole) => fc.shuffledSubarray(Object.entries(whole), { minLength: Object.keys(whole).length }))
  .map((entries) => Object.fromEntries(entries));
const spelled = fc.tuple(events, fc.constantFrom(0, 1, 2), fc.boolean()).map(([value, space, withEscapes]) => {
  let text = JSON.stringify(value, null, space).replaceAll('\n', ' ');
  if (withEscapes) text = text.replace(/[a-z](?=[a-z]*")/g, (c) => (c === 'o' ? '\\u006f' : c));
  return text;
});

/** What the stages behind the gate would judge, told by a full parse. */
const isWorkloadWrite = (value: Record<string, unknown>): boolean => {
  const reference = (value.objectRef ?? {}) as Record<string, unknown>;
  const sub = reference.subresource ?? '';
  const resource = String(reference.resource).toLowerCase();
  // `services` is too common a word: it counts with the API group that makes pods of it.
  if (resource === 'services' && reference.apiGroup !== 'serving.knative.dev') return false;
  return (
    words.verbs.includes(String(value.verb).toLowerCase()) &&
    words.names.includes(resource) &&
    (sub === '' || sub === 'ephemeralcontainers')
  );
};

test('no workload write is dropped, however it is spelled, ordered or wrapped', () => {
  fc.assert(
    fc.property(spelled, fc.constantFrom('plain', 'string', 'object'), (text, how) => {
      const value: unknown = JSON.parse(text);
      const line =
        how === 'plain'
          ? text
          : how === 'string'
            ? wrapped(text)
            : `{"properties":{"log":${text}},"category":"kube-audit"}`;
      if (isWorkloadWrite(value as Record<string, unknown>)) assert.ok(passes(line), line);
    }),
    { numRuns: 20_000 },
  );
});

test('random bytes neither stop the gate nor move its lines', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      gate.room(bytes.length).set(bytes);
      let last = -1;
      const { lines } = gate.scan(bytes.length, (_, offset) => {
        assert.ok(offset > last);
        last = offset;
      });
      assert.ok(lines <= bytes.length);
    }),
    { numRuns: 5_000 },
  );
});

test('the committed WebAssembly is what the source compiles to', async () => {
  assert.equal(readFileSync(new URL('./wasm-bytes.ts', import.meta.url), 'utf8'), await compileGate());
});
