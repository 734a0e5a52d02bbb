import { activityOf, readingOf } from '../../facts/testing.ts';
import type { Actor, OwnerReference, Workload } from '../../model/activity.ts';
import type { Facts } from '../../model/facts.ts';
import type { JsonObject } from '../../model/json.ts';
import type { KnownCronJob } from '../../model/known.ts';
import { templateFingerprint } from '../../normalise/fingerprint.ts';
import { knowing } from '../testing.ts';

const main = { name: 'main', image: 'registry.example.com/shop/report:1.4.2' };
const jobOf = (container: JsonObject): JsonObject => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'report-1' },
  spec: { template: { spec: { containers: [container] } } },
});
const owner: OwnerReference = { apiVersion: 'batch/v1', kind: 'CronJob', name: 'report', uid: null, controller: true };

export interface ManualRun {
  /** Container of the CronJob that is known; `null` when none is. */
  readonly original: JsonObject | null;
  readonly container?: JsonObject;
  readonly workload?: Partial<Workload>;
  readonly actor?: Partial<Actor>;
}

/** A Job with the marks of a manual run of CronJob "report". */
export const manualRun = ({ original, container = main, workload = {}, actor = {} }: ManualRun): Facts => {
  const form = original === null ? null : templateFingerprint(readingOf(jobOf(original)).templates);
  const known: KnownCronJob | undefined =
    form === null ? undefined : { uid: null, origin: { at: null, by: 'ana@example.com' }, forms: [form] };
  return knowing({ cronJob: () => known }, jobOf(container), {
    actor: { ...activityOf().actor, ...actor },
    workload: {
      ...activityOf().workload,
      kind: 'Job',
      resource: 'jobs',
      owners: [owner],
      annotations: { 'cronjob.kubernetes.io/instantiate': 'manual' },
      ...workload,
    },
  });
};

export const OWNER = owner;
export const MAIN = main;
export const OTHER = { ...main, command: ['date'] };
