import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../model/json.ts';
import { commandsOf } from './commands.ts';
import { podReading } from './testing.ts';

const one = (container: JsonObject) => commandsOf(podReading({ containers: [{ name: 'main', ...container }] }));

test('command and args are joined as the kernel gets them', () => {
  const [fact] = one({ image: 'a', command: ['/bin/sh', '-c', '--'], args: ['echo a; echo b'] });
  assert.deepEqual(fact?.argv, ['/bin/sh', '-c', '--', 'echo a; echo b']);
  assert.equal(fact?.script, 'echo a; echo b');
  assert.equal(fact?.pointer, '/requestObject/spec/containers/0/args/0');
  assert.equal(fact?.entrypoint, null);
  assert.equal(fact?.carrier, 'command');
  assert.equal(fact?.shown, "/bin/sh -c -- 'echo a; echo b'");
});

test('args alone keep the entrypoint of the image', () => {
  const [fact] = one({ image: 'example.com/tools/ncat:7', args: ['192.0.2.1', '8989'] });
  assert.deepEqual(fact?.argv, ['192.0.2.1', '8989']);
  assert.equal(fact?.entrypoint, 'ncat');
  assert.equal(fact?.script, null);
  assert.equal(fact?.pointer, '/requestObject/spec/containers/0/args');
});

test('args alone on the image of a shell', () => {
  const [fact] = one({ image: 'bash:5.2', args: ['-c', 'echo hello'] });
  assert.equal(fact?.script, 'echo hello');
  assert.equal(fact?.pointer, '/requestObject/spec/containers/0/args/1');
});

test('a command without a shell has no script', () => {
  const [fact] = one({ command: ['python3', '-c', 'print(1)'] });
  assert.equal(fact?.script, null);
  assert.equal(fact?.pointer, '/requestObject/spec/containers/0/command');
});

for (const [carrier, container, at] of [
  ['postStart', { lifecycle: { postStart: { exec: { command: ['sh', '-c', 'x'] } } } }, 'lifecycle/postStart'],
  ['preStop', { lifecycle: { preStop: { exec: { command: ['sh', '-c', 'x'] } } } }, 'lifecycle/preStop'],
  ['livenessProbe', { livenessProbe: { exec: { command: ['sh', '-c', 'x'] } } }, 'livenessProbe'],
  ['readinessProbe', { readinessProbe: { exec: { command: ['sh', '-c', 'x'] } } }, 'readinessProbe'],
  ['startupProbe', { startupProbe: { exec: { command: ['sh', '-c', 'x'] } } }, 'startupProbe'],
] as const) {
  test(`a ${carrier} carries a command`, () => {
    const [fact] = one(container);
    assert.equal(fact?.carrier, carrier);
    assert.equal(fact?.script, 'x');
    assert.equal(fact?.pointer, `/requestObject/spec/containers/0/${at}/exec/command/2`);
  });
}

test('the script of an Argo script template and of a Tekton step', () => {
  const [argo] = one({ image: 'python:3', command: ['python'], source: 'print(1)' });
  assert.deepEqual(argo?.argv, ['python']);
  assert.equal(argo?.script, 'print(1)');
  assert.equal(argo?.pointer, '/requestObject/spec/containers/0/source');
  const [tekton] = one({ image: 'alpine', script: '#!/bin/sh\necho hello' });
  assert.equal(tekton?.script, '#!/bin/sh\necho hello');
});

test('init containers count', () => {
  const facts = commandsOf(podReading({ initContainers: [{ name: 'first', command: ['a'] }] }));
  assert.deepEqual(
    facts.map(({ container, role, argv }) => [container, role, argv]),
    [['first', 'init', ['a']]],
  );
});

test('wrong types never throw, and bare numbers count as words', () => {
  assert.deepEqual(one({ command: 7, args: { a: 1 } }), []);
  assert.deepEqual(one({ command: ['sleep', 10, null, ['x']] })[0]?.argv, ['sleep', '10']);
  assert.deepEqual(one({ command: 'date' })[0]?.argv, ['date']);
  assert.deepEqual(one({ lifecycle: [], livenessProbe: 'x', script: 9, source: '  ' }), []);
});

test('what is shown is one line of at most 2,000 characters', () => {
  const [fact] = one({ command: ['sh', '-c', `a\n${'b'.repeat(5000)}`] });
  assert.equal(fact?.shown.length, 2000);
  assert.ok(fact.shown.startsWith("sh -c 'a ↵ bbb") && fact.shown.endsWith('b…'));
});
