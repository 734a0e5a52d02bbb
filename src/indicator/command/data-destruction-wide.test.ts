import { cronJob, indicatorTable, script, UNSEEN } from '../testing.ts';
import { commandDataDestructionWide } from './data-destruction-wide.ts';

const text = (name: string, shell: string) => ({ name, image: 'a', command: ['sh', '-c', shell] });

indicatorTable(commandDataDestructionWide, {
  fires: {
    'every bucket of the account': script(
      'for b in $(aws s3api list-buckets --query "Buckets[].Name" --output text); do aws s3 rb "s3://$b" --force; done',
    ),
    'the database and the backups': script('dropdb orders; velero backup delete --all --confirm'),
    'the database and the bucket of backups': script(
      'psql -c "DROP DATABASE orders" && aws s3 rm --recursive s3://acme-backup/',
    ),
    'snapshots and keys of etcd': script(
      'aws rds delete-db-snapshot --db-snapshot-identifier a; etcdctl del / --prefix',
    ),
    'in two containers': cronJob({
      containers: [text('a', 'redis-cli FLUSHALL'), text('b', 'vault secrets disable secret/')],
    }),
    'volumes and the snapshots of them': script(
      'kubectl delete volumesnapshots.snapshot.storage.k8s.io --all -n shop; kubectl delete pvc --all -n shop',
    ),
    'behind a condition and in a function': script(
      'wipe() { mysql -e "drop database $1"; }; wipe a || true; if true; then env AWS_PROFILE=a aws ec2 delete-volume --volume-id b; fi',
    ),
  },
  staysSilent: {
    'the bucket of an environment': script('aws s3 rb "s3://$ENVIRONMENT-uploads" --force'),
    'volumes of a test': script('kubectl delete pvc --all -n e2e'),
    'one snapshot and one volume': script('kubectl delete volumesnapshot old -n shop; kubectl delete pvc old -n shop'),
    'one database': script('dropdb --if-exists test_orders'),
    'two databases of a test': script('dropdb a; dropdb b; psql -c "DROP DATABASE c"'),
    'a cache and the schema of a test': script('redis-cli FLUSHDB; psql -c "DROP SCHEMA IF EXISTS test CASCADE"'),
    'a cache alone': script('redis-cli -h cache FLUSHALL ASYNC'),
    'an old backup after a new one': script('velero backup create a --wait && velero backup delete b --confirm'),
    'a snapshot is made': script('aws ec2 create-snapshot --volume-id vol-1; pg_dump orders > /b/o.sql'),
  },
  cannotTell: UNSEEN,
});
