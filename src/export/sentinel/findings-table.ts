/** A column of a table in a workspace, by the types of the Tables API. */
export interface TableColumn {
  readonly name: string;
  readonly type: 'datetime' | 'string' | 'int' | 'long' | 'real' | 'dynamic';
  readonly description: string;
}

/**
 * Our findings as rows: what alerts need has a column of its own, the whole finding is in `Finding`. Titles, names and reasons
 * hold what attackers wrote.
 */
export const FINDINGS_TABLE = 'Cronwarden_CL';
export const FINDINGS_STREAM = `Custom-${FINDINGS_TABLE}`;

const column = (name: string, type: TableColumn['type'], description: string): TableColumn => ({
  name,
  type,
  description,
});

export const FINDINGS_COLUMNS: readonly TableColumn[] = [
  column(
    'TimeGenerated',
    'datetime',
    'When the write was first seen, by the event; the time of sending where that is a day ago or unknown',
  ),
  column('FindingId', 'string', 'id of the finding; the same event gives the same id'),
  column('FindingGroup', 'string', 'group of the finding: its repeats share it'),
  column('Ruleset', 'string', 'Version of indicators and weights'),
  column('Title', 'string', 'A sentence'),
  column('Summary', 'string', 'What was found'),
  column('Severity', 'string', 'critical, high, medium, low or info'),
  column('Risk', 'int', '0 to 100'),
  column('Confidence', 'real', '0 to 1'),
  column('Cluster', 'string', 'Name of the cluster, or its resource id'),
  column('ResourceKind', 'string', 'Kind of the workload'),
  column('Namespace', 'string', 'Namespace of the workload'),
  column('Name', 'string', 'Name of the workload'),
  column('User', 'string', 'Who asked'),
  column('SourceIPs', 'dynamic', 'Addresses that the request came through'),
  column('UserAgent', 'string', "The client's own claim"),
  column('Verb', 'string', 'create, update or patch'),
  column('Outcome', 'string', 'accepted, refused, dry-run or unknown'),
  column('Indicators', 'dynamic', 'Ids of the indicators'),
  column('Techniques', 'dynamic', 'Ids of MITRE ATT&CK'),
  column('Finding', 'dynamic', 'The whole finding, as schema/finding.v1.json has it'),
  column('Cut', 'dynamic', 'Columns and parts of Finding that were shortened to fit; empty where nothing was'),
];
