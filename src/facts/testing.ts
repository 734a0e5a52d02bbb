import type { Activity, LiftedContainer, Reading } from '../model/activity.ts';
import { isObject, type JsonObject, listAt, objectAt, pointer, textAt } from '../model/json.ts';
import { seen } from '../model/seen.ts';

const ROLES = [
  ['containers', 'container'],
  ['initContainers', 'init'],
  ['ephemeralContainers', 'ephemeral'],
] as const;

/** Where each kind holds its pod spec, for tests that stand before the real lifting. */
const SPEC_PATHS: Readonly<Record<string, readonly string[]>> = {
  Pod: ['spec'],
  Job: ['spec', 'template', 'spec'],
  Deployment: ['spec', 'template', 'spec'],
  DaemonSet: ['spec', 'template', 'spec'],
  StatefulSet: ['spec', 'template', 'spec'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
};

/** A whole body as a reading, lifted in the smallest way that tests of facts and indicators need. */
export const readingOf = (object: JsonObject, missing: Reading['missing'] = null): Reading => {
  const path = SPEC_PATHS[textAt(object, 'kind') ?? 'Pod'] ?? ['spec'];
  let owner: JsonObject | null = null;
  let spec: JsonObject | null = object;
  for (const step of path) {
    owner = spec;
    spec = objectAt(spec, step);
  }
  const at = pointer('', ...path);
  const containers: LiftedContainer[] = ROLES.flatMap(([list, role]) =>
    listAt(spec, list).flatMap((one, index) =>
      isObject(one)
        ? [{ role, name: textAt(one, 'name') ?? `#${index}`, pointer: pointer(at, list, index), spec: one }]
        : [],
    ),
  );
  return {
    kind: 'object',
    inferred: false,
    object,
    missing,
    origins: [{ at: '', from: '/requestObject' }],
    templates: spec === null ? [] : [{ pointer: at, spec, metadata: objectAt(owner, 'metadata'), containers }],
  };
};

/** A Pod with this spec, as a reading. */
export const podReading = (spec: JsonObject, missing: Reading['missing'] = null): Reading =>
  readingOf({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x' }, spec }, missing);

/** An accepted CronJob write by a person; parts are replaced by the test. */
export const activityOf = (parts: Partial<Activity> = {}): Activity => ({
  event: {
    source: 'audit.jsonl',
    offset: 0,
    auditId: '7f3c0a51-0d7e-4c39-8a53-2f1b8f1c0001',
    stage: 'ResponseComplete',
    level: 'RequestResponse',
    requestUri: '/apis/batch/v1/namespaces/shop/cronjobs',
    receivedAt: '2026-11-24T10:00:00.000000Z',
    time: { at: '2026-11-24T10:00:00.100000Z', exact: true },
    envelope: 'audit',
    cluster: null,
    cutAt: null,
  },
  actor: {
    username: 'ana@example.com',
    groups: ['developers', 'system:authenticated'],
    impersonatedBy: null,
    claimedUserAgent: 'kubectl/v1.36.0',
    claimedSourceIps: ['192.0.2.10'],
    peerIp: '192.0.2.10',
    kind: 'human',
    extra: {},
  },
  request: { verb: 'create', outcome: 'accepted', code: 201 },
  workload: {
    apiGroup: 'batch',
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    resource: 'cronjobs',
    subresource: null,
    namespace: 'shop',
    name: 'report',
    generateName: null,
    uid: null,
    owners: [],
    labels: {},
    annotations: {},
  },
  readings: seen([]),
  sentinel: null,
  ...parts,
});
