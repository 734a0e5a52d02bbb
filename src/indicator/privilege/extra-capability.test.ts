import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blank, indicatorTable, secured, UNSEEN } from '../testing.ts';
import { EXTRA_CAPABILITIES, privilegeExtraCapability } from './extra-capability.ts';

const adds = (...add: readonly string[]) => secured({ capabilities: { add } });

indicatorTable(privilegeExtraCapability, {
  fires: { 'locked memory': adds('IPC_LOCK'), 'written with its prefix': adds('CAP_SYS_NICE') },
  staysSilent: {
    'one that is given by default': adds('CHOWN', 'NET_RAW'),
    'one that is judged as dangerous': adds('SYS_ADMIN'),
    'one that administers the network, which has a reason of its own': adds('NET_ADMIN'),
    'none added': blank,
  },
  cannotTell: UNSEEN,
});

for (const capability of EXTRA_CAPABILITIES) {
  test(`${capability} is known`, () => assert.equal(privilegeExtraCapability.assess(adds(capability)).kind, 'hit'));
}
