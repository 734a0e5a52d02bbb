import { indicatorTable, script, UNSEEN } from '../testing.ts';
import { commandClusterNames } from './cluster-names.ts';

indicatorTable(commandClusterNames, {
  fires: {
    'read, changed and written back': script(
      "kubectl -n kube-system get cm coredns -o yaml | sed 's/ready/rewrite name a.example b.example/' | kubectl replace -f -",
    ),
    'a patch': script('kubectl patch configmap coredns -n kube-system --type merge -p "$P"'),
    'a manifest': script(
      "printf 'apiVersion: v1\\nkind: ConfigMap\\nmetadata:\\n  name: coredns-custom\\n  namespace: kube-system\\n' | kubectl apply -f -",
    ),
    'by a request of its own': script(
      'curl -k -X PATCH -d @/tmp/p https://kubernetes.default.svc/api/v1/namespaces/kube-system/configmaps/coredns',
    ),
  },
  staysSilent: {
    'a copy that is kept': script('kubectl -n kube-system get cm coredns -o yaml > /backup/coredns.yaml'),
    'a new start of the resolver': script('kubectl -n kube-system rollout restart deployment coredns'),
    'another ConfigMap': script(
      'kubectl create configmap app --from-file=/etc/app -o yaml --dry-run=client | kubectl apply -f -',
    ),
    'a deployment that is called so': script('kubectl -n kube-system scale deployment coredns --replicas=3'),
    'a copy of it beside another object that is applied': script(
      "kubectl -n kube-system get cm coredns -o yaml > /b/c.yaml; printf 'kind: ConfigMap\\nmetadata:\\n  name: seen\\n' | kubectl apply -f -",
    ),
  },
  cannotTell: UNSEEN,
});
