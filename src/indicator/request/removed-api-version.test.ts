import assert from 'node:assert/strict';
import { test } from 'node:test';
import { activityOf } from '../../facts/testing.ts';
import { unseen } from '../../model/seen.ts';
import { blank, by, indicatorTable } from '../testing.ts';
import { REMOVED_VERSIONS, requestRemovedApiVersion } from './removed-api-version.ts';

const { actor, workload } = activityOf();
const inVersion = (apiVersion: string | null, apiGroup = 'batch') =>
  by({ workload: { ...workload, apiVersion, apiGroup } });

indicatorTable(requestRemovedApiVersion, {
  fires: { 'a version with its group': inVersion('batch/v1beta1'), 'a bare version': inVersion('v2alpha1') },
  staysSilent: {
    'the current version': blank,
    'the version of another group': inVersion('example.com/v1beta1', 'example.com'),
    'an unknown version': inVersion(null),
    'a controller': by({
      workload: { ...workload, apiVersion: 'batch/v1beta1' },
      actor: { ...actor, kind: 'control-plane' },
    }),
  },
  cannotTell: { 'the workload was not kept': { ...blank, workload: unseen('not-kept') } },
});

for (const version of REMOVED_VERSIONS) {
  test(`${version} is known`, () =>
    assert.equal(requestRemovedApiVersion.assess(inVersion(`batch/${version}`)).kind, 'hit'));
}
