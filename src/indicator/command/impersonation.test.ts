import { blank, indicatorTable, passes, runs, script, UNSEEN } from '../testing.ts';
import { commandImpersonation } from './impersonation.ts';

indicatorTable(commandImpersonation, {
  fires: {
    'a header of a request': script(
      'curl -k -H "Impersonate-Group: system:masters" -H "Impersonate-User: a" https://10.96.0.1/api/v1/nodes',
    ),
    'the group that may do everything': runs('kubectl', 'get', 'secrets', '-A', '--as=x', '--as-group=system:masters'),
    'an account of a controller': script(
      'kubectl --as system:serviceaccount:kube-system:clusterrole-aggregation-controller patch clusterrole edit -p x',
    ),
    'the words of a question, behind a deed': script(
      'kubectl get secrets auth can-i -n prod --as-group=system:masters --as=x',
    ),
    'a word of a question as a label': script('kubectl get secrets -A -l can-i --as=x --as-group=system:masters'),
    'as the entrypoint': passes('example.com/kubectl:1', 'delete', 'pod', 'a', '--as=system:kube-controller-manager'),
    'headers of a request of code': runs(
      'python3',
      '-c',
      "import urllib.request as u\nh = {'Authorization': 'Bearer '+open('/var/run/secrets/kubernetes.io/serviceaccount/token').read(), 'Impersonate-User': 'a', 'Impersonate-Group': 'system:masters'}\nu.urlopen(u.Request('https://kubernetes.default/api/v1/nodes', headers=h))",
    ),
    'headers of requests': runs(
      'python3',
      '-c',
      "import requests\nrequests.delete('https://kubernetes.default.svc/api/v1/namespaces/a/pods/b', headers={'Impersonate-User': 'system:kube-controller-manager'})",
    ),
    'headers of fetch': runs(
      'node',
      '-e',
      "fetch('https://kubernetes.default.svc/api/v1/pods', {headers: {'Impersonate-Group': 'system:masters', 'Impersonate-User': 'a'}})",
    ),
    'headers of a session': runs(
      'python3',
      '-c',
      "import requests\ns = requests.Session()\ns.headers.update({'Authorization': 'Bearer a', 'Impersonate-Group': 'system:masters'})\ns.get('https://10.96.0.1/api/v1/nodes')",
    ),
    'headers of a client': runs(
      'python3',
      '-c',
      "from kubernetes import client, config\nconfig.load_incluster_config()\nc = client.ApiClient()\nc.set_default_header('Impersonate-User', 'system:admin')\nclient.CoreV1Api(c).delete_namespaced_pod('a', 'b')",
    ),
  },
  staysSilent: {
    'a header of another request': script('curl -H "Impersonate-User: a@example.com" https://api.example.com/v1/a'),
    'a question whether it may': script(
      'kubectl auth can-i create pods --as=system:serviceaccount:kube-system:default',
    ),
    'the same question, with options in front': script(
      'kubectl -n prod --context=c auth can-i list secrets --as system:serviceaccount:kube-system:default',
    ),
    'a user of the team': script('kubectl get pods --as=jane@example.com'),
    'an account of the team': script('kubectl apply -f a.yaml --as=system:serviceaccount:shop:deployer'),
    'no command set': blank,
    'a user of the team, in code': runs(
      'python3',
      '-c',
      "import requests\nrequests.get('https://kubernetes.default.svc/api/v1/pods', headers={'Impersonate-User': 'jane@example.com'})",
    ),
    'a question of code whether it may': runs(
      'python3',
      '-c',
      "import requests\nrequests.post('https://kubernetes.default.svc/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', json={'spec':{}}, headers={'Impersonate-User': 'system:serviceaccount:kube-system:default'})",
    ),
    'such a header for another service': runs(
      'python3',
      '-c',
      "import requests\nrequests.get('https://api.example.com/v1/a', headers={'Impersonate-Group': 'system:masters'})",
    ),
    'other headers of a client': runs(
      'python3',
      '-c',
      "from kubernetes import client, config\nconfig.load_incluster_config()\nc = client.ApiClient()\nc.set_default_header('X-Team', 'system:masters')\nclient.CoreV1Api(c).list_node()",
    ),
  },
  cannotTell: UNSEEN,
});
