import { indicatorTable, script, UNSEEN } from '../testing.ts';
import { commandPodRemoval } from './pod-removal.ts';

indicatorTable(commandPodRemoval, {
  fires: {
    'pods by a label': script('kubectl delete pods -l app=web'),
    'finished jobs': script('kubectl delete job --field-selector status.successful=1'),
    'pods and services together': script('oc delete pods,services --all'),
  },
  staysSilent: {
    'a restart by annotation': script('kubectl rollout restart deployment/web'),
    'a service': script('kubectl delete service pods-api'),
    'a list of pods': script('kubectl get pods'),
  },
  cannotTell: UNSEEN,
});
