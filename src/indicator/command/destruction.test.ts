import { blank, cronJob, indicatorTable, mounting, script, scriptOn, UNSEEN } from '../testing.ts';
import { commandDestruction } from './destruction.ts';

indicatorTable(commandDestruction, {
  fires: {
    'directories of the node': scriptOn('/', 'rm -rf /host/etc /host/usr'),
    'everything on the node': scriptOn('/', 'rm -rf --no-preserve-root /host/*'),
    'behind a chroot': script("chroot /host sh -c 'rm -rf /var'"),
    'every volume': script('kubectl delete pvc --all -A --wait=false'),
    'every backup': script('kubectl delete volumesnapshots --all --all-namespaces'),
  },
  staysSilent: {
    'files of an application on the node': scriptOn('/', 'rm -rf /host/var/lib/shop/cache'),
    'directories of the container': script('rm -rf /var /etc/app /tmp/*'),
    'a read-only mount': cronJob(mounting('/', { readOnly: true }, ['sh', '-c', 'rm -rf /host/etc'])),
    'volumes of one namespace': script('kubectl delete pvc --all -n preview-17'),
    'finished jobs everywhere': script('kubectl delete jobs --all -A'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
