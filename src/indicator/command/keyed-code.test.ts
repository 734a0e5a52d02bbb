import { cronJob, indicatorTable, UNSEEN } from '../testing.ts';
import { commandKeyedCode } from './keyed-code.ts';

const KEY = { name: 'AWS_SECRET_ACCESS_KEY', value: 'wJalrXUtnFEMIK7MDENGbPxRfiCYzzzz' };
const of = (text: string, env: readonly { readonly name: string; readonly value?: string }[] = [KEY]) =>
  cronJob({
    containers: [{ name: 'main', image: 'amazon/aws-cli', command: ['/bin/sh', '-c', text], env: [...env] }],
  });
const RUNS = 'aws s3 cp s3://jobs-2/t.sh /tmp/t.sh; sh /tmp/t.sh';

indicatorTable(commandKeyedCode, {
  fires: {
    'a script of a bucket': of(RUNS),
    'straight into a shell': of('aws s3 cp s3://jobs-2/t.sh - | bash'),
    'a key that the command sets': of(`export ${KEY.name}=${KEY.value}; ${RUNS}`, []),
    'storage of another provider': of(RUNS.replace('s3 cp', '--endpoint-url https://store.example.org s3 cp')),
    'a file of Azure': of('az storage blob download -c jobs -n t.sh -f /tmp/t.sh; sh /tmp/t.sh', [
      { name: 'AZURE_STORAGE_SAS_TOKEN', value: 'sv=2024-11-04&sig=a1b2c3d4e5f6' },
    ]),
  },
  staysSilent: {
    'a key of a Secret': of(RUNS, [{ name: KEY.name }]),
    'the identity of the pod': of(RUNS, []),
    'storage of the cluster': of(RUNS.replace('s3 cp', '--endpoint-url http://minio.store.svc:9000 s3 cp')),
    'storage of the cluster, in a variable': of(RUNS, [KEY, { name: 'AWS_ENDPOINT_URL', value: 'http://minio:9000' }]),
    'data of a bucket': of('aws s3 cp s3://jobs-2/t.csv /tmp/t.csv; python3 /app/load.py /tmp/t.csv'),
  },
  cannotTell: UNSEEN,
});
