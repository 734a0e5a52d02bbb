import { parseAllDocuments } from 'yaml';
import { isObject, type Json, type JsonObject, listAt, objectAt, textAt } from '../model/json.ts';

/** An object that a manifest writes, as far as it is named. */
export interface Written {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string | null;
  readonly generateName: string | null;
  readonly namespace: string | null;
}

/** The objects of a manifest, those of a List one by one; `null` where it is no YAML. */
export const objectsIn = (text: string): readonly Written[] | null => {
  const documents = parseAllDocuments(text);
  if (!Array.isArray(documents)) return [];
  if (documents.some(({ errors }) => errors.length > 0)) return null;
  return documents.flatMap((document) => {
    const value = document.toJS({ maxAliasCount: 0 }) as Json; // YAML without tags gives what JSON can hold.
    if (!isObject(value)) return [];
    const items = listAt(value, 'items');
    return (items.length > 0 ? items.filter(isObject) : [value]).flatMap(writtenOf);
  });
};

const writtenOf = (object: JsonObject): readonly Written[] => {
  const apiVersion = textAt(object, 'apiVersion');
  const kind = textAt(object, 'kind');
  const metadata = objectAt(object, 'metadata');
  if (apiVersion === null || kind === null) return []; // A patch.
  return [
    {
      apiVersion,
      kind,
      name: textAt(metadata, 'name'),
      generateName: textAt(metadata, 'generateName'),
      namespace: textAt(metadata, 'namespace'),
    },
  ];
};

const PLURALS: ReadonlyMap<string, string> = new Map([
  ['NetworkPolicy', 'networkpolicies'],
  ['PodSecurityPolicy', 'podsecuritypolicies'],
  ['Ingress', 'ingresses'],
]);

/** `cronjobs` of `CronJob`. */
export const resourceOf = (kind: string): string => PLURALS.get(kind) ?? `${kind.toLowerCase()}s`;

const SHORT: ReadonlyMap<string, string> = new Map(
  Object.entries({
    cj: 'cronjobs',
    cm: 'configmaps',
    crd: 'customresourcedefinitions',
    deploy: 'deployments',
    ds: 'daemonsets',
    ns: 'namespaces',
    po: 'pods',
    rc: 'replicationcontrollers',
    rs: 'replicasets',
    sa: 'serviceaccounts',
    sts: 'statefulsets',
  }),
);

/** The plural that the API uses, for a resource as kubectl takes it: `cj`, `cronjob`, `cronjob.batch`, `CronJob`. */
export const pluralOf = (word: string): string => {
  const bare = (word.split('.')[0] ?? '').toLowerCase();
  const long = SHORT.get(bare) ?? bare;
  if (long.endsWith('ies') || /[^s]s$/.test(long) || long.endsWith('sses')) return long;
  return long.endsWith('y') ? `${long.slice(0, -1)}ies` : long.endsWith('ss') ? `${long}es` : `${long}s`;
};
