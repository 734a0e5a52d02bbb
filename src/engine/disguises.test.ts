import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SEVERITIES, type Severity } from '../model/finding.ts';
import type { JsonObject } from '../model/json.ts';
import { examine } from './examine.ts';
import { inflate } from './inflate.ts';
import { BENIGN, MALICIOUS } from './testing/disguises/acts.ts';
import { CARRIERS, DISGUISES, type Random, randomFrom, WORKFLOWS } from './testing/disguises.ts';

/** Change it to draw other cases; a failure names its own. */
const SEED = Number(process.env.DISGUISE_SEED ?? 20261124);
const CASES = 1500;

/** Disguises that an honest author writes as well. */
const HARMLESS: readonly string[] = [
  ...['quotes around every word', 'a shell', 'a shell with options', 'env', 'timeout', 'a function', 'a condition'],
  ...['a loop', 'a loop without an end', 'a case', 'a subshell', 'a group behind a test', 'between ordinary commands'],
  ...[
    'a here-document',
    'a file for a shell',
    'a file that is run',
    'a variable in a shell',
    'a trap',
    'xargs',
    'python',
  ],
  ...['python with a list', 'a default value', 'two variables', 'positional parameters', 'flock', 'nohup'],
  ...['a loop over lines', 'a loop that counts', 'a loop with a counter', 'a function of bash', 'errors thrown away'],
  ...[
    'a group behind a double test',
    'the other branch',
    'a local variable',
    'a text for flock',
    'an array that is a command',
  ],
  ...['parameters that are a command', 'a document in a variable', 'a copy of a file', 'a variable of env', 'strace'],
  ...['a variable for the inner shell', 'a file on the input', 'tee into a file', 'a named pipe', 'until something'],
];

const event = (spec: JsonObject): string =>
  eventOf('cronjobs', {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'report', namespace: 'shop' },
    spec: { schedule: '30 3 * * *', jobTemplate: { spec: { template: { spec } } } },
  });

const eventOf = (resource: string, object: JsonObject): string => {
  const [apiGroup = '', apiVersion = ''] = String(object.apiVersion).split('/');
  return JSON.stringify({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Request',
    auditID: '00000000-0000-4000-8000-000000000001',
    stage: 'ResponseComplete',
    requestURI: `/apis/${apiGroup}/${apiVersion}/namespaces/shop/${resource}`,
    verb: 'create',
    user: { username: 'ana@example.com', groups: ['system:authenticated'] },
    sourceIPs: ['192.0.2.10'],
    userAgent: 'kubectl/v1.36.0',
    objectRef: { resource, namespace: 'shop', name: 'report', apiGroup, apiVersion },
    responseStatus: { metadata: {}, code: 201 },
    requestObject: object,
    requestReceivedTimestamp: '2026-11-24T10:00:00.000000Z',
    stageTimestamp: '2026-11-24T10:00:00.100000Z',
  });
};

const judged = (spec: JsonObject) => judgedLine(event(spec));

const judgedLine = (line: string): { readonly rank: number; readonly says: string } => {
  const [finding] = examine(line, { inflate }).findings;
  assert.ok(finding);
  return {
    rank: SEVERITIES.indexOf(finding.severity),
    says: `${finding.severity}: ${finding.indicators.map(({ id }) => id).join(', ')}`,
  };
};
const HIGHER_IS_MORE = SEVERITIES.indexOf('critical') > SEVERITIES.indexOf('info');
const isBelow = (rank: number, least: number): boolean => (HIGHER_IS_MORE ? rank < least : rank > least);
const rankOf = (severity: Severity): number => SEVERITIES.indexOf(severity);

const plain = (text: string): JsonObject => carrierOf('command of the container')(text);
const carrierOf = (name: string) => {
  const carrier = CARRIERS[name];
  assert.ok(carrier, name);
  return carrier;
};
const disguised = (text: string, name: string): string | null => {
  const disguise = DISGUISES[name];
  assert.ok(disguise, name);
  return disguise(text);
};
const drawn = <T>(list: readonly T[], random: Random): T => {
  const one = list[Math.floor(random() * list.length)];
  assert.ok(one !== undefined);
  return one;
};

const fall = (name: string, text: string, spec: JsonObject, least: number): string | null => {
  const { rank, says } = judged(spec);
  return isBelow(rank, least) ? `${name}\n  ${says}\n  ${text}` : null;
};

test('there are enough disguises, and each is reached', () => {
  assert.ok(Object.keys(DISGUISES).length >= 130, `${Object.keys(DISGUISES).length}`);
  for (const [name, disguise] of Object.entries(DISGUISES)) {
    assert.ok(
      Object.values(MALICIOUS).some((text) => disguise(text) !== null && disguise(text) !== text),
      name,
    );
  }
});

for (const [act, text] of Object.entries(MALICIOUS)) {
  test(`${act} is high, and no disguise or carrier alone lowers it`, () => {
    const least = judged(plain(text)).rank;
    assert.ok(!isBelow(least, rankOf('high')), judged(plain(text)).says);
    const falls = Object.entries(DISGUISES).flatMap(([name, disguise]) => {
      const hidden = disguise(text);
      const fell = hidden === null ? null : fall(name, hidden, plain(hidden), least);
      return fell === null ? [] : [fell];
    });
    for (const [name, carrier] of Object.entries(CARRIERS)) {
      const fell = fall(name, text, carrier(text), least);
      if (fell !== null) falls.push(fell);
    }
    for (const [name, workflow] of Object.entries(WORKFLOWS)) {
      const { resource, object } = workflow(text);
      const { rank, says } = judgedLine(eventOf(resource, object));
      if (isBelow(rank, rankOf('high'))) falls.push(`${name}\n  ${says}`);
    }
    assert.deepEqual(falls, []);
  });
}

test(`no disguise of up to three layers lowers the severity, seed ${SEED}`, () => {
  const random = randomFrom(SEED);
  const falls: string[] = [];
  let applied = 0;
  for (let index = 0; index < CASES; index += 1) {
    const [act, text] = drawn(Object.entries(MALICIOUS), random);
    const names: string[] = [];
    let hidden = text;
    for (let layer = 0; layer < 1 + Math.floor(random() * 3); layer += 1) {
      const name = drawn(Object.keys(DISGUISES), random);
      const next = disguised(hidden, name);
      if (next === null || next.length > 20_000) continue;
      hidden = next;
      names.push(name);
    }
    applied += names.length;
    const [carried, carrier] = drawn(Object.entries(CARRIERS), random);
    const fell = fall([act, ...names, carried].join(' < '), hidden, carrier(hidden), judged(plain(text)).rank);
    if (fell !== null) falls.push(fell);
  }
  assert.ok(applied > CASES);
  assert.deepEqual(falls.slice(0, 40), [], `${falls.length} of ${CASES} cases fell`);
});

test(`workflow engines carry disguises as pods do, seed ${SEED}`, () => {
  const random = randomFrom(SEED + 1);
  for (let index = 0; index < 200; index += 1) {
    const [act, text] = drawn(Object.entries(MALICIOUS), random);
    const name = drawn(Object.keys(DISGUISES), random);
    const [carried, workflow] = drawn(Object.entries(WORKFLOWS), random);
    const { resource, object } = workflow(disguised(text, name) ?? text);
    const { rank, says } = judgedLine(eventOf(resource, object));
    assert.ok(!isBelow(rank, rankOf('high')), `${act} < ${name} < ${carried}\n  ${says}`);
  }
});

test(`harmless variations of ordinary jobs stay below medium, seed ${SEED}`, () => {
  const random = randomFrom(SEED);
  for (let index = 0; index < 400; index += 1) {
    const [job, text] = drawn(Object.entries(BENIGN), random);
    const name = drawn(HARMLESS, random);
    const once = disguised(text, name) ?? text;
    const varied = random() < 0.5 ? once : (disguised(once, drawn(HARMLESS, random)) ?? once);
    const spec: JsonObject = {
      containers: [{ name: 'main', image: 'registry.example.com/shop/report:1.4.2', command: ['sh', '-c', varied] }],
    };
    const { rank, says } = judged(spec);
    assert.ok(isBelow(rank, rankOf('medium')), `${job} < ${name}\n  ${says}\n  ${varied}`);
  }
});
