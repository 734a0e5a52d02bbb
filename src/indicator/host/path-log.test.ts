import { blank, indicatorTable, mounts, UNSEEN } from '../testing.ts';
import { hostPathLog } from './path-log.ts';

indicatorTable(hostPathLog, {
  fires: {
    'the log directory': mounts('/var/log'),
    'the logs of the pods, read-only': mounts('/var/log/pods/', { readOnly: true }),
    'the logs of Docker': mounts('/var/lib/docker/containers'),
  },
  staysSilent: { 'a directory with a similar name': mounts('/var/logistics'), 'no host path': blank },
  cannotTell: UNSEEN,
});
