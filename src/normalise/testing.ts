import type { Activity, Reading } from '../model/activity.ts';
import type { AuditEvent, ObjectRef } from '../model/event.ts';
import { get, type Json, type JsonObject } from '../model/json.ts';
import { ABSENT, seen } from '../model/seen.ts';
import { type Normalised, type NormaliseOptions, normalise } from './normalise.ts';

/** A user's create of a CronJob with nothing in it; each test says what is different. */
export const eventOf = (change: Partial<AuditEvent> = {}, ref: Partial<ObjectRef> = {}): AuditEvent => ({
  envelope: 'audit',
  auditId: '6f0c2d3e-0000-4000-8000-000000000001',
  level: 'Request',
  stage: 'ResponseComplete',
  requestUri: null,
  verb: 'create',
  user: { username: 'jane@example.com', uid: null, groups: ['system:authenticated'], extra: {} },
  impersonated: null,
  claimedSourceIps: ['198.51.100.7'],
  claimedUserAgent: 'kubectl/v1.34.0 (linux/amd64) kubernetes/0000000',
  objectRef: {
    apiGroup: 'batch',
    apiVersion: 'v1',
    resource: 'cronjobs',
    subresource: null,
    namespace: 'shop',
    name: 'backup',
    uid: null,
    ...ref,
  },
  code: null,
  decision: null,
  requestObject: ABSENT,
  responseObject: ABSENT,
  annotations: {},
  receivedAt: '2026-11-24T10:00:00.000000Z',
  time: { at: '2026-11-24T10:00:00.123456Z', exact: true },
  cluster: null,
  cutAt: null,
  row: { category: null, timeGenerated: null, requestText: null, parses: true },
  ...change,
});

export const bodySeen = (body: JsonObject | readonly unknown[]): Pick<AuditEvent, 'requestObject'> => ({
  requestObject: seen(body),
});

export const run = (event: AuditEvent, options: NormaliseOptions = {}): Normalised =>
  normalise(event, { source: 'audit.log', offset: 0 }, options);

export const activityOf = (event: AuditEvent, options: NormaliseOptions = {}): Activity => {
  const result = run(event, options);
  if (result.kind !== 'activity') throw new Error(`passed over as ${result.why}`);
  return result.activity;
};

export const readingsIn = (activity: Activity): readonly Reading[] => {
  if (activity.readings.state !== 'seen') throw new Error(`readings are ${activity.readings.state}`);
  return activity.readings.value;
};

/** `json` with `value` put at a path of the kind table; `*` becomes the only member of a list. */
export const nested = (path: string, value: Json): Json => {
  if (path === '') return value;
  const [first = '', ...rest] = path.split('.');
  const inner = nested(rest.join('.'), value);
  return first === '*' ? [inner] : { [first]: inner };
};

/** The value at a JSON Pointer; `undefined` where it leads nowhere. */
export const valueAt = (root: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((value, token) => (Array.isArray(value) ? value[Number(token)] : get(value, token)), root);

/** Without prototypes and shared parts, for comparison with a literal. */
export const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
