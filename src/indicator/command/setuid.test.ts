import { indicatorTable, mounts, script, scriptOn, UNSEEN } from '../testing.ts';
import { commandSetuid } from './setuid.ts';

indicatorTable(commandSetuid, {
  fires: {
    'a right of root': scriptOn('/', 'setcap cap_setuid+ep /host/usr/bin/python3.11'),
    'all rights of root': scriptOn('/', 'setcap -q =ep /host/tmp/.a'),
    'a copy of a shell on the node': scriptOn('/', 'cp /bin/bash /host/usr/bin/b; chmod 4755 /host/usr/bin/b'),
    'in the words of install': scriptOn('/', 'install -m 6777 /bin/bash /host/usr/local/bin/b'),
    'a power that is as good': scriptOn('/', 'setcap cap_setuid+ep /host/usr/bin/python3'),
    'in letters': scriptOn('/usr/local/bin', 'chmod u+s /host/tool'),
    'behind a chroot': scriptOn('/', 'chroot /host chmod u=rwxs,go=rx /usr/bin/b'),
    'with a leading zero': scriptOn('/opt', 'chmod 06755 /host/b'),
  },
  staysSilent: {
    'the right to a low port': scriptOn('/', 'setcap cap_net_bind_service=+ep /host/usr/local/bin/proxy'),
    'a right inside the container': script('setcap cap_setuid+ep /usr/bin/python3'),
    'a program that is installed': scriptOn('/opt/cni/bin', 'install -m 0755 /opt/bin/bridge /host/bridge'),
    'an ordinary mode': scriptOn('/usr/local/bin', 'chmod 0755 /host/tool'),
    'a directory whose files only their owners delete': scriptOn('/srv', 'chmod 1777 /host/tmp'),
    'inside the container': script('chmod 4755 /usr/bin/sudo'),
    'no command': mounts('/'),
  },
  cannotTell: UNSEEN,
});
