import { compactJson } from '../lib/compact.ts';
import type { SentinelRow } from '../model/activity.ts';
import type { AuditEvent } from '../model/event.ts';

/** The original query's lists, as it spells them. */
export const SUSPICIOUS_IMAGES = [
  ...['alpine', 'busybox', 'ubuntu', 'debian', 'kali'],
  ...['python', 'perl', 'ruby', 'php'],
  ...['ncat', 'netcat', 'nmap', 'masscan'],
  ...['curl', 'wget'],
] as const;
export const SUSPICIOUS_COMMANDS = [
  ...['curl', 'wget', 'bash -i', '/dev/tcp', 'nc ', 'ncat'],
  ...['python -c', 'perl -e', 'ruby -e'],
  ...['chmod +x', 'base64 -d', 'eval'],
  ...['/bin/sh -c', '/bin/bash -c'],
  ...['mkfifo', 'socat'],
] as const;
export const SENSITIVE_MOUNTS = ['/etc', '/var/run/docker.sock', '/proc', '/sys'] as const;

const CATEGORIES: ReadonlySet<string> = new Set(['kube-audit', 'kube-audit-admin']);
const RESOURCES: ReadonlySet<string> = new Set(['cronjobs', 'jobs']);
const VERBS: ReadonlySet<string> = new Set(['create', 'update', 'patch']);

/**
 * The row that the original Sentinel query gives for one logged row, `null` where it gives none: another category,
 * resource or verb, or a record that was cut, of which `parse_json` gives back the string. A row with a score of 0 is
 * returned; the query's `SuspicionScore > 0` is the printer's.
 *
 * Operators as Kusto documents them:
 * https://learn.microsoft.com/kusto/query/datatypes-string-operators (terms, `has`, ASCII case-insensitivity),
 * https://learn.microsoft.com/kusto/query/parse-json-function and
 * https://learn.microsoft.com/kusto/query/tostring-function (a null is the empty string),
 * https://learn.microsoft.com/kusto/query/scalar-data-types/dynamic (names in a property bag are unique).
 */
export const sentinelRow = (event: AuditEvent): SentinelRow | null => {
  const resource = event.objectRef.resource ?? '';
  const verb = event.verb ?? '';
  if (!event.row.parses) return null;
  if (!CATEGORIES.has(event.row.category ?? 'kube-audit')) return null;
  if (!RESOURCES.has(asciiLower(resource)) || !VERBS.has(asciiLower(verb))) return null;
  const body = bodyText(event.row.requestText);
  if (body === null) return null;

  const flags = {
    IsSuspiciousImage: hasImage(body),
    IsSuspiciousCommand: hasCommand(body),
    IsHostPathMount: hasHostPath(body),
    IsPrivileged: hasPrivileged(body),
    IsHostNetwork: hasHostNetwork(body),
    IsSensitiveMount: hasSensitiveMount(body),
  };
  return {
    TimeGenerated: event.row.timeGenerated ?? event.time.at,
    Resource: resource,
    Verb: verb,
    Namespace: event.objectRef.namespace ?? '',
    Name: event.objectRef.name ?? '',
    User: event.user.username ?? '',
    UserAgent: event.claimedUserAgent ?? '',
    SourceIP: event.claimedSourceIps[0] ?? '',
    ...flags,
    // Shown by the query, and not summed.
    IsServiceAccountToken: hasServiceAccountToken(body),
    SuspicionScore: Object.values(flags).filter(Boolean).length,
    RequestBody: body,
  };
};

/** `tostring()` of the parsed body: a string bare, nothing and null as the empty string, the rest as compact JSON. */
const bodyText = (text: string | null): string | null => {
  if (text === null) return '';
  const compact = compactJson(text);
  if (compact === 'null') return '';
  if (compact?.startsWith('"')) {
    const parsed: unknown = JSON.parse(compact);
    return typeof parsed === 'string' ? parsed : null;
  }
  return compact;
};

/** `in~` compares ASCII letters without their case; `toLowerCase` would also fold the Kelvin sign into `k`. */
const asciiLower = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

/**
 * `has_any`: one of the terms stands in the text, ASCII letters in any case, and on a side where the term itself ends in
 * a letter or digit none follows it in the text. Literal alternatives between one-character looks: linear. The flag `i`
 * without `u` never folds a non-ASCII letter into an ASCII one.
 */
export const hasAny = (terms: readonly string[]): ((text: string) => boolean) => {
  const pattern = new RegExp(terms.map(termPattern).join('|'), 'i');
  return (text) => pattern.test(text);
};

const termPattern = (term: string): string => {
  const before = /^[A-Za-z0-9]/.test(term) ? '(?<![A-Za-z0-9])' : '';
  const after = /[A-Za-z0-9]$/.test(term) ? '(?![A-Za-z0-9])' : '';
  return `${before}${RegExp.escape(term)}${after}`;
};

const hasImage = hasAny(SUSPICIOUS_IMAGES);
const hasCommand = hasAny(SUSPICIOUS_COMMANDS);
const hasHostPath = hasAny(['hostPath']);
const hasPrivileged = hasAny(['privileged']);
const hasHostNetwork = hasAny(['hostNetwork']);
const hasSensitiveMount = hasAny(SENSITIVE_MOUNTS);
const hasServiceAccountToken = hasAny(['automountServiceAccountToken']);
