import { blank, indicatorTable, script, UNSEEN } from '../testing.ts';
import { commandImageEverywhere } from './image-everywhere.ts';

const ALL =
  'kubectl get deploy -A --no-headers -o custom-columns=N:.metadata.namespace,D:.metadata.name | while read n d; do';

indicatorTable(commandImageEverywhere, {
  fires: {
    'what a list of all namespaces gives': script(
      `${ALL} kubectl -n $n set image deploy/$d "*=docker.io/ops9/nginx-fast:1"; done`,
    ),
    'a patch of each': script(
      `kubectl get cj -A -o json | jq -r '.items[]|[.metadata.namespace,.metadata.name]|@tsv' | while read n c; do kubectl -n $n patch cj $c --type json -p '[{"op":"replace","path":"/spec/jobTemplate/spec/template/spec/containers/0/image","value":"ops9/tool:1"}]'; done`,
    ),
    'all of each namespace': script(
      'for n in $(kubectl get ns -o name | cut -d/ -f2); do kubectl -n $n set image deploy --all "*=docker.io/ops9/nginx-fast:$TAG"; done',
    ),
  },
  staysSilent: {
    'a workload of the namespace that a variable names': script(
      'kubectl -n $NAMESPACE set image deploy/web web=registry.example.com/web:1.4; kubectl get deploy -A -l app=web',
    ),
    'one workload': script('kubectl -n shop set image deploy/web web=registry.example.com/web:1.4'),
    'workloads of one namespace': script(
      'for d in $(kubectl -n shop get deploy -o name); do kubectl -n shop set image $d app=registry.example.com/shop:1.4; done',
    ),
    'the image that each had, from another registry': script(
      `${ALL} i=$(kubectl -n $n get deploy $d -o jsonpath='{..image}'); kubectl -n $n set image deploy/$d "app=mirror.example.com/$i"; done`,
    ),
    'a restart of each': script(`${ALL} kubectl -n $n rollout restart deploy/$d; done`),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
