/** Findings and rows in which every free text is hostile, for the tests that leave no field out. */
import type { SentinelRow } from '../model/activity.ts';
import type { Finding } from '../model/finding.ts';
import type { Summary } from '../model/summary.ts';
import { hostileNames, sampleSummary } from './testing.ts';

export const HOSTILE_TEXTS: readonly string[] = [
  '\u001b[2J\u001b[31mred\u001b]0;owned\u0007',
  '<script>window.owned=1</script>',
  '<img src=x onerror=alert(1)>',
  '=HYPERLINK("https://203.0.113.7","x")',
  "+1+cmd|' /C calc'!A0",
  '-2+3',
  '@SUM(A1:A9)',
  '\t=1+1',
  '\r=1+1',
  '\n=1+1',
  'a | b || c \\| d',
  '`one` ``two`` ```three',
  '`',
  ' `x` ',
  '```\n# heading\n- item',
  'gnp.\u202egpj.exe',
  'zero\u200bwidth\ufeff\u2066isolated',
  'line\u2028separator\u2029paragraph\u0085next',
  '[link](javascript:alert(1)) ![image](https://203.0.113.7/x.png)',
  'https://203.0.113.7/x www.example.com eve@example.com',
  '@somebody #12 GH-1 &amp; &#64;x',
  '"quoted" \'single\' $\\`backslash\\',
  '**bold** _it_ ~~gone~~ > quote',
  '\u0000\u009b31m\u007f',
  '\ud800 half',
  'tag\u{e0041}',
];

/** Members whose values are from a closed list or have a form of their own. */
const CLOSED: ReadonlySet<string> = new Set(['schema', 'severity', 'outcome', 'kind', 'because']);

const replaced = (value: unknown, key: string, text: string): unknown => {
  if (typeof value === 'string') return CLOSED.has(key) ? value : text;
  if (Array.isArray(value)) return value.map((one) => replaced(one, key, text));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, replaced(member, name, text)]));
};

/** Every text of the finding is this one; nothing that may be null is. */
export const hostileFinding = (text: string): Finding => {
  const full = {
    ...hostileNames,
    workload: { ...hostileNames.workload, kind: text, uid: text, generateName: text, templateHash: text },
    actor: { ...hostileNames.actor, impersonatedBy: text, userAgent: text },
    calls: { told: [call], more: 2, whole: false },
  };
  // The same shape with other texts.
  return { ...(replaced(full, '', text) as Finding), workload: { ...full.workload, ...hostileWorkload(text) } };
};

const call: NonNullable<Finding['calls']>['told'][number] = {
  by: 'pod',
  username: 'u',
  verb: 'get',
  apiGroup: '',
  resource: 'secrets',
  namespace: 'n',
  names: ['n'],
  outcome: 'refused',
  count: 14,
  firstSeen: '2026-11-24T06:00:00.000000Z',
  lastSeen: '2026-11-24T07:00:00.000000Z',
  says: 's',
  event: { auditId: 'a', time: '2026-11-24T06:00:00.000000Z', verb: 'get', source: 'f', offset: 1 },
  certainty: 'inferred',
};

const hostileWorkload = (text: string): Partial<Finding['workload']> => ({
  apiVersion: text,
  namespace: text,
  name: text,
  schedule: text,
  serviceAccount: text,
  images: [{ name: text, digest: text }],
});

export const hostileSummary = (text: string): Summary =>
  sampleSummary({
    rejectedSamples: [{ source: text, offset: 7, reason: text }],
    unreadable: [{ path: text, reason: text }],
    warnings: [text],
    passed: { [text]: 1 },
    envelopes: { [text]: 2 },
  });

export const sentinelRowWith = (change: Partial<SentinelRow> = {}): SentinelRow => ({
  TimeGenerated: '2026-11-24T10:00:00.0000000Z',
  Resource: 'cronjobs',
  Verb: 'create',
  Namespace: 'dev',
  Name: 'backup',
  User: 'jane@example.com',
  UserAgent: 'kubectl/v1.34.0',
  SourceIP: '198.51.100.7',
  IsSuspiciousImage: true,
  IsSuspiciousCommand: false,
  IsHostPathMount: false,
  IsPrivileged: false,
  IsHostNetwork: false,
  IsSensitiveMount: false,
  IsServiceAccountToken: false,
  SuspicionScore: 1,
  RequestBody: '{"image":"alpine"}',
  ...change,
});

export const hostileRow = (text: string): SentinelRow =>
  sentinelRowWith({
    TimeGenerated: text,
    Resource: text,
    Verb: text,
    Namespace: text,
    Name: text,
    User: text,
    UserAgent: text,
    SourceIP: text,
    RequestBody: text,
  });

/**
 * Markdown with its code spans taken out, as CommonMark finds them: a run of backticks opens one, the next run of the same
 * length in the same line closes it. What is left is what a page would read as Markdown.
 */
export const outsideCode = (markdown: string): string =>
  markdown
    .split('\n')
    .map((line) => {
      let left = '';
      let at = 0;
      while (at < line.length) {
        const run = /^`+/.exec(line.slice(at))?.[0];
        if (run === undefined) {
          left += line[at];
          at += 1;
          continue;
        }
        const close = new RegExp(`(?<!\`)\`{${run.length}}(?!\`)`).exec(line.slice(at + run.length));
        if (close === null) left += run;
        at += run.length + (close === null ? 0 : close.index + run.length);
      }
      return left;
    })
    .join('\n');
