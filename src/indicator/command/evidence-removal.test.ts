import { blank, indicatorTable, passes, script, scriptOn, UNSEEN } from '../testing.ts';
import { commandEvidenceRemoval } from './evidence-removal.ts';

indicatorTable(commandEvidenceRemoval, {
  fires: {
    'all events': script('kubectl delete events --all --all-namespaces'),
    'events as the entrypoint': passes('bitnami/kubectl:1.36', 'delete', 'ev', '-A', '--all'),
    'audit logs of the node': scriptOn('/var/log', 'rm -rf /host/audit/* /host/kube-apiserver*'),
    'a sign-in log that is emptied': scriptOn('/var/log', 'cat /dev/null > /host/auth.log'),
    'zeros over a log': scriptOn('/var/log', 'dd if=/dev/zero of=/host/syslog bs=1M count=4'),
    'a log that is shredded': scriptOn('/var/log', 'shred -u /host/messages'),
  },
  staysSilent: {
    'a log that is kept small': scriptOn('/var/log', 'truncate -s 10M /host/syslog'),
    'zeros over the own disk': script('dd if=/dev/zero of=/var/log/test bs=1M count=4'),
    'old logs of an application': scriptOn('/var/log', 'find /host/shop -mtime +7 -delete; rm -f /host/shop/*.gz'),
    'finished jobs': script('kubectl delete jobs --field-selector status.successful=1'),
    'events that are read': script('kubectl get events -A'),
    'an audit log inside the container': script('rm -f /app/audit/old.log'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
