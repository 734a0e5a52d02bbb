import { blank, indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandControllerToken } from './controller-token.ts';

const secret = (account: string, namespace: string): string =>
  [
    'kubectl apply -f - <<E',
    'apiVersion: v1',
    'kind: Secret',
    'metadata:',
    '  name: a',
    `  namespace: ${namespace}`,
    '  annotations:',
    `    kubernetes.io/service-account.name: ${account}`,
    'type: kubernetes.io/service-account-token',
    'E',
  ].join('\n');

indicatorTable(commandControllerToken, {
  fires: {
    'by the client': script('kubectl create token clusterrole-aggregation-controller -n kube-system --duration 8760h'),
    'as a Secret': script(secret('generic-garbage-collector', 'kube-system')),
    'by a request of its own': script(
      `curl -k -XPOST -d '{"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{}}' https://kubernetes.default/api/v1/namespaces/kube-system/serviceaccounts/daemon-set-controller/token`,
    ),
    'a client in Python': runs(
      'python3',
      '-c',
      "from kubernetes import client, config\nconfig.load_incluster_config()\nclient.CoreV1Api().create_namespaced_service_account_token('namespace-controller','kube-system',client.AuthenticationV1TokenRequest(spec=client.V1TokenRequestSpec(audiences=['a'])))",
    ),
    'a request of code': runs(
      'python3',
      '-c',
      "import json, urllib.request as u\nr = u.Request('https://kubernetes.default/api/v1/namespaces/kube-system/serviceaccounts/node-controller/token', data=json.dumps({'spec':{}}).encode(), headers={'A':'b'})\nu.urlopen(r)",
    ),
    'a function around a web client': script(
      'k() { curl -sk "$@"; }\nk -XPOST https://kubernetes.default/api/v1/namespaces/kube-system/serviceaccounts/job-controller/token -d "{}"',
    ),
  },
  staysSilent: {
    'a token of an account of its own': script('kubectl create token ci-deployer -n ci'),
    'a token of a panel': script('kubectl -n kube-system create token admin-user'),
    'a token of an add-on': script('kubectl create token ebs-csi-controller -n kube-system'),
    'a Secret for an account of its own': script(secret('deployer', 'ci')),
    'an account that is made': script('kubectl create serviceaccount namespace-controller -n kube-system'),
    'a controller in another namespace': script('kubectl create token flux-controller -n flux-system'),
    'no command set': blank,
    'a token of an account of its own, in code': runs(
      'python3',
      '-c',
      "from kubernetes import client, config\nconfig.load_incluster_config()\nclient.CoreV1Api().create_namespaced_service_account_token('deployer','ci',{'spec':{}})",
    ),
    'an account that code reads': runs(
      'python3',
      '-c',
      "from kubernetes import client, config\nconfig.load_incluster_config()\nclient.CoreV1Api().read_namespaced_service_account('namespace-controller','kube-system')",
    ),
  },
  cannotTell: UNSEEN,
});
