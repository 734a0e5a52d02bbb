import { isTime, type Test } from '../search.ts';
import { insideJson, type Language, Unaskable, written } from './language.ts';

/** What stays as it is; backticks expand macros, `$` and brackets mean something in dashboards and searches. */
const PLAIN = /[A-Za-z0-9 _.,:;@/=+-]/;

/**
 * An expression of eval that gives the value: plain parts as literals, everything else percent-encoded through `urldecode`.
 * Nothing that a search, a macro or a dashboard reads stands in it. The literals hold no `+` or `%` that it would decode.
 * https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/TextFunctions
 */
export const quoteSpl = (value: string): string => {
  const text = value.toWellFormed();
  if ([...text].every((char) => PLAIN.test(char))) return `"${text}"`;
  const encoded = Array.from(new TextEncoder().encode(text), (byte) => {
    const char = String.fromCharCode(byte);
    return /[A-Za-z0-9_.-]/.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  });
  return `urldecode("${encoded.join('')}")`;
};

const oneOf = (field: string, values: readonly string[]): string => `in(${field}, ${values.map(quoteSpl).join(', ')})`;

const condition = (test: Test): string => {
  switch (test.test) {
    case 'verb':
      return oneOf('verb', test.oneOf);
    case 'resource':
      return oneOf("'objectRef.resource'", test.oneOf);
    case 'namespace':
      return `'objectRef.namespace'=${quoteSpl(test.is)}`;
    case 'name':
      return `'objectRef.name'=${quoteSpl(test.is)}`;
    case 'name-begins':
      return begins("'objectRef.name'", test.with);
    case 'user':
      return `('user.username'=${quoteSpl(test.is)} OR 'impersonatedUser.username'=${quoteSpl(test.is)})`;
    case 'not-user':
      return `'user.username'!=${quoteSpl(test.is)}`;
    case 'address':
      return `isnotnull(mvfilter('sourceIPs{}'=${quoteSpl(test.is)}))`;
    case 'from-pod':
      return begins("mvindex('user.extra.authentication.kubernetes.io/pod-name{}', 0)", test.begins);
    case 'mentions':
      // Without its first occurrence the text is another one: a search for a part without wildcards or patterns.
      return `mvcount(split(_raw, ${quoteSpl(insideJson(test.text))}))>1`;
    case 'any':
      return `(${test.of.map(condition).join(' OR ')})`;
    default:
      return test satisfies never;
  }
};

const begins = (field: string, value: string): string => {
  const literal = quoteSpl(value);
  return `substr(${field}, 1, len(${literal}))=${literal}`;
};

/** Event time as an epoch, for `earliest` and `latest`. */
const epoch = (text: string): string => {
  if (!isTime(text)) throw new Unaskable('the time of the act is not known');
  const at = Date.parse(text);
  return Number.isNaN(at) ? text : String(Math.floor(at / 1000));
};

export const SPL: Language = {
  id: 'spl',
  store: 'Splunk, raw audit events as JSON',
  about: 'Set INDEX and SOURCETYPE. spath reads 5,000 characters of an event unless limits.conf says more.',
  quote: quoteSpl,
  write: (search) =>
    written(
      search,
      () =>
        [
          `search index=INDEX sourcetype=SOURCETYPE${search.since === null ? '' : ` earliest=${epoch(search.since)}`}${search.until === null ? '' : ` latest=${epoch(search.until)}`}`,
          '| spath',
          '| where stage!="RequestReceived"',
          ...search.all.map((test) => `| where ${condition(test)}`),
          '| table _time verb objectRef.resource objectRef.subresource objectRef.namespace objectRef.name user.username sourceIPs{} userAgent responseStatus.code auditID',
          '| sort 0 _time',
        ].join('\n'),
      [],
    ),
};
