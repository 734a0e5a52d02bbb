import { blank, indicatorTable, runs, script, scriptOn, UNSEEN } from '../testing.ts';
import { commandDefenceAttempt } from './defence-attempt.ts';

indicatorTable(commandDefenceAttempt, {
  fires: {
    'a module of the kernel': script('rmmod falco scap 2>/dev/null'),
    'the same by its other tool': runs('modprobe', '-r', 'falcon_lsm_serviceable'),
    'a directory that is covered': script('mount -t tmpfs none /o/CrowdStrike'),
    'the rules of the kernel audit': runs('auditctl', '-D'),
    'the kernel audit': script('auditctl -e 0'),
    'the confinement of the node': script('setenforce 0 2>/dev/null'),
    'agents of the node': script('systemctl stop falcon-sensor; systemctl disable wazuh-agent'),
    'agents by the old way': script('service aliyun stop; chkconfig cbdaemon off'),
    'agents that are killed': script('pkill -9 -f aliyun-service; killall mdatp'),
    'the firewall': script('ufw disable'),
    'the logging of the firewall': script('ufw logging off'),
    'the recorder of the system': script('systemctl stop rsyslog'),
    'the messages of the kernel': script('dmesg -c > /dev/null'),
    'addresses that cannot be guessed': script('sysctl -w kernel.randomize_va_space=0'),
    AppArmor: script('aa-teardown'),
  },
  staysSilent: {
    'a module of a device': script('rmmod nvidia_uvm; modprobe -r nvme_fabrics'),
    'a volume of its own': script('mount -t tmpfs none /var/cache/falco-rules'),
    'on the node, which is told as done': scriptOn('/', 'chroot /host auditctl -D'),
    'rules that are listed or loaded': script('auditctl -l; auditctl -R /etc/audit/audit.rules'),
    'a recorder of the image': script('service rsyslog stop; service cron stop'),
    'an agent that is restarted': script('systemctl stop wazuh-agent && systemctl start wazuh-agent'),
    'a state that is asked for': script('ufw status; getenforce; systemctl status auditd; mdatp health'),
    'settings of the kernel for a database': script('sysctl -w vm.max_map_count=262144 kernel.shmmax=1'),
    'messages of the kernel that are read': script('dmesg -T | tail'),
    'a process of the job that is killed': script('pkill -f worker; systemctl stop nginx'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
