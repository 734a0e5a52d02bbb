/*
 * The original query, restated, as the reference that `--compat sentinel` is held against. Nothing here is shared with the
 * program: the text of each event is taken out of its envelope by a few lines of this file, and the operators are written
 * once more from Kusto's documentation.
 */

/** A row as the workspace holds it: `log_s` is the event's text. */
export interface LoggedRow {
  readonly TimeGenerated: string | null;
  readonly Category: string | null;
  readonly log_s: string;
}
export type ResultRow = Readonly<Record<string, unknown>>;

/** `has`: no ASCII letter or digit beside the match, on a side where the term itself ends in one. */
const has = (text: string, term: string): boolean => {
  const quoted = term.replace(/[^A-Za-z0-9 ]/g, '\\$&');
  const left = /^\w/.test(term) ? '(?:^|[^A-Za-z0-9])' : '';
  const right = /\w$/.test(term) ? '(?:$|[^A-Za-z0-9])' : '';
  return new RegExp(`${left}${quoted}${right}`, 'i').test(text);
};
const hasAny = (text: string, terms: string): boolean => terms.split('|').some((term) => has(text, term));

export const IMAGES = 'alpine|busybox|ubuntu|debian|kali|python|perl|ruby|php|ncat|netcat|nmap|masscan|curl|wget';
export const COMMANDS =
  'curl|wget|bash -i|/dev/tcp|nc |ncat|python -c|perl -e|ruby -e|chmod +x|base64 -d|eval|/bin/sh -c|/bin/bash -c|mkfifo|socat';
export const MOUNTS = '/etc|/var/run/docker.sock|/proc|/sys';

/** `parse_json` of what is no JSON gives back the string, which has no members. */
const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};
const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce((of, key) => (typeof of === 'object' && of !== null ? Reflect.get(of, key) : undefined), value);
const tostring = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value);

export const original = (logged: readonly LoggedRow[]): readonly ResultRow[] => {
  const found = logged.flatMap(({ TimeGenerated, Category, log_s }) => {
    if (Category !== null && Category !== 'kube-audit' && Category !== 'kube-audit-admin') return [];
    const log = parseJson(log_s);
    const body = tostring(at(log, 'requestObject'));
    const resource = tostring(at(log, 'objectRef', 'resource'));
    const verb = tostring(at(log, 'verb'));
    if (!/^(?:cronjobs|jobs)$/i.test(resource) || !/^(?:create|update|patch)$/i.test(verb)) return [];
    const flags = [
      hasAny(body, IMAGES),
      hasAny(body, COMMANDS),
      has(body, 'hostPath'),
      has(body, 'privileged'),
      has(body, 'hostNetwork'),
      hasAny(body, MOUNTS),
    ];
    const score = flags.reduce((sum, flag) => sum + Number(flag), 0);
    if (score === 0) return [];
    const row: ResultRow = {
      TimeGenerated: TimeGenerated ?? timeOf(log),
      Resource: resource,
      Verb: verb,
      Namespace: tostring(at(log, 'objectRef', 'namespace')),
      Name: tostring(at(log, 'objectRef', 'name')),
      User: tostring(at(log, 'user', 'username')),
      UserAgent: tostring(at(log, 'userAgent')),
      SourceIP: tostring(at(log, 'sourceIPs', '0')),
      IsSuspiciousImage: flags[0],
      IsSuspiciousCommand: flags[1],
      IsHostPathMount: flags[2],
      IsPrivileged: flags[3],
      IsHostNetwork: flags[4],
      IsSensitiveMount: flags[5],
      IsServiceAccountToken: has(body, 'automountServiceAccountToken'),
      SuspicionScore: score,
      RequestBody: body,
    };
    return [row];
  });
  return found.sort((a, b) => (keyOf(a) < keyOf(b) ? 1 : keyOf(a) > keyOf(b) ? -1 : 0));
};

/** Score, then the digits of the time: text that sorts as the query sorts, backwards. */
export const keyOf = ({ SuspicionScore, TimeGenerated }: ResultRow): string =>
  `${SuspicionScore} ${String(TimeGenerated ?? '')
    .replace(/\D/g, '')
    .padEnd(24, '0')}`;

/** A log without `TimeGenerated` gives the event's own time; audit v1beta1 called it `timestamp`. */
const timeOf = (log: unknown): string | null => {
  const names = ['stageTimestamp', 'requestReceivedTimestamp', 'timestamp', 'p_event_time'];
  const text = tostring(names.map((name) => at(log, name)).find((one) => one !== undefined));
  const [, date, time, part = ''] = /^(\S{10})[T ](\d\d:\d\d:\d\d)(?:\.(\d+))?/.exec(text) ?? [];
  return date === undefined ? null : `${date}T${time}.${part.slice(0, 6).padEnd(6, '0')}Z`;
};

export const raw = (text: string): LoggedRow => ({ TimeGenerated: null, Category: null, log_s: text });

/** The events of a sample file. Only what `../shared/samples` holds is known here. */
export const loggedIn = (content: string): readonly LoggedRow[] => {
  const document = parseJson(content);
  const records = typeof document === 'object' ? [document] : content.split('\n').filter(Boolean).map(parseJson);
  return records.flatMap((record): readonly LoggedRow[] => {
    const category = at(record, 'category');
    if (category !== undefined) {
      return [{ TimeGenerated: null, Category: tostring(category), log_s: tostring(at(record, 'properties', 'log')) }];
    }
    const results = at(record, 'results');
    const messages = Array.isArray(results) ? results.flat().filter((cell) => at(cell, 'field') === '@message') : null;
    if (messages !== null) return messages.map((cell) => raw(tostring(at(cell, 'value'))));
    return [raw(tostring(at(record, 'protoPayload') === undefined ? record : ofLogEntry(record)))];
  });
};

/** What a Cloud Logging entry says of the fields that the query reads. */
const ofLogEntry = (entry: unknown): unknown => {
  const says = (...path: readonly string[]): string => tostring(at(entry, 'protoPayload', ...path));
  const method = says('methodName').split('.');
  if (!says('methodName').startsWith('io.k8s.') || !['', 'k8s.io'].includes(says('serviceName'))) return {};
  const [, namespace, resource, name] =
    /^[^/]+\/[^/]+\/(?:namespaces\/([^/]+)\/)?([^/]+)(?:\/([^/]+))?/.exec(says('resourceName')) ?? [];
  return {
    verb: method.at(-1),
    objectRef: { resource: resource ?? method[4], namespace, name },
    user: { username: says('authenticationInfo', 'principalEmail') },
    userAgent: says('requestMetadata', 'callerSuppliedUserAgent'),
    sourceIPs: [says('requestMetadata', 'callerIp') || says('requestMetadata', 'callerIP')],
    requestObject: at(entry, 'protoPayload', 'request'),
    stageTimestamp: at(entry, 'timestamp'),
  };
};
