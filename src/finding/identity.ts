import { hashOf } from '../lib/canonical.ts';
import type { Activity, LiftedTemplate, Reading } from '../model/activity.ts';
import { SEVERITIES, type Severity } from '../model/finding.ts';
import { isList, isObject, type Json, type JsonObject } from '../model/json.ts';

const HEX = 32;

/** `2026-11-24T10:00:00.123456Z` to its milliseconds. */
const toMilliseconds = (at: string): string => at.replace(/(\.\d{3})\d+/, '$1');

/**
 * 32 hex digits that name one request, the same wherever and however often it was delivered: audit id, received time,
 * verb, and what `objectRef` says of the object. The received time counts to the millisecond, since some exports keep no
 * more; `receivedAt` is that of any delivery, where the judged one lost its own. Never in it: cluster, envelope,
 * indicators, version, source and offset; nor a name or uid that only the response gives, which a cut record or another
 * stage lacks.
 *
 * Where audit id and received time are both lost, all writes with one verb to one object have one id: their order in
 * the source would tell them apart, but no longer name them when the same log is read again in other pieces. Where only
 * the received time is lost, the id differs from that of a whole record of the same request.
 */
export const findingId = (activity: Activity, receivedAt: string | null = activity.event.receivedAt): string => {
  const { event, request, workload } = activity;
  return hashOf([
    'cronwarden.finding',
    event.auditId,
    receivedAt === null ? null : toMilliseconds(receivedAt),
    request.verb,
    workload.apiGroup,
    workload.resource,
    workload.subresource,
    workload.namespace,
    event.named === undefined ? workload.name : event.named.name,
    event.named?.uid ?? null,
  ]).slice(0, HEX);
};

/** The part of a hit that says which kind of trouble it is. */
export interface Trouble {
  readonly indicator: { readonly id: string; readonly severity: Severity };
}

/** Families of the worst hits, `command` of `command.reverse-shell`: sorted, each once. Empty without hits. */
export const troubleOf = (hits: readonly Trouble[]): readonly string[] => {
  const worst = Math.max(-1, ...hits.map((hit) => SEVERITIES.indexOf(hit.indicator.severity)));
  const families = hits
    .filter((hit) => SEVERITIES.indexOf(hit.indicator.severity) === worst)
    .map((hit) => hit.indicator.id.split('.', 1)[0] ?? '');
  return [...new Set(families)].sort();
};

/**
 * 32 hex digits that repeats share: the cluster, the topmost owner that the event names, and the kind of trouble. The
 * owner is the controller in `ownerReferences`, so that every Job of a CronJob falls to the CronJob's group; else the
 * object itself, by its name or by the prefix that its names are generated from. A uid is no part of it: who deletes and
 * creates anew repeats himself.
 */
export const groupId = (activity: Activity, cluster: string, hits: readonly Trouble[]): string => {
  const { workload } = activity;
  const controller = workload.owners.find((owner) => owner.controller && owner.kind !== null && owner.name !== null);
  const [kind, name] = controller
    ? [controller.kind, controller.name]
    : [workload.kind, workload.generateName ?? workload.name];
  return hashOf(['cronwarden.group', cluster, workload.namespace, kind, name, troubleOf(hits)]).slice(0, HEX);
};

/**
 * SHA-256 of the pod specs of a whole object, `null` where only a part of it was seen or it makes no pods.
 *
 * Equal for what runs the same, whatever carries it: left out are the object's and the template's metadata (names,
 * generated labels, uids, restart times) and what the API server fills in with a value that means the same as nothing.
 * Names of containers and volumes stay, and so does the order of lists.
 */
export const templateHash = (reading: Reading | null): string | null =>
  reading === null || reading.missing !== null || reading.templates.length === 0
    ? null
    : hashOf(reading.templates.map(bare));

const POD_DEFAULTS: ReadonlyMap<string, Json> = new Map<string, Json>([
  ['dnsPolicy', 'ClusterFirst'],
  ['enableServiceLinks', true],
  ['preemptionPolicy', 'PreemptLowerPriority'],
  ['priority', 0],
  ['schedulerName', 'default-scheduler'],
  ['serviceAccountName', 'default'],
  ['terminationGracePeriodSeconds', 30],
]);
const CONTAINER_DEFAULTS: ReadonlyMap<string, Json> = new Map<string, Json>([
  ['terminationMessagePath', '/dev/termination-log'],
  ['terminationMessagePolicy', 'File'],
]);
const CONTAINER_LISTS: ReadonlySet<string> = new Set(['containers', 'initContainers', 'ephemeralContainers']);

const isEmpty = (value: Json): boolean =>
  value === null || (isList(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0);

const bare = ({ spec }: Pick<LiftedTemplate, 'spec'>): JsonObject =>
  without(spec, POD_DEFAULTS, (key, value) => {
    // The deprecated name of `serviceAccountName`, which the server writes beside it.
    if (key === 'serviceAccount' && Object.hasOwn(spec, 'serviceAccountName')) return undefined;
    if (!CONTAINER_LISTS.has(key) || !isList(value)) return value;
    return value.map((one) => (isObject(one) ? without(one, CONTAINER_DEFAULTS, (_, member) => member) : one));
  });

const without = (
  object: JsonObject,
  defaults: ReadonlyMap<string, Json>,
  change: (key: string, value: Json) => Json | undefined,
): JsonObject => {
  const kept: [string, Json][] = [];
  for (const [key, value] of Object.entries(object)) {
    if (value === undefined || defaults.get(key) === value || isEmpty(value)) continue;
    const changed = change(key, value);
    if (changed !== undefined) kept.push([key, changed]);
  }
  return Object.fromEntries(kept);
};
