import type { Provenance } from '../model/effect.ts';
import { isObject, type Json, type JsonObject, listAt, objectAt, textAt } from '../model/json.ts';
import { type Known, type KnownContent, saysOrigin } from '../model/known.ts';

/** Where a workload stands, for objects that it names: the log's cluster, the namespace, and when it was written. */
export interface Standpoint {
  readonly cluster: string | null;
  readonly namespace: string | null;
  readonly at: string | null;
}

/** A text that another object or the pod's own metadata holds. */
export interface Held {
  readonly text: string;
  readonly provenance: Provenance;
}

type Holder = 'ConfigMap' | 'Secret';

export interface HeldObject {
  /** `ConfigMap "scripts"`. */
  readonly named: string;
  /** `undefined` when nothing of it was seen. */
  readonly content: KnownContent | undefined;
  readonly provenance: Provenance;
}

const LONGEST_NAME = 80;

const named = (of: string, name: string): string => `${of} ${JSON.stringify(name.slice(0, LONGEST_NAME))}`;

/** A ConfigMap or Secret of the workload's namespace, as it was when the workload was written. */
export const heldObject = (known: Known, of: Holder, name: string, { at, ...place }: Standpoint): HeldObject => {
  const content = known.content(of, { ...place, name }, at);
  const late = content?.written === 'after' ? ' after the workload' : '';
  const origin = content === undefined ? '' : `, ${saysOrigin(content.origin)}${late}`;
  return {
    named: named(of, name),
    content,
    provenance: { says: `${named(of, name)}${origin}`, hidden: of === 'Secret', isOutside: true },
  };
};

/** `key` of an object. `null` when the object, or this key of it, was not seen. */
export const heldText = ({ content, provenance }: HeldObject, key: string): Held | null => {
  const text = content?.data.get(key);
  return text === undefined ? null : { text, provenance };
};

/** The pod's own fields, as the downward API gives them; `null` for those that only the running pod has. */
export const fieldText = (
  fieldPath: string,
  {
    metadata,
    spec,
    namespace,
  }: { readonly metadata: JsonObject | null; readonly spec: JsonObject; readonly namespace: string | null },
): Held | null => {
  const match = /^metadata\.(annotations|labels)(?:\['([^']{1,400})'\])?$/.exec(fieldPath);
  if (match === null) {
    const text =
      fieldPath === 'metadata.namespace'
        ? namespace
        : fieldPath === 'spec.serviceAccountName'
          ? (textAt(spec, 'serviceAccountName') ?? textAt(spec, 'serviceAccount') ?? 'default')
          : null;
    return text === null
      ? null
      : { text, provenance: { says: `the pod's ${fieldPath}`, hidden: false, isOutside: false } };
  }
  const [, list = '', key] = match;
  const texts = objectAt(metadata, list);
  const what = list === 'labels' ? 'label' : 'annotation';
  if (key !== undefined) {
    // One that is not there may still be added on the way, by a webhook.
    const text = textAt(texts, key);
    return text === null
      ? null
      : { text, provenance: { says: named(`the pod's ${what}`, key), hidden: false, isOutside: false } };
  }
  const lines = Object.entries(texts ?? {}).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return { text: lines.join('\n'), provenance: { says: `the pod's ${list}`, hidden: false, isOutside: false } };
};

/** One thing that fills a volume. */
export type Source =
  | { readonly kind: 'object'; readonly object: HeldObject; readonly items: readonly Json[] | null }
  | { readonly kind: 'fields'; readonly items: readonly Json[] };

/** What fills a volume, where it is a ConfigMap, a Secret, the pod's own fields, or several of them. */
export const sourcesOf = (volume: Json, known: Known, at: Standpoint): readonly Source[] => {
  const plain = sourceOf(volume, known, at, { Secret: 'secretName' });
  const projected = listAt(objectAt(volume, 'projected'), 'sources').slice(0, MOST_SOURCES);
  return [plain, ...projected.map((one) => sourceOf(one, known, at, { Secret: 'name' }))].flatMap((one) => one ?? []);
};

const MOST_SOURCES = 100;
const MOST_ITEMS = 1000;

const sourceOf = (
  holder: Json,
  known: Known,
  at: Standpoint,
  nameIn: { readonly Secret: string },
): Source | undefined => {
  const fields = objectAt(holder, 'downwardAPI');
  if (fields !== null) return { kind: 'fields', items: listAt(fields, 'items').slice(0, MOST_ITEMS) };
  const configMap = objectAt(holder, 'configMap');
  const one = configMap ?? objectAt(holder, 'secret');
  const name = textAt(one, configMap === null ? nameIn.Secret : 'name');
  if (one === null || name === null) return undefined;
  const items = listAt(one, 'items').slice(0, MOST_ITEMS);
  const object = heldObject(known, configMap === null ? 'Secret' : 'ConfigMap', name, at);
  return { kind: 'object', object, items: items.length === 0 ? null : items.filter(isObject) };
};
