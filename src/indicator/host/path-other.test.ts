import { blank, indicatorTable, mounts, UNSEEN } from '../testing.ts';
import { hostPathOther } from './path-other.ts';

indicatorTable(hostPathOther, {
  fires: { 'data of an application': mounts('/data/shop'), 'the time zone': mounts('/etc/localtime') },
  staysSilent: {
    'a sensitive directory': mounts('/etc'),
    'the root directory': mounts('/'),
    logs: mounts('/var/log'),
    'a socket of the runtime': mounts('/var/run/docker.sock'),
    'no host path': blank,
  },
  cannotTell: UNSEEN,
});
