import assert from 'node:assert/strict';
import { test } from 'node:test';
import { activityOf } from '../../facts/testing.ts';
import type { Activity } from '../../model/activity.ts';
import { cronJobBody, indicatorTable, object, UNSEEN } from '../testing.ts';
import { evasionCustomFinalizer, FINALIZER_DOMAINS } from './custom-finalizer.ts';

const withFinalizers = (finalizers: readonly string[], activity: Partial<Activity> = {}) =>
  object({ ...cronJobBody({ containers: [] }), metadata: { name: 'report', finalizers } }, activity);
const operator = { ...activityOf().actor, kind: 'service-account' as const };

indicatorTable(evasionCustomFinalizer, {
  fires: {
    'a domain of its own': withFinalizers(['example.com/keep']),
    'beside one that is known': withFinalizers(['foregroundDeletion', 'example.com/keep']),
    'without a domain': withFinalizers(['keep']),
    'a domain that only ends like a known one': withFinalizers(['notkubernetes.io/x']),
  },
  staysSilent: {
    'the tracking of Jobs': withFinalizers(['batch.kubernetes.io/job-tracking']),
    'deletion in the foreground': withFinalizers(['foregroundDeletion']),
    'an operator that sets its own': withFinalizers(['example.com/keep'], { actor: operator }),
    none: withFinalizers([]),
  },
  cannotTell: UNSEEN,
});

for (const domain of FINALIZER_DOMAINS) {
  test(`${domain} is known`, () =>
    assert.equal(evasionCustomFinalizer.assess(withFinalizers([`x.${domain}/y`])).kind, 'miss'));
}
