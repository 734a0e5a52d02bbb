import { activityOf } from '../../facts/testing.ts';
import type { Actor, OwnerReference, RequestInfo } from '../../model/activity.ts';
import type { Facts } from '../../model/facts.ts';
import { knowing } from '../testing.ts';

const body = {
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'report' },
  spec: { template: { spec: { containers: [{ name: 'main', image: 'registry.example.com/shop/report:1.4.2' }] } } },
};
const { workload, actor, request } = activityOf();

/** Written at 10:00:00.1 on 2026-11-24, minute 29,925,240 since 1970. */
export const NOW = 29_925_240;

export interface NamedJob {
  readonly name: string | null;
  /** When the controller found it in the way. */
  readonly foundAt?: string;
  readonly owners?: readonly OwnerReference[];
  readonly actor?: Partial<Actor>;
  readonly request?: Partial<RequestInfo>;
}

export const OWNER: OwnerReference = {
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  name: 'report',
  uid: '1b6e0f0c-0000-4000-8000-000000000001',
  controller: true,
};

/** A Job of that name, by a person. */
export const namedJob = ({ name, foundAt, owners = [], ...more }: NamedJob): Facts => {
  const time = foundAt ?? null;
  const event = { auditId: 'x', time, verb: 'create', source: 'audit.jsonl', offset: 9 };
  return knowing({ collision: () => (time === null ? undefined : event) }, body, {
    workload: { ...workload, kind: 'Job', resource: 'jobs', name, owners },
    actor: { ...actor, ...more.actor },
    request: { ...request, ...more.request },
  });
};
