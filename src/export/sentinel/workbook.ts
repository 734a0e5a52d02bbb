import { FINDINGS_TABLE } from './findings-table.ts';

/** Queries of the workbook by the titles of their tiles; the time range is the workbook's own. */
export const WORKBOOK_QUERIES: readonly {
  readonly title: string;
  readonly as: 'table' | 'timechart';
  readonly query: string;
}[] = [
  {
    title: 'Findings by severity',
    as: 'timechart',
    query: `${FINDINGS_TABLE} | summarize arg_max(TimeGenerated,*) by FindingId | summarize Findings=count() by Severity,bin(TimeGenerated,1h)`,
  },
  {
    title: 'Worst findings',
    as: 'table',
    query: `${FINDINGS_TABLE} | summarize arg_max(TimeGenerated,*) by FindingId | top 100 by Risk desc | project TimeGenerated,Severity,Risk,Title,Cluster,Namespace,Name,User,FindingId`,
  },
  {
    title: 'Indicators',
    as: 'table',
    query: `${FINDINGS_TABLE} | summarize arg_max(TimeGenerated,*) by FindingId | mv-expand Indicator=Indicators to typeof(string) | summarize Findings=count(),Workloads=dcount(strcat(Cluster,Namespace,Name)) by Indicator | sort by Findings desc`,
  },
  {
    title: 'Who writes CronJobs and Jobs (AKSAuditAdmin)',
    as: 'table',
    query: `AKSAuditAdmin | where Verb in ("create","update","patch") and tostring(ObjectRef.resource) in ("cronjobs","jobs") | summarize Writes=count(),Last=max(TimeGenerated) by User=tostring(User.username),Namespace=tostring(ObjectRef.namespace) | sort by Writes desc`,
  },
];

/** https://learn.microsoft.com/azure/azure-monitor/visualize/workbooks-overview */
export const WORKBOOK = {
  version: 'Notebook/1.0',
  items: [
    {
      type: 9,
      name: 'time',
      content: {
        version: 'KqlParameterItem/1.0',
        parameters: [
          {
            id: '5a0f0c53-6d7c-4f0b-9b8e-0b6f6a1e2d11',
            version: 'KqlParameterItem/1.0',
            name: 'TimeRange',
            type: 4,
            isRequired: true,
            value: { durationMs: 86_400_000 },
            typeSettings: {
              selectableValues: [{ durationMs: 3_600_000 }, { durationMs: 86_400_000 }, { durationMs: 604_800_000 }],
            },
          },
        ],
      },
    },
    ...WORKBOOK_QUERIES.map(({ title, as, query }) => ({
      type: 3,
      name: title,
      content: {
        version: 'KqlItem/1.0',
        query,
        size: 0,
        title,
        timeContextFromParameter: 'TimeRange',
        queryType: 0,
        resourceType: 'microsoft.operationalinsights/workspaces',
        visualization: as,
      },
    })),
  ],
  fallbackResourceIds: [],
  $schema: 'https://github.com/Microsoft/Application-Insights-Workbooks/blob/master/schema/workbook.json',
} as const;
