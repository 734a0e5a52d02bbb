import type { ContainerRole, LiftedContainer, LiftedTemplate } from '../model/activity.ts';
import { get, isList, isObject, type JsonObject, objectAt, textAt } from '../model/json.ts';
import { DEFAULT_KINDS, type KindIndex } from './kind-index.ts';
import type { KindEntry, TemplatePath } from './kinds.ts';
import { MAX_POINTER_TEXT } from './origins.ts';
import { expandPath, type Place } from './paths.ts';
import { POD_SETTINGS, SHAPES } from './shapes.ts';

export const MAX_TEMPLATES = 1000;
export const MAX_CONTAINERS = 10_000;
const MAX_LIST_DEPTH = 4;

export interface Lifted {
  readonly templates: readonly LiftedTemplate[];
  /** True when a limit was reached and the rest was left out. */
  readonly cut: boolean;
}

interface Basket {
  readonly kinds: KindIndex;
  readonly templates: LiftedTemplate[];
  /** Shape and pointer of every place that was lifted, since two kinds may look at the same. */
  readonly known: Set<string>;
  containers: number;
  pointerText: number;
  cut: boolean;
}

/**
 * Every pod template in an object, with JSON Pointers relative to it.
 *
 * A body is read as `entry`, the kind that the request names, and as the kind that it says it is: the server goes by the
 * first, and a second place to look must not hide one. A `List`, or a list of one kind, is lifted member by member. At
 * most 1,000 templates and 10,000 containers, whose pointers have at most 8 million characters together. Wrong types are
 * passed over. Never throws.
 */
export const liftTemplates = (
  object: JsonObject,
  entry: KindEntry | null,
  kinds: KindIndex = DEFAULT_KINDS,
): Lifted => {
  const basket: Basket = { kinds, templates: [], known: new Set(), containers: 0, pointerText: 0, cut: false };
  liftObject({ pointer: '', value: object }, entry, basket, 0);
  return { templates: basket.templates, cut: basket.cut };
};

const liftObject = (place: Place, asked: KindEntry | null, basket: Basket, depth: number): void => {
  if (!isObject(place.value)) return;
  if (asked !== null) liftAs(place, asked, basket, depth);
  // The body of a subresource has the kind of its parent, of which it writes only a part.
  if (asked?.subresource !== undefined) return;
  const own = basket.kinds.ofObject(place.value);
  if (own !== undefined && own !== asked) liftAs(place, own, basket, depth);
  if (isList(get(place.value, 'items')) && textAt(place.value, 'kind')?.endsWith('List') === true) {
    liftEmbedded(place, 'items.*', asked, basket, depth);
  }
};

const liftAs = (place: Place, entry: KindEntry, basket: Basket, depth: number): void => {
  for (const template of entry.templates) {
    for (const found of expandPath(place.value, template.at, place.pointer)) {
      if (basket.cut) return;
      liftTemplate(found, template, basket);
    }
  }
  for (const path of entry.embeds ?? []) liftEmbedded(place, path, null, basket, depth);
};

const liftEmbedded = (place: Place, path: string, asked: KindEntry | null, basket: Basket, depth: number): void => {
  if (depth >= MAX_LIST_DEPTH) {
    basket.cut = true;
    return;
  }
  for (const member of expandPath(place.value, path, place.pointer)) {
    if (basket.cut) return;
    liftObject(member, asked, basket, depth + 1);
  }
};

const NO_SPEC: JsonObject = Object.freeze({});

const liftTemplate = (found: Place, template: TemplatePath, basket: Basket): void => {
  const shape = SHAPES[template.shape];
  const [at] = expandPath(found.value, shape.spec ?? '', found.pointer);
  if (at === undefined || !isObject(at.value)) return;
  const key = `${template.shape} ${at.pointer}`;
  if (basket.known.has(key)) return;
  basket.known.add(key);
  const containers: LiftedContainer[] = [];
  for (const path of shape.containers) {
    for (const container of expandPath(at.value, path.at, at.pointer)) {
      if (!isObject(container.value)) continue;
      basket.pointerText += container.pointer.length;
      if (basket.containers >= MAX_CONTAINERS || basket.pointerText > MAX_POINTER_TEXT) {
        basket.cut = true;
        break;
      }
      basket.containers += 1;
      containers.push({
        role: roleOf(container.value, path.role),
        name: textAt(container.value, 'name') ?? path.name ?? unnamed(container.pointer),
        pointer: container.pointer,
        spec: container.value,
      });
    }
  }
  const spec = shape.spec === null ? NO_SPEC : at.value;
  if (!shape.always && containers.length === 0 && !POD_SETTINGS.some((field) => Object.hasOwn(spec, field))) return;
  if (basket.templates.length >= MAX_TEMPLATES) {
    basket.cut = true;
    return;
  }
  basket.templates.push({
    pointer: at.pointer,
    spec,
    metadata: objectAt(found.value, 'metadata'),
    containers,
  });
};

/** An init container that is always restarted runs beside the others: a native sidecar. */
const roleOf = (container: JsonObject, role: ContainerRole): ContainerRole =>
  role === 'init' && textAt(container, 'restartPolicy') === 'Always' ? 'sidecar' : role;

/** `#0` for a list member without a name, else the field that holds the container: `driver`, `stepTemplate`. */
const unnamed = (at: string): string => {
  const last = at.slice(at.lastIndexOf('/') + 1);
  return /^\d+$/.test(last) ? `#${last}` : last;
};
