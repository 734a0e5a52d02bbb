import { isTime, type Test } from '../search.ts';
import { isSafe, type Language, safeRuns, Unaskable, written } from './language.ts';

/**
 * A literal in double quotes of characters that need no escape; a value with others is asked for by its plain parts.
 * Equality and `:` ignore case. https://cloud.google.com/logging/docs/view/logging-query-language
 */
export const quoteCloudLogging = (value: string): string => {
  if (!isSafe(value)) throw new Unaskable('the value holds characters that cannot be written safely in this language');
  return `"${value}"`;
};

const parts = (field: string, value: string): string => {
  const runs = isSafe(value) ? [value] : safeRuns(value);
  if (runs.length === 0)
    throw new Unaskable('the value holds too few characters that can be written safely in this language');
  return `(${runs.map((run) => `${field}:${quoteCloudLogging(run)}`).join(' AND ')})`;
};

const equal = (field: string, value: string): string =>
  isSafe(value) ? `${field}=${quoteCloudLogging(value)}` : parts(field, value);

const METHOD = 'protoPayload.methodName';
const NAME = 'protoPayload.resourceName';
const anyOf = (parts: readonly string[]): string => `(${parts.join(' OR ')})`;

/** `io.k8s.core.v1.pods.create`, `batch/v1/namespaces/dev/cronjobs/backup`. */
const condition = (test: Test): string => {
  switch (test.test) {
    case 'verb':
      return anyOf(test.oneOf.map((verb) => `${METHOD}:${quoteCloudLogging(`.${verb}`)}`));
    case 'resource':
      return anyOf(test.oneOf.map((resource) => `${METHOD}:${quoteCloudLogging(`.${resource}.`)}`));
    case 'namespace':
      return parts(NAME, `/namespaces/${test.is}/`);
    case 'name':
      return parts(NAME, `/${test.is}`);
    case 'name-begins':
      return parts(NAME, `/${test.with}`);
    case 'user':
      return equal('protoPayload.authenticationInfo.principalEmail', test.is);
    case 'not-user':
      // By its parts it would leave out more than was asked: then it leaves out nothing.
      return isSafe(test.is)
        ? `NOT ${equal('protoPayload.authenticationInfo.principalEmail', test.is)}`
        : `${METHOD}:*`;
    case 'address':
      return equal('protoPayload.requestMetadata.callerIp', test.is);
    case 'from-pod':
      throw new Unaskable('these entries do not say from which pod a token was used; ask for the service account');
    case 'mentions': {
      // A literal on its own looks in every field of the entry.
      const runs = isSafe(test.text) ? [test.text] : safeRuns(test.text);
      if (runs.length === 0) throw new Unaskable('the value holds too few characters that can be written safely');
      return runs.map(quoteCloudLogging).join(' AND ');
    }
    case 'any':
      return anyOf(test.of.map(condition));
    default:
      return test satisfies never;
  }
};

const time = (text: string): string => {
  if (!isTime(text)) throw new Unaskable('the time of the act is not known');
  return `"${text}"`;
};

export const CLOUD_LOGGING: Language = {
  id: 'gcp',
  store: 'Google Kubernetes Engine, Logs Explorer',
  about:
    'Reads (get, list) are in the Data Access log, which is off by default. Names are asked for as a part of the resource name, and may find more.',
  quote: quoteCloudLogging,
  write: (search) =>
    written(
      search,
      () =>
        [
          'resource.type="k8s_cluster"',
          'AND (log_id("cloudaudit.googleapis.com/activity") OR log_id("cloudaudit.googleapis.com/data_access"))',
          ...(search.since === null ? [] : [`AND timestamp>=${time(search.since)}`]),
          ...(search.until === null ? [] : [`AND timestamp<=${time(search.until)}`]),
          ...search.all.map((test) => `AND ${condition(test)}`),
        ].join('\n'),
      [],
    ),
};
