import { blank, indicatorTable, runs, script, scriptOn, UNSEEN } from '../testing.ts';
import { commandFirewallFlush } from './firewall-flush.ts';

indicatorTable(commandFirewallFlush, {
  fires: {
    'all rules': runs('iptables', '-F'),
    'all rules of a table': script('iptables -t nat --flush; ip6tables-legacy -F'),
    'all tables': script('nft flush ruleset'),
  },
  staysSilent: {
    'on the node, which is told as that': scriptOn('/', 'chroot /host iptables -F'),
    'one rule that is taken away': script('iptables -D INPUT -p tcp --dport 80 -j ACCEPT'),
    'rules that are kept in a file': script('iptables-save > /tmp/rules; nft list ruleset'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
