import { get, isObject, type Json } from '../../model/json.ts';

/** How a list is merged: member by member with these keys, as a set of plain values, or `null` for being replaced whole. */
export interface ListRule {
  /** Keys of a strategic merge patch and of server-side apply; empty for a set. */
  readonly strategic: readonly string[];
  readonly applied: readonly string[];
}

const by = (strategic: string, applied: readonly string[] = [strategic]): ListRule => ({
  strategic: [strategic],
  applied,
});
const SET: ListRule = { strategic: [], applied: [] };

/**
 * Lists that are merged, by their field. One field name never means two lists among the kinds that make pods.
 * `patchMergeKey` and `listMapKey` of https://github.com/kubernetes/api (core/v1, meta/v1, batch/v1, apps/v1).
 */
const LISTS: ReadonlyMap<string, ListRule> = new Map([
  ['containers', by('name')],
  ['initContainers', by('name')],
  ['ephemeralContainers', by('name')],
  ['volumes', by('name')],
  ['env', by('name')],
  ['volumeMounts', by('mountPath')],
  ['volumeDevices', by('devicePath')],
  ['ports', by('containerPort', ['containerPort', 'protocol'])],
  ['imagePullSecrets', by('name')],
  ['hostAliases', by('ip')],
  ['topologySpreadConstraints', by('topologyKey', ['topologyKey', 'whenUnsatisfiable'])],
  ['schedulingGates', by('name')],
  ['resourceClaims', by('name')],
  ['ownerReferences', by('uid')],
  ['conditions', by('type')],
  ['finalizers', SET],
]);

/** Lists that only server-side apply merges. */
const APPLIED: ReadonlyMap<string, ListRule> = new Map([['claims', { strategic: [], applied: ['name'] }]]);

/** Values of keys that a member may leave out, since the server fills them in. */
const KEY_DEFAULTS: ReadonlyMap<string, Json> = new Map([['protocol', 'TCP']]);

export const strategicRule = (field: string): ListRule | undefined => LISTS.get(field);
export const appliedRule = (field: string): ListRule | undefined => LISTS.get(field) ?? APPLIED.get(field);

/** Fields whose object is replaced whole by an apply: `+structType=atomic` and `+mapType=atomic`. */
export const ATOMIC_FIELDS: ReadonlySet<string> = new Set([
  'configMapKeyRef',
  'fieldRef',
  'fileKeyRef',
  'labelSelector',
  'nodeSelector',
  'requiredDuringSchedulingIgnoredDuringExecution',
  'resourceFieldRef',
  'secretKeyRef',
  'selector',
]);

/** What tells a member from the others; `null` for one without its keys. */
export const memberKey = (member: Json | undefined, keys: readonly string[]): string | null => {
  if (keys.length === 0) return typeof member === 'object' ? null : JSON.stringify(member);
  if (!isObject(member)) return null;
  const values = keys.map((key) => get(member, key) ?? KEY_DEFAULTS.get(key));
  return values.some((value) => value === undefined || typeof value === 'object') ? null : JSON.stringify(values);
};
