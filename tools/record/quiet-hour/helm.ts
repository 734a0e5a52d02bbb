import { gzipSync } from 'node:zlib';
import type { Stage } from '../stage.ts';
import { configMap, cronJob, deployment, disruptionBudget, type Manifest, service } from './workloads.ts';

/** A chart of twenty objects. */
const chart = (tag: string): readonly Manifest[] => [
  ...['basket', 'catalog', 'checkout', 'search'].flatMap((name) => [
    deployment(name, 'shop', 1, tag),
    service(name, 'shop'),
    configMap(name, 'shop', { LOG_LEVEL: 'info', RELEASE: tag }),
    disruptionBudget(name, 'shop', { maxUnavailable: 1 }),
  ]),
  cronJob('reindex', 'shop', '*/5 * * * *', { image: `search:${tag}`, args: ['reindex', '--incremental'] }),
  cronJob('abandoned-baskets', 'shop', '*/10 * * * *', {
    image: `basket:${tag}`,
    args: ['expire', '--older-than=24h'],
  }),
  cronJob('invoice-mails', 'shop', '* * * * *', {
    image: `checkout:${tag}`,
    command: ['/app/mail', '--queue=invoices'],
  }),
  cronJob('stock-sync', 'shop', '*/2 * * * *', {
    image: `catalog:${tag}`,
    command: ['/bin/sh', '-c', 'exec /app/sync --source "$STOCK_URL"'],
    env: [{ name: 'STOCK_URL', value: 'https://stock.example.com/v2' }],
  }),
];

const plurals: Readonly<Record<string, string>> = {
  Deployment: 'apis/apps/v1/namespaces/shop/deployments',
  Service: 'api/v1/namespaces/shop/services',
  ConfigMap: 'api/v1/namespaces/shop/configmaps',
  PodDisruptionBudget: 'apis/policy/v1/namespaces/shop/poddisruptionbudgets',
  CronJob: 'apis/batch/v1/namespaces/shop/cronjobs',
};

const userAgent = 'Helm/3.19.0';
const releases = '/api/v1/namespaces/shop/secrets';

const labelled = (object: Manifest): Manifest => ({
  ...object,
  metadata: {
    ...object.metadata,
    labels: { app: object.metadata.name, 'app.kubernetes.io/managed-by': 'Helm' },
    annotations: { 'meta.helm.sh/release-name': 'shop', 'meta.helm.sh/release-namespace': 'shop' },
  },
});

const release = (version: number, status: string, objects: readonly Manifest[]): object => ({
  apiVersion: 'v1',
  kind: 'Secret',
  type: 'helm.sh/release.v1',
  metadata: {
    name: `sh.helm.release.v1.shop.v${version}`,
    labels: { owner: 'helm', name: 'shop', version: String(version), status },
  },
  // Helm packs a release twice: the text of a gzip, as the secret's value.
  data: { release: Buffer.from(gzipSync(JSON.stringify(objects)).toString('base64')).toString('base64') },
});

/** The requests of `helm install` of a chart, in Helm's order. */
export const install = async (stage: Stage, tag: string): Promise<void> => {
  const objects = chart(tag).map(labelled);
  const ask = { userAgent };
  await stage.ask('ci', { ...ask, path: `${releases}?labelSelector=name%3Dshop%2Cowner%3Dhelm` });
  for (const object of objects) {
    await stage.ask('ci', { ...ask, path: pathOf(object) }, 'refused');
  }
  await stage.ask('ci', { ...ask, method: 'POST', path: releases, body: release(1, 'pending-install', objects) });
  for (const object of objects) {
    const path = `/${plurals[object.kind]}?fieldManager=helm&fieldValidation=Ignore`;
    await stage.ask('ci', { ...ask, method: 'POST', path, body: object });
  }
  await supersede(stage, 1, 'deployed', objects);
};

/** The requests of `helm upgrade`: each object is read and patched with what differs. */
export const upgrade = async (stage: Stage, version: number, tag: string): Promise<void> => {
  const objects = chart(tag).map(labelled);
  const ask = { userAgent };
  await stage.ask('ci', { ...ask, path: `${releases}?labelSelector=name%3Dshop%2Cowner%3Dhelm` });
  await stage.ask('ci', { ...ask, method: 'POST', path: releases, body: release(version, 'pending-upgrade', objects) });
  for (const object of objects) {
    await stage.ask('ci', { ...ask, path: pathOf(object) });
    await stage.ask('ci', {
      ...ask,
      method: 'PATCH',
      path: `${pathOf(object)}?fieldManager=helm&fieldValidation=Ignore`,
      contentType: 'application/strategic-merge-patch+json',
      body: changeOf(object, tag),
    });
  }
  await supersede(stage, version - 1, 'superseded', objects);
  await supersede(stage, version, 'deployed', objects);
};

const pathOf = ({ kind, metadata }: Manifest): string => `/${plurals[kind]}/${metadata.name}`;

/** What a new version changes of an object: the image, or the setting that names the version. */
const changeOf = (object: Manifest, tag: string): object => {
  const { name } = object.metadata;
  switch (object.kind) {
    case 'Deployment': {
      const containers = [{ name: 'main', image: `registry.example.com/shop/${name}:${tag}` }];
      return { spec: { template: { spec: { containers } } } };
    }
    case 'CronJob': {
      const image =
        { reindex: 'search', 'abandoned-baskets': 'basket', 'invoice-mails': 'checkout' }[name ?? ''] ?? 'catalog';
      const containers = [{ name: 'main', image: `registry.example.com/shop/${image}:${tag}` }];
      return { spec: { jobTemplate: { spec: { template: { spec: { containers } } } } } };
    }
    case 'ConfigMap':
      return { data: { RELEASE: tag } };
    default:
      return {};
  }
};

const supersede = async (
  stage: Stage,
  version: number,
  status: string,
  objects: readonly Manifest[],
): Promise<void> => {
  const path = `${releases}/sh.helm.release.v1.shop.v${version}`;
  await stage.ask('ci', { userAgent, method: 'PUT', path, body: release(version, status, objects) });
};
