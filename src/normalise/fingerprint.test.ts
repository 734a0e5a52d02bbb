import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LiftedTemplate } from '../model/activity.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { templateFingerprint } from './fingerprint.ts';

const main = { name: 'main', image: 'registry.example.com/tool:1.2', command: ['date'] };
const print = (
  spec: JsonObject,
  metadata: JsonObject | null = null,
  pointer = '/spec/template/spec',
): string | null => {
  const template: LiftedTemplate = { pointer, spec, metadata, containers: [] };
  return templateFingerprint([template]);
};
const pod = (fields: JsonObject = {}, container: JsonObject = {}): string | null =>
  print({ containers: [{ ...main, ...container }], ...fields });

const same: Record<string, readonly [string | null, string | null]> = {
  'wherever the template stands': [pod(), print({ containers: [main] }, null, '/spec/jobTemplate/spec/template/spec')],
  'members in another order': [
    pod(),
    print({ containers: [{ command: main.command, image: main.image, name: main.name }] }),
  ],
  'what the server fills in': [
    pod(
      { volumes: [{ name: 'a', configMap: { name: 'x' } }] },
      { livenessProbe: { exec: {} }, ports: [{ containerPort: 80 }] },
    ),
    pod(
      {
        volumes: [{ name: 'a', configMap: { name: 'x', defaultMode: 420 } }],
        dnsPolicy: 'ClusterFirst',
        securityContext: {},
        schedulerName: 'default-scheduler',
        terminationGracePeriodSeconds: 30,
      },
      {
        imagePullPolicy: 'IfNotPresent',
        resources: {},
        ports: [{ containerPort: 80, protocol: 'TCP' }],
        livenessProbe: { exec: {}, timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 },
        terminationMessagePath: '/dev/termination-log',
        terminationMessagePolicy: 'File',
      },
    ),
  ],
  'the pull policy of an image without a tag': [
    pod({}, { image: 'tool' }),
    pod({}, { image: 'tool', imagePullPolicy: 'Always' }),
  ],
  'both names of the service account': [
    pod({ serviceAccountName: 'a' }),
    pod({ serviceAccountName: 'a', serviceAccount: 'a' }),
  ],
  'labels of the Job controller': [
    pod(),
    print({ containers: [main] }, { labels: { 'job-name': 'x', 'batch.kubernetes.io/controller-uid': 'u' } }),
  ],
};
for (const [situation, [a, b]] of Object.entries(same)) {
  test(`the same pods: ${situation}`, () => {
    assert.ok(a !== null);
    assert.equal(a, b);
  });
}

const others: Record<string, string | null> = {
  'another image': pod({}, { image: 'registry.example.com/tool:1.3' }),
  'another command': pod({}, { command: ['date', '-u'] }),
  'another pull policy': pod({}, { imagePullPolicy: 'Always' }),
  'a probe that runs something': pod({}, { livenessProbe: { exec: { command: ['sh'] } } }),
  'a second container': print({ containers: [main, { ...main, name: 'b' }] }),
  'an init container': pod({ initContainers: [main] }),
  privileges: pod({}, { securityContext: { privileged: true } }),
  'a host path': pod({ volumes: [{ name: 'a', hostPath: { path: '/' } }] }),
  'another service account': pod({ serviceAccountName: 'admin' }),
  'a token that is switched off': pod({ automountServiceAccountToken: false }),
  'a node': pod({ nodeName: 'control-plane-1' }),
  'an annotation that a pod can read': print({ containers: [main] }, { annotations: { run: 'x' } }),
  'an annotation that is named like a defaulted field': print(
    { containers: [main] },
    { annotations: { imagePullPolicy: 'Always', protocol: 'TCP' } },
  ),
  'a label': print({ containers: [main] }, { labels: { app: 'x' } }),
};
for (const [situation, other] of Object.entries(others)) {
  test(`other pods: ${situation}`, () => assert.notEqual(other, pod()));
}

test('what is nested too deep equals nothing', () => {
  let deep: Json = 'x';
  for (let depth = 0; depth < 100_000; depth++) deep = [deep];
  assert.equal(pod({ deep }), null);
});
