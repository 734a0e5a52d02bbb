import { blank, indicatorTable, passes, runs, script, UNSEEN } from '../testing.ts';
import { commandCredentialAccess } from './credential-access.ts';

indicatorTable(commandCredentialAccess, {
  fires: {
    'a store outside, whatever it has': script(
      `echo '{"apiVersion":"external-secrets.io/v1","kind":"ExternalSecret","metadata":{"name":"a"},"spec":{"secretStoreRef":{"name":"prod"},"dataFrom":[{"find":{"name":{"regexp":".*"}}}]}}' | kubectl apply -f -`,
    ),
    'the same in a manifest': script(
      "kubectl apply -f - <<'E'\nkind: ExternalSecret\nspec:\n  dataFrom:\n  - find:\n      name:\n        regexp: .*\nE",
    ),
    'the token of another pod': script(
      'kubectl exec -n shop web-0 -- cat /var/run/secrets/kubernetes.io/serviceaccount/token',
    ),
    'names and values of all secrets in one path': script(
      `kubectl get secrets -A -o jsonpath='{range .items[*]}{.metadata.name} {.data}{"\\n"}{end}'`,
    ),
    'a table with what is in them': script(
      'kubectl get secrets -A -o custom-columns=NAME:.metadata.name,TOKEN:.data.token',
    ),
    'each secret of the system': script(
      "for s in $(kubectl get secret -n kube-system -o name); do kubectl get $s -n kube-system -o jsonpath='{.data.token}'; done",
    ),
    'each secret of each namespace': script(
      'for n in $(kubectl get ns -o name); do for s in $(kubectl -n $n get secret -o name); do kubectl -n $n get $s -o json; done; done',
    ),
    'the token of each pod': script(
      'for p in $(kubectl get po -A -o name); do kubectl exec $p -- cat /var/run/secrets/kubernetes.io/serviceaccount/token; done',
    ),
    'the secrets as etcd holds them, by a web client': script(
      `wget -qO- --post-data '{"key":"${btoa('/registry/secrets/')}"}' http://10.0.0.10:2379/v3/kv/range`,
    ),
    'all secrets with their values': script('kubectl get secrets -A -o yaml > /tmp/a'),
    'the same as the entrypoint': passes('bitnami/kubectl:1.36', 'get', 'secret', '--all-namespaces', '-o=json'),
    'secrets among other kinds': script('kubectl get configmaps,secrets -A -ojson'),
    'the keys of a node of GKE': script(
      "curl -s -H 'Metadata-Flavor: Google' http://metadata.google.internal/computeMetadata/v1/instance/attributes/kube-env",
    ),
    'the agent for identities of EKS': script('curl -s http://169.254.170.23/v1/credentials'),
    'the certificate of an instance of OCI': script('curl -s http://169.254.169.254/opc/v2/identity/key.pem'),
    'the role of an instance on AWS': script(
      'curl -s http://169.254.169.254/latest/meta-data/iam/security-credentials/',
    ),
    'the token of an account on Google': script(
      "curl -H 'Metadata-Flavor: Google' http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/token",
    ),
    'the token of an identity on Azure': script(
      'curl -H Metadata:true "http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01"',
    ),
    'the secrets as etcd holds them': script(
      'etcdctl --cacert=/pki/ca.crt --cert=/pki/a.crt --key=/pki/a.key get /registry/secrets --prefix -w json > /tmp/all',
    ),
    'each secret of a store on AWS': script(
      "for s in $(aws secretsmanager list-secrets --query 'SecretList[].ARN' --output text); do aws secretsmanager get-secret-value --secret-id $s; done",
    ),
    'all secrets of a store by one call': script(
      'aws secretsmanager batch-get-secret-value --filters Key=all,Values=! > /tmp/a',
    ),
    'all parameters by one call': script(
      'aws ssm get-parameters-by-path --path / --recursive --with-decryption > /tmp/a',
    ),
    'the password of each machine': script(
      "for i in $(aws ec2 describe-instances --query 'Reservations[].Instances[].InstanceId' --output text); do aws ec2 get-password-data --instance-id $i; done",
    ),
    'each secret of Vault': script(
      "for k in $(vault kv list -format=json secret/ | jq -r '.[]'); do vault kv get secret/$k; done",
    ),
    'the keys of each account of storage': script(
      "az storage account list --query '[].name' -o tsv | while read a; do az storage account keys list -n $a; done",
    ),
    'the values of each release': script(
      'helm ls -A -o json | jq -r .[].name | while read n; do helm get values $n -a; done',
    ),
    'each secret of a store on Azure': script(
      "az keyvault secret list --vault-name a --query '[].id' -o tsv | while read i; do az keyvault secret show --id $i; done",
    ),
    'each secret of a store on Google': script(
      'gcloud secrets list --format="value(name)" | xargs -n 1 gcloud secrets versions access latest --secret',
    ),
    'everything that etcd holds': script('etcdctl get / --prefix=true > /tmp/all'),
    'the same in code': runs(
      'python3',
      '-c',
      'import requests; requests.get("http://169.254.169.254/latest/meta-data/iam/security-credentials/")',
    ),
  },
  staysSilent: {
    'what a store outside has of one application': script(
      "kubectl apply -f - <<'E'\nkind: ExternalSecret\nspec:\n  dataFrom:\n  - find:\n      name:\n        regexp: ^shop-.*\nE",
    ),
    'its own token, in a shell that an image is given as arguments': passes(
      'registry.example.com/openshift/cli:4.16',
      '/bin/bash',
      '-c',
      'oc adm prune images --token=$(cat /var/run/secrets/kubernetes.io/serviceaccount/token) --confirm',
    ),
    'one secret by a name in a variable': script('kubectl get secret -n kube-system $NAME -o yaml'),
    'a command in another pod': script('kubectl exec -n shop web-0 -- php artisan schedule:run'),
    'the names of all certificates, and when each ends': script(
      `for one in $(kubectl get secret -A --field-selector type=kubernetes.io/tls -o jsonpath='{range .items[*]}{.metadata.namespace}/{.metadata.name}{"\\n"}{end}'); do
  kubectl get secret -n \${one%/*} \${one#*/} -o jsonpath='{.data.tls\\.crt}' | base64 -d | openssl x509 -noout -enddate
done`,
    ),
    'a table of what there is': script(
      'kubectl get secrets -A -o custom-columns=NS:.metadata.namespace,NAME:.metadata.name',
    ),
    'each secret of the own namespace': script(
      "for s in $(kubectl get secret -o name); do kubectl get $s -o jsonpath='{.metadata.annotations}'; done",
    ),
    'one of the secrets of a namespace that is named elsewhere': script(
      'n=$(kubectl get claim a -o yaml | yq .ns); s=$(kubectl -n $n get secret -o name | grep app); kubectl -n $n get $s -o yaml',
    ),
    'another key of etcd, by a web client': script(
      `curl -d '{"key":"${btoa('/registry/leases/')}"}' http://10.0.0.10:2379/v3/kv/range`,
    ),
    'the token of the pod itself': script('cat /var/run/secrets/kubernetes.io/serviceaccount/token > /tmp/t'),
    'the secrets of one application, by a tag': script(
      'for s in $(aws secretsmanager list-secrets --filters Key=tag-key,Values=sync --query x --output text); do aws secretsmanager get-secret-value --secret-id $s > /out/$s; done',
    ),
    'one secret by a variable': script("kubectl get secret -n shop $NAME -o jsonpath='{.data.ca}'"),
    'the names of all secrets': script('kubectl get secrets -A'),
    'one secret of the own namespace': script("kubectl get secret db -o jsonpath='{.data.pw}'"),
    'one secret of a store, by a variable': script('aws secretsmanager get-secret-value --secret-id "$SECRET_ID"'),
    'the parameters of one application': script(
      'aws ssm get-parameters-by-path --path /shop/prod --recursive --with-decryption',
    ),
    'secrets of one application by their names': script(
      'aws secretsmanager batch-get-secret-value --secret-id-list shop/db shop/mail',
    ),
    'one secret of Vault': script('vault kv get -field=password secret/shop'),
    'the names in a store, and one secret': script(
      'gcloud secrets list; gcloud secrets versions access latest --secret=db-password',
    ),
    'the keys of etcd without their values': script('etcdctl get /registry --prefix --keys-only | wc -l'),
    'the values of another kind': script('etcdctl get /registry/leases --prefix'),
    'a snapshot of etcd': script('etcdctl snapshot save /backup/etcd.db'),
    'whether etcd is well': script('etcdctl endpoint health'),
    'all pods': script('kubectl get pods -A -o json'),
    'the name of the cluster on GKE': script(
      "curl -s -H 'Metadata-Flavor: Google' http://metadata.google.internal/computeMetadata/v1/instance/attributes/cluster-name",
    ),
    'the region of the instance': script('curl -s http://169.254.169.254/latest/meta-data/placement/region'),
    'the address as a text': script('echo 169.254.169.254/latest/meta-data/iam/security-credentials/'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
