import type { Stage } from './stage.ts';

/** Something that is played once on a fresh cluster, and whose audit events are kept. */
export interface Scenario {
  readonly name: string;
  readonly about: string;
  run(stage: Stage): Promise<void>;
}
