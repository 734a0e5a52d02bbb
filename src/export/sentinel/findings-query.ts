import { FINDINGS_TABLE } from './findings-table.ts';

/**
 * Findings that came in since the last run. The same finding sent twice is one row; one that was sent before the last run is
 * none, unless its severity is another now.
 */
export const findingsQuery = `let Every=10m;
let Period=1d;
let Alerting=${FINDINGS_TABLE}
| where TimeGenerated > ago(Period) and Severity in ("critical","high","medium");
Alerting
| where ingestion_time() > ago(Every)
| join kind=leftanti (Alerting | where ingestion_time() <= ago(Every) | project FindingId,Severity) on FindingId,Severity
| summarize arg_max(Risk,*) by FindingId
| extend Severity=case(Severity in ("critical","high"),"High","Medium"),Workload=strcat(Namespace,"/",Name)
| project TimeGenerated,Severity,Risk,Confidence,Title,Summary,Reasons=strcat_array(Indicators,", "),Resource=ResourceKind,Namespace,Name,Workload,Verb,Outcome,User,SourceIP=tostring(SourceIPs[array_length(SourceIPs)-1]),UserAgent,FindingId,FindingGroup,ClusterId=iff(Cluster startswith "/subscriptions/",Cluster,"")`;
