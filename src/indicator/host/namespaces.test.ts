import { blank, indicatorTable, pod, UNSEEN } from '../testing.ts';
import { hostNamespaces } from './namespaces.ts';

indicatorTable(hostNamespaces, {
  fires: { hostPID: pod({ hostPID: true }), hostIPC: pod({ hostIPC: true }) },
  staysSilent: {
    'set to false': pod({ hostPID: false, hostIPC: false }),
    'set to a text': pod({ hostPID: 'true' }),
    'only the network': pod({ hostNetwork: true }),
    'not set': blank,
  },
  cannotTell: UNSEEN,
});
