/** A thing in a lineage. */
export interface LineageNode {
  /** `actor` and `node`, or the kind of an object as Kubernetes spells it. */
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string | null;
  readonly uid: string | null;
}

export interface LineageEvent {
  readonly auditId: string | null;
  readonly time: string | null;
  readonly verb: string;
  readonly source: string;
  readonly offset: number;
}

/** One step from who asked to where it ran. */
export interface LineageEdge {
  readonly from: LineageNode;
  readonly to: LineageNode;
  /**
   * `proved` by an owner reference with the uid of the object that was written, by the request itself or by the binding to
   * a node; `inferred` where only names agree, since the log holds no uid of the one or the other.
   */
  readonly certainty: 'proved' | 'inferred';
  readonly events: readonly LineageEvent[];
}

/** What became of a workload, as far as the log tells. */
export interface Runs {
  /** Jobs of a CronJob; of other workloads their pods. */
  readonly count: number;
  /** True when there may be more, of which the memory kept no time. */
  readonly isAtLeast: boolean;
  readonly kind: string;
  readonly firstAt: string | null;
  readonly lastAt: string | null;
  /** Names of the nodes that its pods were given to, sorted; the first fifty. */
  readonly nodes: readonly string[];
  /** True when each of them names the uid of the object that was written. */
  readonly isProved: boolean;
}

/** What was made of an object: its edges, at most a few of each level, and the sum of all. */
export interface KnownLineage {
  readonly edges: readonly LineageEdge[];
  /** `null` where nothing was made of it, as far as the log tells. */
  readonly runs: Runs | null;
}
