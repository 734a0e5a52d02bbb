import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blank, indicatorTable, secured, UNSEEN } from '../testing.ts';
import { DANGEROUS_CAPABILITIES, privilegeDangerousCapability } from './dangerous-capability.ts';

const adds = (...add: readonly string[]) => secured({ capabilities: { add } });

indicatorTable(privilegeDangerousCapability, {
  fires: {
    'one of the list': adds('SYS_ADMIN'),
    'written with its prefix': adds('CAP_SYS_MODULE'),
    'written in small letters': adds('sys_ptrace'),
    'all of them': adds('ALL'),
    'behind a harmless one': adds('CHOWN', 'BPF'),
  },
  staysSilent: {
    'a harmless one': adds('NET_BIND_SERVICE', 'CHOWN'),
    'one that is dropped': secured({ capabilities: { drop: ['ALL', 'SYS_ADMIN'] } }),
    'a name that only ends like one': adds('NOT_SYS_ADMIN'),
    'none added': blank,
  },
  cannotTell: UNSEEN,
});

for (const capability of DANGEROUS_CAPABILITIES) {
  test(`${capability}, with and without its prefix`, () => {
    assert.equal(privilegeDangerousCapability.assess(adds(capability)).kind, 'hit');
    assert.equal(privilegeDangerousCapability.assess(adds(`CAP_${capability}`)).kind, 'hit');
  });
}
