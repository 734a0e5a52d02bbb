import { isTime, type Test } from '../search.ts';
import { type Language, Unaskable, written } from './language.ts';

const SHORT: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\t', '\\t'],
  ['\n', '\\n'],
  ['\r', '\\r'],
]);

/**
 * A string literal with the five escapes that the grammar has; a value with anything beyond plain ASCII goes as base64.
 * https://www.elastic.co/docs/reference/query-languages/esql/esql-syntax#esql-string-literals
 */
export const quoteEsql = (value: string): string => {
  const text = value.toWellFormed();
  if (/^[ -~\t\n\r]*$/.test(text)) return `"${[...text].map((char) => SHORT.get(char) ?? char).join('')}"`;
  const bytes = new TextEncoder().encode(text);
  return `FROM_BASE64("${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))}")`;
};

const A = 'kubernetes.audit';
const oneOf = (field: string, values: readonly string[]): string => `${field} IN (${values.map(quoteEsql).join(', ')})`;

const condition = (test: Test): string => {
  switch (test.test) {
    case 'verb':
      return oneOf(`${A}.verb`, test.oneOf);
    case 'resource':
      return oneOf(`${A}.objectRef.resource`, test.oneOf);
    case 'namespace':
      return `${A}.objectRef.namespace == ${quoteEsql(test.is)}`;
    case 'name':
      return `${A}.objectRef.name == ${quoteEsql(test.is)}`;
    case 'name-begins':
      return `STARTS_WITH(${A}.objectRef.name, ${quoteEsql(test.with)})`;
    case 'user':
      return `(${A}.user.username == ${quoteEsql(test.is)} OR ${A}.impersonatedUser.username == ${quoteEsql(test.is)})`;
    case 'not-user':
      return `${A}.user.username != ${quoteEsql(test.is)}`;
    case 'address':
      // A field of several values equals nothing; joined it is one.
      return `LOCATE(CONCAT(",", MV_CONCAT(TO_STRING(${A}.sourceIPs), ","), ","), CONCAT(",", ${quoteEsql(test.is)}, ",")) > 0`;
    case 'from-pod':
      throw new Unaskable(
        'the integration does not index from which pod a token was used; ask for the service account',
      );
    case 'mentions':
      throw new Unaskable(
        'the integration keeps no whole request body: pod templates of CronJobs are lost there; ask the store that the integration reads from',
      );
    case 'any':
      return `(${test.of.map(condition).join(' OR ')})`;
    default:
      return test satisfies never;
  }
};

const time = (text: string): string => {
  if (!isTime(text)) throw new Unaskable('the time of the act is not known');
  return `"${text}"`;
};

export const ESQL: Language = {
  id: 'esql',
  store: 'Elastic, Kubernetes integration (data stream kubernetes.audit_logs)',
  about: '',
  quote: quoteEsql,
  write: (search) =>
    written(
      search,
      () =>
        [
          'FROM logs-kubernetes.audit_logs-*',
          ...(search.since === null ? [] : [`| WHERE @timestamp >= ${time(search.since)}`]),
          ...(search.until === null ? [] : [`| WHERE @timestamp <= ${time(search.until)}`]),
          `| WHERE ${A}.stage != "RequestReceived"`,
          ...search.all.map((test) => `| WHERE ${condition(test)}`),
          `| KEEP @timestamp, ${A}.verb, ${A}.objectRef.resource, ${A}.objectRef.subresource, ${A}.objectRef.namespace, ${A}.objectRef.name, ${A}.user.username, ${A}.sourceIPs, ${A}.userAgent, ${A}.responseStatus.code, ${A}.auditID`,
          '| SORT @timestamp ASC',
          '| LIMIT 10000',
        ].join('\n'),
      [],
    ),
};
