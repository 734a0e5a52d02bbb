/** What a step is for, in the order in which a response goes. */
export const PHASES = ['preserve', 'contain', 'revoke', 'block', 'eradicate', 'verify', 'learn'] as const;
export type Phase = (typeof PHASES)[number];

/** What a step leaves behind in the cluster. */
export const EFFECTS = ['none', 'reversible', 'irreversible'] as const;
export type Effect = (typeof EFFECTS)[number];

/** What a step can save, and what one can destroy. Nothing in the API gives `memory` or `container-files`. */
export const EVIDENCE = [
  ...['object', 'jobs', 'job-status', 'pods', 'logs', 'events', 'identity', 'rights', 'configuration', 'tokens'],
  ...['memory', 'container-files'],
] as const;
export type Evidence = (typeof EVIDENCE)[number];

/** What a plan can depend on; each is yes, no or unknown for one finding. */
export const CIRCUMSTANCES = [
  ...['cronjob', 'job', 'running', 'node-access', 'host-network', 'argocd', 'flux-kustomization', 'flux-helm-release'],
  ...['helm', 'operator', 'managed-by', 'anonymous', 'wiper', 'certificate', 'images-known'],
] as const;
export type Circumstance = (typeof CIRCUMSTANCES)[number];

/** Objects that a step works on one by one. `object` is the finding's own. */
export const SETS = [
  ...['object', 'jobs', 'live-jobs', 'pods', 'containers', 'restarted-containers', 'nodes', 'config-maps'],
  ...['service-account', 'token-secrets', 'role-bindings', 'cluster-role-bindings', 'anonymous-bindings'],
  ...['argocd-application', 'flux-kustomization', 'flux-helm-release'],
] as const;
export type SetName = (typeof SETS)[number];

/** Sets that a `list` or `get` step fills; the others follow from them or from the object. */
export const FILLED_SETS = [
  ...['jobs', 'pods', 'service-account', 'token-secrets', 'role-bindings', 'cluster-role-bindings'],
  ...['anonymous-bindings'],
] as const;
export type FilledSet = (typeof FILLED_SETS)[number];

/** How members of a list are chosen. Broad label selectors are not among them. */
export const KEEPS = [
  ...['owned-by-object', 'owned-by-jobs', 'about-objects', 'names-service-account', 'token-of-service-account'],
  ...['names-anonymous'],
] as const;
export type Keep = (typeof KEEPS)[number];

/** Shipped ClusterRoles; a step is done with the rights of one. */
export const ROLES = ['collector', 'containment', 'node', 'block', 'eradication'] as const;
export type Role = (typeof ROLES)[number];

export const METHODS = ['GET', 'POST', 'PATCH', 'DELETE'] as const;
export type Method = (typeof METHODS)[number];

/** A request with `{places}` that are filled from the finding, or from the cluster when the step's turn comes. */
export interface RequestTemplate {
  readonly method: Method;
  readonly path: string;
  /** Of a PATCH: a JSON merge patch. `metadata.uid`, `metadata.resourceVersion` and preconditions are added to it. */
  readonly body?: unknown;
  /** Asks the server for names alone; it then never sends what the object holds. */
  readonly metadataOnly?: boolean;
}

/** Evidence that is given up knowingly, always or in some circumstances. */
export interface Waiver {
  readonly evidence: readonly Evidence[];
  readonly when?: readonly Circumstance[];
  readonly because: string;
}

export type Expectation =
  | { readonly match: Readonly<Record<string, unknown>> }
  /** No member is added to the set while it is watched. */
  | { readonly noNew: 'jobs' };

export interface Step {
  readonly id: string;
  readonly phase: Phase;
  readonly title: string;
  readonly why?: string;
  readonly effect: Effect;
  readonly role: Role;
  readonly when?: readonly Circumstance[];
  readonly unless?: readonly Circumstance[];
  readonly after?: readonly string[];
  /** Goes before its phase in these circumstances; the plan says so. */
  readonly early?: { readonly when: readonly Circumstance[]; readonly because: string };
  /** The set whose members are worked on, one request each. */
  readonly on?: SetName;
  readonly request?: RequestTemplate;
  readonly manual?: string;
  readonly saves?: readonly Evidence[];
  readonly destroys?: readonly Evidence[];
  readonly waives?: readonly Waiver[];
  readonly keep?: Keep;
  readonly fills?: FilledSet;
  /** Without it an object that is not there is an error. */
  readonly mayBeAbsent?: boolean;
  readonly expect?: Expectation;
  /** What was never tried on the real thing by our tests, and why. */
  readonly unproven?: string;
}

/** `cronwarden.playbook/v1`; the JSON Schema is `schema/playbook.v1.json`. */
export interface Playbook {
  readonly schema: 'cronwarden.playbook/v1';
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly kinds: readonly string[];
  readonly steps: readonly Step[];
}

/** A fault of a playbook; `line` and `column` count from one. */
export interface PlaybookFault {
  readonly line: number;
  readonly column: number;
  readonly says: string;
}
