import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../model/json.ts';
import { caseOfEvent, caseOfObject } from './cases.ts';
import { CALL_BACK, cronJobOf, jobOf, labelled, PRIVILEGED, podOf, QUIET } from './testing.ts';
import { asCronJob, createEvent } from './wrap.ts';

const judged = (object: JsonObject) => {
  const found = caseOfObject(labelled('x', object));
  if (found === null) throw new Error('not judged');
  return found;
};

const KINDS: Record<string, [object: JsonObject, isJob: boolean]> = {
  'a Pod': [podOf(CALL_BACK), false],
  'a Job': [jobOf(CALL_BACK), true],
  'a CronJob': [cronJobOf(CALL_BACK), true],
};
for (const [name, [object, isJob]] of Object.entries(KINDS)) {
  test(`${name} is judged as it is, and as a CronJob with the same reasons`, () => {
    const { asIs, asCronJob: lifted } = judged(object);
    assert.equal(asIs.severity, 'high');
    assert.equal(asIs.isJob, isJob);
    assert.equal(asIs.workload, object.kind);
    assert.equal(lifted?.workload, 'CronJob');
    assert.deepEqual(lifted?.hits, asIs.hits);
    assert.equal(lifted?.sentinelScore !== null, true);
  });
}

test('the original query does not look at a Pod, and scores it as a CronJob', () => {
  const { asIs, asCronJob: lifted } = judged(podOf(PRIVILEGED));
  assert.equal(asIs.sentinelScore, null);
  assert.equal(lifted?.sentinelScore, 1);
});

test('the printed lines add up, and an indicator left out takes its severity along', () => {
  const { asIs } = judged(podOf(PRIVILEGED));
  assert.equal(
    asIs.lines.reduce((sum, { points }) => sum + points, 0),
    asIs.risk,
  );
  assert.deepEqual([...asIs.without], [['privilege.privileged', 'info']]);
  assert.equal(asIs.severity, 'medium');
});

test('lifting keeps the pod spec, the labels and the annotations, and only a restart policy that Jobs have', () => {
  const lifted = asCronJob(jobOf({ ...QUIET, restartPolicy: 'Always' }));
  assert.deepEqual(lifted?.spec, {
    schedule: '30 3 * * *',
    jobTemplate: {
      spec: {
        template: {
          metadata: { labels: undefined, annotations: { note: 'x' } },
          spec: { ...QUIET, restartPolicy: 'OnFailure' },
        },
      },
    },
  });
});

test('what makes no pods, and what is no object of Kubernetes, is not judged', () => {
  assert.equal(caseOfObject(labelled('x', { apiVersion: 'v1', kind: 'ConfigMap' })), null);
  assert.equal(caseOfObject(labelled('x', {})), null);
  assert.equal(asCronJob({ apiVersion: 'v1', kind: 'Pod', spec: 7 }), null);
  assert.equal(judged({ apiVersion: 'v1', kind: 'Pod', spec: 7 }).asCronJob, null);
});

test('an object nested beyond the call stack is judged', () => {
  const deep: unknown = JSON.parse(`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`);
  const object = podOf({ ...CALL_BACK, deep: deep as JsonObject }); // parsed above as an object
  assert.equal(typeof createEvent('x', object), 'string');
  assert.notEqual(caseOfObject(labelled('x', object)), undefined);
});

test('a labelled event without a source belongs to its file', () => {
  const { asIs } = judged(podOf(QUIET));
  const label = { ...labelled('x', {}), kind: 'event', by: 'auditId', source: null } as const;
  const { object: _, ...event } = label;
  assert.equal(caseOfEvent(event, asIs, 'audit.log').source, 'audit.log');
  assert.equal(caseOfEvent({ ...event, source: 'team' }, asIs, 'audit.log').source, 'team');
});
