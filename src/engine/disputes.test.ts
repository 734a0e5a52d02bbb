import assert from 'node:assert/strict';
import { test } from 'node:test';
import { objectAt, textAt } from '../model/json.ts';
import { examine } from './examine.ts';
import { DISPUTES, type Dispute } from './testing/disputes.ts';
import { ANONYMOUS, DEVELOPER, eventListOf, requestOf } from './testing/requests.ts';

const judged = ({ object, asked = {}, before = [], identities = [] }: Dispute) => {
  const { username, code } = asked;
  const by = username === ANONYMOUS.username ? ANONYMOUS : { ...DEVELOPER, ...(username && { username }) };
  const earlier = before.map((one, index) => requestOf(one, { by: DEVELOPER, minute: index }));
  const last = requestOf(object, { by, minute: 30, ...(code === undefined ? {} : { code }) });
  const { findings } = examine(eventListOf([...earlier, last]), { identities: new Set(identities) });
  const name = textAt(objectAt(object, 'metadata'), 'name');
  return findings.find(({ workload }) => workload.name === name) ?? assert.fail('no finding');
};

for (const dispute of DISPUTES) {
  test(`${dispute.case}: ${dispute.situation} is ${dispute.severity}`, () => {
    const finding = judged(dispute);
    const reasons = finding.indicators.map(({ id, weight }) => `${id} ${weight}`).join(', ');
    assert.equal(finding.severity, dispute.severity, `risk ${finding.risk}: ${reasons}`);
  });
}

test('a manual run of a CronJob that was never seen says what could not be told', () => {
  const unseen = DISPUTES.find(({ situation }) => situation === 'the CronJob was never seen');
  assert.ok(unseen !== undefined);
  assert.ok(judged(unseen).unassessed.length > 0);
});
