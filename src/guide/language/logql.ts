import { isTime, type Test } from '../search.ts';
import { escapeAll, hex4, insideJson, type Language, written } from './language.ts';

/**
 * A string in double quotes as Go reads it; everything but plain ASCII, and what Grafana fills in (`$`, `[[`), is an escape.
 * https://grafana.com/docs/loki/latest/query/log_queries/ and https://go.dev/ref/spec#String_literals
 */
export const quoteLogql = (value: string): string => {
  let out = '';
  for (const char of value.toWellFormed()) {
    const code = char.codePointAt(0) ?? 0;
    out +=
      code > 0xffff
        ? `\\U${code.toString(16).padStart(8, '0')}`
        : escapeAll(char, '"\\$[]`', (unit) => (unit === 0x22 ? '\\"' : unit === 0x5c ? '\\\\' : `\\u${hex4(unit)}`));
  }
  return `"${out}"`;
};

/** Fields that the query takes out of the JSON, by the label they become. */
const LABELS: ReadonlyMap<string, string> = new Map([
  ['stage', 'stage'],
  ['verb', 'verb'],
  ['resource', 'objectRef.resource'],
  ['subresource', 'objectRef.subresource'],
  ['ns', 'objectRef.namespace'],
  ['name', 'objectRef.name'],
  ['username', 'user.username'],
  ['impersonated', 'impersonatedUser.username'],
  ['code', 'responseStatus.code'],
]);

/** A pattern of Go for one of several words of ours. */
const oneOf = (label: string, values: readonly string[]): string =>
  `${label}=~${quoteLogql(values.map((value) => value.replace(/[^A-Za-z0-9]/g, '')).join('|'))}`;

/** Letters, digits and what is escaped: a pattern for text that begins so. RE2 reads a backslash before punctuation as it stands. */
const beginning = (value: string): string =>
  `${[...value.toWellFormed()].map((char) => (/[A-Za-z0-9_-]/.test(char) || char > '~' || char < ' ' ? char : `\\${char}`)).join('')}.*`;

const line = (text: string): string => `|= ${quoteLogql(insideJson(text))}`;

/** A filter of the line, or a condition on a label. */
const stage = (test: Test): string => {
  switch (test.test) {
    case 'verb':
      return `| ${oneOf('verb', test.oneOf)}`;
    case 'resource':
      return `| ${oneOf('resource', test.oneOf)}`;
    case 'namespace':
      return `| ns=${quoteLogql(test.is)}`;
    case 'name':
      return `| name=${quoteLogql(test.is)}`;
    case 'name-begins':
      return `| name=~${quoteLogql(beginning(test.with))}`;
    case 'user':
      return `| username=${quoteLogql(test.is)} or impersonated=${quoteLogql(test.is)}`;
    case 'not-user':
      return `| username!=${quoteLogql(test.is)}`;
    case 'address':
    case 'mentions':
    case 'from-pod':
      return '';
    case 'any':
      return `| ${test.of.map(anyOf).join(' or ')}`;
    default:
      return test satisfies never;
  }
};

const anyOf = (test: Test): string => stage(test).replace(/^\| /, '');

const lines = (test: Test): readonly string[] => {
  if (test.test === 'address') return [line(test.is)];
  if (test.test === 'mentions') return [line(test.text)];
  if (test.test === 'from-pod') return [line('authentication.kubernetes.io/pod-name'), line(test.begins)];
  return [];
};

export const LOGQL: Language = {
  id: 'logql',
  store: 'Grafana Loki, raw audit events as JSON',
  about: 'Set the stream selector, and the range that stands above each query.',
  quote: quoteLogql,
  write: (search) =>
    written(
      search,
      () =>
        [
          '{job="JOB"}',
          ...search.all.flatMap(lines),
          `| json ${[...LABELS].map(([label, path]) => `${label}="${path}"`).join(', ')}`,
          '| stage!="RequestReceived"',
          ...search.all.map(stage).filter((text) => text !== ''),
        ].join('\n'),
      [
        `Set the time range: ${search.since === null || !isTime(search.since) ? 'as far back as needed' : search.since} to ${search.until === null || !isTime(search.until) ? 'now' : search.until}.`,
      ],
    ),
};
