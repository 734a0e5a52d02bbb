import { indicatorTable, script, UNSEEN } from '../testing.ts';
import { commandKubeletRun } from './kubelet-run.ts';

indicatorTable(commandKubeletRun, {
  fires: {
    'through the API server': script(
      'curl -sk -XPOST "https://kubernetes.default/api/v1/nodes/worker-1/proxy/run/default/web-0/web?cmd=id"',
    ),
    'through a web socket': script('websocat -k "wss://10.0.0.7:10250/exec/kube-system/etcd/etcd?command=id"'),
    'the run address of a kubelet': script(`curl -sk https://192.0.2.10:10250/run/shop/web/app -d "cmd=id"`),
    'the exec address, by a name': script('curl -k "https://node-1.example.com:10250/exec/shop/web/app?command=id"'),
  },
  staysSilent: {
    'figures of a node, through the API server': script(
      'curl -sk https://kubernetes.default/api/v1/nodes/worker-1/proxy/stats/summary',
    ),
    'the metrics of a kubelet': script('curl -sk https://192.0.2.10:10250/metrics'),
    'its health': script('curl -k https://127.0.0.1:10250/healthz'),
    'exec through the API server': script('kubectl exec web -- id'),
  },
  cannotTell: UNSEEN,
});
