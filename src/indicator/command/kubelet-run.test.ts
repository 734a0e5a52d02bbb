import { indicatorTable, script, UNSEEN } from '../testing.ts';
import { commandKubeletRun } from './kubelet-run.ts';

indicatorTable(commandKubeletRun, {
  fires: {
    'by a tool that is made for it': script('kubeletctl --server 10.0.0.5 exec "id" -p web -c web'),
    'through the API server': script('kubectl get --raw "/api/v1/nodes/node-1/proxy/run/shop/web/web?cmd=id"'),
    'through the API server, by a web client': script(
      'curl -sk -XPOST "https://kubernetes.default/api/v1/nodes/node-1/proxy/exec/shop/web/web?command=id"',
    ),
    'through a web socket': script('websocat -k "wss://10.0.0.7:10250/exec/kube-system/etcd/etcd?command=id"'),
    'the run address of a kubelet': script(`curl -sk https://192.0.2.10:10250/run/shop/web/app -d "cmd=id"`),
    'the exec address, by a name': script('curl -k "https://node-1.example.com:10250/exec/shop/web/app?command=id"'),
  },
  staysSilent: {
    'pods of a kubelet, by that tool': script('kubeletctl --server 10.0.0.5 pods'),
    'figures of a kubelet through the API server': script('kubectl get --raw /api/v1/nodes/node-1/proxy/stats/summary'),
    'the metrics of a kubelet': script('curl -sk https://192.0.2.10:10250/metrics'),
    'its health': script('curl -k https://127.0.0.1:10250/healthz'),
    'exec through the API server': script('kubectl exec web -- id'),
  },
  cannotTell: UNSEEN,
});
