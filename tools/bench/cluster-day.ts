/**
 * A seeded cluster day of raw audit JSON Lines, of any size.
 *
 * What it stands for: 24 hours of a cluster under the audit policy of a managed service. EKS prints its policy in its
 * best practices (https://docs.aws.amazon.com/eks/latest/best-practices/auditing-and-logging.html); GKE and AKS use the
 * same kube-up policy with small changes: no RequestReceived, no Events of the core group, Metadata for secrets, config
 * maps, token reviews and every API that the policy does not list (leases, endpoint slices, custom resources), Request
 * for reads and for what kubelets report, RequestResponse for all other writes of built-in APIs.
 *
 * Where the proportions come from. At 1 GB they are those of a small production cluster; other sizes keep them, and
 * only the number of nodes grows. The rates of the first four are documented, those of the others are our assumption.
 * - Leases are three events in five. A kubelet renews its lease every 10 s
 *   (https://kubernetes.io/docs/concepts/architecture/nodes/#node-heartbeats): 20 nodes, 173,000 a day. The control plane
 *   holds three elections and renews every 2 s (client-go's RetryPeriod): 130,000. Ten add-ons renew every 26 s
 *   (OpenShift's convention): 33,000.
 * - A kubelet reports its node every 5 minutes. Other agents' patches log the whole node, which KEP-589 puts at 15 kB
 *   and more.
 * - A watch ends after 5 to 10 minutes and is logged when it starts and when it ends.
 * - Forty CronJobs run every quarter of an hour to once a day, 2,000 runs; a run is about ten events: Job, its pod right
 *   behind it, and anywhere in the day status of Job and CronJob, binding, pod status, removal.
 * - Twenty agents read all day; token and access reviews for each kubelet; status of Deployments, ReplicaSets,
 *   autoscalers, Endpoints and custom resources; Flux compares each object by a dry run; pipelines write a few workloads.
 *
 * Eight malicious CronJobs and Jobs are planted at fixed places of the day, so every size holds the same ones.
 */
import { closeSync, openSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { buildCluster, type Cluster } from './day/cluster.ts';
import { type Traffic, trafficMix } from './day/mix.ts';
import { type Planted, planted, plantedLines } from './day/planted.ts';
import { seededRandom } from './day/random.ts';
import { compileTemplate, createRenderer, type Template } from './day/template.ts';

export interface DayOptions {
  /** The file is at most this long, and shorter by less than one line. */
  readonly bytes: number;
  readonly seed: number;
}

export interface MixRow {
  readonly verb: string;
  readonly resource: string;
  readonly events: number;
  readonly bytes: number;
}

/** What the day holds, counted while it was written. */
export interface DaySummary {
  readonly bytes: number;
  readonly events: number;
  readonly nodes: number;
  readonly mix: readonly MixRow[];
  /** Line length in bytes, to the next 16. */
  readonly medianLine: number;
  readonly p99Line: number;
  readonly longestLine: number;
  /** Lines and bytes that hold the word. */
  readonly words: readonly { readonly word: string; readonly lines: number; readonly bytes: number }[];
  readonly planted: readonly Planted[];
}

const dayStartMs = Date.UTC(2026, 2, 3);
const dayMs = 24 * 3600 * 1000;
/** What one node brings with it under this mix. */
const bytesPerNode = 50e6;
const smallestDay = 256 * 1024;
const chunkBytes = 8 * 1024 * 1024;
const watchedWords = ['cronjobs', 'jobs', 'pods', 'deployments', 'leases'];

interface Counted {
  readonly template: Template;
  readonly length: number;
  readonly row: { verb: string; resource: string; events: number; bytes: number };
  /** Bit n is set when the line holds `watchedWords[n]`; no slot can spell one. */
  readonly words: number;
}

const counted = (line: string, traffic: Pick<Traffic, 'maxLatencyMs'>, row: Counted['row']): Counted => {
  const template = compileTemplate(line, traffic.maxLatencyMs ?? 10);
  const words = watchedWords.reduce((bits, word, index) => (line.includes(word) ? bits | (1 << index) : bits), 0);
  return { template, length: template.bytes.length, row, words };
};

interface Kind {
  readonly weight: number;
  readonly row: Counted['row'];
  readonly lines: readonly Counted[];
  /** What comes right behind each of the lines; empty where nothing does. */
  readonly behind: readonly Counted[];
}

const kindOf = (cluster: Cluster, traffic: Traffic): Kind => {
  const rowOf = ({ verb, resource }: { readonly verb: string; readonly resource: string }): Counted['row'] => ({
    ...{ verb, resource, events: 0, bytes: 0 },
  });
  const row = rowOf(traffic);
  const behindRow = traffic.behind === undefined ? row : rowOf(traffic.behind);
  return {
    weight: traffic.weight,
    row,
    lines: traffic.lines(cluster).map((line) => counted(line, traffic, row)),
    behind: (traffic.behind?.lines(cluster) ?? []).map((line) => counted(line, traffic, behindRow)),
  };
};

/**
 * Yields the day in chunks of whole lines and returns its summary. A chunk is valid until the next one is asked for.
 * The same options give the same bytes.
 */
export function* clusterDay(options: DayOptions): Generator<Buffer, DaySummary> {
  if (options.bytes < smallestDay) throw new RangeError(`a day has at least ${smallestDay} bytes`);
  const random = seededRandom(options.seed);
  const nodes = Math.max(3, Math.round(options.bytes / bytesPerNode));
  const cluster = buildCluster(random, nodes);
  const kinds = trafficMix.map((traffic) => kindOf(cluster, traffic));
  const plantedRow = { verb: 'create/patch', resource: 'cronjobs, jobs (malicious)', events: 0, bytes: 0 };
  const plants = plantedLines().map((line) => counted(line, {}, plantedRow));

  const total = kinds.reduce((sum, kind) => sum + kind.weight, 0);
  const choice = new Uint8Array(65536);
  let filled = 0;
  let upTo = 0;
  for (const [index, kind] of kinds.entries()) {
    upTo += kind.weight;
    const end = Math.round((upTo / total) * choice.length);
    choice.fill(index, filled, end);
    filled = end;
  }

  const renderer = createRenderer(random);
  const chunk = Buffer.alloc(chunkBytes);
  const lengths = new Uint32Array(8192);
  const wordLines = watchedWords.map(() => 0);
  const wordBytes = watchedWords.map(() => 0);
  let at = 0;
  let written = 0;
  let events = 0;
  let longest = 0;
  let nextPlant = 0;
  let next: Counted | undefined;
  const plantAt = (index: number): number => (options.bytes * (index + 0.5)) / plants.length;

  for (;;) {
    const due = plants[nextPlant];
    let line = next;
    next = undefined;
    if (line === undefined && due !== undefined && written >= plantAt(nextPlant)) {
      line = due;
      nextPlant++;
    } else if (line === undefined) {
      const kind = kinds[choice[random() & 0xffff] ?? 0];
      const index = random() % (kind?.lines.length ?? 1);
      line = kind?.lines[index];
      next = kind?.behind[index];
    }
    if (line === undefined) throw new Error('a kind of traffic has no lines');
    if (written + line.length > options.bytes) break;
    if (at + line.length > chunkBytes) {
      yield chunk.subarray(0, at);
      at = 0;
    }
    at = renderer.write(line.template, chunk, at, dayStartMs + (written / options.bytes) * dayMs);
    written += line.length;
    events++;
    line.row.events++;
    line.row.bytes += line.length;
    if (line.length > longest) longest = line.length;
    const bucket = Math.min(lengths.length - 1, line.length >>> 4);
    lengths[bucket] = (lengths[bucket] ?? 0) + 1;
    for (let word = 0; word < watchedWords.length; word++) {
      if ((line.words & (1 << word)) === 0) continue;
      wordLines[word] = (wordLines[word] ?? 0) + 1;
      wordBytes[word] = (wordBytes[word] ?? 0) + line.length;
    }
  }
  yield chunk.subarray(0, at);

  const lengthAt = (share: number): number => {
    let seen = 0;
    for (const [bucket, count] of lengths.entries()) {
      seen += count;
      if (seen >= events * share) return (bucket + 1) * 16;
    }
    return longest;
  };
  return {
    bytes: written,
    events,
    nodes,
    mix: [...kinds.flatMap(({ row, behind: [first] }) => (first === undefined ? [row] : [row, first.row])), plantedRow],
    medianLine: lengthAt(0.5),
    p99Line: lengthAt(0.99),
    longestLine: longest,
    words: watchedWords.map((word, index) => ({ word, lines: wordLines[index] ?? 0, bytes: wordBytes[index] ?? 0 })),
    planted,
  };
}

/** Writes the day to a file and its summary beside it. */
export const writeClusterDay = (path: string, options: DayOptions): DaySummary => {
  const file = openSync(`${path}.part`, 'w');
  try {
    const day = clusterDay(options);
    for (;;) {
      const step = day.next();
      if (step.done === true) {
        writeFileSync(`${path}.summary.json`, JSON.stringify(step.value));
        renameSync(`${path}.part`, path);
        return step.value;
      }
      for (let offset = 0; offset < step.value.length; ) offset += writeSync(file, step.value, offset);
    }
  } finally {
    closeSync(file);
  }
};
