import type { KeptAct } from './acts.ts';

/** Under which keys acts are kept and looked for: a name counts within its cluster. */
export const keyOf = (...parts: readonly (string | null)[]): string => JSON.stringify(parts);
export const byActor = (what: KeptAct['what'], cluster: string | null, by: string): string =>
  keyOf('actor', what, cluster, by);
export const entryInto = (cluster: string | null, namespace: string | null, pod: string | null): string =>
  keyOf('entry', cluster, namespace, pod);
export const tokenOf = (cluster: string | null, namespace: string | null, account: string | null): string =>
  keyOf('token', cluster, namespace, account);
export const refusedOf = (cluster: string | null, by: string): string => keyOf('refused', cluster, by);
export const grantTo = (cluster: string | null, account: string): string => keyOf('account', cluster, account);
export const deletionOf = (
  one: Pick<KeptAct, 'cluster' | 'namespace' | 'name'> & { readonly resource: string },
): string => keyOf('deletion', one.cluster, one.resource, one.namespace, one.name);
export const writesBy = (cluster: string | null, by: string): string => keyOf('writes', cluster, by);
export const writesFrom = (cluster: string | null, ip: string): string => keyOf('address', cluster, ip);
export const writesOf = (template: string): string => keyOf('template', template);
