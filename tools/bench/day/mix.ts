import type { Cluster } from './cluster.ts';
import { controllerMix } from './mix-controllers.ts';
import { nodeMix } from './mix-nodes.ts';
import { readMix } from './mix-reads.ts';
import { workloadMix } from './mix-workloads.ts';

/** One kind of traffic: how often it happens, and the lines that it may be. */
export interface Traffic {
  /** For the printed mix: verb and resource, or a word for what has no resource. */
  readonly verb: string;
  readonly resource: string;
  /** Relative weight; the weights of the whole mix add up to about 1,200. */
  readonly weight: number;
  readonly maxLatencyMs?: number;
  readonly lines: (cluster: Cluster) => readonly string[];
  /** What comes right behind each of the lines, in their order: the pod behind the Job that it is of. */
  readonly behind?: {
    readonly verb: string;
    readonly resource: string;
    readonly lines: (cluster: Cluster) => readonly string[];
  };
}

/** All background traffic of the day. */
export const trafficMix: readonly Traffic[] = [...nodeMix, ...readMix, ...controllerMix, ...workloadMix];
