import { get, isList, isObject, type JsonObject, listAt, objectAt, textAt } from '../model/json.ts';
import type { FilledSet, Keep, SetName } from './model.ts';
import type { Member, Subject } from './subject.ts';

/** Members of the sets so far. */
export type Sets = Readonly<Partial<Record<SetName, readonly Member[]>>>;

const SERVICE_ACCOUNT_OF = 'kubernetes.io/service-account.name';
/** A binding that every cluster has, made again at each start: it shows the version to anybody and no more. */
export const PUBLIC_BINDINGS = ['system:public-info-viewer'] as const;

export const memberOf = (object: unknown): Member => {
  const metadata = objectAt(object, 'metadata');
  return {
    name: textAt(metadata, 'name') ?? '',
    namespace: textAt(metadata, 'namespace'),
    uid: textAt(metadata, 'uid'),
    resourceVersion: textAt(metadata, 'resourceVersion'),
  };
};

const uidOf = (object: unknown): string | null => textAt(objectAt(object, 'metadata'), 'uid');

/** Whether an item of a list belongs to this response. */
export const isKept = (keep: Keep, item: unknown, subject: Subject, sets: Sets): boolean => {
  switch (keep) {
    case 'owned-by-object':
      return uidOf(item) === subject.uid || ownedBy(item, subject.uid === null ? [] : [subject.uid]);
    case 'owned-by-jobs':
      return ownedBy(item, uidsOf(sets.jobs));
    case 'about-objects': {
      const about = textAt(objectAt(item, 'involvedObject'), 'uid');
      return about !== null && [subject.uid, ...uidsOf(sets.jobs), ...uidsOf(sets.pods)].includes(about);
    }
    case 'names-service-account':
      return listAt(item, 'subjects').some(
        (one) =>
          textAt(one, 'kind') === 'ServiceAccount' &&
          textAt(one, 'name') === subject.serviceAccount &&
          (textAt(one, 'namespace') ?? textAt(objectAt(item, 'metadata'), 'namespace')) === subject.namespace,
      );
    case 'token-of-service-account':
      return textAt(objectAt(objectAt(item, 'metadata'), 'annotations'), SERVICE_ACCOUNT_OF) === subject.serviceAccount;
    case 'names-anonymous':
      return (
        !PUBLIC_BINDINGS.some((one) => one === memberOf(item).name) &&
        listAt(item, 'subjects').some((one) =>
          ['system:anonymous', 'system:unauthenticated'].includes(textAt(one, 'name') ?? ''),
        )
      );
    default:
      return keep satisfies never;
  }
};

const uidsOf = (members: readonly Member[] = []): readonly string[] =>
  members.flatMap(({ uid }) => (uid === null ? [] : [uid]));

const ownedBy = (item: unknown, uids: readonly string[]): boolean => {
  const owners = get(objectAt(item, 'metadata'), 'ownerReferences');
  return isList(owners) && owners.some((one) => uids.includes(textAt(one, 'uid') ?? ''));
};

/** The sets that follow from what was read: a finished Job can no longer be suspended, a waiting container has no log. */
export const setsFrom = (fills: FilledSet, items: readonly unknown[]): Sets => {
  const members = items.map(memberOf);
  switch (fills) {
    case 'jobs':
      return { jobs: members, 'live-jobs': items.filter((one) => !isFinished(one)).map(memberOf) };
    case 'pods': {
      const nodes = new Set(items.flatMap((one) => textAt(objectAt(one, 'spec'), 'nodeName') ?? []));
      return {
        pods: members,
        containers: items.flatMap((one) => containersOf(one, hasLog)),
        'restarted-containers': items.flatMap((one) => containersOf(one, hasPreviousLog)),
        nodes: [...nodes].map((name) => ({ name, namespace: null, uid: null, resourceVersion: null })),
      };
    }
    case 'service-account':
      return { 'service-account': items.map((one) => ({ ...memberOf(one), saved: one })) };
    default:
      return { [fills]: members };
  }
};

export const isFinished = (job: unknown): boolean =>
  listAt(objectAt(job, 'status'), 'conditions').some(
    (one) => ['Complete', 'Failed'].includes(textAt(one, 'type') ?? '') && textAt(one, 'status') === 'True',
  );

const containersOf = (pod: unknown, wanted: (status: unknown) => boolean): readonly Member[] =>
  ['initContainerStatuses', 'containerStatuses', 'ephemeralContainerStatuses']
    .flatMap((list) => listAt(objectAt(pod, 'status'), list))
    .filter(wanted)
    .map((status) => ({ ...memberOf(pod), container: textAt(status, 'name') ?? '' }));

const hasPreviousLog = (status: unknown): boolean => objectAt(objectAt(status, 'lastState'), 'terminated') !== null;
const hasLog = (status: unknown): boolean => {
  const state = objectAt(status, 'state');
  return objectAt(state, 'running') !== null || objectAt(state, 'terminated') !== null || hasPreviousLog(status);
};

/** What may be kept of an object of which only metadata was asked: annotations can hold a copy of the values. */
export const namesOnly = (object: unknown): JsonObject => {
  const metadata = objectAt(object, 'metadata');
  const account = textAt(objectAt(metadata, 'annotations'), SERVICE_ACCOUNT_OF);
  const kept = ['name', 'namespace', 'uid', 'resourceVersion', 'creationTimestamp'].flatMap((key) => {
    const value = get(metadata, key);
    return value === undefined ? [] : [[key, value] as const];
  });
  return {
    metadata: {
      ...Object.fromEntries(kept),
      ...(account === null ? {} : { annotations: { [SERVICE_ACCOUNT_OF]: account } }),
    },
  };
};

/** Items of a list, each with the kind that lists leave out. */
export const itemsOf = (list: unknown): readonly JsonObject[] => {
  const apiVersion = textAt(list, 'apiVersion');
  const kind = textAt(list, 'kind')?.replace(/List$/, '');
  return listAt(list, 'items').flatMap((one) =>
    isObject(one)
      ? [{ ...(apiVersion === null ? {} : { apiVersion }), ...(kind === undefined ? {} : { kind }), ...one }]
      : [],
  );
};

/** Members of both, the later one for the same object. */
export const joined = (before: readonly Member[] = [], now: readonly Member[] = []): readonly Member[] => {
  const key = ({ uid, name, namespace, container }: Member): string =>
    JSON.stringify([uid ?? [namespace, name], container]);
  return [...new Map([...before, ...now].map((one) => [key(one), one])).values()];
};
