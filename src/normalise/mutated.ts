import type { LiftedContainer, LiftedTemplate } from '../model/activity.ts';
import { get, isList, isObject, type Json, type JsonObject, textAt } from '../model/json.ts';

/** Fields by which a container is judged: a change of one by an admission webhook is worth a reading of its own. */
export const CONTAINER_FIELDS = [
  'image',
  'command',
  'args',
  'env',
  'envFrom',
  'lifecycle',
  'securityContext',
  'source',
  'script',
  'volumeDevices',
  'volumeMounts',
] as const;

export const POD_FIELDS = [
  'automountServiceAccountToken',
  'hostIPC',
  'hostNetwork',
  'hostPID',
  'hostUsers',
  'securityContext',
  'serviceAccountName',
  'volumes',
] as const;

/** Fields that the API server fills in inside the ones above. */
export const DEFAULTED_FIELDS = [
  'apiVersion',
  'defaultMode',
  'expirationSeconds',
  'type',
  'scheme',
  'protocol',
] as const;

const MAX_DEPTH = 24;

/**
 * Whether the stored object holds a pod template that the request did not send: an injected container, another image, a
 * mount. What the server itself adds to every object (defaults, the token volume) does not count.
 */
export const isMutated = (request: readonly LiftedTemplate[], response: readonly LiftedTemplate[]): boolean => {
  if (request.length !== response.length) return true;
  return response.some((after, index) => {
    const before = request[index];
    return before === undefined || before.pointer !== after.pointer || templateDiffers(before, after);
  });
};

const templateDiffers = (before: LiftedTemplate, after: LiftedTemplate): boolean => {
  if (before.containers.length !== after.containers.length) return true;
  if (POD_FIELDS.some((field) => fieldDiffers(before.spec, after.spec, field))) return true;
  return after.containers.some((container, index) => containerDiffers(before.containers[index], container));
};

const containerDiffers = (before: LiftedContainer | undefined, after: LiftedContainer): boolean =>
  before === undefined ||
  before.name !== after.name ||
  before.role !== after.role ||
  CONTAINER_FIELDS.some((field) => fieldDiffers(before.spec, after.spec, field));

const fieldDiffers = (before: JsonObject, after: JsonObject, field: string): boolean => {
  const stored = get(after, field);
  if (field === 'serviceAccountName' && stored === 'default') return (get(before, field) ?? 'default') !== 'default';
  return !same(get(before, field), stored, 0);
};

const same = (before: Json | undefined, after: Json | undefined, depth: number): boolean => {
  if (depth > MAX_DEPTH) return false;
  if (isList(after)) {
    const stored = after.filter((one) => !isTokenMount(one));
    const sent = isList(before) ? before.filter((one) => !isTokenMount(one)) : [];
    return sent.length === stored.length && stored.every((one, index) => same(sent[index], one, depth + 1));
  }
  if (isObject(after)) {
    const sent = isObject(before) ? before : NOTHING;
    const isSame = (key: string): boolean => {
      const value = get(sent, key);
      return value === undefined && isDefaulted(key)
        ? typeof get(after, key) !== 'object'
        : same(value, get(after, key), depth + 1);
    };
    return (
      Object.keys(after).every(isSame) && Object.keys(sent).every((key) => Object.hasOwn(after, key) || isSame(key))
    );
  }
  return isUnset(after) ? isUnset(before) : before === after;
};

const NOTHING: JsonObject = {};

const isDefaulted = (key: string): boolean => DEFAULTED_FIELDS.some((field) => field === key);

/** Empty, false and missing mean the same to the API server in every field that is compared here. */
const isUnset = (value: Json | undefined): boolean =>
  value === undefined ||
  value === null ||
  value === false ||
  value === '' ||
  (isList(value) && value.length === 0) ||
  (isObject(value) && Object.keys(value).length === 0);

/** The volume and mount that the ServiceAccount admission plugin adds to every pod. */
const isTokenMount = (value: Json): boolean =>
  TOKEN_VOLUME.test(textAt(value, 'name') ?? '') &&
  get(value, 'hostPath') === undefined &&
  (textAt(value, 'mountPath') ?? TOKEN_PATH) === TOKEN_PATH;

const TOKEN_VOLUME = /^(?:kube-api-access-[a-z0-9]{5}|[a-z0-9.-]{1,200}-token-[a-z0-9]{5})$/;
const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
