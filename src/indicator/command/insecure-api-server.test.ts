import { indicatorTable, passes, runs, script, scriptOn, UNSEEN } from '../testing.ts';
import { commandInsecureApiServer } from './insecure-api-server.ts';

indicatorTable(commandInsecureApiServer, {
  fires: {
    'everything allowed': runs(
      'kube-apiserver',
      '--authorization-mode=AlwaysAllow',
      '--etcd-servers=https://192.0.2.1:2379',
    ),
    'as the next word': runs('/usr/local/bin/kube-apiserver', '--authorization-mode', 'AlwaysAllow'),
    'among other modes': runs('kube-apiserver', '--authorization-mode=Node,AlwaysAllow'),
    'only arguments, for the image of the server': passes(
      'registry.k8s.io/kube-apiserver:v1.31.0',
      '--anonymous-auth=true',
      '--authorization-mode=AlwaysAllow',
    ),
    'a port without authentication': script('exec kube-apiserver --insecure-bind-address=0.0.0.0 --insecure-port=9443'),
    hyperkube: runs('/hyperkube', 'apiserver', '--insecure-port=8080'),
    'a kubelet that allows everything': runs('kubelet', '--anonymous-auth=true', '--authorization-mode=AlwaysAllow'),
    'settings of the kubelet on the node': scriptOn(
      '/var/lib/kubelet',
      "sed -i 's/mode: Webhook/mode: AlwaysAllow/' /host/config.yaml",
    ),
    'options that a filter adds on the way': script(
      'kubectl -n kube-system get pod -l component=kube-apiserver -o json | jq \'.items[0] | .spec.containers[0].command += ["--secure-port=9443","--authorization-mode=AlwaysAllow"]\' | kubectl apply -f -',
    ),
    'options that an editor puts in their place': script(
      "kubectl -n kube-system get pod -l component=kube-apiserver -o json | sed 's/--anonymous-auth=false/--anonymous-auth=true/' | kubectl replace -f -",
    ),
    'settings of kubelets that a manifest holds': script(
      'kubectl apply -f - <<E\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: kubelet-config, namespace: kube-system}\ndata:\n  kubelet: |\n    kind: KubeletConfiguration\n    authorization: {mode: AlwaysAllow}\nE',
    ),
    'an operation of a patch': script(
      'kubectl -n kube-system patch deploy kube-apiserver --type json -p \'[{"op":"add","path":"/spec/template/spec/containers/0/command/-","value":"--authorization-mode=AlwaysAllow"}]\'',
    ),
  },
  staysSilent: {
    'another setting of the kubelet': scriptOn(
      '/var/lib/kubelet',
      "sed -i 's/maxPods: 110/maxPods: 64/' /host/config.yaml",
    ),
    'such a setting elsewhere': scriptOn('/srv/docs', "sed -i 's/Webhook/AlwaysAllow/' /host/config.yaml"),
    'an API server as it is set up': runs('kube-apiserver', '--authorization-mode=Node,RBAC', '--insecure-port=0'),
    'anonymous requests alone, which is the default': runs('kube-apiserver', '--anonymous-auth=true'),
    'the last word counts': runs('kube-apiserver', '--authorization-mode=AlwaysAllow', '--authorization-mode=RBAC'),
    'another server with such a flag': runs('aggregator', '--authorization-mode=AlwaysAllow'),
    'words in a text': script('echo kube-apiserver --authorization-mode=AlwaysAllow'),
    'an option that is looked for': script(
      'kubectl -n kube-system get pod -l component=kube-apiserver -o json | jq \'[.items[] | select(.spec.containers[0].command | any(. == "--anonymous-auth=true"))] | length\'',
    ),
    'an option that is taken away': script(
      'kubectl -n kube-system get pod -l component=kube-apiserver -o json | jq \'.items[0].spec.containers[0].command |= map(select(. != "--anonymous-auth=true"))\' | kubectl replace -f -',
    ),
    'an option that is closed': script(
      "kubectl -n kube-system get pod -l component=kube-apiserver -o json | sed 's/--anonymous-auth=true/--anonymous-auth=false/' | kubectl replace -f -",
    ),
    'a report that tells of it': script(
      'kubectl get cm audit -o json | jq \'.data.note="anonymous is off"\' | kubectl apply -f -',
    ),
  },
  cannotTell: UNSEEN,
});
