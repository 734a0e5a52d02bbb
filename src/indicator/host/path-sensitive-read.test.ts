import { blank, indicatorTable, mounts, UNSEEN } from '../testing.ts';
import { hostPathSensitiveRead } from './path-sensitive-read.ts';

indicatorTable(hostPathSensitiveRead, {
  fires: {
    'the keys of the cluster, read-only': mounts('/etc/kubernetes/pki', { readOnly: true }),
    'the kubelet, read-only': mounts('/var/lib/kubelet', { readOnly: true }),
  },
  staysSilent: {
    'the same, writable': mounts('/etc/kubernetes/pki'),
    'data of an application, read-only': mounts('/data', { readOnly: true }),
    'no host path': blank,
  },
  cannotTell: UNSEEN,
});
