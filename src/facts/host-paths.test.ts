import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cleanPath } from '../lib/path.ts';
import { growth } from '../lib/testing.ts';
import type { JsonObject } from '../model/json.ts';
import { liftTemplates } from '../normalise/lift.ts';
import { cleanHostPath, hostPathsOf } from './host-paths.ts';
import { podReading } from './testing.ts';

const CLEAN: Record<string, string> = {
  '/': '/',
  '//': '/',
  '/etc/': '/etc',
  '//etc/./x/..': '/etc',
  '/etc/../../..': '/',
  '/./etc/../etc/cron.d/': '/etc/cron.d',
  '/var/run/docker.sock': '/run/docker.sock',
  '/var/run': '/run',
  '/var/runner': '/var/runner',
  '/proc/1/root': '/',
  '/proc/1/root/etc': '/etc',
  etc: '/etc',
  'C:\\': 'c:/',
  'C:\\ProgramData\\x': 'c:/ProgramData/x',
  '\\\\.\\pipe\\docker_engine': '/pipe/docker_engine',
};
for (const [written, path] of Object.entries(CLEAN)) {
  test(`${written} means ${path}`, () => assert.equal(cleanHostPath(written), path));
}

const mounting = (mounts: readonly JsonObject[], path: unknown = '/') =>
  hostPathsOf(
    podReading({
      volumes: [{ name: 'node', hostPath: { path } } as JsonObject],
      containers: [{ name: 'main', volumeMounts: mounts }],
    }),
  );

test('one fact for each mount, with its container and where it is seen', () => {
  const found = mounting([
    { name: 'node', mountPath: '/host/', readOnly: true },
    { name: 'node', mountPath: '/rw' },
    { name: 'other', mountPath: '/x' },
  ]);
  assert.deepEqual(
    found.map(({ container, path, mountPath, readOnly }) => [container, path, mountPath, readOnly]),
    [
      ['main', '/', '/host', true],
      ['main', '/', '/rw', false],
    ],
  );
  assert.equal(found[0]?.pointer, '/requestObject/spec/volumes/0/hostPath/path');
});

test('a subPath narrows the mount, and cannot leave the host', () => {
  assert.equal(mounting([{ name: 'node', mountPath: '/x', subPath: 'etc/cron.d' }])[0]?.path, '/etc/cron.d');
  assert.equal(mounting([{ name: 'node', mountPath: '/x', subPath: '../..' }], '/var/log')[0]?.path, '/');
});

test('a subPathExpr may be anything below, so the volume counts whole', () => {
  assert.equal(mounting([{ name: 'node', mountPath: '/x', subPathExpr: '$(POD)' }], '/var/log')[0]?.path, '/var/log');
});

test('a volume that nothing mounts is still asked for', () => {
  const [fact] = mounting([]);
  assert.equal(fact?.container, null);
  assert.equal(fact?.readOnly, null);
});

test('read-only of another type is not read-only', () => {
  assert.equal(mounting([{ name: 'node', mountPath: '/x', readOnly: 'true' }])[0]?.readOnly, false);
});

test('wrong types never throw', () => {
  assert.deepEqual(mounting([{ name: 'node' }], 7), []);
  assert.deepEqual(hostPathsOf(podReading({ volumes: 'x', containers: 'y' })), []);
  assert.deepEqual(hostPathsOf(podReading({ volumes: [null, 1, { hostPath: [] }] })), []);
});

test('volumes and mounts of one name stay as few as they are', () => {
  const make = (size: number) =>
    podReading({
      volumes: Array.from({ length: size }, () => ({ name: 'a', hostPath: { path: '/' } })),
      containers: [{ name: 'c', volumeMounts: Array.from({ length: size }, () => ({ name: 'a', mountPath: '/x' })) }],
    });
  assert.equal(hostPathsOf(make(100)).length, 199);
  const ratio = growth((size) => hostPathsOf(make(size)), 5_000);
  assert.ok(ratio < 12, `four times the volumes took ${ratio.toFixed(1)} times as long`);
});

test('a long path is cleaned in linear time', () => {
  const ratio = growth((size) => cleanPath('/a/..'.repeat(size / 5)), 200_000);
  assert.ok(ratio < 12, `four times the path took ${ratio.toFixed(1)} times as long`);
});

const lifted = (object: JsonObject) => {
  const { templates } = liftTemplates(object, null);
  return hostPathsOf({ ...podReading({}), object, templates });
};
const hostVolume = (path: string): JsonObject => ({ name: 'node', hostPath: { path } });
const step = (name: string, more: JsonObject = {}): JsonObject => ({
  name,
  container: { name: 'main', image: 'a', volumeMounts: [{ name: 'node', mountPath: '/host' }] },
  ...more,
});

test('volumes that stand apart from the templates of a workflow are joined with what mounts them', () => {
  const found = lifted({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    spec: { volumes: [hostVolume('/')], templates: [step('a'), step('b', { volumes: [hostVolume('/var/log')] })] },
  });
  assert.deepEqual(
    found.map(({ container, path, mountPath, pointer }) => [container, path, mountPath, pointer]),
    [
      ['main', '/var/log', '/host', '/requestObject/spec/templates/1/volumes/0/hostPath/path'],
      ['main', '/', '/host', '/requestObject/spec/volumes/0/hostPath/path'],
    ],
  );
});

test('the pod template of a Tekton run holds volumes for the steps beside it', () => {
  const [fact] = lifted({
    apiVersion: 'tekton.dev/v1',
    kind: 'TaskRun',
    spec: {
      podTemplate: { volumes: [hostVolume('/etc')] },
      taskSpec: {
        steps: [{ name: 's', image: 'a', volumeMounts: [{ name: 'node', mountPath: '/x', readOnly: true }] }],
      },
    },
  });
  assert.deepEqual([fact?.container, fact?.path, fact?.mountPath, fact?.readOnly], ['s', '/etc', '/x', true]);
});

test('workflows in one list keep to their own volumes', () => {
  const workflow = (path: string, templates: readonly JsonObject[]): JsonObject => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    spec: { volumes: [hostVolume(path)], templates },
  });
  const found = lifted({
    apiVersion: 'v1',
    kind: 'List',
    items: [workflow('/etc', [step('a')]), workflow('/opt', [{ name: 'b', container: { image: 'a' } }])],
  });
  assert.deepEqual(
    found.map(({ path, mountPath }) => [path, mountPath]),
    [
      ['/etc', '/host'],
      ['/opt', null],
    ],
  );
});

test('many settings with many templates stay as few as they are', () => {
  const make = (size: number): JsonObject => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    spec: {
      volumes: Array.from({ length: size }, () => hostVolume('/')),
      templates: Array.from({ length: size }, () => step('a')),
    },
  });
  const ratio = growth((size) => lifted(make(size)), 200);
  assert.ok(ratio < 12, `four times the volumes and templates took ${ratio.toFixed(1)} times as long`);
});
