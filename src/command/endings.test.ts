import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CommandFact } from '../model/facts.ts';
import { effectsOf } from './effects.ts';

const runs = (script: string): ReadonlySet<string> => {
  const command: CommandFact = {
    container: 'main',
    role: 'container',
    pointer: '/x',
    carrier: 'command',
    argv: ['sh', '-c', script],
    entrypoint: null,
    shown: script,
    script,
  };
  const effects = effectsOf({ commands: [command], hostPaths: [], environment: [], mounts: [] });
  return new Set(effects.flatMap((effect) => (effect.kind === 'run' ? [effect.program] : [])));
};

const CHOOSES = 'if [ -e /x ]; then A=two; else exit 1; fi';

/** `one` stood there before, and every way that does not set another ends the shell. */
const NEVER_USED: Readonly<Record<string, string>> = {
  'an else that ends': `A=one; ${CHOOSES}; $A`,
  'an else behind an elif': 'A=one; if [ -e /x ]; then A=two; elif [ -e /y ]; then A=three; else exit 1; fi; $A',
  'an else that says why': 'A=one; if [ -e /x ]; then A=two; else echo "no ${B}" >&2; exit 1; fi; $A',
  'an else that says why, and then ends': 'A=one; if [ -e /x ]; then A=two; else printf no && exit 1; fi; $A',
  'the first way ends': 'A=one; if [ -e /x ]; then exit 0; else A=two; fi; $A',
  'a case with a default that ends': 'A=one; case $(uname -m) in a) A=two;; b) A=three;; *) echo no; exit 1;; esac; $A',
  'a case with an item that ends': 'A=one; case $(uname -m) in a) exit 0;; *) A=two;; esac; $A',
};
for (const [name, script] of Object.entries(NEVER_USED)) {
  test(`what was set before is not used: ${name}`, () => {
    assert.ok(runs(script).has('two'));
    assert.ok(!runs(script).has('one'));
  });
}

/** The text goes on with `one`. */
const GOES_ON: Readonly<Record<string, string>> = {
  'the shell of a pipe ends': `A=one; ${CHOOSES} | cat; $A`,
  'a shell in the background ends': `A=one; ${CHOOSES} & $A`,
  'a subshell ends': `A=one; (${CHOOSES}); $A`,
  'a substitution ends': `A=one; B=$(${CHOOSES}); $A`,
  'another shell ends': `A=one; sh -c '${CHOOSES}'; $A`,
  'text of an eval': `A=one; eval '${CHOOSES}'; $A`,
  'a function in a pipe ends': `f() { ${CHOOSES}; }; A=one; f | cat; $A`,
  'the end stands in a subshell': 'A=one; if [ -e /x ]; then A=two; else (exit 1); fi; $A',
  'the end stands in the background': 'A=one; if [ -e /x ]; then A=two; else exit 1 & fi; $A',
  'the end hangs on a test': 'A=one; if [ -e /x ]; then A=two; else [ -e /y ] && exit 1; fi; $A',
  'the end hangs on a failure': 'A=one; if [ -e /x ]; then A=two; else echo no || exit 1; fi; $A',
  'the end is a function': `exit() { :; }; A=one; ${CHOOSES}; $A`,
  'the end is an alias': `alias exit=:\nA=one\n${CHOOSES}\n$A`,
  'what speaks is a function': 'echo() { A=one; }; A=one; if [ -e /x ]; then A=two; else echo x; exit 1; fi; $A',
  'the end stands first': 'A=one; if [ -e /x ]; then A=two; else exit 1; B=x; fi; $A',
  'a substitution before the end': 'A=one; if [ -e /x ]; then A=two; else echo $(id); exit 1; fi; $A',
  'a variable is set before the end': 'A=one; if [ -e /x ]; then A=two; else B=1; exit 1; fi; $A',
  'printf sets a variable': 'A=one; if [ -e /x ]; then A=two; else printf -v B x; exit 1; fi; $A',
  'a file is written before the end': 'A=one; if [ -e /x ]; then A=two; else echo x >/f; exit 1; fi; $A',
  'no default': 'A=one; case $(uname -m) in a) A=two;; b) exit 1;; esac; $A',
  'no else': 'A=one; if [ -e /x ]; then A=two; fi; $A',
};
for (const [name, script] of Object.entries(GOES_ON)) {
  test(`what was set before is used: ${name}`, () => {
    assert.ok(runs(script).has('one'), [...runs(script)].join(' '));
  });
}

test('a branch of many commands is not looked through', () => {
  assert.ok(runs(`A=one; if [ -e /x ]; then A=two; else ${'echo x; '.repeat(40)}exit 1; fi; $A`).has('one'));
});
