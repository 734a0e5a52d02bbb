import type { JsonObject } from '../../../src/model/json.ts';
import { SLOT } from './template.ts';

export interface EventUser {
  readonly username: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/** Who asks: identity, address and agent belong together. */
export interface Client {
  readonly user: EventUser;
  readonly address: string;
  readonly agent: string;
  /** Text of `authorization.k8s.io/reason`. */
  readonly reason: string;
}

export interface EventShape {
  readonly level: 'Metadata' | 'Request' | 'RequestResponse';
  readonly stage?: 'ResponseStarted' | 'ResponseComplete';
  readonly uri: string;
  readonly verb: string;
  readonly client: Client;
  /** In the order of Go's struct: resource, namespace, name, uid, apiGroup, apiVersion, resourceVersion, subresource. */
  readonly ref?: Readonly<Record<string, string>>;
  readonly code?: number;
  readonly request?: JsonObject;
  readonly response?: JsonObject;
  readonly annotations?: Readonly<Record<string, string>>;
}

/**
 * One audit event as the API server's log backend writes it: the fields of `audit.k8s.io/v1` Event in the order of the
 * Go struct (k8s.io/apiserver/pkg/apis/audit/v1/types.go), and `&`, `<` and `>` escaped as Go's encoder does.
 */
export const eventLine = (shape: EventShape): string => {
  const event = {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: shape.level,
    auditID: SLOT.auditId,
    stage: shape.stage ?? 'ResponseComplete',
    requestURI: shape.uri,
    verb: shape.verb,
    user: shape.client.user,
    sourceIPs: [shape.client.address],
    userAgent: shape.client.agent,
    objectRef: shape.ref,
    responseStatus: { metadata: {}, code: shape.code ?? 200 },
    requestObject: shape.level === 'Metadata' ? undefined : shape.request,
    responseObject: shape.level === 'RequestResponse' ? shape.response : undefined,
    requestReceivedTimestamp: SLOT.received,
    stageTimestamp: SLOT.stage,
    annotations: {
      'authorization.k8s.io/decision': 'allow',
      'authorization.k8s.io/reason': shape.client.reason,
      ...shape.annotations,
    },
  };
  return JSON.stringify(event).replace(/[&<>]/g, (one) => `\\u00${one.charCodeAt(0).toString(16)}`);
};

/** The path of a namespaced or cluster-wide resource; `group` is `v1` or `batch/v1`. */
export const resourceUri = (group: string, namespace: string | null, resource: string, rest = ''): string =>
  `${group === 'v1' ? '/api/v1' : `/apis/${group}`}${namespace === null ? '' : `/namespaces/${namespace}`}/${resource}${rest}`;

/** `objectRef` in the order of the Go struct; what is not given is left out, as `omitempty` does. */
export const objectRef = (
  group: string,
  resource: string,
  rest: {
    readonly namespace?: string;
    readonly name?: string;
    readonly uid?: string;
    readonly resourceVersion?: string;
    readonly subresource?: string;
  } = {},
): Readonly<Record<string, string>> => {
  const [apiGroup, apiVersion] = group.includes('/') ? group.split('/') : [undefined, group];
  const { namespace, name, uid, resourceVersion, subresource } = rest;
  return {
    resource,
    ...(namespace === undefined ? {} : { namespace }),
    ...(name === undefined ? {} : { name }),
    ...(uid === undefined ? {} : { uid }),
    ...(apiGroup === undefined ? {} : { apiGroup }),
    apiVersion: apiVersion ?? 'v1',
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
    ...(subresource === undefined ? {} : { subresource }),
  };
};
