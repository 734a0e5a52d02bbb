import { blank, cronJob, indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandLoginServer } from './login-server.ts';

indicatorTable(commandLoginServer, {
  fires: {
    'a shell in the place of the question who it is': runs('telnetd', '-F', '-l', '/bin/sh', '-p', '2323'),
    'a password that is piped in': script("echo 'root:hunter2' | chpasswd; /usr/sbin/sshd -D"),
    'a password in a here-string, and the service of the image': runs(
      'bash',
      '-c',
      'chpasswd <<< "root:hunter2"; service ssh start; tail -f /dev/null',
    ),
    'a password among others, and a smaller server': script("printf 'a:b\\nroot:c\\n' | chpasswd && dropbear -R -F -E"),
    'the password of whoever runs it': script("printf 'x\\nx\\n' | passwd; /etc/init.d/ssh start; sleep infinity"),
    'another name with the number of root': script(
      "useradd -o -u 0 -g 0 support; echo 'support:x1' | chpasswd; /usr/sbin/sshd -D",
    ),
    'a line of such a name, and its password': script(
      "echo 'support:x:0:0::/root:/bin/sh' >> /etc/passwd; echo support:x1 | chpasswd; service ssh start",
    ),
    'a line with the password in it': script(
      "echo 'support:$1$ab$cdefghij:0:0::/root:/bin/sh' >> /etc/passwd; exec /usr/sbin/sshd -D",
    ),
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
    'a terminal on a page, for whoever opens it': script('ttyd -W -p 7681 sh'),
    'another one': script('gotty -w -p 8080 /bin/bash'),
    'a third': script('shellinaboxd -t -p 4200 -s /:root:root:/:/bin/sh'),
  },
  staysSilent: {
    'a terminal that asks for a name and a password': script('ttyd -p 8080 -c "$LOGIN" bash -l'),
    'a terminal for the pod alone': script('ttyd -i 127.0.0.1 -p 7681 bash'),
    'a page for a program that is no shell': script('ttyd -p 7681 htop'),
    'a server that asks who it is': runs('telnetd', '-F', '-l', '/bin/login'),
    'a server for keys': runs('/usr/sbin/sshd', '-De'),
    'a password of somebody else': script("useradd -m drop; echo 'drop:x' | chpasswd; /usr/sbin/sshd -D"),
    'an account of its own for files': script(
      "echo 'files:x:1000:1000::/srv:/sbin/nologin' >> /etc/passwd; echo files:x1 | chpasswd; /usr/sbin/sshd -De",
    ),
    'a password without a server': script("echo 'root:x' | chpasswd; exec /usr/bin/app"),
    'a server without passwords': script("echo 'root:x' | chpasswd; /usr/sbin/sshd -D -o PasswordAuthentication=no"),
    'a smaller server without passwords': script("echo 'root:x' | chpasswd; dropbear -FsE"),
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
