import { blank, indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandKernelEscape } from './kernel-escape.ts';

indicatorTable(commandKernelEscape, {
  fires: {
    'the release agent of a control group': script('echo "$p/cmd" > /tmp/c/release_agent'),
    'a core pattern that names a program': script('echo "|$o/tmp/h" > /proc/sys/kernel/core_pattern'),
    'a module from a file': script('insmod /tmp/d.ko'),
    'a disk of the node': script('mkdir /d && mount /dev/sda1 /d'),
    'a disk through another tool': runs('debugfs', '-w', '/dev/nvme0n1p1'),
    'an order to the kernel': script('echo b > /host/proc/sysrq-trigger'),
    'the helper that loads modules': script('echo /tmp/x > /proc/sys/kernel/modprobe'),
  },
  staysSilent: {
    'a core pattern that names a file': script("echo '/var/crash/core.%e.%p' > /proc/sys/kernel/core_pattern"),
    'a module by its name': script('modprobe br_netfilter'),
    'a file system in memory': script('mount -t tmpfs none /scratch'),
    'a network share': script('mount -t nfs nas.example.com:/x /mnt'),
    'a setting that is read': script('cat /proc/sys/kernel/core_pattern'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
