import { blank, indicatorTable, passes, runs, script, UNSEEN } from '../testing.ts';
import { commandImpersonation } from './impersonation.ts';

indicatorTable(commandImpersonation, {
  fires: {
    'a header of a request': script(
      'curl -k -H "Impersonate-Group: system:masters" -H "Impersonate-User: a" https://10.96.0.1/api/v1/nodes',
    ),
    'the group that may do everything': runs('kubectl', 'get', 'secrets', '-A', '--as=x', '--as-group=system:masters'),
    'an account of a controller': script(
      'kubectl --as system:serviceaccount:kube-system:clusterrole-aggregation-controller patch clusterrole edit -p x',
    ),
    'the words of a question, behind a deed': script(
      'kubectl get secrets auth can-i -n prod --as-group=system:masters --as=x',
    ),
    'a word of a question as a label': script('kubectl get secrets -A -l can-i --as=x --as-group=system:masters'),
    'as the entrypoint': passes('example.com/kubectl:1', 'delete', 'pod', 'a', '--as=system:kube-controller-manager'),
  },
  staysSilent: {
    'a header of another request': script('curl -H "Impersonate-User: a@example.com" https://api.example.com/v1/a'),
    'a question whether it may': script(
      'kubectl auth can-i create pods --as=system:serviceaccount:kube-system:default',
    ),
    'the same question, with options in front': script(
      'kubectl -n prod --context=c auth can-i list secrets --as system:serviceaccount:kube-system:default',
    ),
    'a user of the team': script('kubectl get pods --as=jane@example.com'),
    'an account of the team': script('kubectl apply -f a.yaml --as=system:serviceaccount:shop:deployer'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
