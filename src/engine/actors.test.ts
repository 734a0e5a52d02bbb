import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atLeast } from '../model/finding.ts';
import { ASKERS, actorRows, SUBJECTS } from './testing/actors.ts';

const rows = actorRows();
const at = (name: string): number => ASKERS.findIndex((asker) => asker.name === name);

test('thirty objects under eight actors and outcomes', () => {
  assert.equal(SUBJECTS.length, 30);
  assert.equal(ASKERS.length, 8);
});

for (const { subject, findings, severities, because } of rows) {
  const severity = (name: string) => severities[at(name)] ?? assert.fail(name);
  test(`${subject.group}, ${subject.what}: who asks in earnest changes nothing`, () => {
    for (const name of ['CI account', 'on-call', 'token of a pod'])
      assert.equal(severity(name), severity('developer'), name);
  });
  test(`${subject.group}, ${subject.what}: an authenticated attempt that was refused is as severe`, () => {
    assert.equal(severity('refused'), severity('developer'));
  });
  test(`${subject.group}, ${subject.what}: a patch that carries it is as severe`, () => {
    // What a known shape explains needs the whole object; of a patch it is judged bare.
    const isExplained = findings[0]?.breakdown.risk.some(({ reason }) => reason.includes('as it is usually'));
    if (isExplained === true) assert.ok(atLeast(severity('patch'), severity('developer')));
    else assert.equal(severity('patch'), severity('developer'));
  });
  test(`${subject.group}, ${subject.what}: nobody in particular is at least high`, () => {
    assert.ok(atLeast(severity('anonymous'), 'high'));
  });
  test(`${subject.group}, ${subject.what}: GitOps lowers power and no act`, () => {
    const gitOps = severity('GitOps, with its mark');
    if (subject.group === 'dangerous') assert.equal(gitOps, 'low');
    else assert.equal(gitOps, severity('developer'));
  });
  test(`${subject.group}, ${subject.what}: ${{ malicious: 'at least high', dangerous: 'medium', benign: 'below medium' }[subject.group]} for a developer`, () => {
    const own = severity('developer');
    if (subject.group === 'malicious') assert.ok(atLeast(own, 'high'), own);
    if (subject.group === 'dangerous') assert.equal(own, 'medium');
    if (subject.group === 'benign') assert.ok(!atLeast(own, 'medium'), own);
  });
  test(`${subject.group}, ${subject.what}: each difference has its reason in the sum`, () => {
    for (const [name, reasons] of because) assert.ok(reasons.length > 0, name);
  });
}
