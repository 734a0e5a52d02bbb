import { blank, indicatorTable, secured, UNSEEN } from '../testing.ts';
import { privilegeUnconfined } from './unconfined.ts';

indicatorTable(privilegeUnconfined, {
  fires: {
    'no seccomp': secured({ seccompProfile: { type: 'Unconfined' } }),
    'no AppArmor': secured({ appArmorProfile: { type: 'Unconfined' } }),
    'no SELinux confinement': secured({ seLinuxOptions: { type: 'spc_t' } }),
    'the whole of /proc': secured({ procMount: 'Unmasked' }),
  },
  staysSilent: {
    'the default of the runtime': secured({ seccompProfile: { type: 'RuntimeDefault' }, procMount: 'Default' }),
    'a profile of its own': secured({ appArmorProfile: { type: 'Localhost', localhostProfile: 'unconfined' } }),
    'not set': blank,
  },
  cannotTell: UNSEEN,
});
