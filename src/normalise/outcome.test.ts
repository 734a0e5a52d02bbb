import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OUTCOMES, type RequestOutcome } from '../model/activity.ts';
import { outcomeOf } from './outcome.ts';

const CASES: Readonly<Record<string, readonly [number | null, string | null, string | null, RequestOutcome]>> = {
  created: [201, 'allow', '/x', 'accepted'],
  'changed, in a log without URIs and decisions': [200, null, null, 'accepted'],
  'forbidden by the authoriser': [403, 'forbid', '/x', 'refused'],
  'forbidden, in a log without codes': [null, 'forbid', null, 'refused'],
  'refused by admission': [400, 'allow', '/x', 'refused'],
  'name taken': [409, 'allow', '/x', 'refused'],
  'the server failed': [500, 'allow', '/x', 'refused'],
  'allowed is not accepted: the code is not logged': [null, 'allow', '/x', 'unknown'],
  'nothing is known': [null, null, null, 'unknown'],
  'a code that no write answers with': [304, 'allow', '/x', 'unknown'],
  'no HTTP status at all': [0, 'allow', '/x', 'unknown'],
  'a dry run': [201, 'allow', '/x?dryRun=All', 'dry-run'],
  'a dry run that was refused': [403, 'forbid', '/x?dryRun=All', 'dry-run'],
};

for (const [name, [code, decision, requestUri, wanted]] of Object.entries(CASES)) {
  test(name, () => assert.equal(outcomeOf({ code, decision, requestUri }), wanted));
}

test('every outcome is reached', () => {
  assert.deepEqual(new Set(Object.values(CASES).map((one) => one[3])), new Set(OUTCOMES));
});
