import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../model/json.ts';
import { examine } from './examine.ts';
import { DISPUTES, type Dispute } from './testing/disputes.ts';

const event = (object: JsonObject, { username = 'dana@example.com', code = 201 } = {}, minute = 0): JsonObject => {
  const { kind, metadata } = object as { readonly kind: string; readonly metadata: JsonObject }; // the table's own
  const stamp = `2026-11-24T10:${String(minute).padStart(2, '0')}:00.000000Z`;
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'RequestResponse',
    auditID: `00000000-0000-4000-8000-0000000000${String(minute).padStart(2, '0')}`,
    stage: 'ResponseComplete',
    requestURI: `/apis/batch/v1/namespaces/${String(metadata.namespace)}/${kind.toLowerCase()}s`,
    verb: 'create',
    user: { username, groups: [username === 'system:anonymous' ? 'system:unauthenticated' : 'system:authenticated'] },
    sourceIPs: ['192.0.2.10'],
    userAgent: 'kubectl/v1.36.0',
    objectRef: {
      resource: `${kind.toLowerCase()}s`,
      namespace: String(metadata.namespace),
      name: String(metadata.name),
      apiGroup: 'batch',
      apiVersion: 'v1',
    },
    responseStatus: { code },
    requestObject: object,
    requestReceivedTimestamp: stamp,
    stageTimestamp: stamp,
  };
};

const judged = ({ object, asked, before = [], identities = [] }: Dispute) => {
  const items = [...before.map((one, index) => event(one, {}, index)), event(object, asked, 30)];
  const list = { kind: 'EventList', apiVersion: 'audit.k8s.io/v1', items };
  const { findings } = examine(JSON.stringify(list), { identities: new Set(identities) });
  const name = (object as { readonly metadata: JsonObject }).metadata.name; // the table's own
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
