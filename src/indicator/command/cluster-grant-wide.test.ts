import { indicatorTable, script, UNSEEN, withFiles } from '../testing.ts';
import { commandClusterGrantWide } from './cluster-grant-wide.ts';

const binding = (subject: string, role = 'cluster-admin'): string =>
  [
    'kubectl apply -f - <<EOF',
    'apiVersion: rbac.authorization.k8s.io/v1',
    'kind: ClusterRoleBinding',
    'metadata: {name: helper}',
    `roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ${role}}`,
    `subjects: [${subject}]`,
    'EOF',
  ].join('\n');

const file = (subject: string, role?: string): string => binding(subject, role).split('\n').slice(1, -1).join('\n');
const OF_ALL = file('{kind: Group, name: "system:serviceaccounts"}');
const ROLE = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: helper}';

indicatorTable(commandClusterGrantWide, {
  fires: {
    'a role of its own that is added to those that everybody has': script(
      `kubectl apply -f - <<E\nkind: ClusterRole\nmetadata:\n  name: metrics\n  labels: {rbac.authorization.k8s.io/aggregate-to-view: "true"}\nrules:\n- {apiGroups: ["*"], resources: ["*"], verbs: ["*"]}\nE`,
    ),
    'a master that code puts into the file': script(
      `python3 -c 'import json; a=json.load(open("a.json")); a["data"]["mapRoles"] += "- rolearn: arn:aws:iam::1:role/a\\n  groups: [system:masters]\\n"; json.dump(a, open("a.json", "w"))'; kubectl replace -f a.json`,
    ),
    'in a directory of a ConfigMap': withFiles({ 'a.yaml': ROLE, 'b.yaml': OF_ALL }, ['kubectl', 'apply', '-f', '/m']),
    'in a file of a ConfigMap': withFiles({ 'b.yaml': OF_ALL }, ['kubectl', 'apply', '-f', '/m/b.yaml']),
    'in a directory of Kustomize': withFiles({ 'kustomization.yaml': 'resources: [b.yaml]', 'b.yaml': OF_ALL }, [
      'sh',
      '-c',
      'kubectl apply -k /m/',
    ]),
    'in a directory that is built first': withFiles({ 'b.yaml': OF_ALL }, [
      'sh',
      '-c',
      'kustomize build /m | kubectl apply -f -',
    ]),
    'a role that many hold': script(
      `kubectl patch clusterrole view --type json -p '[{"op":"add","path":"/rules/-","value":{"apiGroups":["*"],"resources":["*"],"verbs":["*"]}}]'`,
    ),
    'the default account of kube-system': script(
      'kubectl create clusterrolebinding a --clusterrole=cluster-admin --serviceaccount=kube-system:default',
    ),
    'the anonymous user': script(
      'kubectl create clusterrolebinding a --clusterrole=cluster-admin --user=system:anonymous',
    ),
    'options and values as words of their own': script(
      'kubectl create clusterrolebinding a --clusterrole cluster-admin --group system:unauthenticated',
    ),
    'every pod, in a manifest': script(binding('{kind: Group, name: "system:serviceaccounts"}')),
    'a default account, in a manifest': script(binding('{kind: ServiceAccount, name: default, namespace: shop}')),
    'any role for whoever has not signed in': script(binding('{kind: Group, name: "system:unauthenticated"}', 'view')),
    'a role of its own for the anonymous': script(
      'kubectl create rolebinding a -n shop --role=reader --user=system:anonymous',
    ),
    'an identity of the cloud as a master, in a patch': script(
      `kubectl -n kube-system patch cm aws-auth -p '{"data":{"mapUsers":"- userarn: arn:aws:iam::1:user/a\\n  groups: [system:masters]"}}'`,
    ),
    'the same in what is appended': script(
      "kubectl -n kube-system get cm aws-auth -o yaml > /tmp/a; printf '    - userarn: arn:aws:iam::1:user/a\\n      groups: [system:masters]\\n' >> /tmp/a; kubectl apply -f /tmp/a",
    ),
    'a role of its own that may do everything, for everybody': script(
      "kubectl create clusterrole helper --verb='*' --resource='*.*'; kubectl create clusterrolebinding helper --clusterrole helper --group system:authenticated",
    ),
    'a role that others are bound to': script(
      `kubectl patch clusterrole view --type=json -p '[{"op":"add","path":"/rules/-","value":{"apiGroups":["*"],"resources":["*"],"verbs":["*"]}}]'`,
    ),
    'a master that is put into a text on its way': script(
      "kubectl get cm aws-auth -n kube-system -o yaml | sed '/mapRoles/a - rolearn: arn:aws:iam::1:role/a\n  groups: [system:masters]' | kubectl apply -f -",
    ),
    'a name that the system keeps for itself': script(
      'kubectl create clusterrolebinding system:controller:helper --clusterrole=cluster-admin --serviceaccount=kube-system:helper',
    ),
    'the same in a manifest': script(
      binding('{kind: ServiceAccount, name: helper, namespace: kube-system}').replace(
        'helper}',
        '"system:node-helper"}',
      ),
    ),
    'by a request of its own': script(
      `curl -sk -X POST -H 'Content-Type: application/json' -d '{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":"a"},"roleRef":{"kind":"ClusterRole","name":"cluster-admin"},"subjects":[{"kind":"User","name":"system:anonymous"}]}' https://kubernetes.default.svc/apis/rbac.authorization.k8s.io/v1/clusterrolebindings`,
    ),
    'on the input of a request': script(
      `echo '{"kind":"ClusterRoleBinding","metadata":{"name":"a"},"roleRef":{"kind":"ClusterRole","name":"cluster-admin"},"subjects":[{"kind":"Group","name":"system:authenticated"}]}' | curl -sk -XPOST --data-binary @- https://kubernetes.default.svc/apis/rbac.authorization.k8s.io/v1/clusterrolebindings`,
    ),
    'made by jq': script(
      `jq -n '{"kind":"ClusterRoleBinding","metadata":{"name":"a"},"roleRef":{"kind":"ClusterRole","name":"cluster-admin"},"subjects":[{"kind":"Group","name":"system:authenticated"}]}' | kubectl apply -f -`,
    ),
  },
  staysSilent: {
    'a role for one kind that is added': script(
      `kubectl apply -f - <<E\nkind: ClusterRole\nmetadata:\n  name: reports\n  labels: {rbac.authorization.k8s.io/aggregate-to-view: "true"}\nrules:\n- {apiGroups: [reports.example.com], resources: [reports], verbs: [get, list]}\nE`,
    ),
    'code that looks for masters': script(
      `python3 -c 'import json; print([r for r in json.load(open("a.json"))["data"]["mapRoles"] if "system:masters" in r])'`,
    ),
    'an account of its own, in a directory of a ConfigMap': withFiles(
      { 'a.yaml': ROLE, 'b.yaml': file('{kind: ServiceAccount, name: deployer, namespace: ci}') },
      ['kubectl', 'apply', '-f', '/m'],
    ),
    'another directory than the one that holds it': withFiles({ 'b.yaml': OF_ALL }, ['kubectl', 'apply', '-f', '/n']),
    'a role that is widened by a few verbs': script(
      `kubectl patch clusterrole view --type=json -p '[{"op":"add","path":"/rules/-","value":{"apiGroups":["a.example.com"],"resources":["*"],"verbs":["get","list"]}}]'`,
    ),
    'a role of its own for an account of its own': script(
      "kubectl create clusterrole helper --verb='*' --resource='*.*'; kubectl create clusterrolebinding helper --clusterrole helper --serviceaccount=ci:deployer",
    ),
    'one resource more for a role that many hold': script(
      `kubectl patch clusterrole view --type json -p '[{"op":"add","path":"/rules/-","value":{"apiGroups":["example.com"],"resources":["widgets"],"verbs":["get"]}}]'`,
    ),
    'an account with a name': script(
      'kubectl create clusterrolebinding a --clusterrole=cluster-admin --serviceaccount=ci:deployer',
    ),
    'an identity of the cloud in a group of its own': script(
      `kubectl -n kube-system patch cm aws-auth -p '{"data":{"mapRoles":"- rolearn: arn:aws:iam::1:role/a\\n  groups: [shop:viewers]"}}'`,
    ),
    'who the masters are': script(
      "kubectl -n kube-system get cm aws-auth -o yaml | grep -A3 'rolearn.*system:masters'",
    ),
    'a smaller role under a name of the system': script(
      'kubectl create clusterrolebinding system:metrics-server --clusterrole=system:metrics-server --serviceaccount=kube-system:metrics-server',
    ),
    'a smaller role': script(
      'kubectl create clusterrolebinding a --clusterrole=view --serviceaccount=kube-system:default',
    ),
    'keys of tokens, which the anonymous may read': script(
      'kubectl create clusterrolebinding oidc --clusterrole=system:service-account-issuer-discovery --group=system:unauthenticated',
    ),
    'a binding of the anonymous that is taken away': script(
      'kubectl delete clusterrolebinding cluster-system-anonymous --ignore-not-found',
    ),
    'a smaller role in a manifest': script(binding('{kind: Group, name: "system:authenticated"}', 'view')),
  },
  cannotTell: UNSEEN,
});
