import { setTimeout as sleep } from 'node:timers/promises';
import type { Stage } from '../stage.ts';
import type { Story } from '../stories.ts';
import { cronJob, FETCHED, job, nextMinute, nextTick, shell, TO_OUTSIDE, uidOf, WORK } from './objects.ts';

const NAMESPACE = 'shop';

const removed =
  (name: string) =>
  async (stage: Stage): Promise<void> => {
    await stage.kubectl('admin', `delete cronjob ${name} -n ${NAMESPACE} --ignore-not-found`);
  };

/** A good CronJob of the CI account, with a run of its own. */
const deployed = async (stage: Stage, name: string): Promise<void> => {
  await stage.kubectl('ci', 'apply -f -', cronJob(name, NAMESPACE, WORK));
  await nextTick();
};

/** A Job that says a good CronJob made it, and does something else. */
export const forgedLineage: Story = {
  name: 'forged-lineage',
  play: async (stage) => {
    await deployed(stage, 'stock-count');
    const uid = await uidOf(stage, 'cronjob/stock-count', NAMESPACE);
    const forged = job('stock-count-manual', NAMESPACE, shell(TO_OUTSIDE), { name: 'stock-count', uid, blocks: true });
    await stage.kubectl('developer', 'create -f -', forged);
    await sleep(2000);
  },
  clear: removed('stock-count'),
};

/** A Job with the name of the next run: at the tick the controller finds it there, and takes it for its own. */
export const squattedRun: Story = {
  name: 'squatted-run',
  play: async (stage) => {
    await deployed(stage, 'price-watch');
    const uid = await uidOf(stage, 'cronjob/price-watch', NAMESPACE);
    const name = `price-watch-${await nextMinute()}`;
    const squatter = job(name, NAMESPACE, shell(TO_OUTSIDE), { name: 'price-watch', uid, blocks: true });
    await stage.kubectl('developer', 'create -f -', squatter);
    await nextTick();
  },
  clear: removed('price-watch'),
};

/** On-call runs the CronJob of another team by hand, as it stands. */
export const manualRun: Story = {
  name: 'manual-run',
  play: async (stage) => {
    await deployed(stage, 'invoice-run');
    await stage.kubectl('oncall', `create job invoice-run-now --from=cronjob/invoice-run -n ${NAMESPACE}`);
    await sleep(3000);
  },
  clear: removed('invoice-run'),
};

/** A harmless CronJob, and the patch that makes it do something else. */
export const createThenPatch: Story = {
  name: 'create-then-patch',
  play: async (stage) => {
    await stage.kubectl('developer', 'create -f -', cronJob('cache-warmer', NAMESPACE, WORK));
    await nextTick();
    const containers = [{ name: 'main', image: 'alpine:3.22', command: ['/bin/sh', '-c', FETCHED] }];
    const patch = JSON.stringify({ spec: { jobTemplate: { spec: { template: { spec: { containers } } } } } });
    await stage.kubectl('developer', `patch cronjob cache-warmer -n ${NAMESPACE} --type=strategic -p '${patch}'`);
    await nextTick();
  },
  clear: removed('cache-warmer'),
};

/** A CronJob that sleeps, until somebody wakes it. */
export const suspendThenResume: Story = {
  name: 'suspend-then-resume',
  play: async (stage) => {
    const asleep = cronJob('session-report', NAMESPACE, shell(TO_OUTSIDE), { suspend: true });
    await stage.kubectl('developer', 'create -f -', asleep);
    await nextTick();
    const awake = '{"spec":{"suspend":false}}';
    await stage.kubectl('developer', `patch cronjob session-report -n ${NAMESPACE} --type=merge -p '${awake}'`);
    await nextTick();
  },
  clear: removed('session-report'),
};
