import { blank, indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandCredentialShown } from './credential-shown.ts';

indicatorTable(commandCredentialShown, {
  fires: {
    'all secrets of the API server': script('curl -sk https://kubernetes.default.svc/api/v1/secrets?limit=500'),
    'one secret after the other': script(
      'for n in $(kubectl get ns -o name); do for s in $(kubectl -n $n get secret -o name); do kubectl -n $n get $s -o json; done; done',
    ),
    'a secret of a store': script('vault kv get secret/shop'),
    'the secrets of the cluster, as they are': script('kubectl get secrets -A -o yaml; sleep 60'),
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
    'a token that is asked for, into a variable': script('T=$(kubectl create token helper); vault login "$T"'),
    'a token that is asked for, into a file': script('kubectl create token helper > /shared/token'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
