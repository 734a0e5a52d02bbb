import type { Column, ScalarType, TableSchema } from '../column.ts';

const columns = (text: string): readonly Column[] =>
  text
    .trim()
    .split(/\s+/)
    .map((one) => {
      const [name = '', type = 'string'] = one.split(':');
      // The lists below are written here, with names of scalar types.
      return { name, type: type as ScalarType };
    });

/**
 * Columns that Azure gives every row of the table, and those of an AKS cluster's audit categories.
 * https://learn.microsoft.com/azure/azure-monitor/reference/tables/azurediagnostics
 */
export const AZURE_DIAGNOSTICS: TableSchema = {
  name: 'AzureDiagnostics',
  columns: columns(`
    TimeGenerated:datetime TenantId Category ResourceId SubscriptionId ResourceGroup ResourceProvider Resource
    ResourceType OperationName OperationVersion ResultType ResultSignature ResultDescription CorrelationId
    CallerIPAddress Level DurationMs:long attrs_s ccpNamespace_s containerID_s log_s pod_s stream_s Cloud_s
    Environment_s UnderlayName_s UnderlayClass_s AdditionalFields:dynamic SourceSystem Type _ResourceId _SubscriptionId`),
};

const AKS_COLUMNS = columns(`
  TimeGenerated:datetime TenantId AuditId Level Stage RequestUri Verb User:dynamic SourceIps:dynamic UserAgent
  ObjectRef:dynamic ResponseStatus:dynamic RequestObject:dynamic ResponseObject:dynamic RequestReceivedTime:datetime
  StageReceivedTime:datetime Annotations:dynamic PodName SourceSystem Type _ResourceId _SubscriptionId
  _BilledSize:real _IsBillable`);

/** https://learn.microsoft.com/azure/azure-monitor/reference/tables/aksaudit */
export const AKS_AUDIT: TableSchema = { name: 'AKSAudit', columns: AKS_COLUMNS };
/** The same without the verbs get and list: https://learn.microsoft.com/azure/azure-monitor/reference/tables/aksauditadmin */
export const AKS_AUDIT_ADMIN: TableSchema = { name: 'AKSAuditAdmin', columns: AKS_COLUMNS };

/** The columns of Sentinel's connector: https://github.com/Azure/Azure-Sentinel/tree/master/Solutions/AWS%20EKS */
export const EKS_LOGS: TableSchema = {
  name: 'AWSEKSLogs_CL',
  columns: columns(`
    TimeGenerated:datetime AwsAccountId Region ClusterName Verb User SourceIPs:dynamic UserAgent ObjectRef
    ResponseCode:int Stage AuthDecision RawEvent:dynamic TenantId Type _ResourceId`),
};

/** https://github.com/Azure/Azure-Sentinel/tree/master/Solutions/Google%20Kubernetes%20Engine */
export const GKE_LOGS: TableSchema = {
  name: 'GKEAuditLogs_CL',
  columns: columns(`
    TimeGenerated:datetime LogType InsertId ReceiveTimestamp:datetime Timestamp:datetime Resource:dynamic Labels:dynamic
    ProtoPayload:dynamic JsonPayload:dynamic Operation:dynamic Severity logName TenantId Type _ResourceId`),
};

/**
 * The tables, in the order of `union *`. Where a column has another type in the third table than in the first two, the parser gives
 * it one column instead of two; so those that differ come one after the other.
 */
export const TABLES: readonly TableSchema[] = [AZURE_DIAGNOSTICS, AKS_AUDIT, EKS_LOGS, AKS_AUDIT_ADMIN, GKE_LOGS];
