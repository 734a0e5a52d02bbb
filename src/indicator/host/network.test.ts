import { blank, indicatorTable, pod, UNSEEN } from '../testing.ts';
import { hostNetwork } from './network.ts';

indicatorTable(hostNetwork, {
  fires: { 'set to true': pod({ hostNetwork: true }) },
  staysSilent: {
    'set to false': pod({ hostNetwork: false }),
    'another namespace': pod({ hostPID: true }),
    'not set': blank,
  },
  cannotTell: UNSEEN,
});
