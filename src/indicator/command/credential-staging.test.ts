import { indicatorTable, script, UNSEEN } from '../testing.ts';
import { commandCredentialStaging } from './credential-staging.ts';

const TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';

indicatorTable(commandCredentialStaging, {
  fires: {
    'token and environment in one file': script(`env > /tmp/.x; cat ${TOKEN} >> /tmp/.x; exec nginx`),
    'in two files of one directory': script(`cp ${TOKEN} /dev/shm/a; printenv | gzip > /dev/shm/b`),
    'through tee': script(`env | tee /tmp/e > /dev/null; tee /tmp/t < ${TOKEN}`),
    'credentials of the instance and a token': script(
      `curl -s http://169.254.169.254/latest/meta-data/iam/security-credentials/x > /tmp/c; cat ${TOKEN} > /tmp/t`,
    ),
  },
  staysSilent: {
    'the environment for cron': script('env > /etc/environment; cron -f'),
    'a token for a client': script(`mkdir -p /root/.kube; cat ${TOKEN} > /root/.kube/token`),
    'each in a place of its own': script(`env > /etc/environment; cat ${TOKEN} > /root/.kube/token`),
    'nothing but dates': script('date > /tmp/a; date > /tmp/b'),
  },
  cannotTell: UNSEEN,
});
