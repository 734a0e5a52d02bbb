import { blank, indicatorTable, pod, secured, UNSEEN } from '../testing.ts';
import { privilegePrivileged } from './privileged.ts';

const safe = { name: 'main', image: 'registry.example.com/shop/report:1' };

indicatorTable(privilegePrivileged, {
  fires: {
    'the only container': secured({ privileged: true }),
    'an init container': pod({ initContainers: [{ ...safe, name: 'first', securityContext: { privileged: true } }] }),
    'the second container': pod({
      containers: [safe, { ...safe, name: 'two', securityContext: { privileged: true } }],
    }),
    'a process of a Windows node': pod({ securityContext: { windowsOptions: { hostProcess: true } } }),
  },
  staysSilent: {
    'set to false': secured({ privileged: false }),
    'set to a text': secured({ privileged: 'true' }),
    'a label of that word': pod({ nodeSelector: { pool: 'privileged' } }),
    'a capability': secured({ capabilities: { add: ['SYS_ADMIN'] } }),
    'not set': blank,
  },
  cannotTell: UNSEEN,
});
