import { blank, indicatorTable, runs, script, UNSEEN, withFiles } from '../testing.ts';
import { commandTrafficMirror } from './traffic-mirror.ts';

const applied = (manifest: string) => script(`kubectl apply -f - <<'E'\n${manifest}\nE`);
const route = (mirror: string): string =>
  `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: web}\nspec:\n  hosts: [web]\n  http:\n  - route:\n    - destination: {host: web}\n    ${mirror}`;
const entry = (host: string): string =>
  `apiVersion: networking.istio.io/v1\nkind: ServiceEntry\nmetadata: {name: a}\nspec:\n  hosts:\n  - ${host}\n`;
const gateway = (name: string): string =>
  `apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nspec:\n  rules:\n  - filters:\n    - type: RequestMirror\n      requestMirror:\n        backendRef: {name: copy, port: 80}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: copy}\nspec: {type: ExternalName, externalName: ${name}}`;

indicatorTable(commandTrafficMirror, {
  fires: {
    'a route to a host of somebody else': applied(route('mirror: {host: copy.drop.example.net}')),
    'a route to a host that an entry names': applied(
      `${entry('example.net')}---\n${route('mirror:\n      host: example.net')}`,
    ),
    'a list of them': applied(
      route('mirrors:\n    - destination: {host: 203.0.113.7}\n      percentage: {value: 100}'),
    ),
    'a patch of a route': runs(
      'kubectl',
      ...['patch', 'virtualservice', 'web', '--type=merge', '-p'],
      '{"spec":{"http":[{"route":[{"destination":{"host":"web"}}],"mirror":{"host":"copy.drop.example.net"}}]}}',
    ),
    'the interface of gateways': applied(gateway('copy.drop.example.net')),
    'a filter of the proxy': applied(
      'kind: EnvoyFilter\nspec:\n  a: {request_mirror_policies: [{cluster: copy}]}\n  b: {clusters: [{endpoint: {address: {socket_address: {address: 203.0.113.7, port_value: 80}}}}]}',
    ),
    'an ingress': script(
      "kubectl annotate ingress web --overwrite 'nginx.ingress.kubernetes.io/mirror-target=https://copy.drop.example.net/$request_uri'",
    ),
    'in a ConfigMap': withFiles({ 'a.yaml': route('mirror: {host: copy.drop.example.net}') }, [
      'kubectl',
      'apply',
      '-f',
      '/m',
    ]),
  },
  staysSilent: {
    'a new version of the service': applied(route('mirror: {host: web-next, subset: v2}')),
    'a service of another namespace': applied(route('mirror: {host: web.shadow}')),
    'the same by its whole name': applied(route('mirror: {host: web.shadow.svc.cluster.local}')),
    'the interface of gateways, inside': applied(gateway('web.shadow.svc.cluster.local')),
    'an ingress that is mirrored inside': script(
      "kubectl annotate ingress web 'nginx.ingress.kubernetes.io/mirror-target=http://web-next.shop.svc:8080$request_uri'",
    ),
    'a host outside that is only known': applied(entry('api.example.net')),
    'a registry that mirrors': applied(
      'kind: ConfigMap\ndata: {mirror: "https://mirror.registry.example.net", host: registry.example.net}',
    ),
    'routes that are looked at': script('kubectl get virtualservice -A -o yaml | grep -A1 mirror'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
