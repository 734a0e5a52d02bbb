import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Evidence, ROLES } from '../../playbook/model.ts';
import { subjectOf } from '../../playbook/subject.ts';
import { type FindingParts, findingWith, shipped } from '../../playbook/testing.ts';
import { type Api, openApi } from '../api.ts';
import { openEvidence } from '../evidence.ts';
import { openJournal } from '../journal.ts';
import { type RunOptions, type RunReport, run } from '../run.ts';
import { type UndoOptions, type UndoReport, undo } from '../undo.ts';
import { CLUSTER, type StandIn, startStandIn } from './stand-in.ts';

const SHOP = '/api/v1/namespaces/shop';
export const PATHS = {
  cronJob: '/apis/batch/v1/namespaces/shop/cronjobs/tick',
  job: '/apis/batch/v1/namespaces/shop/jobs/tick-1',
  finished: '/apis/batch/v1/namespaces/shop/jobs/tick-0',
  others: '/apis/batch/v1/namespaces/shop/jobs/backup-1',
  pod: `${SHOP}/pods/tick-1-abcde`,
  account: `${SHOP}/serviceaccounts/worker`,
  token: `${SHOP}/secrets/worker-token`,
  application: '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/storefront',
} as const;
export const SECRET_VALUE = 'c2VjcmV0LXZhbHVl';

const owner = (kind: string, name: string, uid: string) => [
  { apiVersion: 'batch/v1', kind, name, uid, controller: true },
];
const template = { spec: { serviceAccountName: 'worker', containers: [{ name: 'main', image: 'busybox:1.37' }] } };

/** A CronJob that Argo CD owns, with a run that goes on, one that is over, and neighbours that are nobody's business. */
export const furnish = ({ put }: StandIn): void => {
  const batch = { apiVersion: 'batch/v1' };
  put(PATHS.cronJob, {
    ...batch,
    kind: 'CronJob',
    metadata: {
      uid: 'uid-of-tick',
      annotations: { 'argocd.argoproj.io/tracking-id': 'storefront:batch/CronJob:shop/tick' },
    },
    spec: { schedule: '* * * * *', suspend: false, jobTemplate: { spec: { template } } },
    status: { active: [{ name: 'tick-1' }], lastScheduleTime: '2026-11-24T06:00:00Z' },
  });
  put(PATHS.job, {
    ...batch,
    kind: 'Job',
    metadata: { uid: 'uid-of-job', ownerReferences: owner('CronJob', 'tick', 'uid-of-tick') },
    spec: { template },
    status: { active: 1 },
  });
  put(PATHS.finished, {
    ...batch,
    kind: 'Job',
    metadata: { uid: 'uid-of-finished', ownerReferences: owner('CronJob', 'tick', 'uid-of-tick') },
    spec: { template },
    status: { conditions: [{ type: 'Complete', status: 'True' }] },
  });
  put(PATHS.others, {
    ...batch,
    kind: 'Job',
    metadata: { ownerReferences: owner('CronJob', 'backup', 'uid-of-backup') },
    spec: { template },
  });
  put(PATHS.pod, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ownerReferences: owner('Job', 'tick-1', 'uid-of-job') },
    spec: { ...template.spec, nodeName: 'node-a' },
    status: {
      containerStatuses: [{ name: 'main', state: { running: {} }, imageID: 'docker.io/library/busybox@sha256:1' }],
    },
  });
  put(`${PATHS.pod}/log`, { metadata: { log: '2026-11-24T06:00:01Z hello\n' } });
  put(PATHS.account, {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: {
      uid: 'uid-of-worker',
      annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::123456789012:role/worker' },
    },
  });
  put(PATHS.token, {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'kubernetes.io/service-account-token',
    metadata: {
      annotations: {
        'kubernetes.io/service-account.name': 'worker',
        'kubectl.kubernetes.io/last-applied-configuration': `{"data":{"token":"${SECRET_VALUE}"}}`,
      },
    },
    data: { token: SECRET_VALUE },
  });
  put(PATHS.application, {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    spec: { project: 'default', syncPolicy: { automated: { prune: true, selfHeal: true }, retry: { limit: 5 } } },
  });
};

/** Hundreds of responses are cut off in these tests; none of them is by the machine itself. */
export const QUICK = { sync: () => undefined } as const;

export interface Scene {
  readonly standIn: StandIn;
  readonly folder: string;
  readonly kubeconfig: string;
  readonly said: string[];
  run(change?: SceneChange): Promise<RunReport>;
  undo(change?: Partial<UndoOptions>): Promise<UndoReport>;
  api(timeoutMs?: number): Promise<Api>;
  close(): Promise<void>;
}
export type SceneChange = Partial<RunOptions> & { readonly parts?: FindingParts };

export const kubeconfigText = (server: string): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    // The client takes plain HTTP only so; it is the loopback.
    clusters: [{ name: 'c', cluster: { server, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'u', user: { token: 'a-token' } }],
    contexts: [{ name: 'harbour-admin', context: { cluster: 'c', user: 'u' } }],
  });

/** A stand-in with that furniture, a folder for the journal, and the shipped playbook. */
export const openScene = async (): Promise<Scene> => {
  const standIn = await startStandIn();
  furnish(standIn);
  const folder = mkdtempSync(join(tmpdir(), 'cronwarden-respond-'));
  const kubeconfig = join(folder, 'kubeconfig');
  writeFileSync(kubeconfig, kubeconfigText(standIn.url));
  const said: string[] = [];
  const say = (text: string): void => void said.push(text);
  const journalFile = join(folder, 'case.journal.jsonl');
  const api = (timeoutMs = 5000): Promise<Api> => openApi({ context: 'harbour-admin', kubeconfig, timeoutMs });
  const waive: readonly Evidence[] = [];
  return {
    standIn,
    folder,
    kubeconfig,
    said,
    api,
    run: async ({ parts, ...change } = {}) => {
      const finding = findingWith(parts);
      const subject = subjectOf(finding, null);
      if (subject === undefined) throw new Error('no subject');
      const journal = change.journal ?? openJournal(journalFile, QUICK);
      try {
        return await run({
          ...{
            finding,
            subject,
            playbook: shipped(),
            cluster: CLUSTER,
            argocdNamespace: 'argocd',
            waive,
            say,
            journal,
          },
          ...{ through: 'contain', roles: ROLES, irreversible: false, watchMs: 0, waitMs: 500 },
          api: await api(),
          evidence: openEvidence(journalFile, QUICK),
          ...change,
        });
      } finally {
        journal.close();
      }
    },
    undo: async (change = {}) => {
      const journal = openJournal(journalFile, QUICK);
      try {
        return await undo({
          ...{ api: await api(), journal, cluster: CLUSTER, finding: findingWith().id, force: false, closed: null },
          ...{ waitMs: 500, now: () => Date.parse('2026-11-24T06:10:30Z'), say },
          ...change,
        });
      } finally {
        journal.close();
      }
    },
    close: async () => {
      await standIn.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
