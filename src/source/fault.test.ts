import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf, explainFault } from './fault.ts';

const fault = (code: string): Error => Object.assign(new Error(`${code}: from the system`), { code });

const CASES: readonly (readonly [unknown, string])[] = [
  [fault('ENOENT'), 'no such file: x.log'],
  [fault('EACCES'), 'permission denied: x.log'],
  [fault('ELOOP'), 'symbolic links that lead in a circle: x.log'],
  [fault('EWHATEVER'), 'cannot be read: x.log (EWHATEVER)'],
  [fault('constructor'), 'cannot be read: x.log (constructor)'],
  [new Error('no code'), 'cannot be read: x.log (no code)'],
  ['thrown text', 'cannot be read: x.log (thrown text)'],
];
for (const [error, sentence] of CASES) {
  test(sentence, () => assert.equal(explainFault(error, 'x.log'), sentence));
}

test('a code that is no text is none', () => assert.equal(codeOf(Object.assign(new Error('x'), { code: 7 })), ''));
