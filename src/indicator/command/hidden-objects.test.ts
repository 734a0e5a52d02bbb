import { blank, indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandHiddenObjects } from './hidden-objects.ts';

indicatorTable(commandHiddenObjects, {
  fires: {
    'out of an annotation': script(
      "kubectl -n a get deploy web -o jsonpath='{.metadata.annotations.state}' | base64 -d | kubectl apply -f -",
    ),
    'out of a ConfigMap, packed': script(
      "kubectl get cm cache -o jsonpath='{.data.x}' | base64 -d | gunzip > /tmp/a.yaml && kubectl create -f /tmp/a.yaml",
    ),
    'out of a field that jq gives': script(
      'kubectl get cm/cache -o json | jq -r .data.x | openssl base64 -d | kubectl replace -f -',
    ),
    'out of a variable': script(
      `m=$(kubectl get cm a -o jsonpath='{.data.b}'); echo "$m" | base64 -d | kubectl apply -f -`,
    ),
  },
  staysSilent: {
    'a variable that a Secret fills': script(
      `m=$(kubectl get secret a -o jsonpath='{.data.b}'); echo "$m" | base64 -d | kubectl apply -f -`,
    ),
    'a variable of the container, beside something that is looked up': script(
      'n=$(kubectl get ns -o json); echo "$MANIFEST" | base64 -d | kubectl apply -f -',
    ),
    'out of a Secret, where all is encoded': script(
      "kubectl get secret manifests -o jsonpath='{.data.a}' | base64 -d | kubectl apply -f -",
    ),
    'a ConfigMap that holds it as it is': script(
      "kubectl get cm manifests -o jsonpath='{.data.a}' | kubectl apply -f -",
    ),
    'a variable of a pipeline': script('echo "$MANIFEST" | base64 -d | kubectl apply -f -'),
    'what is decoded, and only kept': script("kubectl get cm a -o jsonpath='{.data.b}' | base64 -d > /tmp/a.yaml"),
    'a file of the image': runs('kubectl', 'apply', '-f', '/manifests'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
