import { setTimeout as sleep } from 'node:timers/promises';
import type { Scenario } from './scenario.ts';
import type { Stage } from './stage.ts';
import { stolenControllerToken, tokenOfAPod } from './stories/identities.ts';
import { createThenPatch, forgedLineage, manualRun, squattedRun, suspendThenResume } from './stories/schedules.ts';
import { evidenceRemoved, fleetBurst, secretsThenCronJob } from './stories/sequences.ts';

/** A story in a few acts, and what takes its objects away again, which is not told. */
export interface Story {
  readonly name: string;
  play(stage: Stage): Promise<void>;
  clear(stage: Stage): Promise<void>;
}

export const STORIES: readonly Story[] = [
  forgedLineage,
  squattedRun,
  manualRun,
  createThenPatch,
  suspendThenResume,
  stolenControllerToken,
  tokenOfAPod,
  secretsThenCronJob,
  evidenceRemoved,
  fleetBurst,
];

/** Controllers and nodes finish what a story began. */
const SETTLE_MS = 3000;

/** Each story alone, one after the other: which lines of the log are whose stands in the manifest. */
export const stories: Scenario = {
  name: 'stories',
  about:
    'Ten short stories of people who use what they should not, or what they may: each with the work of others around it. Nodes run no command.',
  run: async (stage) => {
    for (const story of STORIES) {
      const from = stage.events();
      await story.play(stage);
      await sleep(SETTLE_MS);
      stage.stories.push({ name: story.name, from, to: stage.events() });
      await story.clear(stage);
      await sleep(SETTLE_MS);
    }
  },
};
