import { blank, indicatorTable, partOf, pod, UNSEEN } from '../testing.ts';
import { privilegeSmuggledSysctl } from './smuggled-sysctl.ts';

const sets = (name: string, value: string) => ({ securityContext: { sysctls: [{ name, value }] } });

indicatorTable(privilegeSmuggledSysctl, {
  fires: {
    'a second setting behind a plus sign': pod(sets('kernel.shm_rmid_forced', '1+kernel.core_pattern=|/data/run #')),
    'the name of a second one alone': pod(sets('kernel.shm_rmid_forced', '1+kernel.core_pattern')),
    'a second setting with slashes in its name': pod(sets('net.core.somaxconn', '1024+kernel/modprobe=/data/m')),
    'a second setting on a line of its own': pod(sets('kernel.msgmax', '65536\nkernel.core_pattern=|/data/run')),
    'a program that the kernel is to start': pod(sets('kernel.core_pattern', '|/data/run %p')),
    'a plus sign in the name': pod(sets('kernel.shm_rmid_forced+kernel.core_pattern', '1')),
    'in the part that was seen': partOf(sets('kernel.shm_rmid_forced', '1+kernel.core_pattern')),
  },
  staysSilent: {
    'a number': pod(sets('net.core.somaxconn', '1024')),
    'several numbers': pod(sets('net.ipv4.tcp_rmem', '4096 87380 6291456')),
    'a range': pod(sets('net.ipv4.ip_local_port_range', '1024 65535')),
    'a name': pod(sets('net.ipv4.tcp_congestion_control', 'bbr')),
    'a number with a sign': pod(sets('net.ipv4.conf.all.rp_filter', '+2')),
    'no value': pod({ securityContext: { sysctls: [{ name: 'net.core.somaxconn' }] } }),
    'no settings': blank,
  },
  cannotTell: UNSEEN,
});
