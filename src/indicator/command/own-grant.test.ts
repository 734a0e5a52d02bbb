import { blank, cronJob, indicatorTable, UNSEEN } from '../testing.ts';
import { commandOwnGrant } from './own-grant.ts';

const as = (serviceAccountName: string, text: string) =>
  cronJob({
    serviceAccountName,
    containers: [{ name: 'main', image: 'registry.example.com/shop/report:1.4.2', command: ['sh', '-c', text] }],
  });
const binding = (kind: string, subject: string, namespace: string) =>
  JSON.stringify({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind,
    metadata: { name: 'x' },
    roleRef: { kind: 'ClusterRole', name: 'x' },
    subjects: [{ kind: 'ServiceAccount', name: subject, namespace }],
  });
const API = 'https://kubernetes.default.svc/apis/rbac.authorization.k8s.io/v1';

indicatorTable(commandOwnGrant, {
  fires: {
    'a request with its token': as(
      'worker',
      `curl -k -X POST -H "Authorization: Bearer $T" ${API}/clusterrolebindings -d '${binding('ClusterRoleBinding', 'worker', 'shop')}'`,
    ),
    'a client and its options': as(
      'worker',
      'kubectl create rolebinding x --clusterrole=edit --serviceaccount=shop:worker',
    ),
    'in a namespace that a variable holds': as(
      'worker',
      'kubectl create clusterrolebinding x --clusterrole=view --serviceaccount=$NS:worker',
    ),
    'a manifest on the input': as(
      'worker',
      `kubectl apply -f - <<'X'\n${binding('RoleBinding', 'worker', 'shop')}\nX\n`,
    ),
  },
  staysSilent: {
    'another account': as('worker', 'kubectl create rolebinding x --role=view --serviceaccount=shop:reader'),
    'an account of that name elsewhere': as(
      'worker',
      'kubectl create rolebinding x --role=view --serviceaccount=tools:worker',
    ),
    'a binding that is only read': as('worker', 'kubectl get rolebinding worker -o yaml'),
    'a binding that is removed': as('worker', 'kubectl delete clusterrolebinding worker'),
    'no service account named': blank,
  },
  cannotTell: UNSEEN,
});
