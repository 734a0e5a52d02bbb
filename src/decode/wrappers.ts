import type { AuditEvent, Envelope } from '../model/event.ts';
import { get, type Json, type JsonObject, objectAt, textAt } from '../model/json.ts';

/** One way to store an event: the record's text, and what it cannot carry. */
export interface Wrapper {
  readonly name: string;
  readonly envelope: Envelope;
  readonly cluster: string | null;
  readonly wrap: (event: JsonObject) => string;
  /** Fields that the envelope changes or cannot carry; everything else must come out as from the raw event. */
  readonly loses?: (whole: AuditEvent) => Partial<AuditEvent>;
  /** What stands in `row.category` and `row.timeGenerated`. */
  readonly row?: { readonly category?: string; readonly timeGenerated?: string };
}

const json = (value: unknown): string => JSON.stringify(value);
const RESOURCE_ID =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/harbour';
const LATER = '2026-11-24T11:11:11.1111111Z';

const resourceLog = (log: unknown) => ({
  time: LATER,
  category: 'kube-audit-admin',
  operationName: 'Microsoft.ContainerService/managedClusters/diagnosticLogs/Read',
  resourceId: RESOURCE_ID,
  properties: { log, stream: 'stdout', pod: 'kube-apiserver-0' },
});

const diagnosticsRow = (event: JsonObject) => ({
  TenantId: '0',
  TimeGenerated: LATER,
  ResourceId: RESOURCE_ID.toUpperCase(),
  Category: 'kube-audit',
  ResourceProvider: 'MICROSOFT.CONTAINERSERVICE',
  log_s: json(event),
  Type: 'AzureDiagnostics',
});

const AKS: readonly (readonly [string, string])[] = [
  ['AuditId', 'auditID'],
  ['Level', 'level'],
  ['Stage', 'stage'],
  ['RequestUri', 'requestURI'],
  ['Verb', 'verb'],
  ['UserAgent', 'userAgent'],
  ['RequestReceivedTime', 'requestReceivedTimestamp'],
  ['StageReceivedTime', 'stageTimestamp'],
  ['User', 'user'],
  ['SourceIps', 'sourceIPs'],
  ['ObjectRef', 'objectRef'],
  ['ResponseStatus', 'responseStatus'],
  ['RequestObject', 'requestObject'],
  ['ResponseObject', 'responseObject'],
  ['Annotations', 'annotations'],
];

const aksRow = (event: JsonObject, cell: (value: Json | undefined) => unknown): Record<string, unknown> => ({
  TenantId: '0',
  TimeGenerated: LATER,
  ...Object.fromEntries(AKS.map(([column, field]) => [column, cell(get(event, field))])),
  PodName: 'kube-apiserver-0',
  Type: 'AKSAudit',
  _ResourceId: RESOURCE_ID,
});

const asObject = (value: Json | undefined): unknown => value ?? null;
const asText = (value: Json | undefined): unknown =>
  value === undefined ? '' : typeof value === 'string' ? value : json(value);

const table = (row: Record<string, unknown>): string =>
  json({
    tables: [
      {
        name: 'PrimaryResult',
        columns: Object.keys(row).map((name) => ({ name, type: 'string' })),
        rows: [Object.values(row)],
      },
    ],
  });

const LOG_GROUP = '/aws/eks/harbour/cluster';
const subscription = (...messages: readonly string[]): string =>
  json({
    messageType: 'DATA_MESSAGE',
    owner: '000000000000',
    logGroup: LOG_GROUP,
    logStream: 'kube-apiserver-audit-0',
    logEvents: messages.map((message, id) => ({ id: String(id), timestamp: 1_795_000_000_000, message })),
  });

/** How bytes become text: a browser has no gzip that answers at once. */
export interface Packing {
  readonly base64: (text: string) => string;
  /** The base64 of the text's gzip. */
  readonly gzip: (text: string) => string;
}

/** The audit record that Cloud Logging makes of an event. */
export const logEntry = (event: JsonObject): Record<string, unknown> => {
  const ref = objectAt(event, 'objectRef');
  const part = (key: string): string => textAt(ref, key) ?? '';
  const group = part('apiGroup') || 'core';
  const method = ['io.k8s', group, part('apiVersion'), part('resource'), part('subresource'), textAt(event, 'verb')];
  const path = [group, part('apiVersion'), part('namespace') && `namespaces/${part('namespace')}`, part('resource')];
  const typed = (key: string): unknown => {
    const body = objectAt(event, key);
    return body === null ? undefined : { '@type': 'k8s.io/Something', ...body };
  };
  const refused = get(objectAt(event, 'responseStatus'), 'code') === 403;
  const [ip] = (get(event, 'sourceIPs') as readonly string[] | undefined) ?? []; // an authored list of texts
  return {
    protoPayload: {
      '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
      serviceName: 'k8s.io',
      methodName: method.filter((one) => one !== '').join('.'),
      resourceName: [...path, part('name'), part('subresource')].filter((one) => one !== '').join('/'),
      authenticationInfo: { principalEmail: textAt(objectAt(event, 'user'), 'username') },
      requestMetadata: { callerIp: ip, callerSuppliedUserAgent: textAt(event, 'userAgent') },
      status: refused ? { code: 7, message: 'PERMISSION_DENIED' } : {},
      request: typed('requestObject'),
      response: typed('responseObject'),
    },
    insertId: 'insert-1',
    resource: { type: 'k8s_cluster', labels: { cluster_name: 'harbour', location: 'europe-west1' } },
    timestamp: textAt(event, 'requestReceivedTimestamp'),
    labels: get(event, 'annotations'),
    logName: 'projects/example/logs/cloudaudit.googleapis.com%2Factivity',
    operation: { id: textAt(event, 'auditID'), producer: 'k8s.io', first: true, last: true },
    receiveTimestamp: LATER,
  };
};

/** Neither level, stage, path, groups nor the code of a success are in a LogEntry; without a level no body is explained. */
const gkeLoses = (whole: AuditEvent): Partial<AuditEvent> => ({
  level: null,
  stage: null,
  requestUri: null,
  user: { username: whole.user.username, uid: null, groups: [], extra: {} },
  impersonated: null,
  claimedSourceIps: whole.claimedSourceIps.slice(0, 1),
  objectRef: { ...whole.objectRef, uid: null },
  code: whole.code !== null && whole.code >= 400 ? whole.code : null,
  requestObject: unexplained(whole.requestObject),
  responseObject: unexplained(whole.responseObject),
  time: { at: whole.receivedAt, exact: true },
});

const unexplained = (body: AuditEvent['requestObject']): AuditEvent['requestObject'] =>
  body.state === 'unseen' ? { state: 'unseen', because: 'not-kept' } : body;

const tableLoses = (): Partial<AuditEvent> => ({ impersonated: null });

/** The integration takes the metadata out of both bodies, and rewrites the keys of annotations. */
const elasticFields = (event: JsonObject): Record<string, unknown> => {
  const { kind: _kind, annotations, requestObject, responseObject, ...rest } = event;
  const stripped = (body: Json | undefined): unknown => {
    if (body === undefined) return undefined;
    const { metadata: _metadata, ...others } = body as JsonObject; // authored bodies are objects
    return others;
  };
  const renamed = Object.entries(annotations ?? {}).map(([key, value]) => [key.replaceAll('.', '_'), value]);
  return {
    ...rest,
    annotations: Object.fromEntries(renamed),
    requestObject: stripped(requestObject),
    responseObject: stripped(responseObject),
  };
};

const elasticLoses = (whole: AuditEvent): Partial<AuditEvent> => {
  const stripped = (body: AuditEvent['requestObject'], missing: boolean): AuditEvent['requestObject'] => {
    if (body.state !== 'seen') return body;
    const { metadata: _metadata, ...others } = body.value as JsonObject; // as above
    return missing ? { state: 'seen', value: others, missing: 'not-kept' } : { state: 'seen', value: others };
  };
  return {
    requestObject: stripped(whole.requestObject, true),
    responseObject: stripped(whole.responseObject, true),
  };
};

const flat = (value: Record<string, unknown>, prefix: string, into: Record<string, unknown>): typeof into => {
  for (const [key, member] of Object.entries(value)) {
    if (typeof member !== 'object' || member === null || Array.isArray(member)) into[prefix + key] = member;
    else flat(member as Record<string, unknown>, `${prefix}${key}.`, into); // neither null nor a list
  }
  return into;
};

const elasticDocument = {
  '@timestamp': LATER,
  agent: { type: 'filebeat' },
  orchestrator: { cluster: { name: 'harbour' } },
};

const harbour = 'harbour';
const diagnostics = { category: 'kube-audit', timeGenerated: LATER };
const generated = { timeGenerated: LATER };

/** Every way that is read. */
export const wrappers = (pack: Packing): readonly Wrapper[] => [
  { name: 'the event on a line', envelope: 'audit', cluster: null, wrap: json },
  {
    name: 'the event pretty-printed',
    envelope: 'audit',
    cluster: null,
    wrap: (event) => JSON.stringify(event, null, 2),
  },
  { name: 'a list of events', envelope: 'audit', cluster: null, wrap: (event) => json([event]) },
  { name: 'the event as a JSON string', envelope: 'audit', cluster: null, wrap: (event) => json(json(event)) },
  {
    name: 'an EventList whose members have no kind',
    envelope: 'event-list',
    cluster: null,
    wrap: ({ kind: _kind, apiVersion, ...event }) =>
      json({ kind: 'EventList', apiVersion, metadata: {}, items: [event] }),
  },
  {
    name: 'an AzureDiagnostics row',
    envelope: 'azure-diagnostics',
    cluster: 'HARBOUR',
    wrap: (event) => json(diagnosticsRow(event)),
    row: diagnostics,
  },
  {
    name: 'an AzureDiagnostics row of the portal\u2019s CSV',
    envelope: 'azure-diagnostics',
    cluster: 'HARBOUR',
    wrap: (event) => {
      const { TimeGenerated, ...row } = diagnosticsRow(event);
      return json({ 'TimeGenerated [UTC]': TimeGenerated, ...row });
    },
    row: diagnostics,
  },
  {
    name: 'a resource log with the event as text and escaped slashes',
    envelope: 'azure-resource-log',
    cluster: harbour,
    wrap: (event) => json(resourceLog(`${json(event)}\n`)).replaceAll('/', '\\/'),
    row: { category: 'kube-audit-admin' },
  },
  {
    name: 'a resource log with every letter of the event escaped',
    envelope: 'azure-resource-log',
    cluster: harbour,
    wrap: (event) => json(resourceLog('@')).replace('@', escaped(json(event))),
    row: { category: 'kube-audit-admin' },
  },
  {
    name: 'a resource log with the event as an object',
    envelope: 'azure-resource-log',
    cluster: harbour,
    wrap: (event) => json(resourceLog(event)),
    row: { category: 'kube-audit-admin' },
  },
  {
    name: 'an Event Hub message',
    envelope: 'azure-resource-log',
    cluster: harbour,
    wrap: (event) => json({ records: [resourceLog(json(event))] }),
    row: { category: 'kube-audit-admin' },
  },
  {
    name: 'an AKSAudit row with dynamic columns as objects',
    envelope: 'aks-audit',
    cluster: harbour,
    wrap: (event) => json(aksRow(event, asObject)),
    loses: tableLoses,
    row: generated,
  },
  {
    name: 'AKSAudit rows as az prints them, every column as text',
    envelope: 'aks-audit',
    cluster: harbour,
    wrap: (event) => json([{ ...aksRow(event, asText), TableName: 'PrimaryResult' }]),
    loses: tableLoses,
    row: generated,
  },
  {
    name: 'an AKSAudit answer of the query API',
    envelope: 'aks-audit',
    cluster: harbour,
    wrap: (event) => table(aksRow(event, asText)),
    loses: tableLoses,
    row: generated,
  },
  {
    name: 'an AKSAudit answer of the query API with objects as cells',
    envelope: 'aks-audit',
    cluster: harbour,
    wrap: (event) => table(aksRow(event, asObject)),
    loses: tableLoses,
    row: generated,
  },
  {
    name: 'an ArcK8sAudit row with columns in AdditionalFields',
    envelope: 'aks-audit',
    cluster: harbour,
    wrap: (event) => {
      const { RequestObject, ObjectRef, Verb, ...row } = aksRow(event, asObject);
      return json({ ...row, AdditionalFields: { RequestObject, ObjectRef, Verb } });
    },
    loses: tableLoses,
    row: generated,
  },
  {
    name: 'AWSEKSLogs_CL',
    envelope: 'sentinel-eks',
    cluster: harbour,
    wrap: (event) => json({ TimeGenerated: LATER, ClusterName: harbour, Verb: 'x', User: 'y', RawEvent: event }),
    row: generated,
  },
  {
    name: 'AWSEKSLogs_CL with the event as text',
    envelope: 'sentinel-eks',
    cluster: harbour,
    wrap: (event) => json({ TimeGenerated: LATER, ClusterName: harbour, Verb: 'x', User: 'y', RawEvent: json(event) }),
    row: generated,
  },
  {
    name: 'AWSCloudWatch',
    envelope: 'sentinel-cloudwatch',
    cluster: harbour,
    wrap: (event) => json({ TimeGenerated: LATER, LogGroup: LOG_GROUP, Message: json(event) }),
    row: generated,
  },
  {
    name: 'GKEAuditLogs_CL',
    envelope: 'sentinel-gke',
    cluster: harbour,
    wrap: (event) => {
      const entry = logEntry(event);
      return json({
        TimeGenerated: LATER,
        ProtoPayload: json(entry.protoPayload),
        Timestamp: entry.timestamp,
        InsertId: entry.insertId,
        Labels: json(entry.labels),
        Resource: json(entry.resource),
        Operation: json(entry.operation),
      });
    },
    loses: gkeLoses,
    row: generated,
  },
  {
    name: 'CloudAuditEvents of Defender',
    envelope: 'defender',
    cluster: harbour,
    wrap: (event) =>
      json({
        Timestamp: LATER,
        DataSource: 'Kubernetes Audit',
        ResourceId: RESOURCE_ID,
        RawEventData: json(event),
      }),
  },
  {
    name: 'a line of a CloudWatch export',
    envelope: 'cloudwatch',
    cluster: null,
    wrap: (event) => `2026-11-24T10:00:09.000Z ${json(event)}`,
  },
  {
    name: 'a CloudWatch subscription, inflated',
    envelope: 'cloudwatch',
    cluster: harbour,
    wrap: (event) => subscription(json(event)),
  },
  {
    name: 'a CloudWatch subscription as a function receives it',
    envelope: 'cloudwatch',
    cluster: harbour,
    wrap: (event) => json({ awslogs: { data: pack.gzip(subscription(json(event))) } }),
  },
  {
    name: 'Firehose records',
    envelope: 'cloudwatch',
    cluster: harbour,
    wrap: (event) => json({ records: [{ recordId: '1', data: pack.gzip(subscription(json(event))) }] }),
  },
  {
    name: 'Kinesis records, not compressed',
    envelope: 'cloudwatch',
    cluster: harbour,
    wrap: (event) => json({ Records: [{ kinesis: { data: pack.base64(subscription(json(event))) } }] }),
  },
  {
    name: 'an Insights answer',
    envelope: 'cloudwatch',
    cluster: harbour,
    wrap: (event) => {
      const row = [
        { field: '@timestamp', value: '2026-11-24 10:00:09.000' },
        { field: '@log', value: `000000000000:${LOG_GROUP}` },
        { field: '@message', value: json(event) },
      ];
      return json({ results: [row], statistics: { recordsMatched: 1 }, status: 'Complete' });
    },
  },
  {
    name: 'the answer of filter-log-events',
    envelope: 'cloudwatch',
    cluster: null,
    wrap: (event) => json({ events: [{ logStreamName: 's', timestamp: 1_795_000_000_000, message: json(event) }] }),
  },
  { name: 'a LogEntry', envelope: 'gke', cluster: harbour, wrap: (event) => json(logEntry(event)), loses: gkeLoses },
  {
    name: 'LogEntries as gcloud prints them',
    envelope: 'gke',
    cluster: harbour,
    wrap: (event) => JSON.stringify([logEntry(event)], null, 2),
    loses: gkeLoses,
  },
  {
    name: 'an Elastic document',
    envelope: 'elastic',
    cluster: harbour,
    wrap: (event) => json({ ...elasticDocument, kubernetes: { audit: elasticFields(event) } }),
    loses: elasticLoses,
    row: {},
  },
  {
    name: 'an Elastic search hit with dotted keys',
    envelope: 'elastic',
    cluster: harbour,
    wrap: (event) => {
      const fields = flat(elasticFields(event), 'kubernetes.audit.', {});
      return json({ hits: { hits: [{ _source: { ...elasticDocument, ...fields } }] } });
    },
    loses: elasticLoses,
    row: {},
  },
  {
    name: 'an Elastic document that kept the original line',
    envelope: 'elastic',
    cluster: harbour,
    wrap: (event) =>
      json({ ...elasticDocument, event: { original: json(event) }, kubernetes: { audit: elasticFields(event) } }),
  },
  {
    name: 'Docker',
    envelope: 'collector',
    cluster: null,
    wrap: (event) => json({ log: `${json(event)}\n`, stream: 'stdout' }),
  },
  {
    name: 'Logstash',
    envelope: 'collector',
    cluster: null,
    wrap: (event) => json({ message: json(event), host: 'a' }),
  },
  {
    name: 'OpenTelemetry',
    envelope: 'collector',
    cluster: null,
    wrap: (event) => json({ body: { stringValue: json(event) } }),
  },
  { name: 'Fluent Bit, merged', envelope: 'collector', cluster: null, wrap: (event) => json({ log: event }) },
  {
    name: 'Splunk',
    envelope: 'collector',
    cluster: null,
    wrap: (event) => json({ preview: false, result: { _raw: json(event) } }),
  },
  {
    name: 'a syslog line',
    envelope: 'collector',
    cluster: null,
    wrap: (event) => `<13>Nov 24 10:00:00 node-1 kube-apiserver[7]: ${json(event)}`,
  },
  {
    name: 'a syslog line of RFC 5424',
    envelope: 'collector',
    cluster: null,
    wrap: (event) => `<13>1 2026-11-24T10:00:00Z node-1 kube-apiserver 7 - [a b="c"] ${json(event)}`,
  },
  {
    name: 'a CRI line',
    envelope: 'collector',
    cluster: null,
    wrap: (event) => `2026-11-24T10:00:00.000000001Z stdout F ${json(event)}`,
  },
  {
    name: 'an Event Hub message in a collector\u2019s line',
    envelope: 'azure-resource-log',
    cluster: harbour,
    wrap: (event) => json({ message: json({ records: [resourceLog(json(event))] }) }),
    row: { category: 'kube-audit-admin' },
  },
];

/** JSON text with each character of a JSON string as `\uXXXX`. */
const escaped = (text: string): string =>
  [...Array(text.length).keys()].map((at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');
