import { blank, indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandRuntimeRun } from './runtime-run.ts';

indicatorTable(commandRuntimeRun, {
  fires: {
    'the client of the kubelet': script(
      'crictl --runtime-endpoint unix:///run/containerd/containerd.sock exec -s 8b1 id',
    ),
    'its options in a variable': script('c="/usr/local/bin/crictl --config /tmp/c.yaml"; $c exec $($c ps -q) env'),
    'the client of containerd': runs('ctr', '-n', 'k8s.io', 'task', 'exec', '--exec-id', 'a', '8b1', 'sh'),
    'one that looks like docker': runs('nerdctl', '--namespace=k8s.io', 'exec', '8b1', 'id'),
    'behind a chroot': script('chroot /host crictl exec 8b1 cat /proc/1/environ'),
  },
  staysSilent: {
    'images that are removed': script('crictl rmi --prune'),
    'containers that are listed': script('crictl ps -a && crictl logs 8b1'),
    'a container of the own daemon': script('docker exec build make test'),
    'a namespace of its own': runs('nerdctl', '-n', 'ci', 'exec', 'build', 'make'),
    'exec through the API server': script('kubectl exec web -- id'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
