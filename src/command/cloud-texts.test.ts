import assert from 'node:assert/strict';
import { test } from 'node:test';
import { effectsOfText, said } from './testing.ts';

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA';

for (const [situation, script, expected] of [
  ['a list of commands', `aws ssm send-command --parameters 'commands=["say a","say b"]'`, ['a', 'b']],
  ['a command without quotes', "aws ssm send-command --parameters commands='say a'", ['a']],
  ['a document', `aws ssm send-command --parameters '{"commands":["say a","say b"]}'`, ['a', 'b']],
  ['a document in a file', `echo '{"commands":["say a"]}' > p; aws ssm send-command --parameters file://p`, ['a']],
  [
    'a document of the whole call',
    `echo '{"Parameters":{"commands":["say a"]}}' > p; aws ssm send-command --cli-input-json file://p`,
    ['a'],
  ],
  ['a session with one command', `aws ssm start-session --target i --parameters command="say a"`, ['a']],
  ['a command that is repeated', `aws ssm create-association --name x --parameters commands='say a'`, ['a']],
  ['a session that joins ports', `aws ssm start-session --target i --parameters '{"portNumber":["22"]}'`, []],
  ['a machine that starts', `aws ec2 run-instances --user-data '#!/bin/sh\nsay a'`, ['a']],
  ['in base64', `aws ec2 run-instances --user-data ${btoa('#!/bin/sh\nsay a\n')}`, ['a']],
  ['a document of cloud-init', `aws ec2 run-instances --user-data '#cloud-config\nruncmd:\n  - say a\n'`, ['a']],
  ['a machine that starts again', `aws ec2 modify-instance-attribute --attribute userData --value 'say a'`, ['a']],
  ['another attribute', `aws ec2 modify-instance-attribute --attribute groupSet --value 'say a'`, []],
  [
    'a container',
    `aws ecs register-task-definition --container-definitions '[{"name":"a","command":["sh","-c","say a"]}]'`,
    ['a'],
  ],
  ['a command by SSH', "gcloud compute ssh a --command 'say a'", ['a']],
  ['a start on Google', "gcloud compute instances create a --metadata startup-script='say a'", ['a']],
  ['a start behind another entry', "gcloud compute instances create a --metadata=x=y,startup-script='say a'", ['a']],
  [
    'a start by a file',
    `echo 'say a' > s.sh; gcloud compute instances add-metadata a --metadata-from-file startup-script=s.sh`,
    ['a'],
  ],
  ['a service', 'gcloud run deploy a --image b --command sh --args=-c,"say a"', ['a']],
  ['another entry', "gcloud compute instances add-metadata a --metadata owner='say a'", []],
  [
    'a machine on Azure',
    "az vm run-command invoke -n a --command-id RunShellScript --scripts 'say a' 'say b'",
    ['a', 'b'],
  ],
  ['by a file', `echo 'say a' > s.sh; az vm run-command invoke -n a --scripts @s.sh`, ['a']],
  ['an extension', `az vm extension set --name CustomScript --settings '{"commandToExecute":"say a"}'`, ['a']],
  ['a container on Azure', `az container create -n a --command-line "sh -c 'say a'"`, ['a']],
  ['a cluster on Azure', `az aks command invoke -n a --command 'say a'`, ['a']],
  ['a name that is no command', "az vm list --query 'say a'", []],
] as const) {
  test(`${situation}: what another machine runs is read`, () => assert.deepEqual(said(script), expected));
}

test('a key of a project is given to root of its machines, which are not this one', () => {
  const effects = effectsOfText(
    `echo 'root:${KEY} a' > /k; gcloud compute project-info add-metadata --metadata-from-file ssh-keys=/k`,
  );
  const write = effects.find((one) => one.kind === 'write' && one.path === '/root/.ssh/authorized_keys');
  assert.ok(write?.isElsewhere === true);
});

test('a script that a document fetches is a download that runs', () => {
  const effects = effectsOfText(
    `aws ssm send-command --document-name AWS-RunRemoteScript --parameters '{"sourceType":["GitHub"],"sourceInfo":["{\\"owner\\":\\"a\\",\\"repository\\":\\"b\\",\\"path\\":\\"c.sh\\"}"]}'`,
  );
  assert.ok(effects.some((one) => one.kind === 'execute' && one.what === 'downloaded'));
});
