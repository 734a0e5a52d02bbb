import { cronJob, indicatorTable, script, UNSEEN } from '../testing.ts';
import { commandFetchedCode } from './fetched-code.ts';

const of = (image: string, text: string) =>
  cronJob({ containers: [{ name: 'main', image, command: ['/bin/sh', '-c', text] }] });

indicatorTable(commandFetchedCode, {
  fires: {
    'a script of the account that publishes the image': of(
      'ghcr.io/acme/tools:2',
      'curl -o /tmp/check.sh https://raw.githubusercontent.com/Acme/api/main/check.sh; chmod +x /tmp/check.sh; /tmp/check.sh',
    ),
    'a script of a repository': script('git clone https://git.example.com/a/tools.git && sh tools/run.sh'),
    'a repository in a directory of its name': script(
      'git clone --depth 1 -b main https://git.example.com/a/tools /w && python3 /w/job.py',
    ),
    'options of git before the verb': script('git -C /w clone https://git.example.com/a/tools; cd /w/tools; ./run.sh'),
    'a depth in one word, wrapped': script('timeout 60 git clone --depth=1 git@git.example.com:a/t.git /t; exec /t/go'),
    'a file of a bucket': script('aws s3 cp s3://acme-scripts/job.sh /tmp/job.sh; chmod +x /tmp/job.sh; /tmp/job.sh'),
    'a bucket straight into a shell': script('aws s3 cp s3://acme-scripts/job.sh - | bash'),
    'another cloud, in the other order of options': script(
      'gsutil -q cp gs://acme-scripts/j.py . && python3 j.py --day today',
    ),
    'a file of another host': script('scp -P 2222 deploy@files.example.com:/srv/job.sh /tmp/j; sh /tmp/j'),
    'a remote of rclone': script('rclone cat remote:scripts/job.sh | sh'),
    'a repository in a variable': script('REPO=https://git.example.com/a/t.git; git clone "$REPO" /t; bash /t/x.sh'),
    'an init container that brings it': cronJob({
      volumes: [{ name: 'w', emptyDir: {} }],
      initContainers: [
        {
          name: 'clone',
          image: 'a',
          command: ['git', 'clone', 'https://git.example.com/a/t.git', '/w/t'],
          volumeMounts: [{ name: 'w', mountPath: '/w' }],
        },
      ],
      containers: [
        {
          name: 'main',
          image: 'a',
          command: ['sh', '/w/t/run.sh'],
          volumeMounts: [{ name: 'w', mountPath: '/w' }],
        },
      ],
    }),
  },
  staysSilent: {
    'a repository that is only read': script('git clone https://git.example.com/a/docs.git /d; ls /d'),
    'manifests of a repository': script('git clone https://git.example.com/a/conf.git c && kubectl apply -f c/base'),
    'a page that is built': script('git clone https://git.example.com/a/site.git s; cp -r s/public /usr/share/nginx'),
    'data of a bucket': script('aws s3 cp s3://acme-data/day.csv /tmp/day.csv; python3 /app/load.py /tmp/day.csv'),
    'a dump that is restored': script('aws s3 cp s3://acme-backups/a.sql.gz - | gunzip | psql orders'),
    'a copy to a bucket, then a program of the image': script('aws s3 cp /b/a.gz s3://acme-backups/; /app/report'),
    'a copy between hosts': script('rsync -a backup@nas.example.com:/b/ /b/ && /app/verify /b'),
    'a download by a web client': script('curl -fsSL https://get.example.com/x.sh | sh'),
    'a push': script('git push origin main; sh /app/after.sh'),
  },
  cannotTell: UNSEEN,
});
