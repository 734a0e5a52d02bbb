import { SENTINEL_TACTICS } from '../tactics.ts';

const texts = (...names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, { type: 'string', minLength: 1 }]));
const duration = { type: 'string', pattern: '^P(?:\\d+D|T(?:\\d+H)?(?:\\d+M)?)$' };
const strings = { type: 'array', items: { type: 'string' } };

const SHARED = {
  id: { type: 'string', format: 'uuid' },
  ...texts('name', 'description', 'query'),
  requiredDataConnectors: {
    type: 'array',
    items: {
      type: 'object',
      required: ['connectorId', 'dataTypes'],
      additionalProperties: false,
      properties: { connectorId: { type: 'string' }, dataTypes: { ...strings, minItems: 1 } },
    },
  },
  tactics: { type: 'array', items: { enum: SENTINEL_TACTICS }, uniqueItems: true },
  relevantTechniques: {
    type: 'array',
    items: { type: 'string', pattern: '^T\\d{4}(?:\\.\\d{3})?$' },
    uniqueItems: true,
  },
} as const;

/** A hunting query, as the style guide of Sentinel's content describes it. */
export const HUNT_SCHEMA = {
  type: 'object',
  required: Object.keys(SHARED),
  additionalProperties: false,
  properties: SHARED,
} as const;

/**
 * A scheduled rule, restated from https://github.com/Azure/Azure-Sentinel/wiki/Query-Style-Guide and the limits on
 * https://learn.microsoft.com/azure/sentinel/sentinel-service-limits: 10 entity mappings, 3 identifiers each, 20 custom details.
 */
export const RULE_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: [
    ...Object.keys(SHARED),
    ...['severity', 'status', 'queryFrequency', 'queryPeriod', 'triggerOperator', 'triggerThreshold', 'entityMappings'],
    ...['version', 'kind', 'suppressionEnabled', 'suppressionDuration', 'incidentConfiguration'],
  ],
  properties: {
    ...SHARED,
    query: { type: 'string', minLength: 1, maxLength: 10_000 },
    severity: { enum: ['High', 'Medium', 'Low', 'Informational'] },
    status: { enum: ['Available'] },
    queryFrequency: duration,
    queryPeriod: duration,
    triggerOperator: { enum: ['gt', 'lt', 'eq', 'ne'] },
    triggerThreshold: { type: 'integer', minimum: 0 },
    entityMappings: {
      type: 'array',
      maxItems: 10,
      items: {
        type: 'object',
        required: ['entityType', 'fieldMappings'],
        additionalProperties: false,
        properties: {
          entityType: { enum: ['Account', 'IP', 'AzureResource', 'Host', 'URL', 'FileHash', 'CloudApplication'] },
          fieldMappings: {
            type: 'array',
            minItems: 1,
            maxItems: 3,
            items: {
              type: 'object',
              required: ['identifier', 'columnName'],
              additionalProperties: false,
              properties: texts('identifier', 'columnName'),
            },
          },
        },
      },
    },
    customDetails: {
      type: 'object',
      maxProperties: 20,
      additionalProperties: { type: 'string' },
      propertyNames: { maxLength: 20 },
    },
    alertDetailsOverride: {
      type: 'object',
      additionalProperties: false,
      properties: texts(
        'alertDisplayNameFormat',
        'alertDescriptionFormat',
        'alertSeverityColumnName',
        'alertTacticsColumnName',
      ),
    },
    eventGroupingSettings: {
      type: 'object',
      additionalProperties: false,
      properties: { aggregationKind: { enum: ['SingleAlert', 'AlertPerResult'] } },
    },
    incidentConfiguration: {
      type: 'object',
      required: ['createIncident', 'groupingConfiguration'],
      additionalProperties: false,
      properties: {
        createIncident: { type: 'boolean' },
        groupingConfiguration: {
          type: 'object',
          required: ['enabled', 'reopenClosedIncident', 'lookbackDuration', 'matchingMethod'],
          additionalProperties: false,
          properties: {
            enabled: { type: 'boolean' },
            reopenClosedIncident: { type: 'boolean' },
            lookbackDuration: duration,
            matchingMethod: { enum: ['AllEntities', 'AnyAlert', 'Selected'] },
            groupByEntities: strings,
            groupByAlertDetails: strings,
            groupByCustomDetails: strings,
          },
        },
      },
    },
    suppressionEnabled: { type: 'boolean' },
    suppressionDuration: duration,
    version: { type: 'string', pattern: '^\\d+\\.\\d+\\.\\d+$' },
    kind: { enum: ['Scheduled'] },
  },
} as const;
