import { type Json, textAt } from '../model/json.ts';
import { KINDS, type KindEntry } from './kinds.ts';

/** `batch` of `batch/v1`; empty for the core group. */
export const groupOf = (apiVersion: string): string => {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
};

export const groupsOf = (entry: KindEntry): readonly string[] => [...new Set(entry.apiVersions.map(groupOf))];

/** The kind table, indexed by what a request and what a body say. */
export interface KindIndex {
  /** Entry of a request; the subresource is `null` for the object itself. */
  byResource(group: string, resource: string, subresource: string | null): KindEntry | undefined;
  /** Entry of a resource whose group nothing tells. Common words match nothing; `jobs` and `cronjobs` are taken as batch. */
  byBareResource(resource: string, subresource: string | null): KindEntry | undefined;
  /** Entry of an object by its own `apiVersion` and `kind`. */
  ofObject(object: Json | undefined): KindEntry | undefined;
}

const keyOf = (...parts: readonly (string | null | undefined)[]): string => parts.map((part) => part ?? '').join(' ');

/** Later entries win, so that a user's table can correct ours. */
export const indexKinds = (table: readonly KindEntry[]): KindIndex => {
  const requests = new Map<string, KindEntry>();
  const bare = new Map<string, KindEntry>();
  const objects = new Map<string, KindEntry>();
  for (const entry of table) {
    for (const group of groupsOf(entry)) {
      requests.set(keyOf(group, entry.resource, entry.subresource), entry);
      if (entry.subresource === undefined) objects.set(keyOf(group, entry.kind), entry);
    }
    const bareKey = keyOf(entry.resource, entry.subresource);
    if (entry.gate !== 'group' && !bare.has(bareKey)) bare.set(bareKey, entry);
  }
  return {
    byResource: (group, resource, subresource) => requests.get(keyOf(group, resource, subresource)),
    byBareResource: (resource, subresource) => bare.get(keyOf(resource, subresource)),
    ofObject: (object) => {
      const apiVersion = textAt(object, 'apiVersion');
      const kind = textAt(object, 'kind');
      return apiVersion === null || kind === null ? undefined : objects.get(keyOf(groupOf(apiVersion), kind));
    },
  };
};

export const DEFAULT_KINDS: KindIndex = indexKinds(KINDS);
