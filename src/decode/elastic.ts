import { instant } from '../lib/time.ts';
import { get, isObject, type Json, type JsonObject, objectAt, textAt } from '../model/json.ts';
import { child, NO_TEXT, type Node, said } from './node.ts';
import { withoutPartial } from './partial.ts';
import { inside, look, OTHER, type Scope, type Step, type Unwrap } from './scope.ts';

const PREFIX = 'kubernetes.audit.';

/**
 * A document of Elastic's Kubernetes integration: the event under `kubernetes.audit`, nested or with dotted keys. The
 * integration takes `metadata` out of the bodies, so the original line is preferred where it was kept.
 */
export const elastic: Unwrap = (node, scope) => {
  const source = child(node, '_source');
  if (source !== null) return look(source, inside(scope, 'elastic', { mixedStore: true }));
  const nested = at(node, 'kubernetes', 'audit');
  const fields = nested?.value ?? dotted(node.cut === null ? node.value : withoutPartial(node.value, node.cut));
  const original = at(node, 'event', 'original') ?? child(node, 'event.original');
  const isDocument =
    said(node, '@timestamp') !== null && (get(node.value, 'ecs') ?? get(node.value, 'agent')) !== undefined;
  if (!isObject(fields)) {
    if (original !== null && isDocument) return look(original, documentScope(node, scope));
    return isDocument && child(node, 'message') === null ? [OTHER] : null;
  }
  const within = documentScope(node, scope);
  const spread = node.cut === null ? null : [];
  const cut = nested === null ? spread : nested.cut;
  // Of a body that is spread over keys, any part may have been lost.
  const bodies = nested === null && cut !== null ? 'scattered' : 'stripped';
  const event: Step = {
    kind: 'event',
    fields: restored(fields),
    cut,
    requestText: NO_TEXT,
    bodies,
    scope: within,
  };
  const kept = original ?? messageOf(node);
  return kept === null ? [event] : [{ kind: 'first', of: [...look(kept, within), event] }];
};

const at = (node: Node, first: string, second: string): Node | null => {
  const outer = child(node, first);
  return outer === null ? null : child(outer, second);
};

const messageOf = (node: Node): Node | null =>
  textAt(node.value, 'message')?.startsWith('{') === true ? child(node, 'message') : null;

const documentScope = (node: Node, scope: Scope): Scope => {
  const cluster = textAt(at(node, 'orchestrator', 'cluster')?.value, 'name') ?? said(node, 'orchestrator.cluster.name');
  return inside(scope, 'elastic', { cluster, envelopeTime: instant(said(node, '@timestamp') ?? '') });
};

/** Deeper paths than any field of an event has are not rebuilt. */
const MAX_TOKENS = 40;

/** `kubernetes.audit.user.username: x` as `{user: {username: x}}`; `null` when there is no such key. */
const dotted = (document: Json): JsonObject | null => {
  if (!isObject(document)) return null;
  const root: Branch = Object.create(null);
  let found = false;
  for (const [key, value] of Object.entries(document)) {
    if (!key.startsWith(PREFIX) || value === undefined) continue;
    found = true;
    const tokens = key.slice(PREFIX.length).split('.', MAX_TOKENS);
    // Keys of annotations and of a user's extra hold dots of their own.
    const map = tokens[0] === 'annotations' ? 1 : tokens[1] === 'extra' ? 2 : tokens.length;
    const path = map < tokens.length ? [...tokens.slice(0, map), tokens.slice(map).join('.')] : tokens;
    place(root, path, value);
  }
  // Built of parsed values only.
  return found ? (root as JsonObject) : null;
};

interface Branch {
  [key: string]: Json | Branch;
}

const place = (root: Branch, path: readonly string[], value: Json): void => {
  let branch = root;
  for (const token of path.slice(0, -1)) {
    const next = get(branch, token);
    if (isObject(next))
      branch = next as Branch; // made here, or parsed: either way plain data
    else {
      const made: Branch = Object.create(null);
      setOwn(branch, token, made);
      branch = made;
    }
  }
  setOwn(branch, path.at(-1) ?? '', value);
};

/** A parsed object has a prototype, which an assignment to `__proto__` would replace. */
const setOwn = (branch: Branch, key: string, value: Json | Branch): void => {
  Object.defineProperty(branch, key, { value, writable: true, enumerable: true, configurable: true });
};

/** Undoes what the integration does to annotation keys: dots before the slash become underscores. */
const restored = (fields: JsonObject): JsonObject => {
  const annotations = objectAt(fields, 'annotations');
  if (annotations === null) return fields;
  const renamed = Object.entries(annotations).map(([key, value]) => {
    const slash = key.indexOf('/');
    return [slash < 0 ? key : key.slice(0, slash).replaceAll('_', '.') + key.slice(slash), value];
  });
  return { ...fields, annotations: Object.fromEntries(renamed) };
};
