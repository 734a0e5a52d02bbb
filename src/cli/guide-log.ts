import { DECODE_WORDS } from '../decode/words.ts';
import { readEvents } from '../engine/events.ts';
import { scan } from '../engine/scan.ts';
import { podUser, type Subject, subjectOf } from '../guide/subject.ts';
import type { Bucket, TrailRow } from '../guide/tally.ts';
import { createTrail, PROBED, type Siblings, type Trail } from '../guide/trail.ts';
import type { Finding } from '../model/finding.ts';
import type { Summary } from '../model/summary.ts';

/** What is kept of each judged write until it is known which one the guide is for. */
interface Light {
  readonly id: string;
  readonly templateHash: string | null;
  readonly images: readonly string[];
  readonly row: TrailRow;
}

const MAX_LIGHTS = 100_000;
const MAX_ROWS = 50;
/** Records that are decoded only to learn whether the log holds a resource at all. */
const MAX_PROBES = 2_000;

export interface Scanned {
  readonly findings: readonly Finding[];
  readonly summary: Summary;
  /** What the scan of the whole log knows around a finding. */
  aroundOf(finding: Finding): Pick<Trail, 'siblings' | 'period'>;
}

/** Scans logs for the findings whose id begins so, and keeps an outline of all others. */
export const scanFor = async (id: string, paths: readonly string[], cluster: string | undefined): Promise<Scanned> => {
  const scanned = scan({ paths, ...(cluster === undefined ? {} : { cluster }) });
  const found = new Map<string, Finding>();
  const lights: Light[] = [];
  let left = 0;
  for await (const finding of scanned.findings) {
    // Of findings with one id the last counts.
    if (finding.id.startsWith(id)) found.set(finding.id, finding);
    if (lights.length < MAX_LIGHTS) lights.push(lightOf(finding));
    else left += 1;
  }
  return {
    findings: [...found.values()],
    summary: scanned.summary(),
    aroundOf: (finding) => ({ siblings: siblingsOf(finding, lights, left), period: periodOf(scanned.summary()) }),
  };
};

const periodOf = ({ firstEvent, lastEvent }: Summary): Trail['period'] =>
  firstEvent === null || lastEvent === null ? null : { first: firstEvent, last: lastEvent };

const lightOf = (finding: Finding): Light => ({
  id: finding.id,
  templateHash: finding.workload.templateHash,
  images: finding.workload.images.map(({ name }) => name),
  row: {
    time: finding.firstSeen,
    verb: finding.request.verb,
    resource: finding.workload.kind,
    namespace: finding.workload.namespace,
    name: finding.workload.name ?? finding.workload.generateName,
    user: finding.actor.username ?? 'user not logged',
    peer: finding.actor.sourceIps.at(-1) ?? null,
    code: finding.request.code,
    auditId: finding.events[0]?.auditId ?? null,
    note: `${finding.severity}, ${finding.id.slice(0, 12)}${finding.cluster === 'unknown' ? '' : `, cluster ${finding.cluster}`}`,
  },
});

const siblingsOf = (finding: Finding, lights: readonly Light[], left: number): Siblings => {
  const { templateHash, images } = finding.workload;
  const names = new Set(images.map(({ name }) => name));
  const others = lights.filter(({ id }) => id !== finding.id);
  const same = others.filter((one) => templateHash !== null && one.templateHash === templateHash);
  const image = others.filter((one) => !same.includes(one) && one.images.some((name) => names.has(name)));
  return {
    template: bucketOf(same),
    image: bucketOf(image),
    commonImage: finding.indicators.some(({ id }) => id === 'image.general-purpose'),
    left,
  };
};

const bucketOf = (lights: readonly Light[]): Bucket => ({
  rows: lights.slice(0, MAX_ROWS).map(({ row }) => row),
  last: lights.at(-1)?.row ?? null,
  count: lights.length,
});

export interface Followed {
  readonly trail: Trail;
  readonly rejected: number;
  readonly rejectedSample: string | null;
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
}

/** Reads the logs again for what stands around a finding. Only records that hold one of its names are decoded. */
export const followLogs = async (
  finding: Finding,
  paths: readonly string[],
  around: Pick<Trail, 'siblings' | 'period'>,
): Promise<Followed> => {
  const subject = subjectOf(finding);
  const maker = createTrail(subject, finding.events[0]?.auditId ?? null);
  const wanted = [...needlesOf(subject, finding), ...DECODE_WORDS].map((text) => Buffer.from(text));
  const probes = new Map(PROBED.map((resource) => [resource as string, Buffer.from(resource)]));
  let probed = 0;
  const keep = (bytes: Uint8Array): boolean => {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (wanted.some((needle) => buffer.includes(needle))) return true;
    if (probes.size === 0 || probed >= MAX_PROBES) return false;
    for (const needle of probes.values()) {
      if (!buffer.includes(needle)) continue;
      probed += 1;
      return true;
    }
    return false;
  };
  const read = readEvents({ paths, keep });
  for await (const event of read.events) {
    maker.take(event);
    // Pods of a Job that was started by hand are named after the Job alone.
    for (const name of maker.newNames()) wanted.push(Buffer.from(name));
    if (event.objectRef.resource !== null) probes.delete(event.objectRef.resource);
  }
  const { rejected, rejectedSample, unreadable } = read.counts;
  return { trail: maker.trail(around), rejected, rejectedSample, unreadable };
};

/**
 * Texts one of which every event of the case holds. JSON may write some characters of a name as escapes, so of each the
 * longest run of those that it never does.
 */
const needlesOf = (subject: Subject, finding: Finding): readonly string[] => {
  const names = [
    subject.name ?? subject.generateName,
    subject.actor,
    subject.impersonatedBy,
    subject.peer,
    podUser(subject),
  ];
  const auditId = finding.events[0]?.auditId ?? null;
  const account = subject.serviceAccountIsDefault ? null : subject.serviceAccount;
  return [...names, auditId, account].flatMap((name) => {
    if (name === null) return [];
    const runs = name.match(/[A-Za-z0-9._:@-]+/g) ?? [];
    const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), '');
    // A name of escapes alone: every record is read.
    return [longest];
  });
};
