import type { KnownGrant, KnownRights } from '../model/known.ts';
import type { BindingNote, LabelSelector, NotedObject, RoleNote, Rule } from '../model/note.ts';
import { BUILT_IN_ROLES } from './built-in-roles.ts';

/** Grants of one account that are kept; a real one has a handful. */
const MOST_GRANTS = 200;
/** Cluster roles that are looked through for one that adds up others. */
const MOST_ROLES = 5000;
const MOST_RULES = 2000;

/** Roles and bindings of one cluster, or of one export. */
export interface RbacStore {
  put(note: RoleNote | BindingNote): void;
  drop(note: RoleNote | BindingNote): void;
  bindingsOf(subject: string): Iterable<BindingNote>;
  role(of: RoleNote['of'], namespace: string | null, name: string): RoleNote | undefined;
  clusterRoles(): Iterable<RoleNote>;
}

const keyOf = (of: string, namespace: string | null, name: string): string => JSON.stringify([of, namespace, name]);

/** Which role a binding gives, and where. */
const giftOf = ({ of, object, role }: BindingNote): string => keyOf(of, object.namespace, `${role.of}/${role.name}`);

function* firstOfEach(given: ReadonlyMap<string, ReadonlySet<BindingNote>> | undefined): Generator<BindingNote> {
  for (const same of given?.values() ?? []) {
    for (const binding of same) {
      yield binding;
      break;
    }
  }
}

export const createRbacStore = (): RbacStore => {
  const roles = new Map<string, RoleNote>();
  const clusterRoles = new Set<RoleNote>();
  /** By subject, then by what is given: many bindings of one role to one subject say what one of them says. */
  const bindings = new Map<string, Map<string, Set<BindingNote>>>();
  return {
    put: (note) => {
      if (note.kind === 'role') {
        roles.set(keyOf(note.of, note.object.namespace, note.object.name), note);
        if (note.of === 'ClusterRole') clusterRoles.add(note);
        return;
      }
      for (const { kind, name } of note.subjects) {
        const key = `${kind} ${name}`;
        const given = bindings.get(key) ?? new Map<string, Set<BindingNote>>();
        bindings.set(key, given);
        const gift = giftOf(note);
        const same = (given.get(gift) ?? new Set<BindingNote>()).add(note);
        // In the order of the last writes, as it is when they are put again from a state.
        given.delete(gift);
        given.set(gift, same);
      }
    },
    drop: (note) => {
      if (note.kind === 'role') {
        roles.delete(keyOf(note.of, note.object.namespace, note.object.name));
        clusterRoles.delete(note);
        return;
      }
      for (const { kind, name } of note.subjects) {
        const given = bindings.get(`${kind} ${name}`);
        const gift = giftOf(note);
        const of = given?.get(gift);
        of?.delete(note);
        if (of?.size === 0) given?.delete(gift);
        if (given?.size === 0) bindings.delete(`${kind} ${name}`);
      }
    },
    bindingsOf: (subject) => firstOfEach(bindings.get(subject)),
    role: (of, namespace, name) => roles.get(keyOf(of, of === 'ClusterRole' ? null : namespace, name)),
    clusterRoles: () => clusterRoles,
  };
};

/** The names under which a service account is bound: its own, and the groups that every service account is in. */
export const subjectsOf = ({ namespace, name }: Pick<NotedObject, 'namespace' | 'name'>): readonly string[] => [
  `ServiceAccount ${namespace ?? ''}/${name}`,
  `User system:serviceaccount:${namespace ?? ''}:${name}`,
  `Group system:serviceaccounts:${namespace ?? ''}`,
  'Group system:serviceaccounts',
  'Group system:authenticated',
];

/** What the bindings of all stores give an account. Of a role that several stores have, the first store's counts. */
export const rightsIn = (
  stores: readonly RbacStore[],
  account: NotedObject,
  whole: boolean,
): KnownRights | undefined => {
  const grants: KnownGrant[] = [];
  const said = new Set<string>();
  for (const store of stores) {
    for (const subject of subjectsOf(account)) {
      for (const binding of store.bindingsOf(subject)) {
        const key = `${subject} ${keyOf(binding.of, binding.object.namespace, binding.object.name)}`;
        if (said.has(key)) continue;
        if (grants.length >= MOST_GRANTS) return { grants, whole };
        said.add(key);
        grants.push({ binding, subject, rules: rulesOf(stores, binding) });
      }
    }
  }
  return grants.length === 0 && !whole ? undefined : { grants, whole };
};

const rulesOf = (stores: readonly RbacStore[], { role, object }: BindingNote): readonly Rule[] | null => {
  for (const store of stores) {
    const found = store.role(role.of, object.namespace, role.name);
    if (found !== undefined) return found.aggregates.length === 0 ? found.rules : aggregated(stores, found);
  }
  return role.of === 'ClusterRole' ? (BUILT_IN_ROLES.get(role.name) ?? null) : null;
};

/** The rules of a cluster role and of those that it adds up; the controller writes them into it, but not at once. */
const aggregated = (stores: readonly RbacStore[], role: RoleNote): readonly Rule[] => {
  const rules = [...role.rules];
  let left = MOST_ROLES;
  for (const store of stores) {
    for (const other of store.clusterRoles()) {
      if (--left < 0 || rules.length >= MOST_RULES) return rules;
      if (other !== role && role.aggregates.some((selector) => isSelected(other, selector))) rules.push(...other.rules);
    }
  }
  return rules;
};

/** An empty selector fits nothing here: it would give away every role, and the API server's own have labels. */
const isSelected = ({ labels }: RoleNote, selector: LabelSelector): boolean => {
  if (selector.labels.length + selector.expressions.length === 0) return false;
  const labelled = (key: string): string | undefined => labels.find(([one]) => one === key)?.[1];
  return (
    selector.labels.every(([key, value]) => labelled(key) === value) &&
    selector.expressions.every(({ key, operator, values }) => {
      const value = labelled(key);
      switch (operator) {
        case 'In':
          return value !== undefined && values.includes(value);
        case 'NotIn':
          return value === undefined || !values.includes(value);
        case 'Exists':
          return value !== undefined;
        case 'DoesNotExist':
          return value === undefined;
        default:
          return false;
      }
    })
  );
};
