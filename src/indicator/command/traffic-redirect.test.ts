import { blank, indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandTrafficRedirect } from './traffic-redirect.ts';

indicatorTable(commandTrafficRedirect, {
  fires: {
    'the address of the API server': script(
      'iptables -t nat -I PREROUTING -p tcp -d 10.96.0.1 --dport 443 -j DNAT --to-destination 203.0.113.39:443',
    ),
    'the newer tool': script('nft add rule ip nat output tcp dport 443 dnat to 203.0.113.39:8443'),
    'a real server of a virtual one': runs('ipvsadm', '-a', '-t', '10.96.0.1:443', '-r', '203.0.113.39:443', '-m'),
  },
  staysSilent: {
    'an address of the cluster': script(
      'iptables -t nat -A PREROUTING -p tcp --dport 80 -j DNAT --to-destination 10.1.2.3:8080',
    ),
    'a port of its own': script('iptables -t nat -A OUTPUT -p tcp --dport 80 -j REDIRECT --to-ports 15001'),
    masquerading: script('iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE'),
    'a host outside that is shut out': script('iptables -A OUTPUT -d 203.0.113.39 -j DROP'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
