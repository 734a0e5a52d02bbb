import { cronJob, indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandAddressSweep } from './address-sweep.ts';

indicatorTable(commandAddressSweep, {
  fires: {
    'the network that it finds itself in': script(
      "ip -o -f inet addr show | awk '/scope global/ {print $4}' | xargs nmap -p 10250,2379",
    ),
    'the same in a variable': script('N=$(hostname -I | cut -d. -f1-3).0/24; masscan -p443 $N'),
    'the whole internet': script('masscan 0.0.0.0/0 -p2375,2376 --rate 50000'),
    'a part of it at random': script('masscan $(shuf -i 1-223 -n 1).0.0.0/8 -p22'),
    'hosts at random': script('nmap -iR 1000 -p 22'),
    'the ports of a host': runs('bash', '-c', 'for p in {1..65535}; do (echo > /dev/tcp/db.prod/$p) && echo $p; done'),
    'the ports of a host, counted': runs(
      'bash',
      '-c',
      'for p in $(seq 1 10000); do timeout 1 bash -c "</dev/tcp/$H/$p"; done',
    ),
    'the ports of a host with netcat': script('nc -zvw1 db.prod 1-1024'),
    'the network as a file of the shell': runs(
      ...['bash', '-c', 'for i in {1..254}; do (echo > /dev/tcp/192.0.2.$i/22) 2>/dev/null && echo $i; done'],
    ),
    'a port of each host of a network': script('for i in $(seq 1 254); do nc -z -w 1 192.0.2.$i 22; done'),
    'two counted parts, in braces': script(
      `for a in $(seq 0 255); do for b in $(seq 0 255); do curl -m 1 "http://198.51.\${a}.\${b}:10250/pods"; done; done`,
    ),
    'a sign-in to each host': script(
      'for i in $(seq 2 99); do timeout 3 ssh -o StrictHostKeyChecking=no root@203.0.113.$i uptime; done',
    ),
    'behind wrappers of its own': script('seq 1 254 | while read n; do sudo timeout 1 ping -c1 192.0.2.$n & done'),
    'through xargs into a shell': script(`seq 1 254 | xargs -P 50 -I{} sh -c 'N={}; redis-cli -h 198.51.100.$N info'`),
    'a while that counts': script('i=$START; while [ $i -lt 255 ]; do wget -qO- 192.0.2.$i:8080; i=$((i+1)); done'),
    'a quoted name of a client': script('for i in $(seq 1 254); do n"c" -vz 192.0.2.$i 6379; done'),
    'in an option with a sign of equality': script('for i in $(seq 1 254); do mysql --host=192.0.2.$i -u root; done'),
  },
  staysSilent: {
    'ranges of the house that are written down': script(
      'nmap -sS --top-ports 100 -oX /out/a.xml 192.0.2.0/27 198.51.100.64/28',
    ),
    'the own address, for a server': script('A=$(hostname -i); /app/server --listen $A:8080'),
    'a network of its own': script('nmap -sT -p 443 10.0.0.0/8; nmap 198.51.100.0/24'),
    'ports of two services': runs(
      'bash',
      '-c',
      'for p in 5432 6379; do until (echo > /dev/tcp/db/$p); do sleep 1; done; done',
    ),
    'a wait with many tries': runs(
      'bash',
      '-c',
      'for i in $(seq 1 3600); do (echo > /dev/tcp/db/5432) && break; sleep 1; done',
    ),
    'one port with netcat': script('nc -z db 5432'),
    'one address': runs('nc', '-z', '192.0.2.7', '5432'),
    'a wait for a service': script('until nc -z postgres 5432; do sleep 2; done'),
    'hosts by name in a loop': script('for i in 0 1 2; do curl -fsS http://web-$i.web.shop.svc:8080/health; done'),
    'an address that is held by a variable': script('curl -fsS "http://$POD_IP:8080/metrics"'),
    'a version that is put together': script(
      'curl -fsSLO "https://dl.example.com/tool/1.4.$PATCH/tool-1.4.$PATCH.tgz"',
    ),
    'a version of two parts and a variable': script('wget https://dl.example.com/v2.10.$BUILD.tar.gz'),
    'addresses in a message': script('for i in $(seq 1 9); do echo "host 192.0.2.$i is ours"; done'),
    'three hosts by their last part': script('for n in 11 12 13; do ssh ops@192.0.2.$n "systemctl restart web"; done'),
    'a version in the body of a request': script('curl -d "version=1.4.$PATCH" https://ci.example.com/builds'),
    'a pool of addresses for a load balancer': script('kubectl patch pool a -p "{\\"from\\":\\"192.0.2.$I\\"}"'),
    'a variable of Kubernetes': cronJob({
      containers: [
        { name: 'main', image: 'a', env: [{ name: 'H', value: '192.0.2.4' }], command: ['curl', 'http://$(H)/'] },
      ],
    }),
    'a file whose name has numbers': script('psql -f /migrations/2026.11.$N.sql'),
  },
  cannotTell: UNSEEN,
});
