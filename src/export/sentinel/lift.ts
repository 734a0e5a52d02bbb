import { KINDS, type KindEntry, type TemplatePath } from '../../normalise/kinds.ts';
import { listed } from './kql-text.ts';

/** Where a query finds the pod specs of a kind. */
interface Reach {
  /** `group/resource`, as `objectRef` names them; an empty group for the core. */
  readonly keys: readonly string[];
  /** KQL that gives an array, of which each element holds one pod spec. */
  readonly items: string;
  /** KQL that gives the pod spec of an element. */
  readonly spec: string;
}

/**
 * API groups whose kinds the queries look into: those of Kubernetes, and of the workflow and batch engines that are usual on
 * AKS. With every group that is known, the paths alone would take half of what a query may be long.
 */
const GROUPS: ReadonlySet<string> = new Set([
  '',
  'apps',
  'batch',
  'extensions',
  'argoproj.io',
  'batch.volcano.sh',
  'jobset.x-k8s.io',
  'keda.sh',
  'tekton.dev',
]);

/** Shapes of which a query sees the containers; the value is the way from the template to what holds them. */
const SPEC_OF: Readonly<Record<string, string>> = {
  pod: '.spec',
  'pod-spec': '',
  ephemeral: '.spec',
  'ephemeral-list': '',
  'argo-template': '',
  'tekton-task': '',
};

/** Maps by name, which `mv-expand` takes apart without their values: nothing that a path could go on from. */
const IS_MAP = /ReplicaSpecs$|^spec\.template$/;

const dotted = (from: string, path: string): string => (path === '' ? from : `${from}.${path}`);

const reachOf = ({ at, shape }: TemplatePath): Pick<Reach, 'items' | 'spec'> | null => {
  const spec = SPEC_OF[shape];
  const stars = at.split('*').length - 1;
  if (spec === undefined || stars > 1) return null;
  if (stars === 0) return { items: `pack_array(${dotted('O', at)})`, spec: `I${spec}` };
  const [before = '', after = ''] = at.split('*').map((part) => part.replaceAll(/^\.|\.$/g, ''));
  return IS_MAP.test(before) ? null : { items: dotted('O', before), spec: `${dotted('I', after)}${spec}` };
};

const keysOf = ({ apiVersions, resource }: KindEntry): readonly string[] => [
  ...new Set(
    apiVersions.map((version) => `${version.includes('/') ? version.slice(0, version.indexOf('/')) : ''}/${resource}`),
  ),
];

const groupOf = (key: string): string => key.slice(0, key.indexOf('/'));

const firstReach = (entry: KindEntry): Pick<Reach, 'items' | 'spec'> | null => {
  for (const template of entry.templates) {
    const reach = reachOf(template);
    if (reach !== null) return reach;
  }
  return null;
};

const REACHES: readonly Reach[] = KINDS.flatMap((entry) => {
  const reach = firstReach(entry);
  const keys = keysOf(entry).filter((key) => GROUPS.has(groupOf(key)));
  // The ephemeral containers are in the pod, whose entry has the same key.
  return reach === null || keys.length === 0 || entry.subresource !== undefined ? [] : [{ keys, ...reach }];
});

/** `group/resource` of every kind whose pods a query finds. */
export const REACHED: readonly string[] = [...new Set(REACHES.flatMap(({ keys }) => keys))].sort();

/** Kinds that make pods and that no query looks into. */
export const UNREACHED: readonly string[] = [
  ...new Set(KINDS.flatMap(keysOf).filter((key) => !REACHED.includes(key))),
].sort();

/** Kinds of which a query sees one of several places that describe pods. */
export const REACHED_IN_PART: readonly string[] = [
  ...new Set(
    KINDS.filter(
      ({ templates, subresource }) =>
        subresource === undefined && templates.length > 1 && templates.some((one) => reachOf(one) !== null),
    )
      .flatMap(keysOf)
      .filter((key) => REACHED.includes(key)),
  ),
].sort();

/** `case(Key in ("a","b"),x, …,y)`; what most keys share comes last and without its keys. */
const byKey = (what: 'items' | 'spec'): string => {
  const groups = new Map<string, string[]>();
  for (const { keys, ...reach } of REACHES) groups.set(reach[what], [...(groups.get(reach[what]) ?? []), ...keys]);
  const sorted = [...groups].sort(([, a], [, b]) => a.length - b.length);
  const last = sorted.pop()?.[0] ?? '';
  return `case(${sorted.map(([value, keys]) => `Key in ${listed(new Set(keys))},${value}`).join(',\n  ')},\n  ${last})`;
};

/** Pod specs of the object `O` by `Key`: the array that holds them, and the spec `S` in each element `I`. */
export const ITEMS = byKey('items');
export const SPEC = byKey('spec');
