import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cronJob, indicatorTable, runs, script, scriptOn, UNSEEN } from '../testing.ts';
import { commandDefenceRemoval, GUARDS } from './defence-removal.ts';

indicatorTable(commandDefenceRemoval, {
  fires: {
    'a runtime sensor': script('kubectl delete daemonset falco -n falco'),
    'an admission controller that is scaled to nothing': script(
      'kubectl -n gatekeeper-system scale deployment gatekeeper-controller-manager --replicas=0',
    ),
    'every network policy': script('kubectl delete networkpolicies --all -A'),
    'each network policy of each namespace': script(
      'kubectl get netpol -A --no-headers | while read ns n r; do kubectl delete netpol -n $ns $n; done',
    ),
    'the limits for pods in every namespace': script(
      'kubectl label ns --all pod-security.kubernetes.io/enforce=privileged --overwrite',
    ),
    'every admission webhook': script('kubectl delete validatingwebhookconfigurations --all'),
    'services of the node': scriptOn('/', 'chroot /host systemctl stop auditd falco'),
    'the confinement of the node': scriptOn('/', 'chroot /host sh -c "setenforce 0"'),
    'the rules of the firewall of the node': scriptOn('/', 'nsenter -t 1 -m -n iptables -F'),
    'the trail of an account': script('aws cloudtrail stop-logging --name main --region eu-west-1'),
    'the detector of an account': script('aws guardduty update-detector --detector-id x --no-enable'),
    'the log of the control plane': script(
      `aws eks update-cluster-config --name a --logging '{"clusterLogging":[{"types":["audit"],"enabled":false}]}'`,
    ),
    'the log of the control plane, in the short form': script(
      "aws eks update-cluster-config --name a --logging 'clusterLogging=[{types=[audit],enabled=false}]'",
    ),
    'a sink of a project': script('gcloud logging sinks delete siem --quiet'),
    'a sink of the organisation': script('gcloud logging sinks delete all --organization=1 -q'),
    'a sink that is switched off': script('gcloud logging sinks update _Default --disabled'),
    'a trail without what administrators do': script(
      `aws cloudtrail put-event-selectors --trail-name a --event-selectors '[{"ReadWriteType":"ReadOnly","IncludeManagementEvents":false}]'`,
    ),
    'the record of connections': script('aws ec2 delete-flow-logs --flow-log-ids fl-1'),
    'a trail that forgets after a day': script(
      `aws s3api put-bucket-lifecycle-configuration --bucket acme-cloudtrail --lifecycle-configuration '{"Rules":[{"Status":"Enabled","Expiration":{"Days":1}}]}'`,
    ),
    'an account that leaves its organisation': script('aws organizations leave-organization'),
    'the second factor of a user': script('aws iam deactivate-mfa-device --user-name a --serial-number b'),
    'the audit log of a project': script(
      'gcloud logging logs delete projects/a/logs/cloudaudit.googleapis.com%2Factivity -q',
    ),
    'audit logs that are kept for a day': script(
      'gcloud logging buckets update _Default --location=global --retention-days=1',
    ),
    'the record of connections on Google': script(
      'gcloud compute networks subnets update a --region b --no-enable-flow-logs',
    ),
    'a policy against keys': script(
      'gcloud resource-manager org-policies disable-enforce iam.disableServiceAccountKeyCreation --organization 1',
    ),
    'the workspace of those who watch': script(
      'az monitor log-analytics workspace delete -g a -n b --force true --yes',
    ),
    'the log of Vault': script('vault audit disable file'),
    'settings of a cluster on Azure': script('az monitor diagnostic-settings delete --name siem --resource $ID'),
    'the recorder of the system': scriptOn('/', 'chroot /host systemctl stop rsyslog systemd-journald'),
    'an agent by the old way': scriptOn('/', "chroot /host sh -c 'service cbdaemon stop; chkconfig cbdaemon off'"),
    'the firewall by its script': scriptOn('/', 'chroot /host /etc/init.d/iptables stop'),
    'an agent that is told to look away': scriptOn(
      '/',
      'chroot /host mdatp config real-time-protection --value disabled',
    ),
    'the package of an agent': scriptOn('/', 'chroot /host apt-get purge -y auditd'),
    'an agent that is killed': script('nsenter -t 1 -m -p -- pkill -9 falcon-sensor'),
    'the confinement from the next start on': scriptOn(
      '/',
      "sed -i 's/SELINUX=enforcing/SELINUX=disabled/' /host/etc/selinux/config",
    ),
    'a journal that keeps nothing': scriptOn(
      '/',
      "sed -i 's/Storage=auto/Storage=none/' /host/etc/systemd/journald.conf",
    ),
    'a log that writes nothing': scriptOn('/', ': > /host/etc/rsyslog.conf'),
    'rules of the audit': scriptOn('/', 'rm -f /host/etc/audit/rules.d/*.rules'),
    'the audit by its rules': scriptOn('/', 'echo "-e 0" >> /host/etc/audit/rules.d/10-base.rules'),
    'the recorder of a configuration': script(
      'aws configservice delete-configuration-recorder --configuration-recorder-name a',
    ),
    'flows of a network': script('aws ec2 delete-flow-logs --flow-log-ids fl-1'),
    'the kernel audit': scriptOn('/', 'chroot /host auditctl -e 0'),
    'the limits for pods of each namespace, in code': runs(
      'python3',
      '-c',
      "from kubernetes import client, config\nconfig.load_incluster_config()\ncore, net = client.CoreV1Api(), client.NetworkingV1Api()\nfor ns in core.list_namespace().items:\n  name = ns.metadata.name\n  core.patch_namespace(name, {'metadata':{'labels':{'pod-security.kubernetes.io/enforce': None}}})",
    ),
    'each network policy of each namespace, in code': runs(
      'python3',
      '-c',
      'from kubernetes import client, config\nconfig.load_incluster_config()\ncore, net = client.CoreV1Api(), client.NetworkingV1Api()\nfor ns in core.list_namespace().items:\n  name = ns.metadata.name\n  for p in net.list_namespaced_network_policy(name).items:\n    net.delete_namespaced_network_policy(p.metadata.name, name)',
    ),
    'each network policy of all namespaces, in code': runs(
      'python3',
      '-c',
      'from kubernetes import client, config\nconfig.load_incluster_config()\nnet = client.NetworkingV1Api()\nfor p in net.list_network_policy_for_all_namespaces().items:\n  net.delete_namespaced_network_policy(p.metadata.name, p.metadata.namespace)',
    ),
    'each admission webhook, in JavaScript': runs(
      'node',
      '-e',
      "const k8s=require('@kubernetes/client-node');const c=new k8s.KubeConfig();const a=c.makeApiClient(k8s.AdmissionregistrationV1Api);(async()=>{for (const w of (await a.listValidatingWebhookConfiguration()).items) await a.deleteValidatingWebhookConfiguration({name:w.metadata.name})})()",
    ),
    'the limits for pods of each namespace, one by one': script(
      'kubectl get ns -o name | xargs -I{} kubectl label {} pod-security.kubernetes.io/enforce- --overwrite',
    ),
    'all policies by a request': script(
      'curl -sk -X DELETE https://kubernetes.default.svc/apis/kyverno.io/v1/clusterpolicies',
    ),
    'all policies of a client': script('kubectl delete clusterpolicies --all'),
    'all policies, in code': runs(
      'python3',
      '-c',
      "from kubernetes import client, config\nconfig.load_incluster_config()\nclient.CustomObjectsApi().delete_collection_cluster_custom_object('kyverno.io','v1','clusterpolicies')",
    ),
    'a collector of logs that sends them nowhere': script(
      'kubectl -n logging patch configmap fluent-bit --type merge -p \'{"data": {"fluent-bit.conf": "[INPUT]\\n  Name tail\\n[OUTPUT]\\n  Name null\\n  Match *\\n"}}\'',
    ),
    'the limits for pods of each namespace, by requests': script(
      'api() { m=$1; p=$2; shift 2; curl -sk -X "$m" "https://kubernetes.default.svc$p" "$@"; }\nfor ns in $(api GET /api/v1/namespaces | jq -r \'.items[].metadata.name\'); do api PATCH /api/v1/namespaces/$ns -d \'{"metadata":{"labels":{"pod-security.kubernetes.io/enforce":"privileged"}}}\'; done',
    ),
  },
  staysSilent: {
    'one network policy by name': script('kubectl delete networkpolicy allow-web'),
    'webhooks of one tool, by a label': script('kubectl delete mutatingwebhookconfigurations -l app=cert-manager'),
    'another deployment that is scaled to nothing': script('kubectl scale deployment web --replicas=0'),
    'a trail that is looked at': script('aws cloudtrail get-trail-status --name main; aws guardduty list-detectors'),
    'another setting of the control plane that is switched off': script(
      `aws eks update-cluster-config --name a --zonal-shift-config '{"enabled": false}'`,
    ),
    'a log of the control plane that is switched on': script(
      `aws eks update-cluster-config --name a --logging '{"clusterLogging":[{"types":["audit"],"enabled":true}]}'`,
    ),
    'a sink of an application that is no more': script('gcloud logging sinks delete old-sink --quiet'),
    'another place for a sink': script('gcloud logging sinks update audit storage.googleapis.com/logs'),
    'a trail that records everything': script(
      `aws cloudtrail put-event-selectors --trail-name a --event-selectors '[{"ReadWriteType":"All","IncludeManagementEvents":true}]'`,
    ),
    'objects of an application that expire': script(
      `aws s3api put-bucket-lifecycle-configuration --bucket acme-uploads --lifecycle-configuration '{"Rules":[{"Status":"Enabled","Expiration":{"Days":1}}]}'`,
    ),
    'logs of an application that are kept for a week': script(
      'gcloud logging buckets update app-logs --location=global --retention-days=7',
    ),
    'a log of Vault that is switched on': script('vault audit enable file file_path=/log/a'),
    'the limits for pods of one namespace': script(
      'kubectl label ns storage pod-security.kubernetes.io/enforce=privileged --overwrite',
    ),
    'a list of sensors': script('kubectl get pods -n falco'),
    'a restart of a sensor': script('kubectl -n falco rollout restart daemonset/falco'),
    'a service of the node that watches nothing': scriptOn('/', 'chroot /host systemctl restart kubelet'),
    'a recorder that is started again': scriptOn(
      '/',
      "chroot /host sh -c 'systemctl stop rsyslog; rm -f /var/lib/rsyslog/imjournal.state; systemctl start rsyslog'",
    ),
    'rules of the audit that are put there': scriptOn(
      '/',
      'printf -- "-D\n-b 8192\n-w /etc/kubernetes -p wa\n" > /host/etc/audit/rules.d/99-kubernetes.rules',
    ),
    'a log that goes to another host too': scriptOn('/', 'echo "*.* @@logs.example.com" >> /host/etc/rsyslog.conf'),
    'a package of another kind': scriptOn('/', 'chroot /host apt-get remove -y snapd'),
    'one log of an application': script('gcloud logging logs delete projects/p/logs/shop --quiet'),
    'the kernel audit from inside a container': script('auditctl -D'),
    'a firewall inside the container': script('iptables -F'),
    'network policies that code chooses': runs(
      'python3',
      '-c',
      "from kubernetes import client, config\nconfig.load_incluster_config()\ncore, net = client.CoreV1Api(), client.NetworkingV1Api()\nfor ns in core.list_namespace().items:\n  name = ns.metadata.name\n  for p in net.list_namespaced_network_policy(name).items:\n    if p.metadata.name.startswith('tmp-'):\n      net.delete_namespaced_network_policy(p.metadata.name, name)",
    ),
    'network policies of a label, in code': runs(
      'python3',
      '-c',
      "from kubernetes import client, config\nconfig.load_incluster_config()\nnet = client.NetworkingV1Api()\nfor p in net.list_network_policy_for_all_namespaces(label_selector='app=a').items:\n  net.delete_namespaced_network_policy(p.metadata.name, p.metadata.namespace)",
    ),
    'network policies of one namespace, in code': runs(
      'python3',
      '-c',
      "from kubernetes import client, config\nconfig.load_incluster_config()\nnet = client.NetworkingV1Api()\nfor p in net.list_namespaced_network_policy('preview').items:\n  net.delete_namespaced_network_policy(p.metadata.name, 'preview')",
    ),
    'one admission webhook, in code': runs(
      'python3',
      '-c',
      "from kubernetes import client, config\nconfig.load_incluster_config()\nclient.AdmissionregistrationV1Api().delete_validating_webhook_configuration('a')",
    ),
    'limits that are set for each namespace': runs(
      'python3',
      '-c',
      "from kubernetes import client, config\nconfig.load_incluster_config()\ncore, net = client.CoreV1Api(), client.NetworkingV1Api()\nfor ns in core.list_namespace().items:\n  name = ns.metadata.name\n  core.patch_namespace(name, {'metadata':{'labels':{'pod-security.kubernetes.io/enforce': 'baseline'}}})",
    ),
    'another label of each namespace': runs(
      'python3',
      '-c',
      "from kubernetes import client, config\nconfig.load_incluster_config()\ncore, net = client.CoreV1Api(), client.NetworkingV1Api()\nfor ns in core.list_namespace().items:\n  name = ns.metadata.name\n  core.patch_namespace(name, {'metadata':{'labels':{'team': None}}})",
    ),
    'reports that policies left': script('kubectl delete admissionreports.kyverno.io -A --all'),
    'one policy by a request': script(
      'curl -sk -X DELETE https://kubernetes.default.svc/apis/policies.example.com/v1/limits/a',
    ),
    'a collector of logs that drops one kind': script(
      'kubectl -n logging patch configmap fluent-bit --type merge -p \'{"data": {"fluent-bit.conf": "[INPUT]\\n  Name tail\\n[OUTPUT]\\n  Name null\\n  Match debug.*\\n[OUTPUT]\\n  Name es\\n  Match *\\n"}}\'',
    ),
    'another setting of a collector of logs': script(
      'kubectl -n logging patch configmap fluent-bit --type merge -p \'{"data": {"fluent-bit.conf": "[INPUT]\\n  Name tail\\n[OUTPUT]\\n  Name es\\n  Match *\\n"}}\'',
    ),
    'what policies have left to do, by a request': script(
      'curl -sk -X DELETE https://kubernetes.default.svc/apis/kyverno.io/v2/namespaces/kyverno/updaterequests',
    ),
    'a label of each namespace, by requests': script(
      'for ns in $(curl -sk https://kubernetes.default.svc/api/v1/namespaces | jq -r \'.items[].metadata.name\'); do curl -sk -X PATCH https://kubernetes.default.svc/api/v1/namespaces/$ns -d \'{"metadata":{"labels":{"pod-security.kubernetes.io/warn":"baseline"}}}\'; done',
    ),
  },
  cannotTell: UNSEEN,
});

test('a tool that tidies up after itself in its own namespace is left alone', () => {
  const facts = script(`kubectl delete service ${GUARDS[0]} -n ${GUARDS[0]}`);
  const own = cronJob({ containers: [{ name: 'main', image: 'kubectl' }] });
  assert.ok(own.workload.state === 'seen' && facts.workload.state === 'seen');
  const workload = { ...facts.workload, value: { ...facts.workload.value, namespace: `${GUARDS[0]}` } };
  assert.equal(commandDefenceRemoval.assess({ ...facts, workload }).kind, 'miss');
});
