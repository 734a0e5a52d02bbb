import { blank, indicatorTable, script, UNSEEN } from '../testing.ts';
import { commandClusterNamesOutside } from './cluster-names-outside.ts';

const rewritten = (by: string): string =>
  `kubectl -n kube-system get cm coredns -o yaml | sed '${by}' | kubectl replace -f -`;

indicatorTable(commandClusterNamesOutside, {
  fires: {
    'a table of hosts put in by sed': script(
      rewritten('s/ready/hosts {\\n 203.0.113.40 login.shop.example.com\\n fallthrough\\n}\\nready/'),
    ),
    'an answer made up': script(
      rewritten('s/ready/template IN A pay.example.com {\\n answer "{{ .Name }} 60 IN A 203.0.113.40"\\n}/'),
    ),
    'a manifest': script(
      "printf 'kind: ConfigMap\\nmetadata:\\n  name: coredns-custom\\ndata:\\n  x.override: |\\n    hosts {\\n      198.51.100.9 registry.example.com\\n    }\\n' | kubectl apply -f -",
    ),
    'a patch from a file': script(
      `echo '{"data":{"Corefile":".:53 {\\n hosts {\\n 203.0.113.40 sso.example.com\\n }\\n}"}}' > /tmp/p; kubectl -n kube-system patch cm coredns --type merge --patch-file /tmp/p`,
    ),
  },
  staysSilent: {
    'resolvers outside that are asked': script(rewritten('s/forward . .*/forward . 1.1.1.1 9.9.9.9/')),
    'a zone of the company': script(rewritten('s/ready/example.com:53 {\\n forward . 10.0.0.2\\n}\\nready/')),
    'inner addresses': script(rewritten('s/ready/hosts {\\n 10.0.0.7 git.example.com\\n}\\nready/')),
    'a name for another': script(rewritten('s/ready/rewrite name a.example.com b.shop.svc.cluster.local\\nready/')),
    'an address in another job': script('echo "203.0.113.40 login.example.com" > /data/hosts'),
    'no command': blank,
  },
  cannotTell: UNSEEN,
});
