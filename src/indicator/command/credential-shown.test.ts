import { blank, indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandCredentialShown } from './credential-shown.ts';

const TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';

indicatorTable(commandCredentialShown, {
  fires: {
    'all secrets of the API server': script('curl -sk https://kubernetes.default.svc/api/v1/secrets?limit=500'),
    'one secret after the other': script(
      'for n in $(kubectl get ns -o name); do for s in $(kubectl -n $n get secret -o name); do kubectl -n $n get $s -o json; done; done',
    ),
    'a secret of a store': script('vault kv get secret/shop'),
    'variables of every process, line by line': script('for p in /proc/[0-9]*; do tr "\\0" "\\n" < $p/environ; done'),
    'the secrets of the cluster, as they are': script('kubectl get secrets -A -o yaml; sleep 60'),
    'the token as the whole command': runs('cat', TOKEN),
    'among others': script(`id; cat ${TOKEN} 2>/dev/null; sleep 3600`),
    'in an encoding': script(`base64 -w0 ${TOKEN}`),
    'out of a function': script(`show() { cat "$1"; }; show ${TOKEN}`),
    'the token of a workload identity': script('sleep 100; cat /var/run/secrets/azure/tokens/azure-identity-token'),
    'credentials of the instance, in a message': script(
      'T=$(curl -s http://169.254.169.254/latest/meta-data/iam/security-credentials/node); echo "found: $T" | head -c 80',
    ),
    'credentials of a role as they come': script(
      'R=$(curl -s http://169.254.169.254/latest/meta-data/iam/security-credentials/); curl -s http://169.254.169.254/latest/meta-data/iam/security-credentials/$R',
    ),
    'the same by wget': script('wget -qO- http://169.254.169.254/latest/meta-data/iam/security-credentials/node-role'),
    'a token that is asked for': script('kubectl -n kube-system create token helper --duration=87600h'),
    'the secrets of all, from where they are kept': script(
      'ETCDCTL_API=3 etcdctl --endpoints=https://127.0.0.1:2379 get /registry/secrets/prod/db',
    ),
    'the same among all that begins alike': runs('etcdctl', 'get', '/registry/', '--prefix'),
    'all that is in a secret': script('cat /secrets/*'),
  },
  staysSilent: {
    'a client that is set up': script('az aks get-credentials -g a -n b; kubectl get pods'),
    'all secrets in a file': script('curl -sk -o /tmp/a https://kubernetes.default.svc/api/v1/secrets'),
    'one secret of the API server': script('curl -sk https://kubernetes.default.svc/api/v1/namespaces/shop/secrets/a'),
    'names of secrets, one after the other': script(
      'for s in $(kubectl get secrets -A -o name); do kubectl get $s -o name; done',
    ),
    'a key in a file': script('gcloud iam service-accounts keys create /tmp/k.json --iam-account=a@b'),
    'a secret in a variable': script(
      'P=$(aws secretsmanager get-secret-value --secret-id a --query SecretString); run',
    ),
    'a key that is put nowhere': script('az storage account keys renew -n a --key primary -o none'),
    'how many secrets there are': script('kubectl get secrets -A -o json | jq ".items | length"'),
    'one secret of the own': script("kubectl get secret a -o jsonpath='{.data.user}'"),
    'names of keys in etcd': runs('etcdctl', 'get', '/registry/', '--prefix', '--keys-only'),
    'one key in etcd that is no secret': runs('etcdctl', 'get', '/registry/'),
    'other keys in etcd': runs('etcdctl', 'get', '/registry/leases', '--prefix'),
    'into a variable': script(
      `T=$(cat ${TOKEN}); curl -H "Authorization: Bearer $T" https://kubernetes.default.svc/api`,
    ),
    'in backticks, in a function': script(`token() { cat ${TOKEN}; }; T=\`token\`; vault login "$T"`),
    'into a pipe': script(`cat ${TOKEN} | vault login -`),
    'into a file': script(`cat ${TOKEN} > /shared/token`),
    'the name of the role': script('curl -s http://169.254.169.254/latest/meta-data/iam/security-credentials/'),
    'credentials of a role, for a program': script(
      'curl -s http://169.254.169.254/latest/meta-data/iam/security-credentials/node | jq -r .AccessKeyId > /shared/k',
    ),
    'whether they can be had': script(
      'curl -s -o /dev/null http://169.254.169.254/latest/meta-data/iam/security-credentials/node && echo ok',
    ),
    'a group into a file': script(`{ printf 'token: '; cat ${TOKEN}; } > /shared/config`),
    'in the place of a file': script(`diff <(cat ${TOKEN}) /shared/token`),
    'credentials of the instance, to sign in with': script(
      'T=$(curl -s -H Metadata-Flavor:Google http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/token | jq -r .access_token); curl -H "Authorization: Bearer $T" https://storage.googleapis.com/b | jq .',
    ),
    'the region of the instance, in a message': script(
      'echo "in $(curl -s http://169.254.169.254/latest/meta-data/placement/region)"',
    ),
    'a token that is asked for, into a variable': script('T=$(kubectl create token helper); vault login "$T"'),
    'a token that is asked for, into a file': script('kubectl create token helper > /shared/token'),
    'the namespace beside it': script('cat /var/run/secrets/kubernetes.io/serviceaccount/namespace'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
