import type { Stage } from '../stage.ts';
import { care, cronWorkflows, database, nightlyTraining } from './care.ts';
import {
  configMap,
  cronJob,
  deployment,
  disruptionBudget,
  job,
  list,
  nodeAgents,
  scheduled,
  service,
} from './workloads.ts';

/** First things: what an administrator and a developer put there with kubectl. */
export const begin = async (stage: Stage): Promise<void> => {
  for (const agent of nodeAgents) await stage.kubectl('admin', 'apply -f -', agent);
  await stage.kubectl(
    'admin',
    `create secret generic orders-db -n payments --from-literal=url=postgres://orders-db.payments.svc/orders`,
  );
  await stage.kubectl('admin', 'create namespace trivy-system');
  await stage.kubectl('admin', 'create serviceaccount restarter -n shop');
  await stage.kubectl(
    'admin',
    'create rolebinding restarter -n shop --clusterrole=edit --serviceaccount=shop:restarter',
  );
  for (const one of care) await stage.kubectl('admin', 'apply -f -', one);
  await stage.kubectl('admin', 'apply -f -', database);
  await stage.kubectl('admin', 'apply -f -', cronWorkflows);
  await stage.kubectl('admin', 'wait --for=condition=Established crd/cronworkflows.argoproj.io --timeout=20s');
  await stage.kubectl('admin', 'apply -f -', nightlyTraining);
  await stage.kubectl('admin', 'apply -f -', {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'jobs', namespace: 'shop' },
    spec: { hard: { 'count/cronjobs.batch': '60', pods: '150' } },
  });
  await stage.kubectl(
    'developer',
    'apply -n shop -f -',
    list([
      configMap('storefront', 'shop', { THEME: 'light' }),
      service('storefront', 'shop'),
      deployment('storefront', 'shop', 4, '1.0.0'),
      disruptionBudget('storefront', 'shop', { minAvailable: 3 }),
    ]),
  );
  for (const one of scheduled) {
    await stage.kubectl(one.metadata.namespace === 'shop' ? 'developer' : 'ci', 'apply -f -', one);
  }
  await stage.kubectl('ci', 'apply -f -', list(scheduled.filter(({ metadata }) => metadata.namespace === 'payments')));
};

/** Every way to change a thing that kubectl and clients have. */
export const change = async (stage: Stage): Promise<void> => {
  const patch = (type: string, of: string, text: string): Promise<string> =>
    stage.kubectl('developer', `patch ${of} -n shop --type=${type} -p '${text}'`);
  await patch('json', 'cronjob/price-feed', '[{"op":"replace","path":"/spec/schedule","value":"*/3 * * * *"}]');
  await patch(
    'json',
    'cronjob/price-feed',
    '[{"op":"test","path":"/spec/suspend","value":false},{"op":"add","path":"/metadata/annotations/reviewed","value":"yes"}]',
  );
  await patch('merge', 'cronjob/heartbeat', '{"spec":{"suspend":true}}');
  await patch('merge', 'cronjob/heartbeat', '{"spec":{"suspend":false,"startingDeadlineSeconds":120}}');
  await patch(
    'merge',
    'cronjob/warm-cache',
    '{"metadata":{"labels":{"team":"storefront"}},"spec":{"failedJobsHistoryLimit":null}}',
  );
  await patch(
    'strategic',
    'cronjob/clear-sessions',
    '{"spec":{"jobTemplate":{"spec":{"template":{"spec":{"containers":[{"name":"main","image":"registry.example.com/shop/web:4.2.1"}]}}}}}}',
  );
  await patch(
    'strategic',
    'deployment/storefront',
    '{"spec":{"template":{"spec":{"containers":[{"name":"main","env":[{"name":"CACHE","value":"on"}]}]}}}}',
  );
  await patch(
    'strategic',
    'deployment/storefront',
    '{"metadata":{"annotations":{"kubernetes.io/change-cause":"cache on"}}}',
  );

  const report = cronJob('sales-report', 'shop', '*/5 * * * *', { image: 'report:3.0', args: ['daily'] });
  await stage.kubectl('developer', 'apply --server-side --field-manager=dana -f -', report);
  await stage.kubectl(
    'ci',
    'apply --server-side --field-manager=pipeline -f -',
    cronJob('sales-report', 'shop', '*/6 * * * *', { image: 'report:3.1', args: ['daily'] }),
    'refused',
  );
  await stage.kubectl(
    'ci',
    'apply --server-side --force-conflicts --field-manager=pipeline -f -',
    cronJob('sales-report', 'shop', '*/6 * * * *', { image: 'report:3.1', args: ['daily'] }),
  );

  await stage.kubectl('developer', 'set image cronjob/mail-queue -n shop main=registry.example.com/shop/mailer:1.9.4');
  await stage.kubectl('developer', 'set env cronjob/mail-queue -n shop BATCH=200');
  await stage.kubectl('developer', 'set resources deployment/storefront -n shop -c=main --limits=memory=192Mi');
  await stage.kubectl(
    'developer',
    'annotate cronjob clear-sessions -n shop runbook=https://docs.example.com/sessions --overwrite',
  );
  await stage.kubectl('developer', 'label cronjob --all -n shop cost-centre=4711 --overwrite');
  const text = await stage.kubectl('developer', 'get cronjob warm-cache -n shop -o json');
  await stage.kubectl('developer', 'replace -f -', text);
  await stage.kubectl(
    'developer',
    'replace --force -f -',
    cronJob('sales-report', 'shop', '*/7 * * * *', { image: 'report:3.1', args: ['daily'] }),
  );
  await stage.kubectl('developer', 'apply -n shop -f -', { ...report, apiVersion: 'batch/v1' });
  await operatorUpdate(stage);
};

/** An update as operators do it: read, change, put back. */
const operatorUpdate = async (stage: Stage): Promise<void> => {
  const path = '/apis/batch/v1/namespaces/shop/cronjobs/clear-sessions';
  const read = await stage.ask('gitops', { path });
  const object: { spec: Record<string, unknown> } = JSON.parse(read.text);
  object.spec.successfulJobsHistoryLimit = 1;
  await stage.ask('gitops', { method: 'PUT', path: `${path}?fieldManager=tuner`, body: object });
  // The version that was read is old by now.
  await stage.ask(
    'gitops',
    { method: 'PUT', path: `${path}?fieldManager=tuner`, body: { ...object, status: {} } },
    'refused',
  );
};

/** Jobs started by hand and by programs. */
export const startJobs = async (stage: Stage, round: number): Promise<void> => {
  await stage.kubectl('oncall', `create job clear-now-${round} --from=cronjob/clear-sessions -n shop`);
  await stage.kubectl('oncall', `create job backup-now-${round} --from=cronjob/orders-backup -n payments`);
  await stage.kubectl(
    'developer',
    `create job migrate-${round} -n shop --image=registry.example.com/shop/web:4.2.1 -- python manage.py migrate --noinput`,
  );
  const { metadata, ...rest } = job('import', 'shop', { image: 'feeds:2026.11', args: ['import', '--all'] });
  const generated = { ...rest, metadata: { namespace: metadata.namespace, generateName: 'import-' } };
  await stage.kubectl('ci', 'create -f -', generated);
  await stage.ask('ci', {
    method: 'POST',
    path: '/apis/batch/v1/namespaces/shop/jobs',
    body: generated,
    userAgent: 'python-requests/2.32.3',
  });
  await stage.kubectl(
    'ci',
    'create -f -',
    job(
      `shards-${round}`,
      'shop',
      { image: 'feeds:2026.11', args: ['shard'] },
      { completions: 4, parallelism: 2, completionMode: 'Indexed' },
    ),
  );
  await stage.kubectl(
    'ci',
    'create -f -',
    job(
      `fails-${round}`,
      'shop',
      { image: 'feeds:2026.11', command: ['/bin/sh', '-c', 'echo no input; exit 1'] },
      { backoffLimit: 1 },
    ),
  );
  await stage.kubectl('developer', `run look-${round} -n shop --image=busybox:1.37 --restart=Never -- sleep 5`);
  await stage.kubectl('developer', `patch job shards-${round} -n shop --type=merge -p '{"spec":{"suspend":true}}'`);
  await stage.kubectl('developer', `patch job shards-${round} -n shop --type=merge -p '{"spec":{"suspend":false}}'`);
  await stage.kubectl('oncall', `delete job clear-now-${round} -n shop --wait=false`);
  await stage.kubectl('developer', `delete pod look-${round} -n shop --wait=false`);
};

/** Tries that change nothing. */
export const dryRuns = async (stage: Stage): Promise<void> => {
  const body = cronJob('trial', 'shop', '0 4 * * *', { image: 'web:4.2.0', args: ['tidy'] });
  await stage.kubectl('developer', 'create --dry-run=server -f -', body);
  await stage.kubectl('developer', 'apply --dry-run=server -f -', body);
  await stage.kubectl('developer', 'apply --dry-run=server --server-side -f -', body);
  await stage.kubectl(
    'developer',
    `patch cronjob heartbeat -n shop --dry-run=server --type=merge -p '{"spec":{"suspend":true}}'`,
  );
  await stage.kubectl('developer', 'delete cronjob heartbeat -n shop --dry-run=server');
  await stage.kubectl('developer', 'create job trial --from=cronjob/heartbeat -n shop --dry-run=server');
  await stage.kubectl('developer', 'diff -n shop -f -', scheduled[0], 'refused');
};

/** Roll-outs and scaling. */
export const rollOuts = async (stage: Stage): Promise<void> => {
  const deployed = 'deployment/storefront -n shop';
  await stage.kubectl('developer', `set image ${deployed} main=registry.example.com/shop/storefront:1.1.0`);
  await stage.kubectl('developer', `rollout status ${deployed} --timeout=40s`);
  await stage.kubectl('developer', `rollout history ${deployed}`);
  await stage.kubectl('developer', `rollout undo ${deployed}`);
  await stage.kubectl('developer', `rollout pause ${deployed}`);
  await stage.kubectl('developer', `rollout resume ${deployed}`);
  await stage.kubectl('developer', `rollout restart ${deployed}`);
  await stage.kubectl('admin', 'rollout restart daemonset/fluent-bit -n monitoring');
  await stage.kubectl('developer', `scale ${deployed} --replicas=6`);
  await stage.kubectl('developer', `scale ${deployed} --current-replicas=6 --replicas=4`);
  await stage.kubectl('developer', `autoscale ${deployed} --min=3 --max=6 --cpu=80%`);
  await stage.kubectl('developer', 'delete hpa storefront -n shop');
};

/** What people look at. */
export const reads: readonly (readonly ['developer' | 'oncall' | 'auditor', string])[] = [
  ['developer', 'get pods -n shop'],
  ['developer', 'get cronjobs,jobs -n shop -o wide'],
  ['developer', 'describe cronjob clear-sessions -n shop'],
  ['developer', 'get deployment storefront -n shop -o yaml'],
  ['developer', 'get events -n shop --sort-by=.lastTimestamp'],
  ['developer', 'auth can-i create jobs -n shop'],
  ['developer', 'api-resources --namespaced=true'],
  ['developer', 'explain cronjob.spec.jobTemplate'],
  ['oncall', 'get pods -A -o wide'],
  ['oncall', 'get nodes'],
  ['oncall', 'describe node node-a'],
  ['oncall', 'get jobs -A --field-selector=status.successful=1'],
  ['oncall', 'get cronjob orders-backup -n payments -o json'],
  ['auditor', 'get cronjobs -A -o yaml'],
  ['auditor', 'get rolebindings -n shop'],
  ['auditor', 'version'],
];

/** Into containers: the nodes run none, so the server answers with an error, but the request is logged as on any other. */
export const lookInside = async (stage: Stage): Promise<void> => {
  await stage.kubectl('developer', 'rollout status deployment/storefront -n shop --timeout=60s');
  const pod = (
    await stage.kubectl(
      'developer',
      'get pods -n shop -l app=storefront --field-selector=status.phase=Running -o jsonpath={.items[0].metadata.name}',
    )
  ).trim();
  await stage.kubectl('developer', `logs ${pod} -n shop --tail=20`, undefined, 'refused');
  await stage.kubectl('developer', `exec ${pod} -n shop -- ls /tmp`, undefined, 'refused');
  await stage.kubectl('developer', `port-forward ${pod} -n shop 0:8080`, undefined, 'refused');
  const debug = `debug ${pod} -n shop --image=busybox:1.37 --target=main --attach=false -- sleep 5`;
  await stage.kubectl('developer', debug, undefined, 'forbidden');
  await stage.kubectl('admin', debug);
};

/** A node is emptied and taken back. The budget of the shop window lets one pod go at a time. */
export const drain = async (stage: Stage): Promise<void> => {
  await stage.kubectl('developer', 'scale deployment/storefront -n shop --replicas=6');
  await stage.kubectl('developer', 'rollout status deployment/storefront -n shop --timeout=40s');
  await stage.kubectl('admin', `patch pdb storefront -n shop --type=merge -p '{"spec":{"minAvailable":5}}'`);
  await stage.kubectl('oncall', 'cordon node-b');
  await stage.kubectl('oncall', 'drain node-b --ignore-daemonsets --delete-emptydir-data --force --timeout=50s');
  await stage.kubectl('oncall', 'uncordon node-b');
};

/** Namespaces, rights, definitions and accounts come and go. */
export const administer = async (stage: Stage, round: number): Promise<void> => {
  const namespace = `preview-${round}`;
  await stage.kubectl('admin', `create namespace ${namespace}`);
  await stage.kubectl('admin', `label namespace ${namespace} pod-security.kubernetes.io/enforce=restricted`);
  await stage.kubectl('admin', `create serviceaccount runner -n ${namespace}`);
  await stage.kubectl('admin', `create rolebinding developers -n ${namespace} --clusterrole=edit --group=developers`);
  await stage.kubectl('admin', `create token runner -n ${namespace}`);
  await stage.kubectl(
    'developer',
    `apply -n ${namespace} -f -`,
    list([
      deployment('preview', namespace, 1, '1.1.0'),
      cronJob('seed', namespace, '* * * * *', { image: 'web:4.2.1', args: ['seed'] }),
    ]),
  );
  await stage.kubectl('developer', `create job hello -n ${namespace} --image=busybox:1.37 -- echo hello`);
  await stage.kubectl('impersonator', 'get pods -n shop --as dana@example.com --as-group developers');
  await stage.kubectl('admin', `delete namespace ${namespace} --wait=false`);
};
