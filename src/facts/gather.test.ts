import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../model/json.ts';
import { ABSENT, seen, seenValue, unseen } from '../model/seen.ts';
import { gatherFacts } from './gather.ts';
import { activityOf, podReading, readingOf } from './testing.ts';

const delivery = { level: 'RequestResponse', cutAt: null, sameIdOtherContent: 0 };
const BODY = [
  'images',
  'commands',
  'effects',
  'hostPaths',
  'gitVolumes',
  'privileges',
  'hostNamespaces',
  'tokens',
  'serviceAccount',
  'schedule',
  'jobSettings',
  'placements',
  'secrets',
  'finalizers',
] as const;

const FULL: JsonObject = {
  nodeName: 'node-1',
  hostPID: true,
  hostNetwork: false,
  automountServiceAccountToken: true,
  serviceAccountName: 'reporter',
  securityContext: { runAsUser: 0, seccompProfile: { type: 'Unconfined' } },
  volumes: [
    { name: 'node', hostPath: { path: '/' } },
    { name: 'tools', gitRepo: { repository: 'https://git.example.com/shop/tools.git', directory: '.' } },
    { name: 'keys', secret: { secretName: 'keys' } },
    { name: 'cloud', projected: { sources: [{ serviceAccountToken: { audience: 'sts.example.com', path: 't' } }] } },
  ],
  containers: [
    {
      name: 'main',
      image: 'alpine',
      command: ['sh', '-c', 'date'],
      volumeMounts: [{ name: 'node', mountPath: '/host' }],
      securityContext: {
        privileged: true,
        allowPrivilegeEscalation: true,
        procMount: 'Unmasked',
        capabilities: { add: ['CAP_SYS_ADMIN', 'net_raw'] },
        appArmorProfile: { type: 'Unconfined' },
        seLinuxOptions: { type: 'spc_t' },
        windowsOptions: { hostProcess: true },
      },
    },
  ],
};
const cronJob = (spec: JsonObject): JsonObject => ({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'x', finalizers: ['example.com/keep'] },
  spec: { suspend: true, schedule: '0 3 * * *', timeZone: 'Etc/UTC', jobTemplate: { spec: { template: { spec } } } },
});

test('every fact of a whole body is seen, with its value and its place', () => {
  const facts = gatherFacts(activityOf(), readingOf(cronJob(FULL)), delivery);
  for (const name of BODY) assert.equal(facts[name].state, 'seen', name);
  const base = '/requestObject/spec/jobTemplate/spec/template/spec';
  assert.deepEqual(
    seenValue(facts.privileges)?.map(({ what, value, container, pointer }) => [what, value, container, pointer]),
    [
      ['run-as-root', '0', null, `${base}/securityContext/runAsUser`],
      ['unconfined', 'seccomp', null, `${base}/securityContext/seccompProfile/type`],
      ['privileged', 'privileged', 'main', `${base}/containers/0/securityContext/privileged`],
      ['privileged', 'hostProcess', 'main', `${base}/containers/0/securityContext/windowsOptions/hostProcess`],
      ['capability', 'SYS_ADMIN', 'main', `${base}/containers/0/securityContext/capabilities/add/0`],
      ['capability', 'NET_RAW', 'main', `${base}/containers/0/securityContext/capabilities/add/1`],
      ['allow-privilege-escalation', 'true', 'main', `${base}/containers/0/securityContext/allowPrivilegeEscalation`],
      ['unconfined', 'AppArmor', 'main', `${base}/containers/0/securityContext/appArmorProfile/type`],
      ['unconfined', 'SELinux', 'main', `${base}/containers/0/securityContext/seLinuxOptions/type`],
      ['unconfined', 'procMount', 'main', `${base}/containers/0/securityContext/procMount`],
    ],
  );
  assert.deepEqual(
    seenValue(facts.hostNamespaces)?.map(({ namespace }) => namespace),
    ['hostPID'],
  );
  assert.deepEqual(
    seenValue(facts.tokens)?.map(({ how, audience }) => [how, audience]),
    [
      ['automount', null],
      ['projected', 'sts.example.com'],
    ],
  );
  assert.equal(seenValue(facts.serviceAccount)?.name, 'reporter');
  assert.equal(seenValue(facts.schedule)?.schedule, '0 3 * * *');
  assert.equal(seenValue(facts.schedule)?.timeZone, 'Etc/UTC');
  assert.deepEqual(facts.body, seen(true));
});

test('what a whole body does not set is absent', () => {
  const facts = gatherFacts(activityOf(), podReading({ containers: [{ name: 'main' }] }), delivery);
  for (const name of BODY) assert.deepEqual(facts[name], ABSENT, name);
});

test('values that switch something off are absent', () => {
  const off = podReading({
    hostPID: false,
    hostNetwork: 'true',
    automountServiceAccountToken: false,
    securityContext: { runAsUser: 1000 },
    containers: [{ name: 'main', securityContext: { privileged: false, allowPrivilegeEscalation: 'true' } }],
  });
  const facts = gatherFacts(activityOf(), off, delivery);
  for (const name of ['privileges', 'hostNamespaces', 'tokens'] as const) assert.deepEqual(facts[name], ABSENT, name);
});

test('in a cut body the seen part is seen with a reason, the rest is unseen', () => {
  const facts = gatherFacts(
    activityOf(),
    podReading({ containers: [{ name: 'main', image: 'alpine' }] }, 'truncated'),
    delivery,
  );
  assert.equal(facts.images.state === 'seen' && facts.images.missing, 'truncated');
  assert.deepEqual(facts.commands, unseen('truncated'));
  assert.deepEqual(facts.schedule, unseen('truncated'));
  assert.deepEqual(facts.body, seen(true, 'truncated'));
});

test('without a reading the reason of the activity counts', () => {
  const facts = gatherFacts(activityOf({ readings: unseen('level-metadata') }), null, delivery);
  for (const name of [...BODY, 'body'] as const) assert.deepEqual(facts[name], unseen('level-metadata'), name);
  assert.equal(facts.actor.state, 'seen');
  assert.equal(facts.delivery.state, 'seen');
});

test('a request that was logged with no body leaves everything absent', () => {
  const facts = gatherFacts(activityOf({ readings: ABSENT }), null, delivery);
  assert.deepEqual(facts.body, ABSENT);
});

test('pointers follow the origins of the reading', () => {
  const reading = {
    ...podReading({ containers: [{ name: 'main', image: 'alpine' }] }),
    origins: [
      { at: '', from: '/responseObject' },
      { at: '/spec/containers/0', from: '/requestObject/3/value' },
    ],
  };
  const facts = gatherFacts(activityOf(), reading, delivery);
  assert.equal(seenValue(facts.images)?.[0]?.pointer, '/requestObject/3/value/image');
});

test('annotations of older clusters unconfine a container', () => {
  const reading = readingOf({
    kind: 'Pod',
    metadata: {
      annotations: {
        'container.apparmor.security.beta.kubernetes.io/main': 'unconfined',
        'seccomp.security.alpha.kubernetes.io/pod': 'unconfined',
        'example.com/seccomp': 'unconfined',
      },
    },
    spec: { containers: [] },
  });
  assert.deepEqual(
    seenValue(gatherFacts(activityOf(), reading, delivery).privileges)?.map(({ value, container, pointer }) => [
      value,
      container,
      pointer,
    ]),
    [
      ['AppArmor', 'main', '/requestObject/metadata/annotations/container.apparmor.security.beta.kubernetes.io~1main'],
      ['seccomp', null, '/requestObject/metadata/annotations/seccomp.security.alpha.kubernetes.io~1pod'],
    ],
  );
});

test('Pod, Job and CronJob forms of one spec give equal facts but for pointer and schedule', () => {
  const job: JsonObject = { kind: 'Job', metadata: {}, spec: { template: { spec: FULL } } };
  const plain = (reading: ReturnType<typeof readingOf>) => {
    const { images, commands, hostPaths, privileges, hostNamespaces, tokens } = gatherFacts(
      activityOf(),
      reading,
      delivery,
    );
    return JSON.stringify({ images, commands, hostPaths, privileges, hostNamespaces, tokens }).replaceAll(
      /"pointer":"[^"]*\/(containers|volumes|host|securityContext|automount)/g,
      '"pointer":"…/$1',
    );
  };
  assert.equal(plain(readingOf(job)), plain(podReading(FULL)));
  assert.equal(plain(readingOf(cronJob(FULL))), plain(podReading(FULL)));
});

test('wrong types and hostile keys anywhere never throw', () => {
  const values: unknown[] = [null, 7, 'x', true, [], {}, [null], JSON.parse('{"__proto__":{"privileged":true}}')];
  for (const value of values) {
    const json = value as JsonObject; // any JSON value on purpose
    for (const spec of [
      json,
      { containers: json, volumes: json, securityContext: json },
      { containers: [json, { name: json, image: json, command: json, args: json, securityContext: json }] },
      {
        containers: [
          { volumeMounts: json, lifecycle: json, livenessProbe: json, securityContext: { capabilities: json } },
        ],
      },
      { volumes: [json, { name: json, hostPath: json, projected: json }, { projected: { sources: json } }] },
    ]) {
      const reading = readingOf({ kind: 'Pod', metadata: json, spec } as JsonObject);
      assert.doesNotThrow(() => gatherFacts(activityOf(), reading, delivery));
      assert.deepEqual(gatherFacts(activityOf(), reading, delivery).privileges, ABSENT);
    }
  }
});
