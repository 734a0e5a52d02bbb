import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Planted } from '../day/planted.ts';
import { checkFindings, explainCheck } from './scan.ts';

const planted: readonly Planted[] = [
  { kind: 'CronJob', namespace: 'web', name: 'a', verb: 'create', what: '' },
  { kind: 'Job', namespace: 'web', name: 'b', verb: 'create', what: '' },
];
const finding = (severity: string, kind: string, name: string): string =>
  `${JSON.stringify({ severity, workload: { kind, namespace: 'web', name } })}\n`;

for (const [name, output, said] of [
  ['all found', finding('critical', 'CronJob', 'a') + finding('high', 'Job', 'b'), '2 of 2 planted, 0 others'],
  ['one is missed', finding('critical', 'CronJob', 'a'), '1 of 2 planted, 0 others'],
  ['the same twice counts once', finding('high', 'Job', 'b').repeat(2), '1 of 2 planted, 0 others'],
  ['the kind matters', finding('high', 'CronJob', 'b'), '0 of 2 planted, 1 others'],
  [
    'a low finding finds nothing and disturbs nobody',
    finding('low', 'Job', 'b') + finding('low', 'Job', 'z'),
    '0 of 2 planted, 0 others',
  ],
  ['a workload that nobody planted', finding('medium', 'Job', 'z'), '0 of 2 planted, 1 others'],
  ['no output', '', '0 of 2 planted, 0 others'],
  ['output that is no finding', 'hello\n{"a":1}\n', '0 of 2 planted, 0 others, 2 lines are no finding'],
] as const) {
  test(name, () => assert.equal(explainCheck(checkFindings(output, planted)), said));
}

test('what is missed is named', () => {
  assert.deepEqual(checkFindings(finding('high', 'Job', 'b'), planted).missed, [planted[0]]);
});
