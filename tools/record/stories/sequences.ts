import { setTimeout as sleep } from 'node:timers/promises';
import type { Story } from '../stories.ts';
import { cronJob, FETCHED, nextTick, shell, TO_OUTSIDE } from './objects.ts';

/** The CI account looks through the Secrets that it may read, then leaves a CronJob. */
export const secretsThenCronJob: Story = {
  name: 'secrets-then-cron-job',
  play: async (stage) => {
    await stage.kubectl('ci', 'auth can-i --list -n payments');
    for (const namespace of ['shop', 'payments']) await stage.kubectl('ci', `get secrets -n ${namespace} -o json`);
    await stage.kubectl('ci', 'get secrets -A', undefined, 'forbidden');
    await stage.kubectl('ci', 'create -f -', cronJob('image-prune', 'payments', shell(TO_OUTSIDE)));
    await nextTick();
  },
  clear: async (stage) => {
    await stage.kubectl('admin', 'delete cronjob image-prune -n payments');
  },
};

/** It ran, and now there was never anything. */
export const evidenceRemoved: Story = {
  name: 'evidence-removed',
  play: async (stage) => {
    await stage.kubectl('admin', 'create -f -', cronJob('node-report', 'monitoring', shell(FETCHED)));
    await nextTick();
    await stage.kubectl('admin', 'delete cronjob node-report -n monitoring --cascade=orphan');
    await stage.kubectl('admin', 'delete jobs --all -n monitoring');
    await stage.kubectl('admin', 'delete events --all -n monitoring');
    await sleep(1000);
  },
  clear: async () => undefined,
};

const PLACES = ['shop', 'payments', 'monitoring', 'argocd', 'default'] as const;

/** The account that deploys everywhere does: the same CronJob in each namespace, within seconds. */
export const fleetBurst: Story = {
  name: 'fleet-burst',
  play: async (stage) => {
    for (const namespace of PLACES) {
      await stage.kubectl('gitops', 'create -f -', cronJob('time-sync', namespace, shell(FETCHED)));
    }
    await nextTick();
  },
  clear: async (stage) => {
    for (const namespace of PLACES) await stage.kubectl('admin', `delete cronjob time-sync -n ${namespace}`);
  },
};
