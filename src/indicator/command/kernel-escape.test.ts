import { blank, cronJob, indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandKernelEscape } from './kernel-escape.ts';

indicatorTable(commandKernelEscape, {
  fires: {
    'a library for the hooks of the runtime': cronJob({
      containers: [
        {
          name: 'main',
          image: 'a',
          command: ['sleep', '10'],
          env: [{ name: 'LD_PRELOAD', value: '/proc/self/cwd/hook.so' }],
        },
      ],
    }),
    'a call in another process': script(`gdb -p 1 -batch -ex 'call (int)system("id")'`),
    'the parts of a disk': script('wipefs -a /dev/sda'),
    'all of a disk': script('blkdiscard /dev/nvme0n1; sgdisk --zap-all /dev/sdb'),
    'a process that is hidden': script('mount --bind /tmp/empty /proc/1234'),
    'a process that is hidden, by its variable': script('mount -o bind /tmp/empty /proc/$PID'),
    'another kernel': script('kexec -l /tmp/vmlinuz --initrd=/tmp/initrd && kexec -e'),
    'code in another process': script('dd if=/tmp/a of=/proc/$(pgrep -o sshd)/mem bs=1 seek=4096 conv=notrunc'),
    'the release agent of a control group': script('echo "$p/cmd" > /tmp/c/release_agent'),
    'a core pattern that names a program': script('echo "|$o/tmp/h" > /proc/sys/kernel/core_pattern'),
    'a start in a directory that the runtime holds open': cronJob({
      containers: [{ name: 'main', image: 'alpine:3.20', workingDir: '/proc/self/fd/8', command: ['sleep', '9'] }],
    }),
    'a module from a file': script('insmod /tmp/d.ko'),
    'a disk of the node': script('mkdir /d && mount /dev/sda1 /d'),
    'a disk through another tool': runs('debugfs', '-w', '/dev/nvme0n1p1'),
    'an order to the kernel': script('echo b > /host/proc/sysrq-trigger'),
    'the helper that is started when a device changes': script('echo "$o/e" > /sys/kernel/uevent_helper'),
    'a disk whose name a variable holds': script("D=$(lsblk -rno NAME | head -1); debugfs -R 'cat /etc/shadow' $D"),
    'a device file for a disk that was looked up': script('set -- $(cat /dev-of-root); mknod /tmp/d b $1 $2'),
    'every disk that there is, filled with zeros': script(
      'for d in $(ls /sys/block); do dd if=/dev/zero of=/dev/$d bs=1M count=9; done',
    ),
    'a disk that is shredded': script('shred -n1 /dev/sda'),
    'a device file for a disk by its numbers': script('mknod /d b 259 1 && mount /d /m'),
    'the helper that loads modules': script('echo /tmp/x > /proc/sys/kernel/modprobe'),
  },
  staysSilent: {
    'a library of the image by its path': cronJob({
      containers: [
        {
          name: 'main',
          image: 'a',
          command: ['app'],
          env: [{ name: 'LD_PRELOAD', value: '/usr/lib/libjemalloc.so.2' }],
        },
      ],
    }),
    'where a process is': script("gdb -p 17 -batch -ex 'thread apply all bt'"),
    'what is on a disk': script('wipefs /dev/sda; sgdisk -p /dev/sda; wipefs -a /data/disk.img'),
    'the processes of a root that is made': script('mount --bind /proc /build/rootfs/proc; mount -t proc proc /proc'),
    'a kernel for the next crash': script('kexec -p /boot/vmlinuz'),
    'a core pattern that names a file': script("echo '/var/crash/core.%e.%p' > /proc/sys/kernel/core_pattern"),
    'a module by its name': script('modprobe br_netfilter'),
    'a file system in memory': script('mount -t tmpfs none /scratch'),
    'a network share': script('mount -t nfs nas.example.com:/x /mnt'),
    'a file that is filled with zeros': script('dd if=/dev/zero of=/data/$f.img bs=1M count=9; shred -u /tmp/key'),
    'a start in a directory of the image': cronJob({
      containers: [
        { name: 'main', image: 'alpine:3.20', workingDir: '/srv/fd/8', command: ['cat', '/proc/self/fd/0'] },
      ],
    }),
    'a loop device of an image builder': script('mknod -m 0660 /dev/loop8 b 7 8'),
    'a device that is no disk': script('mknod /dev/net/tun c 10 200; mknod /dev/fuse c 10 229'),
    'a pipe with a name': script('mknod /tmp/queue p'),
    'events of devices that are replayed': script('echo change > /sys/class/block/sda/uevent'),
    'a setting that is read': script('cat /proc/sys/kernel/core_pattern'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
