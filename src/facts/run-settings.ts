import type { Reading } from '../model/activity.ts';
import { get, isObject, type Json, type JsonObject, objectAt, pointer } from '../model/json.ts';

/** Values that the server fills in, so that a request without them and the stored object are the same. */
const DEFAULTS: ReadonlyMap<string, Json> = new Map<string, Json>([
  ['backoffLimit', 6],
  ['completionMode', 'NonIndexed'],
  ['completions', 1],
  ['concurrencyPolicy', 'Allow'],
  ['failedJobsHistoryLimit', 1],
  ['manualSelector', false],
  ['parallelism', 1],
  ['paused', false],
  ['replicas', 1],
  ['successfulJobsHistoryLimit', 3],
  ['suspend', false],
]);

/** Settings of which no value makes a workload run that did not, or run anything else. */
const HARMLESS: ReadonlySet<string> = new Set([
  'activeDeadlineSeconds',
  'backoffLimit',
  'backoffLimitPerIndex',
  'completionMode',
  'concurrencyPolicy',
  'manualSelector',
  'maxFailedIndexes',
  'minReadySeconds',
  'ordinals',
  'persistentVolumeClaimRetentionPolicy',
  'podFailurePolicy',
  'podManagementPolicy',
  'podReplacementPolicy',
  'progressDeadlineSeconds',
  'revisionHistoryLimit',
  'selector',
  'serviceName',
  'startingDeadlineSeconds',
  'strategy',
  'successPolicy',
  'updateStrategy',
]);

const numberOf = (value: Json | undefined): number => (typeof value === 'number' ? value : Number.NaN);

/** Settings of which one direction is harmless: to stop, to keep more, to run more of what runs already. */
const DIRECTIONS: Readonly<Record<string, (from: Json | undefined, to: Json | undefined) => boolean>> = {
  failedJobsHistoryLimit: (from, to) => numberOf(to) >= numberOf(from),
  paused: (_, to) => to === true,
  replicas: (from, to) => numberOf(from) > 0 || numberOf(to) === 0,
  successfulJobsHistoryLimit: (from, to) => numberOf(to) >= numberOf(from),
  suspend: (_, to) => to === true,
};

const MOST_LEVELS = 16;
const MOST_STEPS = 100_000;

/**
 * Whether anything beside the pod templates changed that makes the workload run, or run otherwise, or be kept otherwise.
 * What is not known to be harmless counts.
 */
export const wakes = (before: Reading, after: Reading): boolean => {
  const templates = after.templates.map(({ pointer: at }) => at);
  const held = { pods: new Set(templates), around: new Set(templates.flatMap(ancestors)) };
  const metadata = (reading: Reading, field: string): Json | undefined =>
    get(objectAt(reading.object, 'metadata'), field);
  const steps = { left: MOST_STEPS };
  if (
    ['finalizers', 'ownerReferences'].some(
      (field) => !isSame(metadata(before, field), metadata(after, field), 0, steps),
    )
  )
    return true;
  return differs(specOf(before.object), specOf(after.object), '', 0, held, steps);
};

const ancestors = (at: string): readonly string[] => {
  const found: string[] = [];
  for (let end = at.lastIndexOf('/'); end > 0; end = at.lastIndexOf('/', end - 1)) found.push(at.slice(0, end));
  return found;
};

/** The object without what the server writes, and without its metadata. */
const specOf = ({ apiVersion, kind, metadata, status, ...rest }: JsonObject): JsonObject => rest;

interface HeldTemplates {
  readonly pods: ReadonlySet<string>;
  readonly around: ReadonlySet<string>;
}

const differs = (
  before: JsonObject,
  after: JsonObject,
  at: string,
  depth: number,
  held: HeldTemplates,
  steps: { left: number },
): boolean => {
  if (depth > MOST_LEVELS) return true;
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].some((key) => {
    const place = pointer(at, key);
    // The pods are compared by themselves, and so is the metadata beside their spec.
    if (held.pods.has(place) || (key === 'metadata' && held.pods.has(pointer(at, 'spec')))) return false;
    const [from, to] = [before[key] ?? DEFAULTS.get(key), after[key] ?? DEFAULTS.get(key)];
    if (held.around.has(place) && isObject(from) && isObject(to))
      return differs(from, to, place, depth + 1, held, steps);
    if (HARMLESS.has(key) || isSame(from, to, 0, steps)) return false;
    return DIRECTIONS[key]?.(from, to) !== true;
  });
};

/** Nothing, null and empty are the same. */
const isSame = (a: Json | undefined, b: Json | undefined, depth: number, steps: { left: number }): boolean => {
  steps.left -= 1;
  if (steps.left < 0 || depth > MOST_LEVELS * 4) return false;
  if (isEmpty(a) && isEmpty(b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => isSame(own(a, key), own(b, key), depth + 1, steps));
};

const own = (value: object, key: string): Json | undefined =>
  // The members of JSON are JSON.
  Object.hasOwn(value, key) ? (Reflect.get(value, key) as Json | undefined) : undefined;

const isEmpty = (value: Json | undefined): boolean =>
  value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0);
