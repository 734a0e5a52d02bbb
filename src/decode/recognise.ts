import { get, isObject, type Json, objectAt, textAt } from '../model/json.ts';

/**
 * Whether an object is an audit event under its own field names, even one that lost fields on its way. A core/v1 Event
 * also has `kind: Event`, but never a verb.
 */
export const isAuditEvent = (value: Json, cut: boolean): boolean => {
  if (!isObject(value)) return false;
  const apiVersion = get(value, 'apiVersion');
  const kind = get(value, 'kind');
  if (typeof apiVersion === 'string') {
    if (!apiVersion.startsWith('audit.k8s.io/')) return false;
    return kind === 'Event' || (kind === undefined && objectAt(value, 'items') === null);
  }
  const verb = textAt(value, 'verb');
  if (verb !== null) {
    if (kind === 'Event' || objectAt(value, 'objectRef') !== null) return true;
    if (textAt(value, 'requestURI') !== null && objectAt(value, 'user') !== null) return true;
  }
  if (textAt(value, 'auditID') === null) return false;
  // A list of events leaves kind and version out of its members; a cut record may have lost everything else.
  return cut || textAt(value, 'stage') !== null || textAt(value, 'level') !== null;
};

const MAX_SHOWN = 80;

/** A few words on what an object is instead, for the message. */
export const looksLike = (value: Json): string => {
  if (!isObject(value)) return value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`;
  const named = [textAt(value, 'apiVersion'), textAt(value, 'kind')].filter((one) => one !== null);
  if (named.length > 0) return named.join(' ').slice(0, MAX_SHOWN);
  const keys = Object.keys(value).slice(0, 5);
  return keys.length === 0 ? 'an empty object' : `keys ${keys.join(', ')}`.slice(0, MAX_SHOWN);
};
