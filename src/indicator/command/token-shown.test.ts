import { blank, indicatorTable, runs, script, scriptOn, UNSEEN } from '../testing.ts';
import { commandTokenShown } from './token-shown.ts';

const TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';

indicatorTable(commandTokenShown, {
  fires: {
    'variables of every process, line by line': script('for p in /proc/[0-9]*; do tr "\\0" "\\n" < $p/environ; done'),
    'the token as the whole command': runs('cat', TOKEN),
    'among others': script(`id; cat ${TOKEN} 2>/dev/null; sleep 3600`),
    'in an encoding': script(`base64 -w0 ${TOKEN}`),
    'out of a function': script(`show() { cat "$1"; }; show ${TOKEN}`),
    'the token of a workload identity': script('sleep 100; cat /var/run/secrets/azure/tokens/azure-identity-token'),
    'credentials of the instance, in a message': script(
      'T=$(curl -s http://169.254.169.254/latest/meta-data/iam/security-credentials/node); echo "found: $T" | head -c 80',
    ),
    'credentials of a role as they come': script(
      'R=$(curl -s http://169.254.169.254/latest/meta-data/iam/security-credentials/); curl -s http://169.254.169.254/latest/meta-data/iam/security-credentials/$R',
    ),
    'the same by wget': script('wget -qO- http://169.254.169.254/latest/meta-data/iam/security-credentials/node-role'),
    'the configuration of the administrator of the node': scriptOn('/etc/kubernetes', 'cat /host/admin.conf'),
    'what the node signs in with': scriptOn('/', 'chroot /host cat /etc/kubernetes/kubelet.conf'),
  },
  staysSilent: {
    'into a variable': script(
      `T=$(cat ${TOKEN}); curl -H "Authorization: Bearer $T" https://kubernetes.default.svc/api`,
    ),
    'in backticks, in a function': script(`token() { cat ${TOKEN}; }; T=\`token\`; vault login "$T"`),
    'into a pipe': script(`cat ${TOKEN} | vault login -`),
    'into a file': script(`cat ${TOKEN} > /shared/token`),
    'the name of the role': script('curl -s http://169.254.169.254/latest/meta-data/iam/security-credentials/'),
    'credentials of a role, for a program': script(
      'curl -s http://169.254.169.254/latest/meta-data/iam/security-credentials/node | jq -r .AccessKeyId > /shared/k',
    ),
    'whether they can be had': script(
      'curl -s -o /dev/null http://169.254.169.254/latest/meta-data/iam/security-credentials/node && echo ok',
    ),
    'a group into a file': script(`{ printf 'token: '; cat ${TOKEN}; } > /shared/config`),
    'in the place of a file': script(`diff <(cat ${TOKEN}) /shared/token`),
    'credentials of the instance, to sign in with': script(
      'T=$(curl -s -H Metadata-Flavor:Google http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/token | jq -r .access_token); curl -H "Authorization: Bearer $T" https://storage.googleapis.com/b | jq .',
    ),
    'the region of the instance, in a message': script(
      'echo "in $(curl -s http://169.254.169.254/latest/meta-data/placement/region)"',
    ),
    'the namespace beside it': script('cat /var/run/secrets/kubernetes.io/serviceaccount/namespace'),
    'all that is in a secret': script('cat /secrets/*'),
    'the claims of a token': script(`cut -d. -f2 ${TOKEN} | base64 -d`),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
