import { blank, indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandCloudGrant } from './cloud-grant.ts';

indicatorTable(commandCloudGrant, {
  fires: {
    'all rights for a user': script(
      'aws iam attach-user-policy --user-name backup --policy-arn arn:aws:iam::aws:policy/AdministratorAccess',
    ),
    'a user and a key for it': script('aws iam create-user --user-name x; aws iam create-access-key --user-name x'),
    'a key for each user that there is': script(
      "for u in $(aws iam list-users --query 'Users[].UserName' --output text); do aws iam create-access-key --user-name $u; done",
    ),
    'a policy of its own that allows everything': script(
      `aws iam put-role-policy --role-name node --policy-name a --policy-document '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'`,
    ),
    'an owner of a project': runs(
      ...['gcloud', 'projects', 'add-iam-policy-binding', 'shop', '--member=user:a@example.com', '--role=roles/owner'],
    ),
    'an owner of a subscription': script(
      'az role assignment create --assignee a --role Owner --scope /subscriptions/x',
    ),
  },
  staysSilent: {
    'a key that is renewed': script(
      'aws iam create-access-key --user-name ci; aws iam delete-access-key --user-name ci',
    ),
    'the old keys of each user': script(
      "for u in $(aws iam list-users --query 'Users[].UserName' --output text); do aws iam list-access-keys --user-name $u; done",
    ),
    'a smaller policy': script(
      'aws iam attach-role-policy --role-name a --policy-arn arn:aws:iam::aws:policy/ReadOnlyAccess',
    ),
    'a smaller role': script('gcloud projects add-iam-policy-binding shop --member=x --role=roles/viewer'),
    'a list of users': script('aws iam list-users; aws sts get-caller-identity'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
