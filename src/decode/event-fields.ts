import { instant } from '../lib/time.ts';
import type { AuditEvent, ObjectRef, UserInfo } from '../model/event.ts';
import {
  get,
  isList,
  isObject,
  type Json,
  type JsonObject,
  objectAt,
  pointer,
  textAt,
  textsAt,
} from '../model/json.ts';
import { type BodyContext, bodyOf } from './body.ts';
import { withoutPartial } from './partial.ts';
import type { Cut } from './prefix.ts';
import { refOfUri } from './request-uri.ts';
import type { AuditFields } from './scope.ts';

/** Reads an event out of fields that are named as in `audit.k8s.io`. Never throws; what is missing or mistyped is `null`. */
export const eventOf = ({ fields: given, cut, requestText, scope, bodies }: AuditFields): AuditEvent => {
  const fields = cut === null ? given : withoutPartialText(given, cut);
  const requestUri = textAt(fields, 'requestURI');
  const annotations = textMap(objectAt(fields, 'annotations'));
  const objectRef = refOf(fields, requestUri, cut);
  const context: BodyContext = {
    level: textAt(fields, 'level'),
    stage: textAt(fields, 'stage'),
    verb: textAt(fields, 'verb')?.toLowerCase() ?? null,
    subresource: objectRef.subresource,
    code: codeOf(get(objectAt(fields, 'responseStatus'), 'code')),
    decision: decisionOf(annotations),
    annotations,
    cut,
    bodies: bodies ?? 'whole',
  };
  const request = bodyOf(fields, 'requestObject', context);
  const response = bodyOf(fields, 'responseObject', context);
  const cutAt = request.cut ?? response.cut ?? cut;
  // A body that is only too deep for us was logged whole.
  const bodiesParse = [request, response].every(({ cut: at }, index) => {
    const body = get(fields, index === 0 ? 'requestObject' : 'responseObject');
    return at === null || isObject(body) || isList(body);
  });
  const parses = cut === null && bodiesParse;
  const receivedAt = timeAt(fields, 'requestReceivedTimestamp');
  // `timestamp` is what v1alpha1 and v1beta1 had before the two that replaced it.
  const own = timeAt(fields, 'stageTimestamp') ?? receivedAt ?? timeAt(fields, 'timestamp');
  return {
    envelope: scope.envelope,
    // A table's empty column; two events without an id are not one.
    auditId: textAt(fields, 'auditID') || null,
    level: context.level,
    stage: context.stage,
    requestUri,
    verb: context.verb,
    user: userOf(objectAt(fields, 'user')),
    impersonated: objectAt(fields, 'impersonatedUser') === null ? null : userOf(objectAt(fields, 'impersonatedUser')),
    claimedSourceIps: textsAt(fields, 'sourceIPs'),
    claimedUserAgent: textAt(fields, 'userAgent'),
    objectRef,
    code: context.code,
    decision: context.decision,
    requestObject: request.body,
    responseObject: response.body,
    annotations,
    receivedAt,
    time: own === null ? { at: envelopeTimeOf(fields, scope.envelopeTime), exact: false } : { at: own, exact: true },
    cluster: scope.cluster ?? textAt(annotations, 'cluster_name'),
    cutAt: cutAt === null ? null : pointer('', ...cutAt),
    row: {
      category: scope.category,
      timeGenerated: scope.timeGenerated,
      parses,
      requestText: parses && isQueried(objectRef.resource) ? requestText() || null : null,
    },
  };
};

/** The original query looks at these resources only; for others the text is not looked for. */
const isQueried = (resource: string | null): boolean => {
  const lower = resource?.toLowerCase();
  return lower === 'jobs' || lower === 'cronjobs';
};

/** Of what the record was cut in, half a command still says something; half a user name says something wrong. */
const withoutPartialText = (fields: JsonObject, cut: Cut): JsonObject => {
  if (cut[0] === 'requestObject' || cut[0] === 'responseObject') return fields;
  const whole = withoutPartial(fields, cut);
  return isObject(whole) ? whole : fields;
};

const NOTHING: Readonly<Record<string, never>> = Object.freeze(Object.create(null));

/** Members that are strings, without a prototype: the keys are a client's. */
const textMap = (map: JsonObject | null): Readonly<Record<string, string>> => {
  if (map === null) return NOTHING;
  const texts: Record<string, string> = Object.create(null);
  for (const [key, value] of Object.entries(map)) if (typeof value === 'string') texts[key] = value;
  return texts;
};

const userOf = (user: JsonObject | null): UserInfo => ({
  username: textAt(user, 'username'),
  uid: textAt(user, 'uid'),
  groups: textsAt(user, 'groups'),
  extra: extraOf(objectAt(user, 'extra')),
});

const extraOf = (extra: JsonObject | null): UserInfo['extra'] => {
  if (extra === null) return NOTHING;
  const lists: Record<string, readonly string[]> = Object.create(null);
  for (const [key, value] of Object.entries(extra)) {
    if (isList(value)) lists[key] = textsAt(extra, key);
    else if (typeof value === 'string') lists[key] = [value];
  }
  return lists;
};

const NO_REF: ObjectRef = {
  apiGroup: null,
  apiVersion: null,
  resource: null,
  subresource: null,
  namespace: null,
  name: null,
  uid: null,
};

/** The target; from the request path only where the record was cut before `objectRef`, which the server derives from it. */
const refOf = (fields: JsonObject, requestUri: string | null, cut: Cut | null): ObjectRef => {
  const ref = objectAt(fields, 'objectRef');
  const ofUri = (): ObjectRef | null => (requestUri === null ? null : refOfUri(requestUri));
  if (ref === null) return (cut === null ? null : ofUri()) ?? NO_REF;
  const written = textAt(ref, 'apiVersion');
  const slash = written?.indexOf('/') ?? -1;
  const known = written !== null && cut?.[0] !== 'objectRef';
  return {
    // The server leaves the group out for core, but never the version: without either, a table lost both.
    apiGroup:
      textAt(ref, 'apiGroup') ??
      (slash > 0 ? (written?.slice(0, slash) ?? null) : known ? '' : (ofUri()?.apiGroup ?? null)),
    apiVersion: slash > 0 ? (written?.slice(slash + 1) ?? null) : written,
    resource: textAt(ref, 'resource'),
    subresource: named(ref, 'subresource'),
    namespace: named(ref, 'namespace'),
    name: named(ref, 'name'),
    uid: named(ref, 'uid'),
  };
};

/** Tables write an empty column for a field that the event leaves out. */
const named = (ref: JsonObject, key: string): string | null => textAt(ref, key) || null;

const codeOf = (code: Json | undefined): number | null => {
  const number = typeof code === 'string' && /^\d{3}$/.test(code) ? Number(code) : code;
  return typeof number === 'number' && Number.isInteger(number) && number >= 100 && number <= 599 ? number : null;
};

const decisionOf = (annotations: Readonly<Record<string, string>>): string | null => {
  const decision = textAt(annotations, 'authorization.k8s.io/decision')?.toLowerCase();
  return decision === 'allow' || decision === 'forbid' ? decision : null;
};

const timeAt = (fields: JsonObject, key: string): string | null => {
  const text = textAt(fields, key);
  return text === null ? null : instant(text);
};

/** Panther adds its own reading of the time to the event. */
const envelopeTimeOf = (fields: JsonObject, envelopeTime: string | null): string | null =>
  envelopeTime ?? timeAt(fields, 'p_event_time');
