import type { ObjectRef } from '../model/event.ts';

/**
 * The target that a request path names, read the way the API server reads it:
 * `/apis/GROUP/VERSION[/namespaces/NAMESPACE]/RESOURCE[/NAME[/SUBRESOURCE]]`, `/api/VERSION/…` for the core group.
 * `null` for paths that name no resource.
 * https://github.com/kubernetes/apiserver/blob/master/pkg/endpoints/request/requestinfo.go
 */
export const refOfUri = (uri: string): ObjectRef | null => {
  if (uri !== last.uri) last = { uri, ref: parsed(uri) };
  return last.ref;
};

/** An event is asked about several times in a row. */
let last: { readonly uri: string; readonly ref: ObjectRef | null } = { uri: '', ref: null };

const parsed = (uri: string): ObjectRef | null => {
  const query = uri.indexOf('?');
  const path = query < 0 ? uri : uri.slice(0, query);
  const parts = path.split('/', MAX_PARTS).filter((part) => part !== '');
  if (parts[0] === 'api') return refOfPath(['', ...parts.slice(1)]);
  return parts[0] === 'apis' ? refOfPath(parts.slice(1)) : null;
};

/** The same for `[GROUP, VERSION, …]`; the group is empty for core. */
export const refOfPath = (parts: readonly string[]): ObjectRef | null => {
  const [apiGroup, apiVersion, ...path] = parts;
  if (apiGroup === undefined || apiVersion === undefined || path[0] === undefined) return null;
  // `/namespaces/N/pods` is about pods in N; `/namespaces/N` and `/namespaces/N/status` are about N itself.
  const namespaced = path[0] === 'namespaces' && path.length > 2 && !NAMESPACE_SUBRESOURCES.has(path[2] ?? '');
  const [resource, name, subresource] = namespaced ? path.slice(2) : path;
  const namespace = path[0] === 'namespaces' ? decoded(path[1]) : null;
  return {
    apiGroup: decoded(apiGroup) ?? '',
    apiVersion,
    resource: decoded(resource),
    subresource: decoded(subresource),
    namespace,
    name: decoded(name),
    uid: null,
  };
};

const MAX_PARTS = 12;
const NAMESPACE_SUBRESOURCES: ReadonlySet<string> = new Set(['status', 'finalize']);

const decoded = (part: string | undefined): string | null => {
  if (part === undefined) return null;
  if (!part.includes('%')) return part;
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};
