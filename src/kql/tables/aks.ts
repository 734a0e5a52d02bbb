import { child, type Node } from '../../decode/node.ts';
import { isObject } from '../../model/json.ts';
import type { Row, Value } from '../value.ts';
import { AKS_AUDIT, AZURE_DIAGNOSTICS } from './schemas.ts';
import { at, columnOf, dynamicOf, eventBag, eventText, nodeValue, rowOf, type SeenEvent, timeOf } from './seen.ts';

const DIAGNOSTICS = AZURE_DIAGNOSTICS.columns;
const DIAGNOSTICS_NAMES: ReadonlySet<string> = new Set(DIAGNOSTICS.map(({ name }) => name));
const AKS = AKS_AUDIT.columns;

/** What a resource's path says: `/subscriptions/S/resourceGroups/G/providers/P/managedClusters/C`. */
const partOfId = (id: string, before: string): string =>
  new RegExp(`/${before}/([^/]{1,200})`, 'i').exec(id.slice(0, 2_000))?.[1] ?? '';

/** A row of AzureDiagnostics: its own columns where it came as one, else the event's text in `log_s` and what Azure would say of it. */
export const azureDiagnosticsRow = (seen: SeenEvent): Row => {
  const { event, from } = seen;
  const { row } = from.scope;
  const isRow = event.envelope === 'azure-diagnostics' && row !== null;
  const id = idOf(row);
  const made: Readonly<Record<string, () => Value>> = {
    TimeGenerated: () => timeOf(seen),
    // Logs without a category are those of an API server.
    Category: () => event.row.category ?? 'kube-audit',
    ResourceId: () => id.toUpperCase(),
    _ResourceId: () => id.toLowerCase(),
    SubscriptionId: () => partOfId(id, 'subscriptions'),
    ResourceGroup: () => partOfId(id, 'resourceGroups').toUpperCase(),
    ResourceProvider: () => 'MICROSOFT.CONTAINERSERVICE',
    ResourceType: () => 'MANAGEDCLUSTERS',
    Resource: () => (event.cluster ?? '').toUpperCase(),
    OperationName: () => 'Microsoft.ContainerService/managedClusters/diagnosticLogs/Read',
    SourceSystem: () => 'Azure',
    Type: () => 'AzureDiagnostics',
    log_s: () => eventText(seen),
    pod_s: () => propertyOf(row, 'pod'),
    containerID_s: () => propertyOf(row, 'containerID'),
    stream_s: () => propertyOf(row, 'stream'),
  };
  return rowOf(DIAGNOSTICS, (name, column) => {
    if (isRow && name === 'AdditionalFields') return additional(row);
    if (isRow && name === 'log_s') return logText(row, seen);
    if (isRow && name !== 'TimeGenerated' && name !== 'Category') {
      const own = columnOf(row, column);
      if (own !== null) return own;
      return name === 'Type' ? 'AzureDiagnostics' : null;
    }
    return made[name]?.() ?? null;
  });
};

/** The column's text as it is, which need not be JSON. */
const logText = (row: Node, seen: SeenEvent): Value => {
  const log = child(row, 'log_s');
  return log !== null && typeof log.value === 'string' ? log.value : eventText(seen);
};

const idOf = (row: Node | null): string => {
  for (const name of ['_ResourceId', 'ResourceId', 'resourceId']) {
    const id = row === null ? null : child(row, name)?.value;
    if (typeof id === 'string' && id !== '') return id;
  }
  return '';
};

/** What an Event Hub message has beside the event. */
const propertyOf = (row: Node | null, name: string): Value => {
  const properties = row === null ? null : child(row, 'properties');
  return properties === null ? null : nodeValue(child(properties, name));
};

/** Columns of the row that the table's schema here lacks are where Azure puts those that are too many. */
const additional = (row: Node): Value => {
  const own = dynamicOf(child(row, 'AdditionalFields'));
  const fields = new Map<string, Value>(own instanceof Map ? (own as ReadonlyMap<string, Value>) : []);
  for (const name of isObject(row.value) ? Object.keys(row.value) : []) {
    if (!DIAGNOSTICS_NAMES.has(name) && !fields.has(name)) fields.set(name, nodeValue(child(row, name)));
  }
  return fields.size === 0 ? own : fields;
};

/** A row of AKSAudit or AKSAuditAdmin; `null` for what the latter leaves out. */
export const aksAuditRow = (seen: SeenEvent, table: 'AKSAudit' | 'AKSAuditAdmin'): Row | null => {
  const { event, from } = seen;
  if (table === 'AKSAuditAdmin' && (event.verb === 'get' || event.verb === 'list')) return null;
  const { row } = from.scope;
  if (event.envelope === 'aks-audit' && row !== null) {
    return rowOf(AKS, (name, column) => {
      if (name === 'TimeGenerated') return timeOf(seen);
      const own = columnOf(row, column) ?? columnOf(more(row), column);
      return name === 'Type' ? (own ?? table) : own;
    });
  }
  const bag = eventBag(seen);
  const id = idOf(row);
  const made: Readonly<Record<string, () => Value>> = {
    TimeGenerated: () => timeOf(seen),
    AuditId: () => at(bag, 'auditID'),
    Level: () => at(bag, 'level'),
    Stage: () => at(bag, 'stage'),
    RequestUri: () => at(bag, 'requestURI'),
    Verb: () => at(bag, 'verb'),
    User: () => at(bag, 'user'),
    SourceIps: () => at(bag, 'sourceIPs'),
    UserAgent: () => at(bag, 'userAgent'),
    ObjectRef: () => at(bag, 'objectRef'),
    ResponseStatus: () => at(bag, 'responseStatus'),
    RequestObject: () => at(bag, 'requestObject'),
    ResponseObject: () => at(bag, 'responseObject'),
    RequestReceivedTime: () => at(bag, 'requestReceivedTimestamp'),
    StageReceivedTime: () => at(bag, 'stageTimestamp'),
    Annotations: () => at(bag, 'annotations'),
    PodName: () => (row === null ? null : (nodeValue(child(row, 'pod_s')) ?? propertyOf(row, 'pod'))),
    SourceSystem: () => 'Azure',
    Type: () => table,
    _ResourceId: () => id.toLowerCase(),
    _SubscriptionId: () => partOfId(id, 'subscriptions'),
  };
  return rowOf(AKS, (name) => made[name]?.() ?? null);
};

/** Columns beyond a table's limit. */
const more = (row: Node): Node => {
  const fields = child(row, 'AdditionalFields');
  return fields ?? { value: null, cut: null, text: () => null };
};
