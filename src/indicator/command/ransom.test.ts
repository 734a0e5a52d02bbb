import { indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandRansom } from './ransom.ts';

indicatorTable(commandRansom, {
  fires: {
    'a shell for each file that a search gave': script(
      `K=$(openssl rand -hex 32); find /share -type f -print0 | xargs -0 -I{} sh -c 'openssl enc -aes-256-ctr -k '$K' -in "$1" -out "$1.x" && rm -f "$1"' _ {}`,
    ),
    'the same with its name in the text': script(
      "find /share -type f | xargs -I{} sh -c 'gpg --batch --passphrase x -c {} && shred -u {}'",
    ),
    'objects that are copied onto themselves with a key, in Python': runs(
      'python3',
      '-c',
      "import boto3,os\nc=boto3.client('s3')\nfor o in c.list_objects_v2(Bucket='data')['Contents']:\n  c.copy_object(Bucket='data',Key=o['Key'],CopySource={'Bucket':'data','Key':o['Key']},SSECustomerAlgorithm='AES256',SSECustomerKey=os.urandom(32))",
    ),
    'a bucket that is written over itself': script(
      'aws s3 cp s3://data s3://data --recursive --sse-c AES256 --sse-c-key fileb://k',
    ),
    'a note that says what is gone and what it costs': script(
      'rm -rf /data/*; echo "Your data is gone. Send 0.05 BTC to bc1qexampleexampleexample" > /data/NOTE.txt',
    ),
    'file by file in a loop': script(
      'for f in /data/*; do openssl enc -aes-256-cbc -k "$K" -in "$f" -out "$f.enc"; rm "$f"; done',
    ),
    'what a search gives': script(
      `find /data -type f | while read f; do gpg --batch --passphrase "$K" -c "$f" && rm -f "$f"; done`,
    ),
    'by the search itself': script(
      `find /data -type f -exec openssl enc -aes-256-cbc -k x -in {} -out {}.enc \\; -exec rm {} \\;`,
    ),
    'a shell behind the search': script(
      `find /data -type f -exec sh -c 'openssl enc -aes-256-ctr -pass pass:x -in "$1" -out "$1.x" && shred -u "$1"' _ {} \\;`,
    ),
    'joined options of gpg': script('for f in /data/*; do gpg -yc --passphrase x "$f"; rm "$f"; done'),
    'a cipher without the word for it': script(
      'for f in $(ls /data); do openssl aes-256-cbc -e -in $f -out $f.locked -k x; unlink $f; done',
    ),
    'for the owner of a key': script('for f in /data/*; do age -r age1example -o "$f.age" "$f"; shred -u "$f"; done'),
    'an archive with a password, moved in': script('for f in /data/*; do zip -P x "$f.zip" "$f"; rm -rf "$f"; done'),
    'an archive that takes the originals with it': script(
      'for f in /data/*; do 7z a -psecret -sdel "$f.7z" "$f"; done',
    ),
    'the copy takes the name of the original': script(
      'for f in /data/*; do openssl enc -aes-256-cbc -k x -in "$f" -out /tmp/o; mv /tmp/o "$f"; done',
    ),
    'a note': script('echo "Your data was backed up. Send 0.05 BTC to bc1qexample to recover it." > /data/README'),
    'names in capitals that a loop reads': script(
      'find /data -type f -print | while IFS= read -r F; do openssl enc -aes-256-cbc -k x -in "$F" -out "$F.x"; rm "$F"; done',
    ),
    'a note in a table of a database': script(
      `mysql -e "CREATE TABLE WARNING (t text); INSERT INTO WARNING VALUES ('to restore your data pay 0.1 bitcoin')"`,
    ),
    'a note where data was dropped': script(
      `psql -c "DROP SCHEMA public CASCADE; CREATE SCHEMA public; CREATE TABLE r(m text); INSERT INTO r VALUES ('send 0.5 BTC to bc1qexampleexample')"`,
    ),
    'a program that is told to do both': script('/app/a --path /mnt --mode encrypt --note /app/RESTORE-FILES.txt'),
  },
  staysSilent: {
    'each file of a backup, whose originals stay': script(
      "find /backup -name '*.gz' | xargs -I{} sh -c 'openssl enc -aes-256-cbc -pass file:/k -in {} -out {}.enc'; ls -t /backup/*.enc | tail -n +15 | xargs rm -f",
    ),
    'each file is opened again': script(
      "find /in -name '*.enc' | xargs -I{} sh -c 'openssl enc -d -aes-256-cbc -pass file:/k -in {} -out {}.txt && rm {}'",
    ),
    'a payment that a service holds back': script(
      `curl -d '{"text":"Your BTC payout is locked, please contact treasury"}' https://hooks.slack.com/services/T/B/x`,
    ),
    'what an app tells of files that are gone': script(
      'echo "your old reports are gone, contact ops@example.com" > /data/NOTE.txt',
    ),
    'a backup that is encrypted': script('/app/backup --encrypt --output /backup/readme.txt.gpg'),
    'documentation that is built': script('/app/docs --mode html --note /docs/README.md'),
    'a copy with a key of its own': script(
      'aws s3 cp s3://data s3://data-copy --recursive --sse-c AES256 --sse-c-key fileb://k',
    ),
    'objects that are copied elsewhere with a key, in Python': runs(
      'python3',
      '-c',
      "import boto3\nc=boto3.client('s3')\nc.copy_object(Bucket='data-copy',Key='a',CopySource={'Bucket':'data','Key':'a'},SSECustomerAlgorithm='AES256',SSECustomerKey='k')",
    ),
    'objects that get a new key, in Python': runs(
      'python3',
      '-c',
      "import boto3\nc=boto3.client('s3')\nc.copy_object(Bucket='data',Key='a',CopySource={'Bucket':'data','Key':'a'},CopySourceSSECustomerAlgorithm='AES256',CopySourceSSECustomerKey='o',SSECustomerAlgorithm='AES256',SSECustomerKey='k')",
    ),
    'a bucket that gets the key of the account': script('aws s3 cp s3://data s3://data --recursive --sse aws:kms'),
    'tables about coins that are made anew': script(
      'psql -c "DROP SCHEMA app CASCADE; CREATE SCHEMA app; CREATE TABLE transfer(btc numeric, send date)"',
    ),
    'one archive': script('tar czf - /data | openssl enc -aes-256-cbc -pass env:K -out /backup/d.tgz.enc'),
    'one archive, the plain one removed': script(
      'tar czf /tmp/d.tgz /data; openssl enc -aes-256-cbc -pass file:/k -in /tmp/d.tgz -out /b/d.enc; rm /tmp/d.tgz',
    ),
    'one archive with its name in a variable': script(
      'F=/tmp/db-$(date +%F).sql; pg_dump a > $F; gpg -e -r ops@example.com $F; rm $F',
    ),
    'the plain dump is removed, named by the container': script(
      'gpg --encrypt --recipient ops@example.com "$BACKUP_FILE" && rm "$BACKUP_FILE"',
    ),
    'a file that is made for it': script(
      'T=$(mktemp); pg_dump a > "$T"; gpg -c "$T"; aws s3 cp "$T.gpg" s3://b/; rm "$T"',
    ),
    'the newest dump alone': script('F=$(ls -t /b/*.sql | head -1); gpg -e -r ops@example.com "$F" && rm "$F"'),
    'a price of a currency that is kept': script(
      `psql -c "insert into prices values ('BTC', 1); -- pay out when the backup is restored"`,
    ),
    'a dump that is encrypted on its way': script('pg_dump a | gpg -c --passphrase-file /k | aws s3 cp - s3://b/a.gpg'),
    'decryption in a loop': script(
      'for f in /in/*.enc; do openssl enc -d -aes-256-cbc -k "$K" -in "$f" -out "$f.plain"; rm "$f"; done',
    ),
    'decryption by gpg': script('for f in /in/*.gpg; do gpg -d -o "$f.plain" "$f"; rm "$f"; done'),
    'compression in a loop': script('for f in /logs/*.log; do gzip -c "$f" > "$f.gz"; rm "$f"; done'),
    'a zip without a password': script('for f in /logs/*; do zip -q "$f.zip" "$f" && rm "$f"; done'),
    'a readme of a backup tool': script(`printf 'To restore a backup, run restore.sh' > /backup/README`),
    'a message about a backup': script(
      `curl -d '{"text":"backup done, restore tested"}' https://chat.example.com/hook; echo "send report" > /tmp/a`,
    ),
    'a job of payments that keeps a state': script(
      `echo 'recovered 3 payments' > /tmp/state; psql -c "select id from payments where state = 'restored'"`,
    ),
    'a restore whose end is sent as a message': script(
      `psql -c "insert into log values ('restore of backup finished, send mail to ops')"`,
    ),
    'a checksum of each file': script('for f in /b/*; do openssl dgst -sha256 "$f" > "$f.sha"; done; rm -f "$f"'),
  },
  cannotTell: UNSEEN,
});
