import { blank, indicatorTable, secured, UNSEEN } from '../testing.ts';
import { ADMIN_CAPABILITIES, privilegeAdminCapability } from './admin-capability.ts';

indicatorTable(privilegeAdminCapability, {
  fires: {
    ...Object.fromEntries([...ADMIN_CAPABILITIES].map((name) => [name, secured({ capabilities: { add: [name] } })])),
    'with its prefix, in small letters': secured({ capabilities: { add: ['cap_net_admin'] } }),
  },
  staysSilent: {
    'a capability that runtimes give by default': secured({ capabilities: { add: ['NET_BIND_SERVICE'] } }),
    'the same taken away': secured({ capabilities: { drop: ['NET_ADMIN'] } }),
    'one that leaves the container, which has a reason of its own': secured({ capabilities: { add: ['SYS_ADMIN'] } }),
    'no security context': blank,
  },
  cannotTell: UNSEEN,
});
