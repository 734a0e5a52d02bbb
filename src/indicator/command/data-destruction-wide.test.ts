import { cronJob, indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandDataDestructionWide } from './data-destruction-wide.ts';

const text = (name: string, shell: string) => ({ name, image: 'a', command: ['sh', '-c', shell] });

indicatorTable(commandDataDestructionWide, {
  fires: {
    'every topic of a broker': script(
      'for t in $(kafka-topics.sh --bootstrap-server kafka:9092 --list); do kafka-topics.sh --bootstrap-server kafka:9092 --delete --topic $t; done',
    ),
    'every record of every zone': script(
      `for z in $(aws route53 list-hosted-zones --query 'HostedZones[].Id' --output text); do aws route53 list-resource-record-sets --hosted-zone-id $z > /tmp/r; aws route53 change-resource-record-sets --hosted-zone-id $z --change-batch "{\\"Changes\\":$(cat /tmp/r)}"; done`,
    ),
    'every workload of every namespace': script(
      'kubectl get ns -o name | cut -d/ -f2 | xargs -I{} kubectl -n {} scale deploy,sts --all --replicas=0',
    ),
    'every bucket of the account': script(
      'for b in $(aws s3api list-buckets --query "Buckets[].Name" --output text); do aws s3 rb "s3://$b" --force; done',
    ),
    'indices and snapshots, in Python': runs(
      'python3',
      '-c',
      'import requests\ne="http://search.logging.svc:9200"\nfor r in requests.get(e+"/_snapshot").json():\n  for s in requests.get(f"{e}/_snapshot/{r}/_all").json()["snapshots"]:\n    requests.delete(f"{e}/_snapshot/{r}/{s[\'snapshot\']}")\nrequests.delete(e+"/*,-.security*?expand_wildcards=all")',
    ),
    'indices and snapshots': script(
      'curl -XDELETE http://search:9200/_all; for r in $(curl -s http://search:9200/_cat/repositories); do curl -X DELETE http://search:9200/_snapshot/$r; done',
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
    'each machine of an account': script(
      "aws ec2 terminate-instances --instance-ids $(aws ec2 describe-instances --query 'Reservations[].Instances[].InstanceId' --output text)",
    ),
    'each table': script(
      'aws dynamodb list-tables --query TableNames --output text | xargs -n1 aws dynamodb delete-table --table-name',
    ),
    'each bucket on Google': script('gsutil ls | xargs -I{} gsutil -m rm -r {}'),
    'each machine on Google': script(
      "gcloud compute instances list --format='value(name,zone)' | while read n z; do gcloud compute instances delete $n --zone $z -q; done",
    ),
    'each group of a subscription': script(
      "az group list --query '[].name' -o tsv | xargs -I{} az group delete -n {} --yes --no-wait",
    ),
    'each namespace but those of the system': script('kubectl get ns -o name | grep -v kube | xargs kubectl delete'),
    'each workload is stopped': script('kubectl get deploy,sts -A -o name | xargs kubectl scale --replicas=0'),
    'each index of a search': script(
      'curl -s http://es:9200/_cat/indices?h=index | xargs -I{} curl -XDELETE http://es:9200/{}',
    ),
    'all that a cluster keeps': script('etcdctl del "" --from-key=true --endpoints https://10.0.0.4:2379'),
    'all backups and what makes them': script(
      'velero backup delete --all --confirm; velero schedule delete --all --confirm',
    ),
  },
  staysSilent: {
    'topics of a test': script(
      'for t in $(kafka-topics.sh --bootstrap-server kafka:9092 --list | grep ^test-); do kafka-topics.sh --bootstrap-server kafka:9092 --delete --topic $t; done',
    ),
    'a record that is set anew': script(
      `Z=$(aws route53 list-hosted-zones --query 'HostedZones[0].Id' --output text); aws route53 change-resource-record-sets --hosted-zone-id $Z --change-batch '{"Changes":[{"Action":"UPSERT","ResourceRecordSet":{"Name":"a.example.com","Type":"A"}}]}'`,
    ),
    'namespaces of previews at night': script(
      'for n in $(kubectl get ns -l preview=true -o name); do kubectl -n ${n#*/} scale deploy --all --replicas=0; done',
    ),
    'snapshots of one place, and an index by its day': runs(
      'python3',
      '-c',
      'import requests\ne="http://search.logging.svc:9200"\nfor s in requests.get(e+"/_snapshot/nightly/_all").json()["snapshots"][:-14]:\n  requests.delete(e+"/_snapshot/nightly/"+s["snapshot"])\nrequests.delete(e+"/logs-2020.01.01")',
    ),
    'items of a service': runs(
      'python3',
      '-c',
      'import requests\nfor i in requests.get("https://api.example.com/items").json():\n  requests.delete("https://api.example.com/items/"+i["id"])',
    ),
    'machines with a tag': script(
      "aws ec2 describe-instances --filters Name=tag:env,Values=ci --query 'Reservations[].Instances[].InstanceId' --output text | xargs aws ec2 terminate-instances --instance-ids",
    ),
    'snapshots that are old, chosen on the way': script(
      'gcloud compute snapshots list --format="value(name)" | head -n -7 | xargs gcloud compute snapshots delete -q',
    ),
    'old indices of a search': script(
      'curl -s "http://es:9200/_cat/indices/logs-*?h=index" | sort | head -n -30 | xargs -I{} curl -XDELETE http://es:9200/{}',
    ),
    'preview namespaces by a label': script('kubectl get ns -l preview=true -o name | xargs kubectl delete'),
    'groups by their names': script(
      "az group list --query '[].name' -o tsv | grep ^ci- | xargs -I{} az group delete -n {} --yes",
    ),
    'databases that are looked at first': script(
      'for d in $(aws rds describe-db-instances --output text); do [[ $d == ci-* ]] && aws rds delete-db-instance --db-instance-identifier $d; done',
    ),
    'attachments of volumes that are released': script(
      'kubectl get volumeattachments -o name | while read a v; do kubectl get pv "$v" -o name; kubectl delete volumeattachment "$a"; done',
    ),
    'pods of each namespace': script('for n in $(kubectl get ns -o name); do echo $n; done'),
    'a list, and one that is named': script('aws dynamodb list-tables; aws dynamodb delete-table --table-name scratch'),
    'keys of one application in etcd': script('etcdctl del /locks/ --prefix'),
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
