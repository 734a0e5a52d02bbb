import { blank, cronJob, indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandLoginServer } from './login-server.ts';

indicatorTable(commandLoginServer, {
  fires: {
    'a password that is piped in': script("echo 'root:hunter2' | chpasswd; /usr/sbin/sshd -D"),
    'a password in a here-string, and the service of the image': runs(
      'bash',
      '-c',
      'chpasswd <<< "root:hunter2"; service ssh start; tail -f /dev/null',
    ),
    'a password among others, and a smaller server': script("printf 'a:b\\nroot:c\\n' | chpasswd && dropbear -R -F -E"),
    'the password of whoever runs it': script("printf 'x\\nx\\n' | passwd; /etc/init.d/ssh start; sleep infinity"),
    'name and password from variables of the container': cronJob({
      containers: [
        {
          name: 'main',
          image: 'debian:12',
          command: ['sh', '-c', 'echo $WHO:$PASS | chpasswd && exec /usr/sbin/sshd -D -o PermitRootLogin=yes'],
          env: [
            { name: 'WHO', value: 'root' },
            { name: 'PASS', value: 'hunter2' },
          ],
        },
      ],
    }),
  },
  staysSilent: {
    'a server for keys': runs('/usr/sbin/sshd', '-De'),
    'a password of somebody else': script("useradd -m drop; echo 'drop:x' | chpasswd; /usr/sbin/sshd -D"),
    'a password without a server': script("echo 'root:x' | chpasswd; exec /usr/bin/app"),
    'a server without passwords': script("echo 'root:x' | chpasswd; /usr/sbin/sshd -D -o PasswordAuthentication=no"),
    'a server that is only tested': script("echo 'root:x' | chpasswd; sshd -t"),
    'two containers that share nothing': cronJob({
      containers: [
        { name: 'a', image: 'debian:12', command: ['sh', '-c', "echo 'root:x' | chpasswd"] },
        { name: 'b', image: 'debian:12', command: ['/usr/sbin/sshd', '-D'] },
      ],
    }),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
