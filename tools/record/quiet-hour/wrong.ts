import type { Stage } from '../stage.ts';
import { cronJob, job } from './workloads.ts';

const cronJobs = '/apis/batch/v1/namespaces/shop/cronjobs';
const plain = { image: 'web:4.2.0', args: ['tidy'] };

/** Requests that are not let through, as people make them by mistake. */
export const denied = async (stage: Stage): Promise<void> => {
  await stage.kubectl('developer', 'create -f -', job('tidy', 'kube-system', plain), 'forbidden');
  await stage.kubectl('developer', 'create -f -', cronJob('tidy', 'payments', '0 3 * * *', plain), 'forbidden');
  await stage.kubectl('developer', 'get secrets -n payments', undefined, 'forbidden');
  await stage.kubectl('auditor', 'delete cronjob clear-sessions -n shop', undefined, 'forbidden');
  await stage.kubectl('auditor', 'get secrets -A', undefined, 'forbidden');
  await stage.kubectl('ci', 'get nodes', undefined, 'forbidden');
  await stage.kubectl('oncall', 'scale deployment storefront -n shop --replicas=0', undefined, 'forbidden');
  await stage.kubectl('pod', 'get pods -n payments', undefined, 'forbidden');
  await stage.ask('anonymous', { path: '/api/v1/namespaces/shop/pods', userAgent: 'Mozilla/5.0' }, 'forbidden');
  await stage.ask('anonymous', { path: '/version', userAgent: 'curl/8.16.0' });
  await stage.ask(
    'anonymous',
    { path: '/api/v1/namespaces', headers: { authorization: 'Bearer outdated' } },
    'forbidden',
  );
  await stage.ask('developer', { path: '/api/v1/namespaces' }, 'forbidden');
  await stage.kubectl('impersonator', 'get pods -n shop --as root@example.com', undefined, 'forbidden');
};

/** Requests that the server cannot make sense of, or that ask for what cannot be. */
export const invalid = async (stage: Stage): Promise<void> => {
  const post = async (path: string, body: object, meant: 'refused' | 'done' = 'refused'): Promise<void> => {
    await stage.ask('developer', { method: 'POST', path, body, userAgent: 'okhttp/4.12.0' }, meant);
  };
  await post(cronJobs, cronJob('typo', 'shop', '61 * * * *', plain));
  await post(cronJobs, cronJob('typo', 'shop', 'hourly', plain));
  await post(cronJobs, cronJob('Not_A_Name', 'shop', '0 * * * *', plain));
  await post(
    cronJobs,
    cronJob('a-name-that-is-longer-than-fifty-two-characters-is-refused', 'shop', '0 * * * *', plain),
  );
  await post(cronJobs, cronJob('elsewhere', 'payments', '0 * * * *', plain));
  await post(
    `${cronJobs}?fieldValidation=Strict`,
    cronJob('typo', 'shop', '0 * * * *', plain, { concurency: 'Forbid' }),
  );
  await post('/apis/batch/v1beta1/namespaces/shop/cronjobs', {
    ...cronJob('old', 'shop', '0 * * * *', plain),
    apiVersion: 'batch/v1beta1',
  });
  await post(cronJobs, { ...cronJob('empty', 'shop', '0 * * * *', plain), spec: { schedule: '0 * * * *' } });
  await post('/apis/batch/v1/namespaces/shop/jobs', job('typo', 'shop', plain, { backoffLimit: -1 }));
  await stage.ask(
    'developer',
    { method: 'POST', path: cronJobs, text: '{"apiVersion":"batch/v1","kind":"CronJob",' },
    'refused',
  );
  await stage.ask('developer', { method: 'POST', path: cronJobs, text: '<xml/>', contentType: 'text/xml' }, 'refused');
  await stage.kubectl('developer', 'apply -n shop -f -', cronJob('typo', 'shop', '* * * *', plain), 'refused');
  await stage.kubectl(
    'developer',
    `patch cronjob clear-sessions -n shop --type=json -p '[{"op":"replace","path":"/spec/nothing/here","value":1}]'`,
    undefined,
    'refused',
  );
  await stage.kubectl(
    'developer',
    `patch cronjob not-there -n shop --type=merge -p '{"spec":{"suspend":true}}'`,
    undefined,
    'refused',
  );
  await stage.kubectl('developer', 'create job --from=cronjob/not-there manual -n shop', undefined, 'refused');
  await stage.kubectl(
    'developer',
    'create cronjob clear-sessions -n shop --image=busybox --schedule=@hourly',
    undefined,
    'refused',
  );
  await stage.kubectl('developer', 'delete job not-there -n shop', undefined, 'refused');
};
