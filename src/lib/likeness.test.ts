import assert from 'node:assert/strict';
import { test } from 'node:test';
import { areSwapped, isOneSlipApart, looksLike } from './likeness.ts';

const slips: readonly (readonly [string, string, boolean])[] = [
  ['kuberntesio', 'kubernetesio', true],
  ['kubernetesioo', 'kubernetesio', true],
  ['xubernetes', 'kubernetes', true],
  ['kubernetse', 'kubernetes', true],
  ['kubernetes', 'kubernetes', false],
  ['kuberntse', 'kubernetes', false],
  ['kubernet', 'kubernetes', false],
  ['', 'a', true],
  ['', '', false],
  ['ab', 'ba', true],
  ['abc', 'cba', false],
];
for (const [a, b, wanted] of slips) {
  test(`${a || 'nothing'} and ${b || 'nothing'} are ${wanted ? '' : 'not '}a slip apart`, () => {
    assert.equal(isOneSlipApart(a, b), wanted);
    assert.equal(isOneSlipApart(b, a), wanted);
  });
}

test('swapped neighbours, and nothing else', () => {
  assert.ok(areSwapped('ghrc.io', 'ghcr.io'));
  assert.ok(!areSwapped('ghcr.io', 'ghcr.io'));
  assert.ok(!areSwapped('icr.io', 'gcr.io'));
  assert.ok(!areSwapped('gcr.io', 'ghcr.io'));
});

test('letters that look alike', () => {
  assert.ok(looksLike('bitnam1', 'bitnami'));
  assert.ok(looksLike('a1pine', 'alpine'));
  assert.ok(looksLike('prornetheus', 'prometheus'));
  assert.ok(looksLike('g00gle', 'google'));
  assert.ok(!looksLike('google', 'google'));
  assert.ok(!looksLike('googie', 'google'));
  assert.ok(!looksLike('rancher', 'launcher'));
});
