import { blank, cronJob, indicatorTable, mounting, runs, script, scriptOn, UNSEEN } from '../testing.ts';
import { commandDestruction } from './destruction.ts';

indicatorTable(commandDestruction, {
  fires: {
    'all of the node but one directory': scriptOn('/', 'find /host -maxdepth 1 -not -name proc -exec rm -rf {} +'),
    'a node that is switched off': script('nsenter -t 1 -m -p -- shutdown -h now'),
    'a node that is switched off by its service manager': scriptOn('/', 'chroot /host systemctl poweroff'),
    'a node that is switched off by its first program': script('nsenter -t 1 -a init 0'),
    'every node by force': script(
      'kubectl get nodes -o name | xargs -I{} kubectl drain {} --force --ignore-daemonsets --disable-eviction',
    ),
    'every workload of the cluster': script('kubectl delete deploy,sts,ds --all -A'),
    'one namespace after the other, whichever it is': script(
      "for n in $(kubectl get ns -o jsonpath='{.items[*].metadata.name}'); do kubectl delete ns $n --wait=false; done",
    ),
    'the same by xargs': script('kubectl get namespaces -o name | cut -d/ -f2 | xargs kubectl delete ns'),
    'every workload of the cluster, stopped': script('kubectl scale deployments --all --replicas=0 -A'),
    'a loop that starts processes without an end': script('while true; do yes > /dev/null 2>&1 & done'),
    'the same with a counter': script('i=0\nwhile :\ndo\n  sleep 86400 &\n  i=$((i+1))\ndone'),
    'a function that starts itself': runs('bash', '-c', ':(){ :|:& };:'),
    'a disk of the node without an end': scriptOn('/', 'dd if=/dev/zero of=/host/var/.fill bs=1M'),
    'directories of the node': scriptOn('/', 'rm -rf /host/etc /host/usr'),
    'everything on the node': scriptOn('/', 'rm -rf --no-preserve-root /host/*'),
    'behind a chroot': script("chroot /host sh -c 'rm -rf /var'"),
    'every volume': script('kubectl delete pvc --all -A --wait=false'),
    'every backup': script('kubectl delete volumesnapshots --all --all-namespaces'),
    'every volume, of a kind without a namespace': script('kubectl delete pv --all'),
    'every node': script('kubectl delete nodes --all'),
    'one namespace after the other': script(
      'for n in $(kubectl get ns -o name | grep -v kube-); do kubectl delete --wait=false --all deploy,pvc,secret -n ${n#namespace/}; done',
    ),
    'each file of the node, wiped': scriptOn('/', 'find /host/var/lib -type f -exec shred -u {} +'),
  },
  staysSilent: {
    'files of the node that hold a word': scriptOn(
      '/',
      'find /host/var -type f -exec grep -q cache {} \\; -exec rm {} \\;',
    ),
    'files of one name': scriptOn('/', 'find /host/var -iname "*.tmp" -exec rm -f {} +'),
    'a restart of the node': scriptOn('/', "chroot /host sh -c 'shutdown -r +1; systemctl reboot; halt --reboot'"),
    'a shutdown that is called off': script('nsenter -t 1 -a shutdown -c'),
    'a container that ends itself': script('poweroff; shutdown -h now'),
    'nodes that are renewed one by one': script(
      'for n in $(kubectl get nodes -o name); do kubectl drain $n --force --ignore-daemonsets; reboot-node $n; kubectl uncordon $n; done',
    ),
    'a loop that waits for what it starts': script('while true; do sleep 60 & wait $!; done'),
    'a loop that pauses beside what it starts': script('while true; do /opt/report --all & sleep 3600; done'),
    'a loop that is itself behind the shell': script('while true; do date; sleep 5; done & exec /opt/serve'),
    'a loop with lists': script('while true; do test -e /ready && break; done'),
    'every workload of one namespace': script('kubectl delete deploy,sts --all -n preview-17'),
    'workloads with a label': script('kubectl delete deploy -A --all -l preview=true'),
    'previews among the namespaces': script(
      'for n in $(kubectl get ns -o name | grep preview- | cut -d/ -f2); do kubectl delete ns $n; done',
    ),
    'old ones among them': script(
      'kubectl get ns -o json | jq -r ".items[]|select(.metadata.labels.ttl)|.metadata.name" | xargs -r kubectl delete ns',
    ),
    'one namespace': script('kubectl get ns; kubectl delete ns preview-17'),
    'the workloads of one namespace, stopped for the night': script(
      'kubectl scale deployments --all --replicas=0 -n dev',
    ),
    'a function that starts another one': runs('bash', '-c', 'a(){ b|c& }; a'),
    'a file of a given size on the node': scriptOn('/', 'dd if=/dev/zero of=/host/swapfile bs=1M count=1024'),
    'a disk of the container': script('dd if=/dev/zero of=/tmp/fill bs=1M'),
    'previews, one after the other': script(
      'for n in $(kubectl get ns -l env=preview -o name); do kubectl delete all --all -n ${n#namespace/}; done',
    ),
    'one node': script('kubectl delete node worker-3'),
    'files of an application on the node': scriptOn('/', 'rm -rf /host/var/lib/shop/cache'),
    'directories of the container': script('rm -rf /var /etc/app /tmp/*'),
    'a read-only mount': cronJob(mounting('/', { readOnly: true }, ['sh', '-c', 'rm -rf /host/etc'])),
    'volumes of one namespace': script('kubectl delete pvc --all -n preview-17'),
    'finished jobs everywhere': script('kubectl delete jobs --all -A'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
