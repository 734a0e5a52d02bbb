import { isTime, type Search, type Test } from '../search.ts';
import { escapeAll, hex4, insideJson, type Language, Unaskable, written } from './language.ts';

/**
 * A string literal in double quotes, in which a backslash begins an escape; whatever is not plain ASCII is `\uXXXX`.
 * https://learn.microsoft.com/kusto/query/scalar-data-types/string#string-literals
 */
export const quoteKql = (value: string): string =>
  `"${escapeAll(value.toWellFormed(), '"\\', (unit) =>
    unit === 0x22 ? '\\"' : unit === 0x5c ? '\\\\' : `\\u${hex4(unit)}`,
  )}"`;

const list = (values: readonly string[]): string => `(${values.map(quoteKql).join(', ')})`;

interface Fields {
  readonly verb: string;
  readonly object: string;
  readonly user: string;
  /** `null` where the table has no such column. */
  readonly impersonated: string | null;
  readonly addresses: string;
  readonly request: string;
  readonly response: string;
  /** When the API server got the request; `TimeGenerated` may be minutes later. */
  readonly received: string;
  /** Text of the request body, or of the whole event. */
  readonly body: string;
}

const conditionOf = (fields: Fields): ((test: Test) => string) => {
  const condition = (test: Test): string => {
    switch (test.test) {
      case 'verb':
        return `tostring(${fields.verb}) in ${list(test.oneOf)}`;
      case 'resource':
        return `tostring(${fields.object}.resource) in ${list(test.oneOf)}`;
      case 'namespace':
        return `tostring(${fields.object}.namespace) == ${quoteKql(test.is)}`;
      case 'name':
        return `tostring(${fields.object}.name) == ${quoteKql(test.is)}`;
      case 'name-begins':
        // A pod's name is made by the server: it stands in the answer, where that was logged, or as its beginning.
        return `coalesce(tostring(${fields.object}.name), tostring(${fields.response}.metadata.name), tostring(${fields.request}.metadata.generateName)) startswith_cs ${quoteKql(test.with)}`;
      case 'user':
        return fields.impersonated === null
          ? `tostring(${fields.user}.username) == ${quoteKql(test.is)}`
          : `(tostring(${fields.user}.username) == ${quoteKql(test.is)} or tostring(${fields.impersonated}.username) == ${quoteKql(test.is)})`;
      case 'not-user':
        return `tostring(${fields.user}.username) != ${quoteKql(test.is)}`;
      case 'address':
        return `set_has_element(todynamic(${fields.addresses}), ${quoteKql(test.is)})`;
      case 'from-pod':
        return `tostring(${fields.user}.extra["authentication.kubernetes.io/pod-name"][0]) startswith_cs ${quoteKql(test.begins)}`;
      case 'mentions':
        return `${fields.body} contains_cs ${quoteKql(insideJson(test.text))}`;
      case 'any':
        return `(${test.of.map(condition).join(' or ')})`;
      default:
        return test satisfies never;
    }
  };
  return condition;
};

/** Rows may come later than their events; what is later than this is not found. */
const INGESTION = '2h';

const window = ({ since, until }: Search): string => {
  const parts: string[] = [];
  if (since !== null) parts.push(`TimeGenerated >= datetime(${time(since)})`);
  if (until !== null) parts.push(`TimeGenerated <= datetime(${time(until)}) + ${INGESTION}`);
  return parts.length === 0 ? 'TimeGenerated > ago(30d)' : parts.join(' and ');
};

/** By the event's own time, after the table was cut down by the row's. */
const exact = ({ since, until }: Search, { received }: Fields): readonly string[] => {
  const bounds = [
    ...(since === null ? [] : [`${received} >= datetime(${time(since)})`]),
    ...(until === null ? [] : [`${received} <= datetime(${time(until)})`]),
  ];
  return bounds.length === 0 ? [] : [`| where ${bounds.join(' and ')}`];
};

const time = (text: string): string => {
  if (!isTime(text)) throw new Unaskable('the time of the act is not known');
  return text;
};

const LEGACY: Fields = {
  verb: 'e.verb',
  object: 'e.objectRef',
  user: 'e.user',
  impersonated: 'e.impersonatedUser',
  addresses: 'e.sourceIPs',
  request: 'e.requestObject',
  response: 'e.responseObject',
  received: 'todatetime(e.requestReceivedTimestamp)',
  body: 'log_s',
};

/** The older table of AKS, in which the event is the text of a column. */
export const KQL: Language = {
  id: 'kql',
  store: 'Azure Monitor and Sentinel, table AzureDiagnostics',
  about: 'An event that the table cut at its size limit is no JSON and is not found.',
  quote: quoteKql,
  write: (search) =>
    written(
      search,
      () =>
        [
          'AzureDiagnostics',
          `| where ${window(search)}`,
          '| where Category in ("kube-audit", "kube-audit-admin")',
          '| extend e = parse_json(log_s)',
          '| where tostring(e.stage) != "RequestReceived"',
          ...exact(search, LEGACY),
          ...search.all.map((test) => `| where ${conditionOf(LEGACY)(test)}`),
          '| project Time = todatetime(e.stageTimestamp), Verb = tostring(e.verb), Resource = tostring(e.objectRef.resource), Subresource = tostring(e.objectRef.subresource), Namespace = tostring(e.objectRef.namespace), Name = tostring(e.objectRef.name), User = tostring(e.user.username), Addresses = tostring(e.sourceIPs), Agent = tostring(e.userAgent), Code = toint(e.responseStatus.code), AuditId = tostring(e.auditID)',
          '| order by Time asc',
        ].join('\n'),
      [],
    ),
};

const TABLES: Fields = {
  verb: 'Verb',
  object: 'ObjectRef',
  user: 'User',
  impersonated: null,
  addresses: 'SourceIps',
  request: 'RequestObject',
  response: 'ResponseObject',
  received: 'RequestReceivedTime',
  body: 'tostring(RequestObject)',
};

/** The resource-specific tables of AKS. https://learn.microsoft.com/azure/azure-monitor/reference/tables/aksaudit */
export const AKS: Language = {
  id: 'aks',
  store: 'Azure Monitor and Sentinel, tables AKSAudit and AKSAuditAdmin',
  about: 'AKSAuditAdmin has no get and list. Both tables may hold an event; it is shown once.',
  quote: quoteKql,
  write: (search) =>
    written(
      search,
      () =>
        [
          'union isfuzzy=true AKSAudit, AKSAuditAdmin',
          `| where ${window(search)}`,
          '| where Stage != "RequestReceived"',
          ...exact(search, TABLES),
          ...search.all.map((test) => `| where ${conditionOf(TABLES)(test)}`),
          '| project Time = StageReceivedTime, Verb, Resource = tostring(ObjectRef.resource), Subresource = tostring(ObjectRef.subresource), Namespace = tostring(ObjectRef.namespace), Name = tostring(ObjectRef.name), UserName = tostring(User.username), Addresses = tostring(SourceIps), UserAgent, Code = toint(ResponseStatus.code), AuditId',
          '| summarize arg_min(Time, *) by AuditId, Verb, Resource, Name',
          '| order by Time asc',
        ].join('\n'),
      [],
    ),
};
