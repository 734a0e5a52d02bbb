import { indicatorTable, passes, runs, script, UNSEEN } from '../testing.ts';
import { commandOpenProxy } from './open-proxy.ts';

indicatorTable(commandOpenProxy, {
  fires: {
    'all addresses and every host': runs('kubectl', 'proxy', '--address=0.0.0.0', '--accept-hosts=.*'),
    'values in words of their own': runs('kubectl', 'proxy', '--accept-hosts', '^.*$', '--address', '0.0.0.0'),
    'quotes inside a script': script(`kubectl proxy --port=8001 --address='0.0.0.0' --accept-hosts='^.*$' &`),
    'the filter switched off': script('kubectl proxy --disable-filter --address=0.0.0.0 --port 80'),
    'the filter switched off, last': script('kubectl proxy --address=0.0.0.0 --disable-filter=true'),
    'every address of the newer protocol': runs('kubectl', 'proxy', '--address=::', '--accept-hosts=.*'),
    'another client': script('oc proxy --address=0.0.0.0 --accept-hosts=.*'),
    'options before the verb': script('kubectl --kubeconfig /k -v 4 proxy --address 0.0.0.0 --accept-hosts ".*"'),
    'behind wrappers, the address in a variable': script(
      'A=0.0.0.0; nohup timeout 3600 kubectl proxy --address=$A --accept-hosts=.* >/dev/null',
    ),
    'a pattern in brackets': script(`kubectl proxy --address=0.0.0.0 --accept-hosts='^(.*)$'`),
    'only arguments, for the entrypoint of the image': passes(
      ...(['example.com/tools/kubectl:1.36', 'proxy', '--address=0.0.0.0', '--accept-hosts=.*'] as const),
    ),
  },
  staysSilent: {
    'as it is meant': runs('kubectl', 'proxy', '--port=8001'),
    'the loopback alone': runs('kubectl', 'proxy', '--address=127.0.0.1', '--accept-hosts=.*'),
    'all addresses for hosts that are named': runs(
      ...['kubectl', 'proxy', '--address=0.0.0.0', '--accept-hosts=^metrics\\.example\\.com$'],
    ),
    'the filter left on': runs('kubectl', 'proxy', '--address=0.0.0.0', '--disable-filter=false'),
    'a port that is passed on': script('kubectl port-forward --address 0.0.0.0 svc/web 8080:80'),
    'a rollout of what is called proxy': script('kubectl rollout restart deployment proxy'),
    'a proxy that is no client': script('cloud-sql-proxy --address=0.0.0.0 acme:eu:db'),
    'a message': script('echo "kubectl proxy --address=0.0.0.0 --accept-hosts=.*"'),
  },
  cannotTell: UNSEEN,
});
