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
    'a policy of its own, by a file that it wrote': script(
      `cat > /tmp/p.json <<'E'\n{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}\nE\naws iam put-role-policy --role-name a --policy-name b --policy-document file:///tmp/p.json`,
    ),
    'another version of a policy': script(
      `echo '{"Statement":[{"Effect":"Allow","Action":["*"],"Resource":"*"}]}' > p.json; aws iam create-policy-version --policy-arn a --policy-document file://p.json --set-as-default`,
    ),
    'a role for another account': script(
      `aws iam update-assume-role-policy --role-name a --policy-document '{"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"sts:AssumeRole"}]}'`,
    ),
    'a role for everybody': script(
      `aws iam create-role --role-name a --assume-role-policy-document '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}]}'`,
    ),
    'a group of administrators': script('aws iam add-user-to-group --group-name Administrators --user-name a'),
    'a password of the manifest': script("aws iam update-login-profile --user-name a --password 'Summer-2026'"),
    'credentials that outlive their key': script(
      `aws sts get-federation-token --name a --policy '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'`,
    ),
    'an authority of its own': script('aws rolesanywhere create-trust-anchor --name a --source x --enabled'),
    'another issuer on AWS': script(
      'aws iam create-open-id-connect-provider --url https://oidc.example.net --client-id-list sts.amazonaws.com',
    ),
    'another issuer on Google': script(
      'gcloud iam workload-identity-pools providers create-oidc a --workload-identity-pool=b --location=global --issuer-uri=https://oidc.example.net',
    ),
    'another issuer on Azure': script(
      'az identity federated-credential create --name a --identity-name b -g c --issuer https://oidc.example.net --subject x',
    ),
    'a private mail address, in the older client': script('gsutil iam ch user:somebody@gmail.com:admin gs://data'),
    'a private mail address on Azure': script(
      'az role assignment create --assignee somebody@outlook.com --role Contributor --scope /subscriptions/x',
    ),
    'a guest with a private mail address on Azure': script(
      'az role assignment create --assignee somebody_gmail.com#EXT#@shop.onmicrosoft.com --role Contributor --scope /subscriptions/x',
    ),
    'an invitation of a private mail address': script(
      `az rest --method POST --url https://graph.microsoft.com/v1.0/invitations --body '{"invitedUserEmailAddress":"somebody@outlook.com","inviteRedirectUrl":"https://x.example"}'`,
    ),
    'a private mail address': script(
      'gcloud compute snapshots add-iam-policy-binding a --member=user:somebody@gmail.com --role=roles/compute.storageAdmin',
    ),
    'a person as an account of the project': script(
      'gcloud iam service-accounts add-iam-policy-binding a@b.iam.gserviceaccount.com --member=user:a@example.com --role=roles/iam.serviceAccountTokenCreator',
    ),
    'a key for each account of a project': script(
      "for s in $(gcloud iam service-accounts list --format='value(email)'); do gcloud iam service-accounts keys create /tmp/$s.json --iam-account=$s; done",
    ),
    'a password for each application of a directory': script(
      "for a in $(az ad app list --query '[].appId' -o tsv); do az ad app credential reset --id $a --append; done",
    ),
    'an administrator of the cluster': script(
      'aws eks associate-access-policy --cluster-name a --principal-arn arn:aws:iam::111122223333:role/x --policy-arn arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy --access-scope type=cluster',
    ),
    'a user of Vault with all rights': script('vault write auth/userpass/users/svc password=a policies=root'),
    'a token of Vault with all rights': script('vault token create -policy=root -ttl=720h'),
    'a password for a machine': script("az vm user update -g a -n b -u support -p 'Summer-2026'"),
    'rights over every subscription': script(
      'az rest --method POST --uri "https://management.azure.com/providers/Microsoft.Authorization/elevateAccess?api-version=2016-07-01"',
    ),
    'an administrator of the directory': script('az ad group member add --group "Global Admins" --member-id a'),
    'an owner that is made with a password': script(
      'az ad sp create-for-rbac -n a --role Owner --scopes /subscriptions/a',
    ),
    'an account that sed puts into the policy that was fetched': script(
      `aws iam get-role --role-name ops --query Role.AssumeRolePolicyDocument > p.json; sed -i 's/"Statement": *\\[/&{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:root"},"Action":"sts:AssumeRole"},/' p.json; aws iam update-assume-role-policy --role-name ops --policy-document file://p.json`,
    ),
    'an account that jq adds to those who may': script(
      `D=$(aws iam get-role --role-name ops --query Role.AssumeRolePolicyDocument | jq -c '.Statement[0].Principal.AWS += ["arn:aws:iam::444455556666:user/sync"]'); aws iam update-assume-role-policy --role-name ops --policy-document "$D"`,
    ),
    'an account that code adds': runs(
      'python3',
      '-c',
      'import boto3, json\niam = boto3.client("iam")\np = iam.get_role(RoleName="ops")["Role"]["AssumeRolePolicyDocument"]\np["Statement"].append({"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::444455556666:root"}, "Action": "sts:AssumeRole"})\niam.update_assume_role_policy(RoleName="ops", PolicyDocument=json.dumps(p))',
    ),
    'an owner that jq adds to the policy of a project': script(
      `gcloud projects get-iam-policy shop --format=json > p.json; jq '.bindings += [{"role":"roles/owner","members":["user:ops@example.net"]}]' p.json > q.json; gcloud projects set-iam-policy shop q.json`,
    ),
  },
  staysSilent: {
    'a private mail address that loses its rights': script('gsutil iam ch -d user:somebody@gmail.com gs://data'),
    'an account of the project, in the older client': script(
      'gsutil iam ch serviceAccount:etl@shop.iam.gserviceaccount.com:objectViewer gs://data',
    ),
    'an invitation of a partner': script(
      `az rest --method POST --url https://graph.microsoft.com/v1.0/invitations --body '{"invitedUserEmailAddress":"ana@partner.example","inviteRedirectUrl":"https://x.example"}'`,
    ),
    'a condition that jq adds to a trust policy': script(
      `D=$(aws iam get-role --role-name ops --query Role.AssumeRolePolicyDocument | jq -c '.Statement[0].Condition = {"Bool":{"aws:MultiFactorAuthPresent":"true"}}'); aws iam update-assume-role-policy --role-name ops --policy-document "$D"`,
    ),
    'the own account, as another call names it, in a policy that was fetched': script(
      `aws sns publish --topic-arn arn:aws:sns:eu-west-1:444455556666:done --message ok; D=$(aws iam get-role --role-name ops --query Role.AssumeRolePolicyDocument | jq -c '.Statement[0].Principal.AWS += ["arn:aws:iam::444455556666:role/ci"]'); aws iam update-assume-role-policy --role-name ops --policy-document "$D"`,
    ),
    'an account in a variable': script(
      `jq --arg a "arn:aws:iam::$ACCOUNT:role/ci" '.Statement[0].Principal.AWS += [$a]' p.json > q.json; aws iam update-assume-role-policy --role-name ops --policy-document file://q.json`,
    ),
    'members of a project that jq takes out': script(
      `gcloud projects get-iam-policy shop --format=json | jq 'del(.bindings[] | select(.role=="roles/viewer"))' > q.json; gcloud projects set-iam-policy shop q.json`,
    ),
    'a role for a service': script(
      `aws iam create-role --role-name a --assume-role-policy-document '{"Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}'`,
    ),
    'a role for the own account': script(
      `aws iam update-assume-role-policy --role-name a --policy-document '{"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"sts:AssumeRole"}]}'; aws iam tag-policy --policy-arn arn:aws:iam::111122223333:policy/a --tags Key=a,Value=b`,
    ),
    'a narrow policy by a file that it wrote': script(
      `echo '{"Statement":[{"Effect":"Allow","Action":["s3:GetObject"],"Resource":"*"}]}' > p; aws iam put-role-policy --role-name a --policy-name b --policy-document file://p`,
    ),
    'the issuer of a cluster': script(
      'aws iam create-open-id-connect-provider --url https://oidc.eks.eu-west-1.amazonaws.com/id/A1 --client-id-list sts.amazonaws.com',
    ),
    'builds of a known service': script(
      'az identity federated-credential create --name a --identity-name b -g c --issuer https://token.actions.githubusercontent.com --subject repo:a/b:ref:refs/heads/main',
    ),
    'an account of a cluster': script(
      'gcloud iam service-accounts add-iam-policy-binding a@b.iam.gserviceaccount.com --role roles/iam.workloadIdentityUser --member "serviceAccount:b.svc.id.goog[shop/web]"',
    ),
    'a first password that must be changed': script(
      'aws iam update-login-profile --user-name a --password "First-1234" --password-reset-required',
    ),
    'a secret of one application that is renewed': script('az ad app credential reset --id $APP --years 1'),
    'an identity that may look at the cluster': script(
      'aws eks associate-access-policy --cluster-name a --principal-arn b --policy-arn arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy --access-scope type=cluster',
    ),
    'a role of Vault for an application': script('vault write auth/kubernetes/role/shop policies=shop ttl=1h'),
    'a password for a machine, of a store': script('az vm user update -g a -n b -u support -p "$PASSWORD"'),
    'a group of readers': script('aws iam add-user-to-group --group-name readers --user-name a'),
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
