import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import type { Finding } from '../model/finding.ts';
import { examine } from './examine.ts';
import { type ScanOptions, scan } from './scan.ts';
import {
  binding,
  cronJob,
  deletion,
  discovery,
  entry,
  eventsRemoval,
  forbidden,
  harmless,
  privileged,
  reader,
  secretsList,
  tokenRequest,
} from './testing/stories.ts';
import { withoutPlaces } from './testing.ts';

const folder = mkdtempSync(join(tmpdir(), 'cronwarden-sequences-'));
after(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;

/** Findings by id, since their order is that of the input. */
const run = async (parts: readonly (readonly object[])[], options: Partial<ScanOptions> = {}) => {
  const paths = parts.map((events) => {
    const path = join(folder, `${String(++files).padStart(6, '0')}.jsonl`);
    writeFileSync(path, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
    return path;
  });
  const scanned = scan({ paths, jobs: 1, ...options });
  const findings: Finding[] = [];
  for await (const finding of scanned.findings) findings.push(finding);
  return { findings: findings.sort((a, b) => (a.id < b.id ? -1 : 1)), summary: scanned.summary() };
};

/** What a story must give: of each finding its object, verdict and sequences with the minutes of their acts. */
const told = (findings: readonly Finding[]) =>
  findings
    .map(({ workload, severity, risk, sequence }) => ({
      object: `${workload.namespace}/${workload.name}`,
      severity,
      risk,
      sequence: (sequence ?? []).map(({ id, certainty, says, events }) => ({
        id,
        certainty,
        says,
        acts: events.map(({ time, verb }) => `${time?.slice(14, 16)} ${verb}`),
      })),
    }))
    .sort((a, b) => (a.object < b.object ? -1 : 1));

const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
// A CommonJS module whose types name a default that Node gives as the module itself.
(addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
const schema = readFileSync(new URL('../../schema/finding.v1.json', import.meta.url), 'utf8');
const validate = ajv.compile(JSON.parse(schema));

const eve = 'eve@example.com';
const ana = 'ana@example.com';
const burst = ['billing', 'orders', 'stock'].map((namespace, index) =>
  cronJob(reader, {
    minute: 20 + index,
    namespace,
    by: `${namespace}@example.com`,
    more: { sourceIPs: [`192.0.2.${index + 20}`] },
  }),
);

const STORIES = {
  'rights for its account, then the CronJob, then its end': {
    events: [
      binding({ minute: 1, by: eve }),
      cronJob(reader, { minute: 5, by: eve }),
      deletion({ minute: 9, by: eve }),
    ],
    tells: [
      {
        object: 'dev/report',
        severity: 'high',
        risk: 61,
        sequence: [
          {
            id: 'sequence.grant-to-account',
            certainty: 'proved',
            says: 'eve@example.com gave the account of the workload, dev/reporter, ClusterRole view 4 minutes before it.',
            acts: ['01 create'],
          },
          {
            id: 'sequence.deletion-by-actor',
            certainty: 'proved',
            says: 'eve@example.com deleted CronJob dev/report 4 minutes after it.',
            acts: ['09 delete'],
          },
        ],
      },
    ],
  },
  'rights by the same actor for another account': {
    events: [binding({ minute: 1, by: eve }, 'builder'), cronJob(reader, { minute: 5, by: eve })],
    tells: [
      {
        object: 'dev/report',
        severity: 'medium',
        risk: 43,
        sequence: [
          {
            id: 'sequence.grant-by-actor',
            certainty: 'inferred',
            says: 'eve@example.com wrote RoleBinding dev/reporter 4 minutes before it.',
            acts: ['01 create'],
          },
        ],
      },
    ],
  },
  'created, and deleted by another within minutes': {
    events: [cronJob(reader, { minute: 5, by: eve }), deletion({ minute: 12, by: ana })],
    tells: [
      {
        object: 'dev/report',
        severity: 'medium',
        risk: 45,
        sequence: [
          {
            id: 'sequence.deletion-soon',
            certainty: 'proved',
            says: 'ana@example.com deleted CronJob dev/report 7 minutes after it.',
            acts: ['12 delete'],
          },
        ],
      },
    ],
  },
  'one template in three namespaces, by three actors from three addresses': {
    events: burst,
    tells: ['billing', 'orders', 'stock'].map((namespace, index) => ({
      object: `${namespace}/report`,
      severity: 'medium',
      risk: 47,
      sequence: [
        {
          id: 'sequence.fleet-burst',
          certainty: 'proved',
          says: 'the same template was written in 3 places within 10 minutes: namespaces billing, orders and stock.',
          acts: [20, 21, 22].filter((minute) => minute !== 20 + index).map((minute) => `${minute} create`),
        },
      ],
    })),
  },
  'refused twice, then accepted': {
    events: [
      binding({ minute: 1, by: eve, more: forbidden }, 'builder'),
      deletion({ minute: 2, by: eve, name: 'backup', more: forbidden }),
      cronJob(reader, { minute: 5, by: eve }),
    ],
    tells: [
      {
        object: 'dev/report',
        severity: 'medium',
        risk: 45,
        sequence: [
          {
            id: 'sequence.refused-before',
            certainty: 'inferred',
            says: 'eve@example.com was refused 2 times, last 3 minutes before it: delete CronJob dev/backup.',
            acts: ['01 create', '02 delete'],
          },
        ],
      },
    ],
  },
  'a workload that was refused, then another that was not': {
    events: [
      cronJob(harmless, { minute: 3, by: eve, name: 'first', more: forbidden }),
      cronJob(reader, { minute: 5, by: eve }),
    ],
    tells: [
      { object: 'dev/first', severity: 'info', risk: 0, sequence: [] },
      {
        object: 'dev/report',
        severity: 'medium',
        risk: 45,
        sequence: [
          {
            id: 'sequence.refused-before',
            certainty: 'inferred',
            says: 'eve@example.com was refused 2 minutes before it: create CronJob dev/first.',
            acts: ['03 create'],
          },
        ],
      },
    ],
  },
  'three workloads of one actor': {
    events: ['a', 'b', 'c'].map((name, index) => cronJob(privileged, { minute: index * 10, by: eve, name })),
    tells: ['a', 'b', 'c'].map((name, index) => ({
      object: `dev/${name}`,
      severity: 'medium',
      risk: 41,
      sequence: [
        {
          id: 'sequence.writes-by-actor',
          certainty: 'inferred',
          says: 'eve@example.com wrote 3 workloads of medium or above within 60 minutes around it.',
          acts: ['00', '10', '20'].filter((minute) => minute !== `${index}0`).map((minute) => `${minute} create`),
        },
      ],
    })),
  },
  'three workloads of two actors from one address': {
    events: ['a', 'b', 'c'].map((name, index) =>
      cronJob(privileged, { minute: index * 10, by: index === 0 ? ana : eve, name }),
    ),
    tells: ['a', 'b', 'c'].map((name, index) => ({
      object: `dev/${name}`,
      severity: 'medium',
      risk: 37,
      sequence: [
        {
          id: 'sequence.writes-by-address',
          certainty: 'inferred',
          says: '3 workloads of medium or above came from 192.0.2.7 within 60 minutes around it, by ana@example.com and eve@example.com.',
          acts: ['00', '10', '20'].filter((minute) => minute !== `${index}0`).map((minute) => `${minute} create`),
        },
      ],
    })),
  },
  'looked around, entered a pod, took a token, wrote the CronJob, removed the Events': {
    events: [
      discovery({ minute: 1, by: eve }),
      secretsList({ minute: 2, by: eve }),
      entry({ minute: 3, by: eve, name: 'web-1' }, 'get'),
      tokenRequest({ minute: 4, by: eve, name: 'builder' }),
      cronJob(reader, { minute: 5, by: eve }),
      eventsRemoval({ minute: 8, by: eve }),
    ],
    tells: [
      {
        object: 'dev/report',
        severity: 'high',
        risk: 63,
        sequence: [
          {
            id: 'sequence.events-removal',
            certainty: 'inferred',
            says: 'eve@example.com deleted Events of namespace dev 3 minutes after it.',
            acts: ['08 deletecollection'],
          },
          {
            id: 'sequence.secrets-list',
            certainty: 'inferred',
            says: 'eve@example.com listed the Secrets of namespace dev 3 minutes before it.',
            acts: ['02 list'],
          },
          {
            id: 'sequence.token-request',
            certainty: 'inferred',
            says: 'eve@example.com requested a token of ServiceAccount dev/builder one minute before it.',
            acts: ['04 create'],
          },
          {
            id: 'sequence.entry-by-actor',
            certainty: 'inferred',
            says: 'eve@example.com entered Pod dev/web-1 2 minutes before it.',
            acts: ['03 get'],
          },
          {
            id: 'sequence.discovery',
            certainty: 'inferred',
            says: 'eve@example.com asked what it may do 4 minutes before it.',
            acts: ['01 create'],
          },
        ],
      },
    ],
  },
  'entered a pod, from which the CronJob then came': {
    events: [
      entry({ minute: 3, by: eve, name: 'web-1' }),
      tokenRequest({ minute: 4, by: ana, name: 'web' }),
      cronJob(reader, {
        minute: 5,
        more: {
          user: {
            username: 'system:serviceaccount:dev:web',
            groups: ['system:serviceaccounts'],
            extra: { 'authentication.kubernetes.io/pod-name': ['web-1'] },
          },
        },
      }),
    ],
    tells: [
      {
        object: 'dev/report',
        severity: 'medium',
        risk: 59,
        sequence: [
          {
            id: 'sequence.entry-into-writer',
            certainty: 'proved',
            says: 'eve@example.com entered Pod dev/web-1 2 minutes before it, and the write came with the token of that pod.',
            acts: ['03 create'],
          },
          {
            id: 'sequence.token-request',
            certainty: 'proved',
            says: 'ana@example.com requested a token of ServiceAccount dev/web one minute before it, and the write came in its name.',
            acts: ['04 create'],
          },
        ],
      },
    ],
  },
} as const;

for (const [name, { events, tells }] of Object.entries(STORIES)) {
  test(`story: ${name}`, async () => {
    const { findings } = await run([events]);
    assert.deepEqual(told(findings), tells);
    for (const finding of findings) {
      const { breakdown, risk, summary, sequence = [] } = finding;
      assert.ok(validate(JSON.parse(JSON.stringify(finding))), ajv.errorsText(validate.errors));
      assert.equal(
        breakdown.risk.reduce((sum, { points }) => sum + points, 0),
        risk,
        'the sum still adds up',
      );
      if (sequence[0] !== undefined)
        assert.ok(summary.includes(`Around it: ${sequence[0].says.replace(/\.$/, '')}`), summary);
    }
  });
  test(`story in any order, in any files, whole or by lines: ${name}`, async () => {
    const plainly = (await run([events])).findings.map(withoutPlaces);
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...events], { minLength: events.length }),
        fc.array(fc.integer({ min: 0, max: events.length }), { maxLength: 2 }),
        fc.boolean(),
        async (shuffled, cuts, strict) => {
          const at = [0, ...cuts.sort((a, b) => a - b), shuffled.length];
          const parts = at.slice(1).map((to, index) => shuffled.slice(at[index], to));
          assert.deepEqual((await run(parts, { strict })).findings.map(withoutPlaces), plainly);
        },
      ),
      { numRuns: 8 },
    );
    const list = { kind: 'EventList', apiVersion: 'audit.k8s.io/v1', items: events };
    const examined = [...examine(JSON.stringify(list)).findings].sort((a, b) => (a.id < b.id ? -1 : 1));
    assert.deepEqual(told(examined), tells);
  });
}

test('a finding below medium has no sequence and is not raised, whatever stands around it', async () => {
  const { findings } = await run([
    [
      binding({ minute: 1, by: eve }),
      binding({ minute: 2, by: eve, more: forbidden }),
      cronJob(harmless, { minute: 5, by: eve }),
      deletion({ minute: 6, by: eve }),
    ],
  ]);
  assert.deepEqual(told(findings), [{ object: 'dev/report', severity: 'info', risk: 0, sequence: [] }]);
  assert.ok(findings.every((finding) => !('sequence' in finding)));
});

test('power alone is never high, whatever stands around it', async () => {
  const grown = {
    hostPID: true,
    hostNetwork: true,
    serviceAccountName: 'reporter',
    containers: [{ name: 'main', image: 'busybox', command: ['sleep', '1d'], securityContext: { privileged: true } }],
  };
  const { findings } = await run([
    [binding({ minute: 1, by: eve }), cronJob(grown, { minute: 5, by: eve }), deletion({ minute: 6, by: eve })],
  ]);
  const [finding] = findings;
  assert.equal(finding?.sequence?.length, 2);
  assert.equal(finding.severity, 'medium');
  assert.equal(finding.risk, 59);
});

test('what is too far away, of another namespace or cluster, or of the control plane is no sequence', async () => {
  const controller = 'system:serviceaccount:kube-system:ttl-after-finished-controller';
  const { findings } = await run([
    [
      binding({ minute: 0, by: eve }),
      binding({ minute: 70, by: ana, namespace: 'stage' }),
      cronJob(reader, { minute: 71, by: eve }),
      deletion({ minute: 72, by: controller }),
      deletion({ minute: 73, by: ana, namespace: 'stage' }),
      deletion({ minute: 90, by: ana }),
    ],
  ]);
  assert.deepEqual(
    findings.map(({ sequence }) => sequence),
    [undefined],
  );
});

test('an act that is told twice, by two files, is one', async () => {
  const grant = binding({ minute: 1, by: eve });
  const story = [grant, cronJob(reader, { minute: 5, by: eve })];
  const once = (await run([story])).findings.map(withoutPlaces);
  const twice = (await run([story, [grant]])).findings.map(withoutPlaces);
  assert.deepEqual(twice, once);
});

test('the floor is held to what a finding is in the end, and the summary counts so', async () => {
  const { events } = STORIES['rights for its account, then the CronJob, then its end'];
  const high = await run([events], { minSeverity: 'high' });
  assert.deepEqual(
    high.findings.map(({ severity }) => severity),
    ['high'],
  );
  assert.deepEqual(high.summary.findings, { info: 0, low: 0, medium: 0, high: 1, critical: 0 });
  const critical = await run([events], { minSeverity: 'critical' });
  assert.deepEqual(critical.findings, []);
  assert.equal(
    Object.values(critical.summary.findings).reduce((sum, count) => sum + count),
    1,
  );
});

test('names in a sequence are inert', async () => {
  const by = 'eve\u202e\u001b[31m@example.com';
  const { findings } = await run([[cronJob(reader, { minute: 5, by }), deletion({ minute: 6, by })]]);
  assert.match(findings[0]?.sequence?.[0]?.says ?? '', /^eve\[31m@example\.com deleted CronJob dev\/report/);
});

const incidentsIn = (findings: readonly Finding[]) => {
  const names = new Map(findings.map(({ id, workload }) => [id, `${workload.namespace}/${workload.name}`]));
  return findings
    .map(({ id, incident }) => [
      names.get(id),
      incident && [names.get(incident.head), incident.size, ...spanOf(incident)],
    ])
    .sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1));
};
const spanOf = ({ firstSeen, lastSeen }: { firstSeen: string | null; lastSeen: string | null }) => [
  firstSeen?.slice(14, 16),
  lastSeen?.slice(14, 16),
];

test('a burst is one incident, and so are repeats; the first is the head, and what stands alone has none', async () => {
  const events = [
    cronJob(harmless, { minute: 50, by: ana, name: 'alone' }),
    ...burst.toReversed(),
    cronJob(privileged, { minute: 31, by: ana, name: 'again' }),
    cronJob(privileged, { minute: 45, by: ana, name: 'again' }),
  ];
  const { findings } = await run([events]);
  assert.deepEqual(incidentsIn(findings), [
    ['billing/report', ['billing/report', 3, '20', '22']],
    ['dev/again', ['dev/again', 2, '31', '45']],
    ['dev/again', ['dev/again', 2, '31', '45']],
    ['dev/alone', undefined],
    ['orders/report', ['billing/report', 3, '20', '22']],
    ['stock/report', ['billing/report', 3, '20', '22']],
  ]);
  const heads = new Set(findings.flatMap(({ incident }) => incident?.head ?? []));
  const again = findings.filter(({ workload }) => workload.name === 'again');
  const [first] = again.filter(({ firstSeen }) => firstSeen?.slice(14, 16) === '31');
  assert.ok(first !== undefined && heads.has(first.id));
  for (const finding of findings)
    assert.ok(validate(JSON.parse(JSON.stringify(finding))), ajv.errorsText(validate.errors));
});

test('an incident is of the findings that are given: one below the floor is no head', async () => {
  const more = {
    objectRef: {
      resource: 'cronjobs',
      namespace: 'dev',
      name: 'report',
      apiGroup: 'batch',
      apiVersion: 'v1',
      uid: 'u-1',
    },
  };
  const first = cronJob(harmless, { minute: 2, by: ana, more });
  const later = cronJob(privileged, { minute: 8, by: ana, more });
  const all = (await run([[first, later]])).findings;
  assert.deepEqual(
    all.map(({ incident }) => incident?.size),
    [2, 2],
  );
  const { findings } = await run([[first, later]], { minSeverity: 'medium' });
  assert.deepEqual(
    findings.map(({ incident }) => incident),
    [undefined],
  );
});
