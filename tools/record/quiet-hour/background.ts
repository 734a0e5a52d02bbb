import type { Stage } from '../stage.ts';

/**
 * Those who ask all day long: probes, monitoring, a GitOps controller, operators' leases, a terminal dashboard, a CI job that
 * waits. The requests are real and so are the identities; the programs are told apart by the user agents that they send.
 */
export const startBackground = (stage: Stage): void => {
  const probe = stage.client('anonymous', 'kube-probe/1.36');
  stage.poll('load balancer probes', 500, () => probe.ask({ path: '/livez' }));
  stage.poll('readiness probes', 1000, () => probe.ask({ path: '/readyz?verbose' }));

  const metrics = stage.client('metrics', 'kube-state-metrics/v2.17.0');
  for (const resource of [
    'api/v1/pods',
    'api/v1/nodes',
    'api/v1/services',
    'api/v1/namespaces',
    'apis/apps/v1/deployments',
    'apis/apps/v1/replicasets',
    'apis/apps/v1/daemonsets',
    'apis/apps/v1/statefulsets',
    'apis/batch/v1/jobs',
    'apis/batch/v1/cronjobs',
    'apis/coordination.k8s.io/v1/leases',
    'apis/discovery.k8s.io/v1/endpointslices',
  ]) {
    stage.poll(`metrics: ${resource}`, 800, () => metrics.ask({ path: `/${resource}?limit=500&resourceVersion=0` }));
  }
  stage.poll('metrics: watch of pods', 100, () =>
    metrics.ask({ path: '/api/v1/pods?watch=true&timeoutSeconds=3&allowWatchBookmarks=true' }),
  );

  const gitops = stage.client('gitops', 'argocd-application-controller/v0.0.0 (linux/amd64) kubernetes/$Format');
  for (const path of [
    'apis/apps/v1/namespaces/shop/deployments',
    'apis/batch/v1/namespaces/shop/cronjobs',
    'apis/batch/v1/namespaces/payments/cronjobs',
    'api/v1/namespaces/shop/configmaps',
    'api/v1/namespaces/shop/services',
    'apis/networking.k8s.io/v1/namespaces/shop/networkpolicies',
  ]) {
    stage.poll(`gitops: ${path}`, 500, () => gitops.ask({ path: `/${path}` }));
  }

  const dashboard = stage.client('developer', 'k9s/v0.50.9 (linux/amd64)');
  for (const path of [
    'api/v1/namespaces/shop/pods',
    'apis/batch/v1/namespaces/shop/jobs',
    'api/v1/namespaces/shop/events',
  ]) {
    stage.poll(`dashboard: ${path}`, 400, () => dashboard.ask({ path: `/${path}` }));
  }

  const pod = stage.client('pod', 'python-requests/2.32.3');
  stage.poll('a pod that reads its settings', 700, () =>
    pod.ask({ path: '/api/v1/namespaces/shop/configmaps/storefront' }),
  );

  const ci = stage.client('ci', 'Go-http-client/2.0');
  stage.poll('a CI job that waits', 400, () =>
    ci.ask({ path: '/apis/apps/v1/namespaces/shop/deployments/storefront' }),
  );

  startLeases(stage);
};

/** Operators that elect a leader among themselves, as most do. */
const startLeases = (stage: Stage): void => {
  const operator = stage.client('gitops', 'manager/v0.0.0 (linux/amd64) kubernetes/$Format');
  for (const name of [
    'cert-manager-controller',
    'ingress-leader',
    'external-secrets',
    'prometheus-operator',
    'velero',
  ]) {
    const path = '/apis/coordination.k8s.io/v1/namespaces/argocd/leases';
    let made = false;
    stage.poll(`lease: ${name}`, 700, async () => {
      const spec = {
        holderIdentity: `${name}-0`,
        leaseDurationSeconds: 15,
        renewTime: new Date().toISOString().replace('Z', '000Z'),
      };
      const lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name }, spec };
      if (!made) {
        await operator.ask({ method: 'POST', path, body: lease });
        made = true;
        return;
      }
      const read = await operator.ask({ path: `${path}/${name}` });
      const metadata: unknown = JSON.parse(read.text).metadata;
      await operator.ask({ method: 'PUT', path: `${path}/${name}`, body: { ...lease, metadata } });
    });
  }
};
