import { blank, indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandLoginKey } from './login-key.ts';

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample x@y';

indicatorTable(commandLoginKey, {
  fires: {
    'a key and a server': script(`mkdir -p /root/.ssh; echo '${KEY}' > /root/.ssh/authorized_keys; /usr/sbin/sshd -D`),
    'a server that takes keys alone': script(
      `mkdir -p /root/.ssh; echo '${KEY}' > /root/.ssh/authorized_keys; /usr/sbin/sshd -D -o PasswordAuthentication=no`,
    ),
    'a smaller one': script(`echo '${KEY}' > /root/.ssh/authorized_keys; dropbear -F -s -E`),
    'a key below the home': script(`echo '${KEY}' >> ~/.ssh/authorized_keys && service ssh start && sleep infinity`),
  },
  staysSilent: {
    'a key that is mounted': script('cp /keys/authorized_keys /root/.ssh/authorized_keys; /usr/sbin/sshd -De'),
    'a key of another user': script(`echo '${KEY}' > /home/git/.ssh/authorized_keys; /usr/sbin/sshd -D`),
    'a key without a server': script(`echo '${KEY}' > /root/.ssh/authorized_keys; date`),
    'a server alone': runs('/usr/sbin/sshd', '-D'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
