import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CommandFact } from '../model/facts.ts';
import { effectsOf } from './effects.ts';
import { Forks } from './forks.ts';

const programsIn = (script: string): readonly string[] => {
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
  return effects.flatMap((effect) => (effect.kind === 'run' ? [[effect.program, ...effect.args].join(' ')] : []));
};

/** Where the text does not say which way is taken, what each way sets is used. */
const EVERY_WAY: Readonly<Record<string, string>> = {
  'an if without an else': 'A=one; if [ -e /x ]; then A=two; fi; $A',
  'an if with an else': 'if [ -e /x ]; then A=one; else A=two; fi; $A',
  'a list': 'A=one; [ -e /x ] && A=two; $A',
  'an elif': 'if [ -e /x ]; then A=one; elif [ -e /y ]; then A=two; else A=three; fi; $A',
  'a case with a default': 'case $(hostname) in a) A=one;; b) A=two;; *) A=three;; esac; $A',
  'a case without a default': 'A=one; case $(hostname) in a) A=two;; b) A=three;; esac; $A',
  'a function': 'if [ -e /x ]; then f() { one; }; else f() { two; }; fi; f',
  'a file': 'if [ -e /x ]; then echo one >/f; else echo two >/f; fi; sh /f',
  'a loop that may have no round': 'A=one; while [ -e /x ]; do A=two; done; $A',
  'a loop over what may be nothing': 'A=one; for f in $(ls); do A=two; done; $A',
  parameters: 'set -- one; [ -e /x ] && set -- two; $1',
  'a variable that is unset': 'A=one; [ -e /x ] && unset A; $A',
  'a substitution': 'A=$(if [ -e /x ]; then echo one; else echo two; fi); $A',
};
for (const [name, script] of Object.entries(EVERY_WAY)) {
  test(`every way is read: ${name}`, () => {
    const found = programsIn(script);
    for (const word of ['one', 'two', 'three'].filter((one) => script.includes(one) && !script.includes(`unset`)))
      assert.ok(
        found.some((run) => run.startsWith(word)),
        `${word} is not in ${found.join(', ')}`,
      );
    assert.ok(
      found.some((run) => run.startsWith('one')),
      found.join(', '),
    );
  });
}

test('two forks: every pair of ways is read', () => {
  const found = programsIn('if [ -e /x ]; then A=a; else A=b; fi; if [ -e /y ]; then B=1; else B=2; fi; run-$A-$B');
  for (const pair of ['run-a-1', 'run-a-2', 'run-b-1', 'run-b-2']) assert.ok(found.includes(pair), `${pair}: ${found}`);
});

test('where the text says which way is taken, the other sets nothing', () => {
  const found = programsIn(
    'A=one; if true; then A=two; else A=three; fi; $A; case a in a) B=four;; *) B=five;; esac; $B',
  );
  assert.deepEqual(
    found.filter((run) => /^(?:one|two|three|four|five)$/.test(run)),
    ['two', 'four'],
  );
});

test('what several readings show alike is told once', () => {
  const found = programsIn('A=one; [ -e /x ] && A=two; date; $A');
  assert.equal(found.filter((run) => run === 'date').length, 1);
});

/** What each reading chooses at forks of so many ways, of which all hide something. */
const chosen = (...ways: readonly number[]): readonly (readonly (number | null)[])[] => {
  const forks = new Forks();
  const nodes = ways.map(() => ({}));
  const all: (number | null)[][] = [];
  do {
    all.push(nodes.map((node, index) => forks.choose(node, ways[index] ?? 2)));
    for (const [index, node] of nodes.entries()) forks.hides(node, ways[index] ?? 2);
  } while (forks.next());
  return all;
};

test('the first reading goes every way, the next ones each mixture', () => {
  assert.deepEqual(chosen(3), [[null], [0], [1], [2]]);
  assert.deepEqual(chosen(2, 2), [
    [null, null],
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ]);
  assert.equal(new Set(chosen(2, 2, 2).map(String)).size, 9);
});

test('readings are bounded, however many forks and ways there are', () => {
  for (const ways of [[100], [2, 3, 4, 5], Array.from({ length: 500 }, () => 2)]) {
    const all = chosen(...ways);
    assert.ok(all.length <= 9, `${all.length} readings`);
    for (const one of all.slice(1))
      for (const [index, way] of one.entries()) assert.ok(way !== null && way >= 0 && way < (ways[index] ?? 2));
  }
});

test('nothing hidden, nothing read again', () => {
  assert.equal(new Forks().next(), false);
});
