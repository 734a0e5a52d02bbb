import { cronJob, indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandDataDestruction } from './data-destruction.ts';

indicatorTable(commandDataDestruction, {
  fires: {
    'every bucket, one after the other': script(
      'for b in $(aws s3api list-buckets --query "Buckets[].Name" --output text); do aws s3 rb "s3://$b" --force; done',
    ),
    'a database dropped in an option': runs('psql', '-h', 'db', '-U', 'postgres', '-c', 'DROP DATABASE orders'),
    'small letters and two blanks': script(`mysql -h db -u root -p"$P" -e 'drop  database shop'`),
    'statements on the input': script(`echo 'DROP SCHEMA public CASCADE;' | psql "$DATABASE_URL"`),
    'statements in a here-document': script('psql "$URL" <<EOF\nDROP DATABASE IF EXISTS orders;\nEOF'),
    'a file of statements': script(`echo 'DROP DATABASE orders' > /tmp/a.sql; psql --file=/tmp/a.sql`),
    'a loop over all databases': script(
      `for d in $(mysql -N -e 'show databases'); do mysql -e "DROP DATABASE \\\`$d\\\`"; done`,
    ),
    'a document store': script(`mongosh "$URI" --quiet --eval 'db.dropDatabase()'`),
    'a store of keys, in small letters': script('redis-cli -h redis flushall'),
    'a database in the place of the one that was there': script(
      `mysql -e 'DROP DATABASE shop; CREATE DATABASE please_read_me'`,
    ),
    'keys of etcd': runs('etcdctl', 'del', '', '--prefix'),
    'keys of etcd from the first on': script(
      'ETCDCTL_API=3 etcdctl --endpoints=https://192.0.2.4:2379 del "" --from-key=true',
    ),
    'all backups': script('velero backup delete --all --confirm'),
    'backups as objects of the cluster': script('kubectl -n velero delete backups.velero.io --all'),
    snapshots: script('aws --region eu-central-1 ec2 delete-snapshot --snapshot-id snap-1'),
    'snapshots one after the other': script(
      'aws ec2 describe-snapshots --query x --output text | xargs -n1 aws ec2 delete-snapshot --snapshot-id',
    ),
    'keys of an account, chosen by a tag': script(
      'aws kms describe-key --filters Name=a,Values=b; aws kms schedule-key-deletion --key-id $K',
    ),
    'a bucket of backups': script('aws s3 rm s3://acme-backups --recursive'),
    'a bucket by force': script('aws s3 rb --force s3://acme-backup-prod'),
    'behind wrappers': script('sudo -u postgres timeout 30 /usr/bin/dropdb --if-exists orders'),
  },
  staysSilent: {
    'old snapshots of every place of a search engine': runs(
      'python3',
      '-c',
      'import requests\nfrom datetime import datetime, timedelta\ne="http://search:9200"\nfor r in requests.get(e+"/_snapshot").json():\n  for s in requests.get(f"{e}/_snapshot/{r}/_all").json()["snapshots"]:\n    if datetime.fromtimestamp(s["end"]) < datetime.now() - timedelta(days=30): requests.delete(f"{e}/_snapshot/{r}/{s[\'snapshot\']}")',
    ),
    'snapshots that are old, in code': runs(
      'python3',
      '-c',
      "import boto3\nfrom datetime import datetime, timedelta\ne = boto3.client('ec2')\nfor s in e.describe_snapshots(OwnerIds=['self'])['Snapshots']:\n    if s['StartTime'] < datetime.now() - timedelta(days=30):\n        e.delete_snapshot(SnapshotId=s['SnapshotId'])",
    ),
    'disks that nothing uses': script(
      'aws ec2 describe-volumes --filters Name=status,Values=available --query x --output text | xargs -n1 aws ec2 delete-volume --volume-id',
    ),
    'the bucket of a run, by a variable': script('aws s3 rb --force s3://$BUCKET'),
    'a bucket of a test by its name': script('aws s3 rb s3://e2e-tests-42 --force'),
    'old rows': script(`psql "$URL" -c "DELETE FROM sessions WHERE expires < now() - interval '7 days'"`),
    'a table of a report is built anew': script(
      'psql -c "DROP TABLE IF EXISTS report_tmp; CREATE TABLE report_tmp (id int)"',
    ),
    'a cache of one name': script('redis-cli -h redis DEL cache:front'),
    'a dump that would drop when it is restored': script('pg_dump --clean --create orders | gzip > /backup/orders.gz'),
    'a dump of MySQL with the option to drop': script('mysqldump --add-drop-database --databases shop > /b/shop.sql'),
    'a message about it': script('echo "will not drop database"'),
    'an index': script('psql -c "DROP INDEX CONCURRENTLY IF EXISTS idx_old; REINDEX DATABASE orders"'),
    'one backup that is old': script('velero backup delete nightly-2026-01-01 --confirm'),
    'a key of etcd': runs('etcdctl', 'del', '/locks/a'),
    'objects of a bucket that are old': script('aws s3 rm s3://acme-logs/2024/ --recursive'),
    'snapshots that are old': script(
      `aws ec2 describe-snapshots --owner-ids self --query "Snapshots[?StartTime<'$OLD'].SnapshotId" --output text | xargs -n1 aws ec2 delete-snapshot --snapshot-id`,
    ),
    'a database that is built anew each night': script(
      'dropdb --if-exists staging; createdb staging; pg_restore -d staging /backup/prod.dump',
    ),
    'a schema that is built anew': script(
      `psql "$URL" -c 'DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public;' && psql "$URL" -f /seed.sql`,
    ),
    'a database of a test': script(`mysql -e 'CREATE DATABASE t1'; npm test; mysql -e 'DROP DATABASE IF EXISTS t1'`),
    'a cache that is emptied': script('redis-cli -h shop-cache.shop.svc FLUSHALL ASYNC'),
    'one of the databases of a store of keys': script('redis-cli -u redis://redis:6379 -n 3 flushdb'),
    'an operator that is taken off with its kinds': cronJob({
      initContainers: [{ name: 'backups', image: 'a', command: ['kubectl'], args: ['delete', 'backup', '--all'] }],
      containers: [
        { name: 'kinds', image: 'a', command: ['kubectl'], args: ['delete', 'crd', '-l', 'component=velero'] },
      ],
    }),
    'backups that have failed': script('kubectl delete backups.velero.io -A -l state=failed'),
    'a copy of backups': script('aws s3 sync /backup s3://acme-backups --delete'),
    'a secret of Vault is read': script('vault kv get -field=p secret/app'),
  },
  cannotTell: UNSEEN,
});
