import { guidOf } from '../guid.ts';
import { themeQuery } from './query.ts';
import { AKS_AUDIT_SOURCE, SOURCES } from './source.ts';
import { THEMES } from './themes.ts';

/** A hunting query, under the names of https://github.com/Azure/Azure-Sentinel/wiki/Query-Style-Guide. */
export interface HuntingQuery {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly requiredDataConnectors: readonly { readonly connectorId: string; readonly dataTypes: readonly string[] }[];
  readonly tactics: readonly string[];
  readonly relevantTechniques: readonly string[];
  readonly query: string;
  readonly file: string;
}

const COVERAGE = {
  tactics: ['Execution', 'Persistence', 'PrivilegeEscalation'],
  relevantTechniques: ['T1053.007'],
} as const;

const hunt = (
  file: string,
  name: string,
  description: string,
  query: string,
  tables: readonly string[],
): HuntingQuery => ({
  id: guidOf(`sentinel/hunt/${file}`),
  name,
  description,
  requiredDataConnectors: [{ connectorId: 'AzureKubernetes', dataTypes: tables }],
  ...COVERAGE,
  query,
  file: `cronwarden-hunt-${file}`,
});

/** A rule looks at an hour and at what came in since its last run; a hunt at a week, and at everything in it. */
const overAWeek = (query: string): string =>
  query.replace('let Every=10m;\nlet Period=1h;', 'let Every=7d;\nlet Period=7d;');

const WEEK = `TimeGenerated > ago(7d)`;

export const HUNTS: readonly HuntingQuery[] = [
  ...THEMES.flatMap((theme) =>
    SOURCES.map((source) =>
      hunt(
        `${theme.id}-${source.id}`,
        `${theme.title}, last seven days (${source.says})`,
        `${theme.description} The rule's query over a week.`,
        overAWeek(themeQuery(theme, source)),
        source.tables,
      ),
    ),
  ),
  hunt(
    'new-authors',
    'Who wrote a CronJob for the first time in seven days',
    'Users that changed CronJobs or Jobs in the last day and in none of the six days before.',
    `AKSAuditAdmin
| where ${WEEK} and Verb in ("create","update","patch") and tostring(ObjectRef.resource) in ("cronjobs","jobs") and isempty(tostring(ObjectRef.subresource))
| summarize First=min(TimeGenerated),Writes=count(),Workloads=make_set(strcat(tostring(ObjectRef.namespace),"/",tostring(ObjectRef.name)),50) by User=tostring(User.username)
| where First > ago(1d) and not(User startswith "system:serviceaccount:kube-system:")
| sort by First desc`,
    AKS_AUDIT_SOURCE.tables,
  ),
  hunt(
    'no-body',
    'Workload writes without a body in the log',
    'Accepted writes of CronJobs and Jobs whose object is not in the log: there is nothing that a rule could read.',
    `AKSAuditAdmin
| where ${WEEK} and Verb in ("create","update","patch") and tostring(ObjectRef.resource) in ("cronjobs","jobs") and isempty(tostring(ObjectRef.subresource)) and Stage=="ResponseComplete"
| where isempty(RequestObject) or gettype(RequestObject)=="string"
| summarize Writes=count(),Last=max(TimeGenerated) by Level,User=tostring(User.username),Namespace=tostring(ObjectRef.namespace)
| sort by Writes desc`,
    AKS_AUDIT_SOURCE.tables,
  ),
];
