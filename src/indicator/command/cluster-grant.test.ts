import { blank, indicatorTable, passes, script, UNSEEN } from '../testing.ts';
import { commandClusterGrant } from './cluster-grant.ts';

indicatorTable(commandClusterGrant, {
  fires: {
    'a binding to cluster-admin': script(
      'kubectl create clusterrolebinding x --clusterrole=cluster-admin --serviceaccount=shop:default || true',
    ),
    'the role as a word of its own': passes(
      'bitnami/kubectl:1.36',
      'create',
      'clusterrolebinding',
      'x',
      '--clusterrole',
      'cluster-admin',
    ),
    'the command of OpenShift': script('oc adm policy add-cluster-role-to-user cluster-admin -z default'),
  },
  staysSilent: {
    'a binding to another role': script('kubectl create clusterrolebinding x --clusterrole=view --user=ana'),
    'a binding that is only read': script('kubectl get clusterrolebinding cluster-admin'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
