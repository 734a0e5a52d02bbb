import { blank, indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandMasquerade } from './masquerade.ts';

indicatorTable(commandMasquerade, {
  fires: {
    'a thread of the kernel': script("exec -a '[kworker/0:0]' /opt/a"),
    'a thread of the kernel, without its brackets': script('(exec -a kworker/u8:2 ./a -c a.json) &'),
    'another program': script('exec -a crond /opt/agent'),
    'a file of such a name': runs('/opt/[kthreadd]', '--daemon'),
    'a daemon out of a directory for everybody': script('cp /bin/sh /tmp/crond; echo "sleep 5" | /tmp/crond'),
    'a thread that moves tasks between processors': script("exec -a 'migration/0' /opt/run"),
  },
  staysSilent: {
    'a program that migrates a database': runs('/app/migration', 'up'),
    'a program that watches another': runs('/usr/local/bin/watchdog', '-i', '30'),
    'a name for a login shell': script('exec -a -bash bash'),
    'a worker of an application': script('exec -a worker-1 python3 worker.py; exec -a nginx-main nginx'),
    'a program under its own name': script('exec -a crond /usr/sbin/crond -f; /usr/sbin/crond'),
    'a test': script('[ -f /tmp/crond ] && [[ -n "$A" ]]'),
    'a search for threads': script("ps ax | grep '[k]worker'"),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
