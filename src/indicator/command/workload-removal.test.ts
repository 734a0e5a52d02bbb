import { indicatorTable, script, UNSEEN } from '../testing.ts';
import { commandWorkloadRemoval } from './workload-removal.ts';

indicatorTable(commandWorkloadRemoval, {
  fires: {
    'a part of the system that is left without a pod': script(
      'kubectl -n kube-system scale deploy/coredns --replicas=0',
    ),
    'running pods in all namespaces': script('kubectl delete pods -A -l app=web'),
    'all pods of the system': script('kubectl delete pods --all -n kube-system'),
    'one pod of the system': script('kubectl -n kube-system delete pod -l k8s-app=kube-dns'),
    'by a request of its own': script(
      'curl -k -X DELETE https://kubernetes.default.svc/api/v1/namespaces/kube-system/pods',
    ),
  },
  staysSilent: {
    'a part of the system with more pods': script('kubectl -n kube-system scale deploy/coredns --replicas=3'),
    'an application that is stopped for the night': script('kubectl -n shop scale deploy/web --replicas=0'),
    'pods of its own namespace': script('kubectl delete pods -l app=web'),
    'pods that have failed, everywhere': script('kubectl delete pods -A --field-selector=status.phase=Failed'),
    'pods that have ended, with the option apart': script(
      'kubectl delete pods --all-namespaces --field-selector status.phase==Succeeded',
    ),
    'finished jobs': script('kubectl delete jobs -A --field-selector status.successful=1'),
    'a list of pods': script('kubectl get pods -A'),
  },
  cannotTell: UNSEEN,
});
