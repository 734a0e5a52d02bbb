import type { Search, Test } from '../search.ts';
import { isSafe, type Language, safeRuns, Unaskable, written } from './language.ts';

/**
 * A literal in double quotes of characters that need no escape: which escapes CloudWatch Logs Insights reads in one is not
 * documented, so a value with others is asked for by its plain parts.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Filter.html
 */
export const quoteInsights = (value: string): string => {
  if (!isSafe(value)) throw new Unaskable('the value holds characters that cannot be written safely in this language');
  return `"${value}"`;
};

const equal = (field: string, value: string): string =>
  isSafe(value) ? `${field} = ${quoteInsights(value)}` : parts(field, value);

/** Every plain part stands in it: never less than was asked. */
const parts = (field: string, value: string): string => {
  const runs = isSafe(value) ? [value] : safeRuns(value);
  if (runs.length === 0)
    throw new Unaskable('the value holds too few characters that can be written safely in this language');
  return `(${runs.map((run) => `${field} like ${quoteInsights(run)}`).join(' and ')})`;
};

const oneOf = (field: string, values: readonly string[]): string =>
  `${field} in [${values.map(quoteInsights).join(', ')}]`;

const condition = (test: Test): string => {
  switch (test.test) {
    case 'verb':
      return oneOf('verb', test.oneOf);
    case 'resource':
      return oneOf('objectRef.resource', test.oneOf);
    case 'namespace':
      return equal('objectRef.namespace', test.is);
    case 'name':
      return equal('objectRef.name', test.is);
    case 'name-begins':
      return parts('objectRef.name', test.with);
    case 'user':
      return `(${equal('user.username', test.is)} or ${equal('impersonatedUser.username', test.is)})`;
    case 'not-user':
      if (!isSafe(test.is)) return 'ispresent(user.username)';
      return `user.username != ${quoteInsights(test.is)}`;
    case 'address':
      return parts('@message', test.is);
    case 'from-pod':
      return `(@message like "authentication.kubernetes.io/pod-name" and ${parts('@message', test.begins)})`;
    case 'mentions':
      return parts('@message', test.text);
    case 'any':
      return `(${test.of.map(condition).join(' or ')})`;
    default:
      return test satisfies never;
  }
};

const plainTime = (text: string): string => text.replace(/\.\d+Z$/, 'Z');

export const INSIGHTS: Language = {
  id: 'insights',
  store: 'Amazon EKS, CloudWatch Logs Insights, log group /aws/eks/CLUSTER/cluster',
  about: 'Queries have no times of their own: set the range that stands above each.',
  quote: quoteInsights,
  write: (search) =>
    written(
      search,
      () =>
        [
          'fields @timestamp, verb, objectRef.resource, objectRef.subresource, objectRef.namespace, objectRef.name, user.username, sourceIPs.0, userAgent, responseStatus.code, auditID',
          '| filter @logStream like "kube-apiserver-audit" and stage != "RequestReceived"',
          ...search.all.map((test) => `| filter ${condition(test)}`),
          '| sort @timestamp asc',
          '| limit 10000',
        ].join('\n'),
      notesOf(search),
    ),
};

const notesOf = ({ since, until, all }: Search): readonly string[] => [
  `Set the time range: ${since === null ? 'as far back as needed' : plainTime(since)} to ${until === null ? 'now' : plainTime(until)}.`,
  ...(all.some((test) => test.test === 'name-begins' || test.test === 'address' || test.test === 'from-pod')
    ? ['It asks whether the text stands anywhere in the field, and may find more.']
    : []),
];
