import type { Finding } from '../model/finding.ts';
import { listAt, objectAt, textAt } from '../model/json.ts';
import { OWNER_MARKS, podSpecOf } from './circumstances.ts';
import type { Place } from './places.ts';

/** One object that a step works on. What the log did not say is null until the cluster is asked. */
export interface Member {
  readonly name: string;
  readonly namespace: string | null;
  readonly uid: string | null;
  readonly resourceVersion: string | null;
  readonly container?: string;
  /** The object as it was saved, for one that is made again. */
  readonly saved?: unknown;
}

/** What a response is about, from the finding. */
export interface Subject {
  readonly kind: 'CronJob' | 'Job';
  readonly resource: 'cronjobs' | 'jobs';
  readonly namespace: string | null;
  readonly name: string | null;
  readonly uid: string | null;
  readonly serviceAccount: string;
  readonly images: readonly string[];
  readonly actor: string;
  readonly cluster: string;
  /** Names what this response creates; the beginning of the finding's id. */
  readonly case: string;
}

export const CASE_LENGTH = 10;

/** Undefined for a kind that no shipped playbook is for. */
export const subjectOf = (finding: Finding, cluster: string | null): Subject | undefined => {
  const { workload, actor } = finding;
  const kind = workload.kind === 'CronJob' || workload.kind === 'Job' ? workload.kind : undefined;
  if (kind === undefined) return undefined;
  return {
    kind,
    resource: kind === 'CronJob' ? 'cronjobs' : 'jobs',
    namespace: workload.namespace,
    name: workload.name,
    uid: workload.uid,
    serviceAccount: workload.serviceAccount ?? 'default',
    // A name in which something was masked is not the image's name.
    images: workload.images
      .filter(({ name }) => !name.includes('***'))
      .map(({ name, digest }) => (digest === null ? name : `${name}@${digest}`)),
    actor: actor.username ?? 'somebody whose name was not logged',
    cluster: cluster ?? finding.cluster,
    case: finding.id.slice(0, CASE_LENGTH),
  };
};

const member = (name: string, namespace: string | null): Member => ({
  name,
  namespace,
  uid: null,
  resourceVersion: null,
});

/** ConfigMaps that containers of the template read, each once. */
export const configMapsOf = (body: unknown, namespace: string | null): readonly Member[] =>
  namesIn(body, 'configMap', 'configMapKeyRef', 'configMapRef', 'name').map((name) => member(name, namespace));

/** Secrets that the template names, each once. Only their names are ever used. */
export const secretNamesOf = (body: unknown): readonly string[] =>
  namesIn(body, 'secret', 'secretKeyRef', 'secretRef', 'secretName');

const namesIn = (
  body: unknown,
  volume: string,
  key: string,
  whole: string,
  nameOfVolume: string,
): readonly string[] => {
  const pod = podSpecOf(body);
  const names = new Set<string>();
  const add = (name: string | null): void => {
    if (name !== null && name !== '') names.add(name);
  };
  for (const one of listAt(pod, 'volumes')) {
    add(textAt(objectAt(one, volume), nameOfVolume));
    for (const source of listAt(objectAt(one, 'projected'), 'sources')) add(textAt(objectAt(source, volume), 'name'));
  }
  for (const container of ['containers', 'initContainers'].flatMap((list) => listAt(pod, list))) {
    for (const env of listAt(container, 'env')) add(textAt(objectAt(objectAt(env, 'valueFrom'), key), 'name'));
    for (const from of listAt(container, 'envFrom')) add(textAt(objectAt(from, whole), 'name'));
  }
  return [...names];
};

/** Owners that reconcile the object, by the marks they leave on it. */
export const ownersOf = (
  body: unknown,
  argocdNamespace: string,
): Readonly<Record<'argocd-application' | 'flux-kustomization' | 'flux-helm-release', readonly Member[]>> => {
  const metadata = objectAt(body, 'metadata');
  const mark = (name: string): string | null =>
    textAt(objectAt(metadata, 'labels'), name) ?? textAt(objectAt(metadata, 'annotations'), name);
  const flux = (name: string, namespace: string): readonly Member[] => {
    const found = mark(name);
    return found === null ? [] : [member(found, mark(namespace) ?? textAt(metadata, 'namespace'))];
  };
  const tracked = mark(OWNER_MARKS.argocdId)?.split(':')[0] ?? mark(OWNER_MARKS.argocdLabel);
  // An Application outside of Argo CD's own namespace is tracked as NAMESPACE_NAME; no name of a namespace has a "_".
  const [first = '', second] = (tracked ?? '').split('_');
  return {
    'argocd-application':
      first === '' ? [] : [second === undefined ? member(first, argocdNamespace) : member(second, first)],
    'flux-kustomization': flux(OWNER_MARKS.kustomizationName, OWNER_MARKS.kustomizationNamespace),
    'flux-helm-release': flux(OWNER_MARKS.helmReleaseName, OWNER_MARKS.helmReleaseNamespace),
  };
};

/** What a service account is in a cloud, from its annotations; `null` is an account that was not read. */
export const cloudIdentities = (account: unknown, subject: Subject): string => {
  const annotations = objectAt(objectAt(account, 'metadata'), 'annotations');
  const named = [
    ['eks.amazonaws.com/role-arn', 'IRSA role'],
    ['iam.gke.io/gcp-service-account', 'Google service account'],
    ['azure.workload.identity/client-id', 'Entra application'],
  ].flatMap(([key = '', what = '']) => {
    const value = textAt(annotations, key);
    return value === null ? [] : [`${what} ${value} (${key})`];
  });
  const podIdentity = `EKS Pod Identity leaves no mark on the account: aws eks list-pod-identity-associations --namespace ${subject.namespace ?? '…'} --service-account ${subject.serviceAccount}.`;
  if (account === null) {
    return `Look at the annotations of the service account ${subject.serviceAccount}: eks.amazonaws.com/role-arn (IRSA), iam.gke.io/gcp-service-account, azure.workload.identity/client-id. ${podIdentity}`;
  }
  return `${named.length > 0 ? `The service account ${subject.serviceAccount} is ${named.join(', ')}.` : `The service account ${subject.serviceAccount} has no annotation of a cloud identity.`} ${podIdentity}`;
};

/** A list of texts as CEL writes it. JSON's escapes are CEL's as well. */
export const celList = (texts: readonly string[]): string => `[${texts.map((one) => JSON.stringify(one)).join(', ')}]`;

/** Fields of a saved object that the server writes; without them it can be created again. */
export const recreatable = (saved: unknown): unknown => {
  const metadata = objectAt(saved, 'metadata');
  if (metadata === null) return undefined;
  const own = ['name', 'namespace', 'labels', 'annotations'].flatMap((key) =>
    metadata[key] === undefined ? [] : [[key, metadata[key]] as const],
  );
  const { metadata: _, status: __, secrets: ___, ...rest } = saved as Record<string, unknown>; // It has metadata, so it is an object.
  return { ...rest, metadata: Object.fromEntries(own) };
};

/** What is known of the cluster beyond the finding; null where it was not read. */
export interface Seen {
  readonly object: unknown;
  readonly serviceAccount: unknown;
}

/** Values of the places for one member, or for a step without. */
export const lookupFor =
  (subject: Subject, seen: Seen, target: Member | null) =>
  (place: Place): unknown => {
    switch (place) {
      case 'target.name':
        return target?.name;
      case 'target.namespace':
        return target?.namespace ?? undefined;
      case 'target.uid':
        return target?.uid ?? undefined;
      case 'target.container':
        return target?.container;
      case 'target.recreated':
        return recreatable(target?.saved);
      case 'object.name':
        return subject.name ?? undefined;
      case 'object.namespace':
        return subject.namespace ?? undefined;
      case 'object.resource':
        return subject.resource;
      case 'object.uid':
        return subject.uid ?? undefined;
      case 'serviceAccount':
        return subject.serviceAccount;
      case 'case':
        return subject.case;
      case 'cluster':
        return subject.cluster;
      case 'actor':
        return subject.actor;
      case 'imagesCel':
        return celList(subject.images);
      case 'cloudIdentities':
        return cloudIdentities(seen.serviceAccount, subject);
      case 'secretNames': {
        if (seen.object === null) return 'the template was not logged; read them from the saved object';
        const names = secretNamesOf(seen.object);
        return names.length === 0 ? 'none' : names.join(', ');
      }
      default:
        return place satisfies never;
    }
  };
