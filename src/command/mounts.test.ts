import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HostPathFact } from '../model/facts.ts';
import { Directories, HostMounts } from './mounts.ts';

const mounted = (path: string, mountPath: string | null, readOnly = false): HostPathFact => ({
  container: 'main',
  role: 'container',
  pointer: '',
  volume: 'v',
  written: path,
  path,
  mountPath,
  readOnly,
});

const HOST = new HostMounts([mounted('/', '/host'), mounted('/var/log', '/host/logs', true), mounted('/opt', null)]);
for (const [path, wanted] of [
  ['/host/etc/cron.d/a', '/etc/cron.d/a'],
  ['/host', '/'],
  ['/host/', '/'],
  ['/host/../host/./etc', '/etc'],
  ['/host/logs/a', '/var/log/a (read only)'],
  ['/hostile/etc', null],
  ['/etc', null],
  ['etc', null],
  [`/host/${'a'.repeat(5000)}`, null],
] as const) {
  test(`${path.slice(0, 30)} is ${wanted ?? "the container's own"}`, () => {
    const place = HOST.at(path);
    assert.equal(place === null ? null : `${place.path}${place.readOnly ? ' (read only)' : ''}`, wanted);
  });
}
test('a mount over the root of the container', () =>
  assert.equal(new HostMounts([mounted('/data', '/')]).at('/a/b')?.path, '/data/a/b'));
test('nothing is mounted', () => {
  assert.ok(new HostMounts([]).isEmpty);
  assert.equal(new HostMounts([]).at('/etc'), null);
});
test('the first of two in one place stays, and the deepest above a path counts', () => {
  const directories = new Directories<string>();
  for (const [at, value] of [
    ['/a', 'one'],
    ['/a', 'two'],
    ['/a/b/c', 'deep'],
  ] as const) {
    directories.add(at, value);
  }
  assert.deepEqual(directories.above('/a/b'), { value: 'one', below: '/b' });
  assert.deepEqual(directories.above('/a/b/c'), { value: 'deep', below: '' });
  assert.deepEqual(directories.above('/a/b/c', false), { value: 'one', below: '/b/c' });
});
