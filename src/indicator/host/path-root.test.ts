import { blank, indicatorTable, mounts, UNSEEN } from '../testing.ts';
import { hostPathRoot } from './path-root.ts';

indicatorTable(hostPathRoot, {
  fires: {
    'the root directory, writable': mounts('/'),
    'the root directory in disguise': mounts('//etc/./../'),
    'the root seen through process 1': mounts('/proc/1/root'),
    'a sub-path that leads up again': mounts('/var/log', { subPath: '../..' }),
    'the system drive of a Windows node': mounts('C:\\'),
  },
  staysSilent: {
    'the root directory, read-only': mounts('/', { readOnly: true }),
    'a directory below': mounts('/data'),
    'the root narrowed to a directory': mounts('/', { subPath: 'data' }),
    'no host path': blank,
  },
  cannotTell: UNSEEN,
});
