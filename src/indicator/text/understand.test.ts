import assert from 'node:assert/strict';
import { test } from 'node:test';
import { growth } from '../../lib/testing.ts';
import type { CommandFact } from '../../model/facts.ts';
import { understand } from './understand.ts';

const commandOf = (argv: readonly string[], parts: Partial<CommandFact> = {}): CommandFact => ({
  container: 'main',
  role: 'container',
  pointer: '/x',
  carrier: 'command',
  argv,
  entrypoint: null,
  shown: argv.join(' '),
  script: null,
  ...parts,
});
const programs = (command: CommandFact): readonly string[] => understand(command).acts.map(({ ran }) => ran.program);
const text = (shell: string): CommandFact => commandOf(['sh', '-c', shell], { script: shell });

const PROGRAMS: Record<string, [command: CommandFact, wanted: readonly string[]]> = {
  'an argv without a shell': [commandOf(['date', '-u']), ['date']],
  'shell text': [text('a; b'), ['a', 'b', 'sh']],
  'a shell in a shell': [text(`bash -c 'a | b'`), ['a', 'b', 'bash', 'sh']],
  eval: [text('eval "a; b"'), ['a', 'b', 'eval', 'sh']],
  'a trap': [text(`trap 'a' EXIT`), ['a', 'trap', 'sh']],
  'a here-document for a shell': [text('bash <<EOF\na\nEOF\n'), ['a', 'bash', 'sh']],
  'a here-document that is only data': [text('cat <<EOF\na\nEOF\n'), ['cat', 'sh']],
  'a text that is echoed into a shell': [text('echo "a; b" | sh'), ['echo', 'a', 'b', 'sh', 'sh']],
  'a here-string': [text('sh <<< "a"'), ['a', 'sh', 'sh']],
  'a command handed to another pod': [text('kubectl exec web-0 -- a -x'), ['a', 'kubectl', 'sh']],
  'texts in code': [commandOf(['python3', '-c', 'import os; os.system("a -x; b")']), ['a', 'b', 'python3']],
  'an entrypoint and its arguments': [commandOf(['-x', 'y'], { entrypoint: 'tool' }), ['-x', 'tool']],
  'arguments that repeat the entrypoint': [commandOf(['tool', '-x'], { entrypoint: 'tool' }), ['tool']],
  'a script field for a shell': [commandOf([], { script: '#!/bin/sh\na' }), ['a']],
  'a script field for an interpreter': [commandOf([], { script: '#!/usr/bin/python3\nimport a' }), ['']],
};
for (const [name, [command, wanted]] of Object.entries(PROGRAMS)) {
  test(`programs of ${name}`, () => assert.deepEqual(programs(command), wanted));
}

test('what runs behind a chroot or an nsenter runs on the node', () => {
  const { acts } = understand(text(`chroot /host sh -c 'a; sh -c "b"'; c`));
  assert.deepEqual(
    acts.filter(({ hostEntry }) => hostEntry !== null).map(({ ran }) => ran.program),
    ['a', 'b', 'sh', 'sh'],
  );
});

test('shells deeper than the limit are cut, and said so', () => {
  const { acts, cut } = understand(text('eval '.repeat(50)));
  assert.ok(cut);
  assert.ok(acts.length < 20);
  assert.ok(!understand(text('eval eval a')).cut);
});

test('a text that many shells read is not read without end', () => {
  const { cut } = understand(text(`echo "${'x'.repeat(100_000)}" | { ${'sh;'.repeat(200)} }`));
  assert.ok(cut);
});

for (const piece of ['eval ', "sh -c '", 'echo a|sh;', 'trap a;', '"a b" ', 'bash<<<a ', 'kubectl exec a -- ']) {
  test(`linear on repeated ${JSON.stringify(piece)}`, () => {
    const ratio = growth((size) => {
      const long = piece.repeat(Math.ceil(size / piece.length));
      understand(text(long));
      understand(commandOf(['python3', '-c', long]));
    }, 50_000);
    assert.ok(ratio < 12, `four times the text took ${ratio.toFixed(1)} times as long`);
  });
}
