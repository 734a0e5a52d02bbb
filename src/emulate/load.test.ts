import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CRONJOB, FILES, fileOf, GUID, load } from './testing.ts';

/** The faults of a test that can be read, or why it cannot: each as `line: words`. */
const faults = (
  text: string,
  files: Readonly<Record<string, string>> = FILES,
  expectations: string | null = null,
): readonly string[] => {
  const loaded = load(text, files, expectations);
  return typeof loaded === 'string' ? loaded.split('\n') : loaded.faults.map(({ line, says }) => `${line}: ${says}`);
};
const lineOf = (text: string, part: string): number => text.slice(0, text.indexOf(part)).split('\n').length;

test('a test that is right has no fault, and is as it was written', () => {
  const loaded = load(fileOf());
  assert.ok(typeof loaded !== 'string');
  assert.deepEqual(loaded.faults, []);
  const [atomic] = loaded.atomics;
  assert.ok(atomic !== undefined);
  assert.deepEqual([atomic.guid, atomic.number, atomic.line, atomic.executor], [GUID, 1, 4, 'sh']);
  assert.deepEqual(atomic.arguments, [
    { name: 'kubectl', description: 'the program', type: 'path', default: 'kubectl' },
  ]);
});

const CASES: readonly (readonly [string, string, string | RegExp])[] = [
  [
    'an argument that is not declared',
    fileOf({ command: '#{kubectl} create -n #{space} -f "PathToAtomicsFolder/T1053.007/src/a.yaml"' }),
    /uses the argument "space", which is not declared/,
  ],
  [
    'an argument that nothing uses',
    fileOf({
      arguments:
        'kubectl: { description: k, type: path, default: kubectl }\nspare: { description: s, type: string, default: s }',
    }),
    /declares the argument "spare", which nothing uses/,
  ],
  ['a platform that is not known', fileOf({ platforms: '[kubernetes]' }), /supported_platforms\.0 is none of windows/],
  [
    'an argument of an unknown type',
    fileOf({ arguments: 'kubectl: { description: k, type: text, default: kubectl }' }),
    /input_arguments\.kubectl\.type does not look/,
  ],
  [
    'a clean-up that names another object',
    fileOf({ cleanup: '#{kubectl} delete cronjob cw-b -n lab' }),
    /does not delete cronjobs\/cw-a, which the command makes/,
  ],
  [
    'a clean-up that takes what the test did not make',
    fileOf({ cleanup: '#{kubectl} delete cronjob cw-a cw-b -n lab' }),
    /deletes cronjobs\/cw-b, which the test does not make/,
  ],
  [
    'a clean-up of another kind',
    fileOf({ cleanup: '#{kubectl} delete job cw-a -n lab' }),
    /deletes jobs\/cw-a, which the test does not make/,
  ],
  ['a clean-up that is missing', fileOf({ cleanup: 'true' }), /does not delete cronjobs\/cw-a/],
  [
    'a file by a relative path',
    fileOf({ command: '#{kubectl} create -n lab -f src/a.yaml' }),
    /names the file src\/a\.yaml relative to the working folder/,
  ],
  [
    'a file that is not there',
    fileOf({ command: '#{kubectl} create -n lab -f "PathToAtomicsFolder/T1053.007/src/b.yaml"' }),
    /names the file T1053\.007\/src\/b\.yaml, which is not there/,
  ],
  [
    'a here-document',
    fileOf({ command: "#{kubectl} create -n lab -f - <<'EOF'\nkind: CronJob\nEOF", cleanup: '#{kubectl} version' }),
    /has a here-document, which does not survive/,
  ],
  [
    'a comment of its own line',
    fileOf({ command: '# first\n#{kubectl} create -n lab -f "PathToAtomicsFolder/T1053.007/src/a.yaml"' }),
    /has a line of comment/,
  ],
  [
    'a line that goes on',
    fileOf({ command: '#{kubectl} create -n lab \\\n  -f "PathToAtomicsFolder/T1053.007/src/a.yaml"' }),
    /continues a line with a backslash/,
  ],
  [
    'a loop over lines',
    fileOf({ command: 'for i in 1 2; do\n#{kubectl} get pods\ndone', cleanup: 'true' }),
    /goes on from one line to the next/,
  ],
];
for (const [situation, text, expected] of CASES) {
  test(`${situation} is a fault with its line`, () => {
    const all = faults(text);
    assert.ok(
      all.some((fault) => new RegExp(expected).test(fault)),
      all.join('\n'),
    );
    assert.ok(all.every((fault) => /^(?:[\w.]+:)?\d+:/.test(fault)));
  });
}

test('an API version that no server takes is a fault, at the command that writes it', () => {
  const text = fileOf();
  const all = faults(text, { 'T1053.007/src/a.yaml': CRONJOB.replace('batch/v1', 'batch/v1beta1') });
  assert.deepEqual(all, [
    `${lineOf(text, 'command: |')}: T1053.007/src/a.yaml writes a CronJob of batch/v1beta1, which no server since 1.25 takes: use batch/v1`,
  ]);
});

test('a name or a GUID that two tests have is refused with its line', () => {
  const one = fileOf();
  const again = one + one.slice(one.indexOf('  - name'));
  const second = one.split('\n').length;
  assert.deepEqual(faults(again), [
    `T1053.007.yaml:${second + 1}:26: auto_generated_guid "${GUID}" is that of test 1 as well`,
    `T1053.007.yaml:${second}:11: name "A CronJob" is that of test 1 as well`,
  ]);
});

const EXPECTS = `${GUID}:
  id: hello
  delivery: create
  kind: CronJob
  payload: none
  disguise: none
  privilege: none
  schedule: daily
  identity: developer
  outcome: accepted
  expects: []
  atMetadata: []
  twin: { arguments: { kubectl: k }, severityAtMost: low }
`;

test('expectations belong to tests that are there, and use arguments that are', () => {
  const loaded = load(fileOf(), FILES, EXPECTS);
  assert.ok(typeof loaded !== 'string');
  assert.equal(loaded.atomics[0]?.expectation?.id, 'hello');
  assert.deepEqual(faults(fileOf(), FILES, EXPECTS.replace(GUID, `7${GUID.slice(1)}`)), [
    `T1053.007.expects.yaml:2:3: no test has the GUID 7${GUID.slice(1)}`,
  ]);
  assert.ok(
    faults(fileOf(), FILES, EXPECTS.replace('kubectl: k', 'other: k')).some((one) =>
      /its twin changes the argument "other"/.test(one),
    ),
  );
  assert.match(
    faults(fileOf(), FILES, EXPECTS.replace('delivery: create', 'delivery: post')).join(),
    /delivery is none of create/,
  );
});
