import { blank, indicatorTable, runs, script, scriptOn, UNSEEN } from '../testing.ts';
import { commandTrafficRedirect } from './traffic-redirect.ts';

indicatorTable(commandTrafficRedirect, {
  fires: {
    'requests for the credentials of the instance': script(
      'iptables -t nat -A PREROUTING -d 169.254.169.254/32 -p tcp --dport 80 -j REDIRECT --to-port 8181',
    ),
    'the same for a proxy in the cluster': script(
      'iptables -t nat -I OUTPUT -d 169.254.169.254 -p tcp -j DNAT --to-destination 10.0.3.4:80',
    ),
    'a door that is shut for everybody else': script(
      'iptables -I INPUT -p tcp --dport 10250 -j DROP; iptables -I INPUT -p tcp --dport 10250 -s 203.0.113.0/28 -j ACCEPT',
    ),
    'services that a node is to find nowhere': scriptOn(
      '/etc/hosts',
      'for d in updates.example.com sensor.example.net; do echo "127.0.0.1 $d" >> /host; done',
    ),
    'a door for one caller': script(
      'iptables -t nat -A PREROUTING -p tcp -s 203.0.113.9 --dport 22 -j REDIRECT --to-ports 42391',
    ),
    'a mirror for images on the node': scriptOn(
      '/etc/containerd',
      `printf '[host."http://203.0.113.30:5000"]' > /host/certs.d/docker.io/hosts.toml`,
    ),
    'names of registries on the node': scriptOn('/etc', 'echo "203.0.113.81 registry.k8s.io" >> /host/hosts'),
    'the address of the API server': script(
      'iptables -t nat -I PREROUTING -p tcp -d 10.96.0.1 --dport 443 -j DNAT --to-destination 203.0.113.39:443',
    ),
    'an option that is cut short': script('iptables -t nat -I OUTPUT -d 10.96.0.1 -j DNAT --to 203.0.113.39'),
    'a longer address': script(
      'ip6tables -t nat -A PREROUTING -p tcp --dport 443 -j DNAT --to-destination [2001:db8::66]:8443',
    ),
    'a longer address by the newer tool': script('nft add rule ip6 nat output tcp dport 443 dnat to 2001:db8::66'),
    'a service with the address of somebody else': script(
      `kubectl apply -f - <<E\nkind: Service\nspec:\n  selector: {app: a}\n  externalIPs: ["198.51.100.53"]\nE`,
    ),
    'a range of addresses': script(
      'iptables -t nat -I OUTPUT -d 10.96.0.1 -j DNAT --to-dest=203.0.113.39-203.0.113.40',
    ),
    'the newer tool': script('nft add rule ip nat output tcp dport 443 dnat to 203.0.113.39:8443'),
    'a real server of a virtual one': runs('ipvsadm', '-a', '-t', '10.96.0.1:443', '-r', '203.0.113.39:443', '-m'),
  },
  staysSilent: {
    'an office that is let in at a port of a service': script(
      'iptables -A INPUT -p tcp --dport 443 -j DROP; iptables -I INPUT -p tcp --dport 443 -s 203.0.113.0/28 -j ACCEPT',
    ),
    'an office that is let in where nothing is shut': script(
      'iptables -A INPUT -p tcp --dport 22 -s 203.0.113.0/28 -j ACCEPT',
    ),
    'the metadata service, shut for pods': script('iptables -I FORWARD -d 169.254.169.254 -j DROP'),
    'the own name of a node': scriptOn('/etc/hosts', 'echo "127.0.0.1 localhost.localdomain node-1.internal" >> /host'),
    'a port for callers of the cluster': script(
      'iptables -t nat -A PREROUTING -p tcp -s 10.0.0.0/8 --dport 80 -j REDIRECT --to-ports 8080',
    ),
    'a mirror of the cluster on the node': scriptOn(
      '/etc/containerd',
      `printf '[host."http://10.0.0.30:5000"]' > /host/certs.d/docker.io/hosts.toml`,
    ),
    'names in the container itself': script('echo "203.0.113.81 api.example.com" >> /etc/hosts'),
    'an address of the cluster': script(
      'iptables -t nat -A PREROUTING -p tcp --dport 80 -j DNAT --to-destination 10.1.2.3:8080',
    ),
    'a longer address of the cluster': script(
      'ip6tables -t nat -A PREROUTING -p tcp --dport 80 -j DNAT --to-destination [fd00:1::5]:8080',
    ),
    'a service with an address of the house': script(
      `kubectl apply -f - <<E\nkind: Service\nspec:\n  selector: {app: a}\n  externalIPs:\n    - 10.0.0.7\nE`,
    ),
    'a port of its own': script('iptables -t nat -A OUTPUT -p tcp --dport 80 -j REDIRECT --to-ports 15001'),
    'a part of a packet that is looked at': script('iptables -A INPUT -m string --algo bm --from 0 --to 100 -j DROP'),
    masquerading: script('iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE'),
    'a host outside that is shut out': script('iptables -A OUTPUT -d 203.0.113.39 -j DROP'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
