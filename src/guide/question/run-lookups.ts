import { isUid, lookup } from '../language/kubectl.ts';
import type { Lookup } from '../model.ts';
import type { Subject } from '../subject.ts';
import type { Trail } from '../trail.ts';
import { objectLookup } from './effect.ts';

/** The logs of the newest run that the log shows, for as long as its Job is there. */
export const newestLookup = ({ kind, namespace }: Subject, trail: Trail | null): readonly Lookup[] => {
  const name = trail?.jobs.last?.name ?? null;
  if (kind !== 'CronJob' || namespace === null || name === null) return [];
  return [
    lookup('what its newest run in the log wrote; save it', [
      ...['logs', '-n'],
      { name: namespace },
      '-l',
      { name, before: 'batch.kubernetes.io/job-name=' },
      ...['--all-containers', '--timestamps', '--prefix', '--tail=-1'],
    ]),
  ];
};

/** Reads of the live cluster about the runs of the subject. */
export const runLookups = (subject: Subject): readonly Lookup[] => {
  const { kind, namespace, name, uid } = subject;
  const found: (Lookup | null)[] = [];
  if (namespace === null) return [];
  const place = ['-n', { name: namespace }] as const;
  if (kind === 'CronJob' && name !== null) {
    found.push(
      lookup('Jobs of the namespace with their owner; the owner is the only link to the CronJob', [
        ...['get', 'jobs.batch'],
        ...place,
        '-o',
        'custom-columns=NAME:.metadata.name,OWNER:.metadata.ownerReferences[*].name,OWNER-UID:.metadata.ownerReferences[*].uid,START:.status.startTime,ACTIVE:.status.active,OK:.status.succeeded,FAILED:.status.failed',
      ]),
    );
  }
  if (kind === 'Job' && name !== null)
    found.push(
      lookup('its pods, with node and phase', [
        'get',
        'pods',
        ...place,
        '-o',
        'wide',
        '-l',
        { name, before: 'batch.kubernetes.io/job-name=' },
      ]),
    );
  else
    found.push(
      lookup('pods of the namespace by start, with node and phase', [
        'get',
        'pods',
        ...place,
        '-o',
        'wide',
        '--sort-by=.status.startTime',
      ]),
    );
  found.push(
    uid !== null && isUid(uid)
      ? lookup('Events of the object, while they last', [
          'get',
          'events',
          ...place,
          `--field-selector=involvedObject.uid=${uid}`,
        ])
      : name === null || !/^[A-Za-z]{1,63}$/.test(kind)
        ? null
        : lookup('Events of the object, while they last', [
            'get',
            'events',
            ...place,
            '--sort-by=.lastTimestamp',
            { name, before: `--field-selector=involvedObject.kind=${kind},involvedObject.name=` },
          ]),
    objectLookup(subject, 'last and next run, active Jobs, Events', 'describe'),
  );
  if (kind === 'Job' && name !== null)
    found.push(
      lookup('what its containers wrote; save it', [
        'logs',
        ...place,
        '-l',
        { name, before: 'batch.kubernetes.io/job-name=' },
        '--all-containers',
        '--timestamps',
        '--prefix',
        '--tail=-1',
      ]),
    );
  else if (kind === 'Pod' && name !== null)
    found.push(
      lookup('what its containers wrote; save it', [
        'logs',
        ...place,
        { name },
        '--all-containers',
        '--timestamps',
        '--prefix',
      ]),
    );
  return found.filter((one) => one !== null);
};
