import { blank, indicatorTable, script, UNSEEN } from '../testing.ts';
import { commandControllerToken } from './controller-token.ts';

const secret = (account: string, namespace: string): string =>
  [
    'kubectl apply -f - <<E',
    'apiVersion: v1',
    'kind: Secret',
    'metadata:',
    '  name: a',
    `  namespace: ${namespace}`,
    '  annotations:',
    `    kubernetes.io/service-account.name: ${account}`,
    'type: kubernetes.io/service-account-token',
    'E',
  ].join('\n');

indicatorTable(commandControllerToken, {
  fires: {
    'by the client': script('kubectl create token clusterrole-aggregation-controller -n kube-system --duration 8760h'),
    'as a Secret': script(secret('generic-garbage-collector', 'kube-system')),
    'by a request of its own': script(
      `curl -k -XPOST -d '{"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{}}' https://kubernetes.default/api/v1/namespaces/kube-system/serviceaccounts/daemon-set-controller/token`,
    ),
  },
  staysSilent: {
    'a token of an account of its own': script('kubectl create token ci-deployer -n ci'),
    'a token of a panel': script('kubectl -n kube-system create token admin-user'),
    'a token of an add-on': script('kubectl create token ebs-csi-controller -n kube-system'),
    'a Secret for an account of its own': script(secret('deployer', 'ci')),
    'an account that is made': script('kubectl create serviceaccount namespace-controller -n kube-system'),
    'a controller in another namespace': script('kubectl create token flux-controller -n flux-system'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
