import { INDICATORS } from '../../indicator/registry.ts';
import { guidOf } from '../guid.ts';
import { findingsQuery } from './findings-query.ts';
import { themeQuery } from './query.ts';
import { SOURCES } from './source.ts';
import { coverageOf } from './tactics.ts';
import { THEMES } from './themes.ts';

/** A scheduled analytics rule, under the names of https://github.com/Azure/Azure-Sentinel/wiki/Query-Style-Guide. */
export interface AnalyticsRule {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly severity: 'High' | 'Medium' | 'Low' | 'Informational';
  readonly status: 'Available';
  readonly requiredDataConnectors: readonly { readonly connectorId: string; readonly dataTypes: readonly string[] }[];
  readonly queryFrequency: string;
  readonly queryPeriod: string;
  readonly triggerOperator: 'gt';
  readonly triggerThreshold: 0;
  readonly tactics: readonly string[];
  readonly relevantTechniques: readonly string[];
  readonly query: string;
  readonly entityMappings: readonly {
    readonly entityType: string;
    readonly fieldMappings: readonly { readonly identifier: string; readonly columnName: string }[];
  }[];
  readonly customDetails: Readonly<Record<string, string>>;
  readonly alertDetailsOverride: {
    readonly alertDisplayNameFormat: string;
    readonly alertDescriptionFormat: string;
    readonly alertSeverityColumnName: string;
  };
  readonly eventGroupingSettings: { readonly aggregationKind: 'AlertPerResult' };
  readonly incidentConfiguration: {
    readonly createIncident: true;
    readonly groupingConfiguration: {
      readonly enabled: true;
      readonly reopenClosedIncident: false;
      readonly lookbackDuration: string;
      readonly matchingMethod: 'Selected';
      readonly groupByEntities: readonly string[];
      readonly groupByAlertDetails: readonly string[];
      readonly groupByCustomDetails: readonly string[];
    };
  };
  readonly suppressionEnabled: false;
  readonly suppressionDuration: string;
  readonly version: string;
  readonly kind: 'Scheduled';
  /** Part of the file's name; no field of the rule. */
  readonly file: string;
}

/** Raised by hand whenever a rule's query or settings change, so that Sentinel offers the update. */
const VERSION = '1.0.0';

/** What all rules share. A workload's alerts of a day are one incident. */
const COMMON = {
  status: 'Available',
  queryFrequency: 'PT10M',
  queryPeriod: 'PT1H',
  triggerOperator: 'gt',
  triggerThreshold: 0,
  entityMappings: [
    { entityType: 'Account', fieldMappings: [{ identifier: 'FullName', columnName: 'User' }] },
    { entityType: 'IP', fieldMappings: [{ identifier: 'Address', columnName: 'SourceIP' }] },
    { entityType: 'AzureResource', fieldMappings: [{ identifier: 'ResourceId', columnName: 'ClusterId' }] },
  ],
  eventGroupingSettings: { aggregationKind: 'AlertPerResult' },
  incidentConfiguration: {
    createIncident: true,
    groupingConfiguration: {
      enabled: true,
      reopenClosedIncident: false,
      lookbackDuration: 'P1D',
      matchingMethod: 'Selected',
      groupByEntities: ['AzureResource'],
      groupByAlertDetails: [],
      groupByCustomDetails: ['Workload'],
    },
  },
  suppressionEnabled: false,
  suppressionDuration: 'PT5H',
  version: VERSION,
  kind: 'Scheduled',
} as const;

const DETAILS = {
  Workload: 'Workload',
  Resource: 'Resource',
  Verb: 'Verb',
  Outcome: 'Outcome',
  Reasons: 'Reasons',
  Score: 'Score',
  Images: 'Images',
  AuditId: 'AuditId',
};

const techniquesOf = (indicators: readonly string[]): readonly string[] => [
  'T1053.007',
  ...indicators.flatMap((id) => INDICATORS.find((one) => one.id === id)?.attack ?? []),
];

/** The rules over an AKS cluster's audit log: each theme over each place where the log may be. */
export const LOG_RULES: readonly AnalyticsRule[] = THEMES.flatMap((theme) =>
  SOURCES.map((source): AnalyticsRule => {
    const { tactics, techniques } = coverageOf(techniquesOf(theme.signals.map(({ indicator }) => indicator)));
    return {
      ...COMMON,
      id: guidOf(`sentinel/rule/${theme.id}/${source.id}`),
      name: `${theme.title} (${source.says})`,
      description: `${theme.description} Needs ${source.tables.join(' or ')} with the table plan Analytics: Basic and Auxiliary tables feed no analytics rule.`,
      severity: theme.severity,
      requiredDataConnectors: [{ connectorId: 'AzureKubernetes', dataTypes: source.tables }],
      tactics,
      relevantTechniques: techniques,
      query: themeQuery(theme, source),
      customDetails: DETAILS,
      alertDetailsOverride: {
        alertDisplayNameFormat: `${theme.title}: {{Workload}}`,
        alertDescriptionFormat: '{{User}} asked to {{Verb}} it. Reasons: {{Reasons}}',
        alertSeverityColumnName: 'Severity',
      },
      file: `cronwarden-${theme.id}-${source.id}`,
    };
  }),
);

/** The rule over Cronwarden's own findings in `Cronwarden_CL`. */
export const FINDINGS_RULE: AnalyticsRule = {
  ...COMMON,
  id: guidOf('sentinel/rule/findings'),
  name: 'Cronwarden finding (Cronwarden_CL)',
  // A scan may send what happened hours ago; further back a rule may only look once an hour.
  queryPeriod: 'P1D',
  description:
    'A finding of Cronwarden of medium severity or above. Needs Cronwarden_CL with the table plan Analytics, filled through the Logs Ingestion API.',
  severity: 'High',
  requiredDataConnectors: [],
  ...(({ tactics, techniques }) => ({ tactics, relevantTechniques: techniques }))(coverageOf(['T1053.007'])),
  query: findingsQuery,
  customDetails: {
    Workload: 'Workload',
    Verb: 'Verb',
    Outcome: 'Outcome',
    Reasons: 'Reasons',
    Risk: 'Risk',
    FindingId: 'FindingId',
    Group: 'FindingGroup',
  },
  alertDetailsOverride: {
    alertDisplayNameFormat: '{{Title}}',
    alertDescriptionFormat: '{{Summary}}',
    alertSeverityColumnName: 'Severity',
  },
  file: 'cronwarden-findings',
};

export const RULES: readonly AnalyticsRule[] = [...LOG_RULES, FINDINGS_RULE];
