import assert from 'node:assert/strict';
import { test } from 'node:test';
import { indicatorTable, job, UNSEEN } from '../testing.ts';
import { evasionManagedBy, KNOWN_MANAGERS } from './managed-by.ts';

indicatorTable(evasionManagedBy, {
  fires: { 'a controller that is not known': job({ managedBy: 'example.com/runner' }) },
  staysSilent: {
    'no word of it': job({}),
    'an empty name, which is the default': job({ managedBy: '' }),
    'a wrong type': job({ managedBy: 7 }),
  },
  cannotTell: UNSEEN,
});

for (const managedBy of KNOWN_MANAGERS) {
  test(`${managedBy} is known`, () => assert.equal(evasionManagedBy.assess(job({ managedBy })).kind, 'miss'));
}
