import {
  get,
  isList,
  isObject,
  type Json,
  type JsonObject,
  listAt,
  objectAt,
  textAt,
  textsAt,
} from '../../model/json.ts';
import type { BindingNote, LabelSelector, NotedObject, NoteOrigin, RoleNote, Rule } from '../../model/note.ts';

const MOST_RULES = 1000;
const MOST_SUBJECTS = 1000;
const MOST_LABELS = 100;
const RBAC_GROUP = 'rbac.authorization.k8s.io';

/** A Role or ClusterRole, as far as it says what it allows. */
export const roleNote = (
  of: RoleNote['of'],
  object: NotedObject,
  origin: NoteOrigin,
  body: JsonObject,
): RoleNote | null => {
  const aggregation = objectAt(body, 'aggregationRule');
  if (get(body, 'rules') === undefined && aggregation === null) return null;
  return {
    kind: 'role',
    of,
    object,
    origin,
    rules: listAt(body, 'rules').slice(0, MOST_RULES).map(ruleOf),
    labels: textsOf(objectAt(objectAt(body, 'metadata'), 'labels')),
    aggregates: listAt(aggregation, 'clusterRoleSelectors').slice(0, MOST_LABELS).map(selectorOf),
  };
};

const ruleOf = (rule: Json): Rule => ({
  groups: textsAt(rule, 'apiGroups'),
  resources: textsAt(rule, 'resources'),
  verbs: textsAt(rule, 'verbs'),
  names: textsAt(rule, 'resourceNames'),
});

const textsOf = (labels: JsonObject | null): (readonly [string, string])[] =>
  Object.entries(labels ?? {})
    .slice(0, MOST_LABELS)
    .flatMap(([key, value]): (readonly [string, string])[] => (typeof value === 'string' ? [[key, value]] : []));

const selectorOf = (selector: Json): LabelSelector => ({
  labels: textsOf(objectAt(selector, 'matchLabels')),
  expressions: listAt(selector, 'matchExpressions')
    .slice(0, MOST_LABELS)
    .map((one) => ({
      key: textAt(one, 'key') ?? '',
      operator: textAt(one, 'operator') ?? '',
      values: textsAt(one, 'values'),
    })),
});

/** A binding with its role; `null` for a change that does not name the role. */
export const bindingNote = (
  of: BindingNote['of'],
  object: NotedObject,
  origin: NoteOrigin,
  body: JsonObject,
): BindingNote | null => {
  const ref = objectAt(body, 'roleRef');
  const name = textAt(ref, 'name');
  const kind = textAt(ref, 'kind');
  if (name === null || (kind !== 'Role' && kind !== 'ClusterRole')) return null;
  return {
    kind: 'binding',
    of,
    object,
    origin,
    role: { of: kind, name },
    subjects: listAt(body, 'subjects')
      .slice(0, MOST_SUBJECTS)
      .flatMap((subject) => subjectOf(subject, object.namespace)),
  };
};

const subjectOf = (subject: Json, namespace: string | null): BindingNote['subjects'] => {
  const name = textAt(subject, 'name');
  const kind = textAt(subject, 'kind');
  if (name === null) return [];
  if (kind === 'ServiceAccount') {
    return [{ kind, name: `${textAt(subject, 'namespace') ?? namespace ?? ''}/${name}` }];
  }
  return kind === 'Group' || kind === 'User' ? [{ kind, name }] : [];
};

const KINDS: ReadonlyMap<string, RoleNote['of'] | BindingNote['of']> = new Map<
  string,
  RoleNote['of'] | BindingNote['of']
>([
  ['Role', 'Role'],
  ['ClusterRole', 'ClusterRole'],
  ['RoleBinding', 'RoleBinding'],
  ['ClusterRoleBinding', 'ClusterRoleBinding'],
]);

/** How deep Lists may stand in one another in an export. */
const MOST_NESTED = 4;

/**
 * Roles and bindings of an export, as `kubectl get roles,clusterroles,rolebindings,clusterrolebindings -A -o yaml` gives
 * it: documents, each an object or a List of them. Objects of other kinds are passed over; `others` counts them.
 */
export const rbacOf = (
  documents: readonly unknown[],
): { readonly notes: readonly (RoleNote | BindingNote)[]; readonly others: number } => {
  const notes: (RoleNote | BindingNote)[] = [];
  let others = 0;
  const take = (value: unknown, depth: number): void => {
    if (!isObject(value)) {
      if (value !== null && value !== undefined) others += 1;
      return;
    }
    if (isList(get(value, 'items')) && depth < MOST_NESTED) {
      for (const one of listAt(value, 'items')) take(one, depth + 1);
      return;
    }
    const of = KINDS.get(textAt(value, 'kind') ?? '');
    const metadata = objectAt(value, 'metadata');
    const name = textAt(metadata, 'name');
    const known = textAt(value, 'apiVersion')?.split('/', 1)[0] === RBAC_GROUP && of !== undefined && name !== null;
    const object: NotedObject = { cluster: null, namespace: textAt(metadata, 'namespace'), name: name ?? '' };
    const origin: NoteOrigin = { at: null, by: null };
    const note = !known
      ? null
      : of === 'Role' || of === 'ClusterRole'
        ? roleNote(of, object, origin, { rules: [], ...value })
        : bindingNote(of, object, origin, value);
    if (note === null) others += 1;
    else notes.push(note);
  };
  for (const one of documents) take(one, 0);
  return { notes, others };
};
