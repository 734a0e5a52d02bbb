import { dynamicList } from './kql-text.ts';

/** Where an AKS cluster's audit log is in a workspace. */
export interface LogSource {
  /** Part of ids and file names. */
  readonly id: string;
  /** As rule names say it. */
  readonly says: string;
  /** Tables of the workspace; a rule needs the plan Analytics for one of them. */
  readonly tables: readonly string[];
  /**
   * KQL that gives one row for each write of the last `Period` that came in during the last `Every`: TimeGenerated, ClusterId,
   * AuditId, Verb, Uri, Code, Who, Imp, Ips, UserAgent, Ref, Req, Resp, and Raw, the text of a row that does not parse.
   * Every word of `words` need not be there, one must.
   */
  readonly rows: (words: readonly string[]) => string;
}

const WRITES = `("create","update","patch")`;
/** Seen late is not seen again: the row's arrival says in which run it belongs, its time how far back the run looks. */
const NEW = `TimeGenerated > ago(Period) and ingestion_time() > ago(Every)`;

/** The event's text where the table has no column left for it: AzureDiagnostics puts what is too much in AdditionalFields. */
const LOG = `iff(isnotempty(column_ifexists("log_s","")),column_ifexists("log_s",""),tostring(column_ifexists("AdditionalFields",dynamic(null)).log_s))`;

export const AZURE_DIAGNOSTICS_SOURCE: LogSource = {
  id: 'azure-diagnostics',
  says: 'AzureDiagnostics',
  tables: ['AzureDiagnostics'],
  // A cut row is no JSON any more, but its beginning still says what was asked.
  rows: (words) => `AzureDiagnostics
| where ${NEW}
| where Category in ("kube-audit","kube-audit-admin")
| extend Log=${LOG}
| where Log has_any (${dynamicList(words)})
| extend E=parse_json(Log)
| extend Raw=iff(gettype(E)=="string",Log,"")
| extend Verb=iff(Raw=="",tostring(E.verb),extract(@'"verb":"(\\w+)"',1,Raw)),Uri=iff(Raw=="",tostring(E.requestURI),extract(@'"requestURI":"([^"]+)"',1,Raw))
| where Verb in ${WRITES} and tostring(E.stage)!="RequestReceived"
| extend AuditId=iff(Raw=="",tostring(E.auditID),extract(@'"auditID":"([^"]+)"',1,Raw)),Code=toint(E.responseStatus.code),Who=iff(Raw=="",E.user,bag_pack("username",extract(@'"username":"([^"]+)"',1,Raw)))
| project TimeGenerated,ClusterId=_ResourceId,AuditId,Verb,Uri,Code,Who,Imp=E.impersonatedUser,Ips=E.sourceIPs,UserAgent=tostring(E.userAgent),Ref=E.objectRef,Req=E.requestObject,Resp=E.responseObject,Raw`,
};

const LEG = `where ${NEW} and Verb in ${WRITES} and Stage!="RequestReceived"`;

export const AKS_AUDIT_SOURCE: LogSource = {
  id: 'aks-audit',
  says: 'AKSAudit and AKSAuditAdmin',
  tables: ['AKSAudit', 'AKSAuditAdmin'],
  // The words are in a dynamic column here, whose members are compared one by one later.
  rows: () => `union isfuzzy=true (AKSAudit
| ${LEG}),(AKSAuditAdmin
| ${LEG})
| project TimeGenerated,ClusterId=_ResourceId,AuditId,Verb,Uri=RequestUri,Code=toint(ResponseStatus.code),Who=User,Imp=dynamic(null),Ips=SourceIps,UserAgent,Ref=ObjectRef,Req=RequestObject,Resp=ResponseObject,Raw=""`,
};

export const SOURCES: readonly LogSource[] = [AZURE_DIAGNOSTICS_SOURCE, AKS_AUDIT_SOURCE];
