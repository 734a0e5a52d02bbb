import { guidOf } from '../guid.ts';
import { FINDINGS_COLUMNS, FINDINGS_STREAM, FINDINGS_TABLE } from './findings-table.ts';
import type { AnalyticsRule } from './rules.ts';
import { WORKBOOK } from './workbook.ts';

/** A template for `az deployment group create`. */
export type ArmTemplate = Readonly<Record<string, unknown>>;

const SCHEMA = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#';
const WORKSPACE = { type: 'string', metadata: { description: 'Name of the Log Analytics workspace with Sentinel' } };
const LOCATION = { type: 'string', defaultValue: '[resourceGroup().location]' };

const template = (parameters: ArmTemplate, resources: readonly ArmTemplate[], outputs?: ArmTemplate): ArmTemplate => ({
  $schema: SCHEMA,
  contentVersion: '1.0.0.0',
  parameters,
  resources,
  ...(outputs === undefined ? undefined : { outputs }),
});

/** A text that begins with a bracket is an expression of the template language, unless the bracket is doubled. */
const literal = (text: string): string => (text.startsWith('[') ? `[${text}` : text);

const parentOf = (id: string): string => id.slice(0, 5);

/** https://learn.microsoft.com/azure/templates/microsoft.securityinsights/alertrules; sub-techniques are in preview versions of it. */
const ruleResource = (rule: AnalyticsRule): ArmTemplate => ({
  type: 'Microsoft.SecurityInsights/alertRules',
  apiVersion: '2023-12-01-preview',
  scope: "[resourceId('Microsoft.OperationalInsights/workspaces', parameters('workspace'))]",
  name: rule.id,
  kind: rule.kind,
  properties: {
    displayName: literal(rule.name),
    description: literal(rule.description),
    severity: rule.severity,
    enabled: true,
    query: literal(rule.query),
    queryFrequency: rule.queryFrequency,
    queryPeriod: rule.queryPeriod,
    triggerOperator: 'GreaterThan',
    triggerThreshold: rule.triggerThreshold,
    suppressionDuration: rule.suppressionDuration,
    suppressionEnabled: rule.suppressionEnabled,
    tactics: rule.tactics,
    techniques: [...new Set(rule.relevantTechniques.map(parentOf))],
    subTechniques: rule.relevantTechniques.filter((id) => id.includes('.')),
    entityMappings: rule.entityMappings,
    customDetails: rule.customDetails,
    alertDetailsOverride: rule.alertDetailsOverride,
    eventGroupingSettings: rule.eventGroupingSettings,
    incidentConfiguration: rule.incidentConfiguration,
    templateVersion: rule.version,
  },
});

export const rulesTemplate = (rules: readonly AnalyticsRule[]): ArmTemplate =>
  template({ workspace: WORKSPACE }, rules.map(ruleResource));

/**
 * The table and the rule by which the Logs Ingestion API fills it; the rule has an address of its own (kind Direct), so that
 * no data collection endpoint is needed. https://learn.microsoft.com/azure/azure-monitor/logs/logs-ingestion-api-overview
 */
export const findingsTemplate = (): ArmTemplate =>
  template(
    { workspace: WORKSPACE, location: LOCATION },
    [
      {
        type: 'Microsoft.OperationalInsights/workspaces/tables',
        apiVersion: '2022-10-01',
        name: `[concat(parameters('workspace'), '/${FINDINGS_TABLE}')]`,
        properties: { plan: 'Analytics', schema: { name: FINDINGS_TABLE, columns: FINDINGS_COLUMNS } },
      },
      {
        type: 'Microsoft.Insights/dataCollectionRules',
        apiVersion: '2023-03-11',
        name: 'cronwarden-findings',
        location: "[parameters('location')]",
        kind: 'Direct',
        dependsOn: [
          `[resourceId('Microsoft.OperationalInsights/workspaces/tables', parameters('workspace'), '${FINDINGS_TABLE}')]`,
        ],
        properties: {
          streamDeclarations: {
            [FINDINGS_STREAM]: { columns: FINDINGS_COLUMNS.map(({ name, type }) => ({ name, type })) },
          },
          destinations: {
            logAnalytics: [
              {
                name: 'workspace',
                workspaceResourceId:
                  "[resourceId('Microsoft.OperationalInsights/workspaces', parameters('workspace'))]",
              },
            ],
          },
          dataFlows: [
            {
              streams: [FINDINGS_STREAM],
              destinations: ['workspace'],
              transformKql: 'source',
              outputStream: FINDINGS_STREAM,
            },
          ],
        },
      },
    ],
    {
      immutableId: {
        type: 'string',
        value: "[reference(resourceId('Microsoft.Insights/dataCollectionRules', 'cronwarden-findings')).immutableId]",
      },
      endpoint: {
        type: 'string',
        value:
          "[reference(resourceId('Microsoft.Insights/dataCollectionRules', 'cronwarden-findings')).endpoints.logsIngestion]",
      },
    },
  );

export const workbookTemplate = (): ArmTemplate =>
  template({ workspace: WORKSPACE, location: LOCATION }, [
    {
      type: 'Microsoft.Insights/workbooks',
      apiVersion: '2022-04-01',
      name: guidOf('sentinel/workbook'),
      location: "[parameters('location')]",
      kind: 'shared',
      properties: {
        displayName: 'Cronwarden',
        category: 'sentinel',
        sourceId: "[resourceId('Microsoft.OperationalInsights/workspaces', parameters('workspace'))]",
        serializedData: literal(JSON.stringify(WORKBOOK)),
      },
    },
  ]);
