import type { JsonObject } from '../../../model/json.ts';
import type { Client } from '../requests.ts';

/** A place below the pod spec, and what stands there afterwards; `-` appends to a list. */
export type Edit = readonly [at: string, value: unknown];

/** An ordinary workload of a class that is often taken for an attack, and what one malicious change makes of it. */
export interface Member {
  readonly what: string;
  readonly by: Client;
  readonly object: JsonObject;
  readonly change: { readonly act: string; readonly edits: readonly Edit[] };
  /** User names that are configured as known. */
  readonly identities?: readonly string[];
}

type Named = JsonObject & { readonly name: string; readonly namespace: string };

export const cronJob = (metadata: Named, schedule: string, pod: JsonObject): JsonObject => ({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata,
  spec: {
    schedule,
    concurrencyPolicy: 'Forbid',
    jobTemplate: { spec: { backoffLimit: 2, template: { spec: { restartPolicy: 'OnFailure', ...pod } } } },
  },
});
export const job = (metadata: Named, pod: JsonObject): JsonObject => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata,
  spec: { backoffLimit: 1, template: { spec: { restartPolicy: 'Never', ...pod } } },
});
export const barePod = (metadata: Named, pod: JsonObject): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata,
  spec: { restartPolicy: 'Never', ...pod },
});
export const daemonSet = (metadata: Named, pod: JsonObject): JsonObject => ({
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata,
  spec: {
    selector: { matchLabels: { app: metadata.name } },
    template: { metadata: { labels: { app: metadata.name } }, spec: pod },
  },
});

/** A container that runs shell text. */
export const shell = (image: string, text: string, more: JsonObject = {}): JsonObject => ({
  name: 'main',
  image,
  command: ['/bin/sh', '-c', text],
  ...more,
});

export const person = (name: string): Client => ({ username: `${name}@example.com` });
/** A service account that acts from a pod, as operators and pipelines do. */
export const account = (namespace: string, name: string, userAgent = `${name}/v0.0.0 (linux/amd64)`): Client => ({
  username: `system:serviceaccount:${namespace}:${name}`,
  pod: `${name}-6d5f9c7b8-x2x4z`,
  userAgent,
});
export const ARGO_CD = account('argocd', 'argocd-application-controller');
export const FLUX_HELM = account('flux-system', 'helm-controller');
export const FLUX = account('flux-system', 'kustomize-controller');

/** Where the pod spec of each kind stands. */
const POD_SPEC: Readonly<Record<string, readonly string[]>> = {
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
  Job: ['spec', 'template', 'spec'],
  DaemonSet: ['spec', 'template', 'spec'],
  Pod: ['spec'],
};

/** The same object after the edits; throws where an edit finds no place, so that each is known to change something. */
export const changed = (object: JsonObject, edits: readonly Edit[]): JsonObject => {
  const copy = structuredClone(object) as Record<string, unknown>; // a clone of JSON is JSON
  for (const [at, value] of edits) {
    const path = [...(POD_SPEC[String(object.kind)] ?? []), ...at.split('/')];
    const last = path.pop() ?? '';
    let place: unknown = copy;
    for (const [depth, key] of path.entries()) {
      const holder = place as Record<string, unknown>; // checked below, and lists have keys too
      if (holder[key] === undefined && depth === path.length - 1) holder[key] = last === '-' ? [] : {};
      place = holder[key];
      if (typeof place !== 'object' || place === null) throw new Error(`${at}: nothing at ${key}`);
    }
    if (last === '-') (place as unknown[]).push(value);
    else (place as Record<string, unknown>)[last] = value;
  }
  return copy as JsonObject;
};
