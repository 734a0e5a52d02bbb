import { FINDINGS_TABLE } from './findings-table.ts';

/** Findings that came in since the last run; the same finding sent twice is one row. */
export const findingsQuery = `let Every=10m;
let Period=1d;
${FINDINGS_TABLE}
| where TimeGenerated > ago(Period) and ingestion_time() > ago(Every)
| where Severity in ("critical","high","medium")
| summarize arg_max(TimeGenerated,*) by FindingId
| extend Severity=case(Severity in ("critical","high"),"High","Medium"),Workload=strcat(Namespace,"/",Name)
| project TimeGenerated,Severity,Risk,Confidence,Title,Summary,Reasons=strcat_array(Indicators,", "),Resource=ResourceKind,Namespace,Name,Workload,Verb,Outcome,User,SourceIP=tostring(SourceIPs[array_length(SourceIPs)-1]),UserAgent,FindingId,FindingGroup,ClusterId=iff(Cluster startswith "/subscriptions/",Cluster,"")`;
