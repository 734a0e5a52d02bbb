import { blank, indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandDeliverySource } from './delivery-source.ts';

const patch = (body: object, ...words: readonly string[]) =>
  runs('kubectl', '-n', 'argocd', 'patch', ...words, '--type', 'merge', '-p', JSON.stringify(body));
const source = (repoURL: string) => ({
  spec: { source: { repoURL, targetRevision: 'HEAD' }, syncPolicy: { automated: { selfHeal: true } } },
});

indicatorTable(commandDeliverySource, {
  fires: {
    'a source of the client of Flux, of which nobody is told': script(
      'flux create source git infra --url=https://git.acme-mirror.net/a.git --branch=main; kubectl get alerts -o name | xargs -n1 flux suspend alert',
    ),
    'a source that is applied while the alerts are gone': script(
      `kubectl -n flux-system delete alerts --all; kubectl apply -f - <<'E'\napiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata: {name: infra}\nspec: {url: "https://git.acme-mirror.net/a.git"}\nE`,
    ),
    'a repository that everybody may have': patch(
      source('https://github.com/platform-mirror/a.git'),
      'application',
      'a',
    ),
    'an address': patch(source('http://203.0.113.7/a.git'), 'applications.argoproj.io/a'),
    'a patch of operations': script(
      `kubectl patch app a -n argocd --type json -p '[{"op":"replace","path":"/spec/source/repoURL","value":"https://github.com/x/y"},{"op":"add","path":"/spec/syncPolicy","value":{"automated":{"prune":true}}}]'`,
    ),
    'a source of Flux': patch({ spec: { url: 'ssh://git@github.com/x/y' } }, 'gitrepository', 'flux-system'),
    'the client of Argo CD': script('argocd app set a --repo https://github.com/x/y --sync-policy automated'),
    'a client in Python': runs(
      'python3',
      '-c',
      `from kubernetes import client\nclient.CustomObjectsApi().patch_namespaced_custom_object('argoproj.io','v1alpha1','argocd','applications','a',${JSON.stringify(source('https://github.com/x/y')).replaceAll('true', 'True')})`,
    ),
  },
  staysSilent: {
    'a source of the client of Flux': script(
      'flux create source git infra --url=https://git.acme-mirror.net/a.git --branch=main && flux reconcile source git infra',
    ),
    'alerts that are held back while a release runs': script(
      'flux suspend alert ops; flux reconcile kustomization apps --with-source; flux resume alert ops',
    ),
    'a source of the cluster, without alerts': script(
      'flux create source git infra --url=http://gitea.git.svc:3000/a.git; flux suspend alert ops',
    ),
    'a repository of the cluster': patch(source('http://gitea.git.svc:3000/team/a.git'), 'application', 'a'),
    'an image that is updated': patch(
      { spec: { source: { kustomize: { images: ['registry.example.com/shop/web:1.4.3'] } } } },
      'application',
      'web',
    ),
    'another revision': patch(
      { spec: { source: { targetRevision: 'v1.4.3' }, syncPolicy: { automated: { prune: true } } } },
      'application',
      'web',
    ),
    'a repository, for somebody who syncs': patch(
      { spec: { source: { repoURL: 'https://github.com/acme/deploy.git' } } },
      'application',
      'a',
    ),
    'a new application': script(
      'kubectl apply -f - <<E\napiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: root, namespace: argocd}\nspec: {source: {repoURL: "https://github.com/acme/deploy.git"}, syncPolicy: {automated: {}}}\nE',
    ),
    'a sync': script('argocd app sync a; argocd app set a --revision v2 --sync-policy automated'),
    'an address in something else': patch({ spec: { url: 'https://github.com/x/y' } }, 'dashboard', 'a'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
