import { blank, indicatorTable, mounts, UNSEEN } from '../testing.ts';
import { hostPathRootRead } from './path-root-read.ts';

indicatorTable(hostPathRootRead, {
  fires: { 'the root directory, read-only': mounts('/', { readOnly: true }) },
  staysSilent: {
    'the root directory, writable': mounts('/'),
    'read-only written as text': mounts('/', { readOnly: 'true' }),
    'another directory, read-only': mounts('/data', { readOnly: true }),
    'no host path': blank,
  },
  cannotTell: UNSEEN,
});
