import { blank, indicatorTable, passes, script, scriptOn, UNSEEN } from '../testing.ts';
import { commandEvidenceRemoval } from './evidence-removal.ts';

indicatorTable(commandEvidenceRemoval, {
  fires: {
    'entries of one address, out of a search engine': script(
      `curl -sX POST 'http://es.logging.svc:9200/kube-audit-*/_delete_by_query' -H 'Content-Type: application/json' -d '{"query":{"match":{"sourceIPs":"203.0.113.8"}}}'`,
    ),
    'all events': script('kubectl delete events --all --all-namespaces'),
    'events as the entrypoint': passes('bitnami/kubectl:1.36', 'delete', 'ev', '-A', '--all'),
    'audit logs of the node': scriptOn('/var/log', 'rm -rf /host/audit/* /host/kube-apiserver*'),
    'a sign-in log that is emptied': scriptOn('/var/log', 'cat /dev/null > /host/auth.log'),
    'zeros over a log': scriptOn('/var/log', 'dd if=/dev/zero of=/host/syslog bs=1M count=4'),
    'a log that is shredded': scriptOn('/var/log', 'shred -u /host/messages'),
    'the log of the system': scriptOn('/', 'rm -f /host/var/log/syslog'),
    'the log of the system, cut to nothing': scriptOn('/', 'truncate -s 0 /host/var/log/messages'),
    'the log of the system, emptied by a redirect': scriptOn('/var/log', '> /host/secure'),
    'the log of the system, by its other name': scriptOn('/', 'unlink /host/var/log/kern.log'),
    'the files of the journal': scriptOn('/', 'rm -rf /host/var/log/journal/*'),
    'the journal through its own tool': scriptOn('/', 'chroot /host journalctl --vacuum-time=1s'),
    'the messages of the kernel': script('nsenter -t 1 -m -- dmesg -C'),
    'the log of the system, under nothing': scriptOn('/', 'cp /dev/null /host/var/log/messages'),
    'what was typed on the node, thrown away': scriptOn('/', 'mv /host/root/.bash_history /dev/null'),
    'what was typed on the node': scriptOn('/', 'rm -f /host/root/.bash_history'),
    'what was typed on the node, emptied': scriptOn('/home', ': > /host/ana/.zsh_history'),
    'the audit log that is being written, after a copy': scriptOn(
      '/var/log',
      'aws s3 cp /host/audit/audit.log s3://a/ && rm -f /host/audit/audit.log',
    ),
    'a rotated audit log before its copy': scriptOn(
      '/var/log',
      'rm -f /host/audit/audit-01.log; aws s3 cp /host/audit/audit-01.log s3://a/',
    ),
  },
  staysSilent: {
    'entries of long ago': script(
      `curl -sX POST 'http://es.logging.svc:9200/filebeat-*/_delete_by_query' -d '{"query":{"range":{"@timestamp":{"lt":"now-30d"}}}}'`,
    ),
    'records of a customer who left': script(
      `curl -sX POST 'http://es.shop.svc:9200/orders/_delete_by_query' -d '{"query":{"term":{"user":"17"}}}'`,
    ),
    'rotated audit logs that are in a bucket': scriptOn(
      '/var/log',
      'for f in /host/audit/audit-*.log; do gzip "$f" && aws s3 cp "$f.gz" s3://$B/ && rm -f "$f.gz"; done',
    ),
    'a log that is kept small': scriptOn('/var/log', 'truncate -s 10M /host/syslog'),
    'zeros over the own disk': script('dd if=/dev/zero of=/var/log/test bs=1M count=4'),
    'old logs of an application': scriptOn('/var/log', 'find /host/shop -mtime +7 -delete; rm -f /host/shop/*.gz'),
    'a log that is kept under another name first': scriptOn(
      '/var/log',
      'cp /host/syslog /host/syslog.1 && truncate -s 0 /host/syslog',
    ),
    'a line at the end of a log': scriptOn('/var/log', 'echo "backup done" >> /host/syslog'),
    'rotated logs of the system': scriptOn('/var/log', 'rm -f /host/syslog.*.gz /host/messages-2026*'),
    'a journal that is kept for a week': scriptOn('/', 'chroot /host journalctl --vacuum-time=7d --vacuum-size=1G'),
    'the journal of the container': script('journalctl --vacuum-time=1s; rm -f /var/log/syslog ~/.bash_history'),
    'messages of the kernel that are read': script('nsenter -t 1 -m -- dmesg -T --color=always'),
    'finished jobs': script('kubectl delete jobs --field-selector status.successful=1'),
    'events that are read': script('kubectl get events -A'),
    'an audit log inside the container': script('rm -f /app/audit/old.log'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
