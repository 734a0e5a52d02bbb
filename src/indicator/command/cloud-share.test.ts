import { blank, indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandCloudShare } from './cloud-share.ts';

const policy = (statement: object): string => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
const lets = (principal: unknown, more: object = {}): string =>
  policy({ Effect: 'Allow', Principal: principal, Action: 's3:GetObject', Resource: 'arn:aws:s3:::data/*', ...more });

indicatorTable(commandCloudShare, {
  fires: {
    'a snapshot for another account': script(
      'aws ec2 modify-snapshot-attribute --snapshot-id snap-1 --attribute createVolumePermission --operation-type add --user-ids 111122223333',
    ),
    'each snapshot, in the short form': script(
      'for s in $(aws ec2 describe-snapshots --query x --output text); do aws ec2 modify-snapshot-attribute --snapshot-id $s --create-volume-permission "Add=[{UserId=111122223333}]"; done',
    ),
    'an image for everybody': script(
      'aws ec2 modify-image-attribute --image-id a --launch-permission "Add=[{Group=all}]"',
    ),
    'a snapshot of a database for everybody': script(
      'aws rds modify-db-cluster-snapshot-attribute --db-cluster-snapshot-identifier a --attribute-name restore --values-to-add all',
    ),
    'a bucket for everybody': runs('aws', 's3api', 'put-bucket-policy', '--bucket', 'data', '--policy', lets('*')),
    'a bucket for another account, by a file': script(
      `echo '${lets({ AWS: ['arn:aws:iam::111122223333:root'] })}' > /tmp/p; aws s3api put-bucket-policy --bucket data --policy file:///tmp/p`,
    ),
    'a list of rights for everybody': script('aws s3api put-bucket-acl --bucket data --acl public-read'),
    'a key for another account': script(
      'aws kms create-grant --key-id a --grantee-principal arn:aws:iam::111122223333:role/x --operations Decrypt',
    ),
    'a function for another account': script(
      'aws lambda add-permission --function-name arn:aws:lambda:eu-west-1:444455556666:function:a --statement-id a --action lambda:InvokeFunction --principal 111122223333',
    ),
    'a bucket that is copied to another account': script(
      `aws s3api put-bucket-replication --bucket data --replication-configuration '{"Rules":[{"Destination":{"Bucket":"arn:aws:s3:::x","Account":"111122223333"}}]}'`,
    ),
    'SSH for the internet': script(
      'aws ec2 authorize-security-group-ingress --group-id sg-1 --protocol tcp --port 22 --cidr 0.0.0.0/0',
    ),
    'a disk on Google for everybody who signs in': script(
      'gcloud compute images add-iam-policy-binding a --member=allAuthenticatedUsers --role=roles/compute.imageUser',
    ),
    'a bucket on Google, in the older client': script('gsutil iam ch allUsers:objectViewer gs://data'),
    'every port of machines on Google': script(
      'gcloud compute firewall-rules create a --allow all --source-ranges 0.0.0.0/0',
    ),
    'storage on Azure': script('az storage account update -n data -g a --allow-blob-public-access true'),
    'a container of storage on Azure': script(
      'az storage container set-permission -n docs --account-name data --public-access container',
    ),
    'every port of machines on Azure': script(
      "az network nsg rule create -g a --nsg-name a -n a --priority 100 --access Allow --source-address-prefixes '*' --destination-port-ranges '*'",
    ),
    'a policy that was fetched, with an account put into it': script(
      `aws s3api get-bucket-policy --bucket data --query Policy --output text | jq -c '.Statement += [{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:root"},"Action":"s3:*","Resource":"arn:aws:s3:::data/*"}]' > p.json; aws s3api put-bucket-policy --bucket data --policy file://p.json`,
    ),
    'a policy that was fetched, with everybody put into it': script(
      `aws s3api get-bucket-policy --bucket data --query Policy --output text | sed 's/"Statement":\\[/&{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::data\\/*"},/' > p.json; aws s3api put-bucket-policy --bucket data --policy file://p.json`,
    ),
    'a database on Google for every address': script(
      'gcloud sql instances patch shop --authorized-networks=198.51.100.7/32,0.0.0.0/0 --quiet',
    ),
  },
  staysSilent: {
    'a database on Google for one address': script(
      'gcloud sql instances patch shop --authorized-networks=198.51.100.7/32 --quiet',
    ),
    'a policy that was fetched, with a ban put into it': script(
      `aws s3api get-bucket-policy --bucket data --query Policy --output text | jq -c '.Statement += [{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]' > p.json; aws s3api put-bucket-policy --bucket data --policy file://p.json`,
    ),
    'sharing that is taken back': script(
      'aws ec2 modify-snapshot-attribute --snapshot-id a --attribute createVolumePermission --operation-type remove --user-ids 111122223333',
    ),
    'a snapshot for an account in a variable': script(
      'aws ec2 modify-snapshot-attribute --snapshot-id $S --attribute createVolumePermission --operation-type add --user-ids $BACKUP_ACCOUNT',
    ),
    'a policy for the own account': script(
      `aws s3api put-bucket-policy --bucket data --policy '${lets({ AWS: 'arn:aws:iam::111122223333:role/app' })}'; aws sns publish --topic-arn arn:aws:sns:eu-west-1:111122223333:done --message ok`,
    ),
    'a policy that denies': script(
      `aws s3api put-bucket-policy --bucket data --policy '${policy({ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } })}'`,
    ),
    'a policy for the own organisation': script(
      `aws s3api put-bucket-policy --bucket data --policy '${lets('*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } })}'`,
    ),
    'a service that calls a function': script(
      'aws lambda add-permission --function-name a --statement-id b --action lambda:InvokeFunction --principal events.amazonaws.com',
    ),
    'a port of a website': script(
      'aws ec2 authorize-security-group-ingress --group-id sg-1 --protocol tcp --port 443 --cidr 0.0.0.0/0',
    ),
    'an own address for SSH': script(
      'aws ec2 authorize-security-group-ingress --group-id sg-1 --protocol tcp --port 22 --cidr 198.51.100.7/32',
    ),
    'a web service for everybody': script(
      'gcloud run services add-iam-policy-binding shop --member=allUsers --role=roles/run.invoker',
    ),
    'rights for an own account on Google': script(
      'gcloud storage buckets add-iam-policy-binding gs://a --member=serviceAccount:a@shop.iam.gserviceaccount.com --role=roles/storage.objectViewer',
    ),
    'rights that are taken away on Google': script('gsutil acl ch -d AllUsers gs://data'),
    'storage on Azure that is closed': script(
      'az storage account update -n data -g a --allow-blob-public-access false',
    ),
    'snapshots that are listed': script('aws ec2 describe-snapshots --owner-ids 111122223333'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
