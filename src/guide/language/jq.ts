import { isTime, type Search, type Test } from '../search.ts';
import { escapeAll, hex4, type Language, Unaskable, written } from './language.ts';

/**
 * A string of jq inside a program that stands in single quotes of a shell: JSON, in which everything but plain ASCII, and
 * the single quote, is `\uXXXX`. A backslash is doubled, so that `\(` interpolates nothing.
 * https://jqlang.github.io/jq/manual/#string-interpolation
 */
export const quoteJq = (value: string): string =>
  `"${escapeAll(value.toWellFormed(), `"\\'`, (unit) =>
    unit === 0x22 ? '\\"' : unit === 0x5c ? '\\\\' : `\\u${hex4(unit)}`,
  )}"`;

const list = (values: readonly string[]): string => values.map(quoteJq).join(', ');

const condition = (test: Test): string => {
  switch (test.test) {
    case 'verb':
      return `(.verb | IN(${list(test.oneOf)}))`;
    case 'resource':
      return `(.objectRef.resource | IN(${list(test.oneOf)}))`;
    case 'namespace':
      return `.objectRef.namespace == ${quoteJq(test.is)}`;
    case 'name':
      return `(.objectRef.name // .requestObject.metadata.name?) == ${quoteJq(test.is)}`;
    case 'name-begins':
      return `((.objectRef.name // .responseObject.metadata.name? // .requestObject.metadata.generateName? // "") | startswith(${quoteJq(test.with)}))`;
    case 'user':
      return `(.user.username == ${quoteJq(test.is)} or .impersonatedUser.username == ${quoteJq(test.is)})`;
    case 'not-user':
      return `.user.username != ${quoteJq(test.is)}`;
    case 'address':
      return `((.sourceIPs // []) | index(${quoteJq(test.is)}) != null)`;
    case 'from-pod':
      return `((.user.extra["authentication.kubernetes.io/pod-name"][0]? // "") | startswith(${quoteJq(test.begins)}))`;
    case 'mentions':
      return `((.requestObject | tojson) | contains(${quoteJq(JSON.stringify(test.text.toWellFormed()).slice(1, -1))}))`;
    case 'any':
      return `(${test.of.map(condition).join(' or ')})`;
    default:
      return test satisfies never;
  }
};

const time = (text: string): string => {
  if (!isTime(text)) throw new Unaskable('the time of the act is not known');
  return quoteJq(text);
};

const window = ({ since, until }: Search): readonly string[] => [
  ...(since === null ? [] : [`.requestReceivedTimestamp >= ${time(since)}`]),
  ...(until === null ? [] : [`.requestReceivedTimestamp <= ${time(until)}`]),
];

/** Events as the API server writes them, one a line. */
export const JQ: Language = {
  id: 'jq',
  store: 'a file of raw events, one a line (audit.log)',
  about: 'Packed logs: zcat audit.log.gz | jq …, without the file name at the end.',
  quote: quoteJq,
  write: (search) =>
    written(search, () => {
      const tests = ['.stage != "RequestReceived"', ...window(search), ...search.all.map(condition)];
      const row =
        '{t: .stageTimestamp, verb, by: .user.username, ips: .sourceIPs, ref: .objectRef, code: .responseStatus.code, id: .auditID}';
      return `jq -ac 'select(${tests.join('\n  and ')})\n  | ${row}' audit.log`;
    }, []),
};
