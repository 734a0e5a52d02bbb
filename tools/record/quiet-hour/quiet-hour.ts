import { setTimeout as sleep } from 'node:timers/promises';
import { controllerManagerProgram } from '../../cluster/parts.ts';
import { send } from '../../cluster/processes.ts';
import type { Scenario } from '../scenario.ts';
import type { Stage } from '../stage.ts';
import { startBackground } from './background.ts';
import { synchronise } from './gitops.ts';
import { install, upgrade } from './helm.ts';
import { administer, begin, change, drain, dryRuns, lookInside, reads, rollOuts, startJobs } from './people-at-work.ts';
import { denied, invalid } from './wrong.ts';

const enough = 52_000;

export const quietHour: Scenario = {
  name: 'quiet-hour',
  about:
    'An ordinary hour of an ordinary shop, told in minutes: schedules, roll-outs, a chart of twenty objects, GitOps, people at kubectl, mistakes, a drained node and a controller that fails over. Nobody attacks.',
  run: async (stage) => {
    await begin(stage);
    startBackground(stage);
    let turn = 0;
    stage.poll('people who look', 900, async () => {
      const [as, args] = reads[turn++ % reads.length] ?? ['auditor', 'version'];
      await stage.cluster.kubectl(as, args.split(' '));
    });
    await install(stage, '2.0.0');
    await synchronise(stage, '5.0.0');
    await change(stage);
    await startJobs(stage, 1);
    await dryRuns(stage);
    await denied(stage);
    await invalid(stage);
    await rollOuts(stage);
    await lookInside(stage);
    await administer(stage, 1);
    await upgrade(stage, 2, '2.1.0');
    await drain(stage);
    await failOver(stage);
    await startJobs(stage, 2);
    await synchronise(stage, '5.1.0');
    await administer(stage, 2);
    await stage.kubectl('developer', 'delete cronjob sales-report -n shop');
    for (let version = 3; stage.events() < enough; version++) {
      await upgrade(stage, version, `2.${version}.0`);
      await synchronise(stage, `5.${version}.0`);
      await startJobs(stage, version);
      await sleep(50_000);
    }
  },
};

/** The controller manager dies without a word; another takes over when its lease has run out. */
const failOver = async (stage: Stage): Promise<void> => {
  const { cluster } = stage;
  const first = cluster.parts().find(({ name }) => name === 'kube-controller-manager');
  if (first === undefined) throw new Error('there is no controller manager to fail over from');
  const holder = (): Promise<string> =>
    stage.kubectl('admin', 'get lease kube-controller-manager -n kube-system -o jsonpath={.spec.holderIdentity}');
  const before = await holder();
  cluster.start({ ...controllerManagerProgram(cluster), name: 'kube-controller-manager-2' });
  send(first.pid, 'SIGKILL');
  for (let tries = 0; tries < 30; tries++) {
    await sleep(2000);
    if ((await holder()) !== before) return;
  }
  throw new Error('no other controller manager took over within a minute');
};
