import type { Stage } from '../stage.ts';
import { configMap, cronJob, deployment, type Manifest, service } from './workloads.ts';

const userAgent = 'argocd-application-controller/v0.0.0 (linux/amd64) kubernetes/$Format';

/** What stands in the repository that is synchronised. */
export const desired = (tag: string): readonly Manifest[] => [
  ...['invoices', 'refunds', 'fraud-rules'].flatMap((name) => [
    deployment(name, 'payments', 1, tag),
    service(name, 'payments'),
    configMap(name, 'payments', { LOG_LEVEL: 'warn', RELEASE: tag }),
  ]),
  cronJob('settle', 'payments', '*/2 * * * *', { image: `invoices:${tag}`, command: ['/app/settle', '--batch=500'] }),
  cronJob('currency-rates', 'payments', '* * * * *', {
    image: 'curlimages/curl:8.16.0',
    command: [
      '/bin/sh',
      '-c',
      'curl -fsS https://rates.example.com/daily.json -o /tmp/rates.json && cat /tmp/rates.json',
    ],
  }),
];

const plurals: Readonly<Record<string, string>> = {
  Deployment: 'apis/apps/v1/namespaces/payments/deployments',
  Service: 'api/v1/namespaces/payments/services',
  ConfigMap: 'api/v1/namespaces/payments/configmaps',
  CronJob: 'apis/batch/v1/namespaces/payments/cronjobs',
};

/** Server-side applies of every object, tried first as a dry run, as a controller does that shows differences. */
export const synchronise = async (stage: Stage, tag: string): Promise<void> => {
  for (const object of desired(tag)) {
    const path = `/${plurals[object.kind]}/${object.metadata.name}?fieldManager=argocd-controller&force=true`;
    const ask = { userAgent, method: 'PATCH', contentType: 'application/apply-patch+yaml', body: object } as const;
    await stage.ask('gitops', { ...ask, path: `${path}&dryRun=All` });
    await stage.ask('gitops', { ...ask, path });
  }
};
