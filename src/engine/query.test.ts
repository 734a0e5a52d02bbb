import assert from 'node:assert/strict';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { compileQuery } from '../kql/query.ts';
import { TABLES } from '../kql/tables/schemas.ts';
import { parseDatetime } from '../kql/time.ts';
import { SENSITIVE_MOUNTS, SUSPICIOUS_COMMANDS, SUSPICIOUS_IMAGES } from '../normalise/sentinel.ts';
import { rowWriter } from '../sink/query-rows.ts';
import { sentinelText } from '../sink/sentinel.ts';
import { runQuery } from './query.ts';
import { scan } from './scan.ts';
import { keyOf, type ResultRow } from './testing/original-query.ts';

/*
 * The original query, run as a query, against what `scan --compat sentinel` prints: two ways to the same rows that share
 * no code for what the query's operators mean.
 */

const folder = mkdtempSync(join(tmpdir(), 'cronwarden-query-'));
after(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const fileOf = (content: string): string => {
  const path = join(folder, `${++files}.jsonl`);
  writeFileSync(path, content);
  return path;
};

const shared = fileURLToPath(new URL('../../../shared/', import.meta.url));
const have = existsSync(join(shared, 'corpus')) && existsSync(join(shared, 'samples'));
if (!have && process.env.CI === 'true') throw new Error('the samples and the corpus are missing, and CI needs them');
const options = have ? {} : { skip: 'the samples and the labelled corpus are not beside the project' };

/** The query as published, without its window, or the same once more where the text is not at hand. */
const originalText = (): string => {
  if (!have) return restated();
  const text = readFileSync(join(shared, 'seed', 't1053.007-sentinel-detection.txt'), 'utf8');
  const end = 'TimeGenerated desc';
  return text.slice(text.indexOf('// Detect'), text.indexOf(end) + end.length);
};
const withoutWindow = (text: string): string => text.replace('| where TimeGenerated > ago(24h)', '');

const quoted = (terms: readonly string[]): string => terms.map((term) => JSON.stringify(term)).join(', ');
const restated = (): string => `
let Images = dynamic([${quoted(SUSPICIOUS_IMAGES)}]);
let Commands = dynamic([${quoted(SUSPICIOUS_COMMANDS)}]);
AzureDiagnostics
| where TimeGenerated > ago(24h)
| where Category == "kube-audit" or Category == "kube-audit-admin"
| extend Log = parse_json(log_s)
| extend Verb = tostring(Log.verb), Resource = tostring(Log.objectRef.resource),
    Namespace = tostring(Log.objectRef.namespace), Name = tostring(Log.objectRef.name),
    User = tostring(Log.user.username), UserAgent = tostring(Log.userAgent), SourceIP = tostring(Log.sourceIPs[0]),
    RequestBody = tostring(Log.requestObject)
| where Resource in~ ("cronjobs", "jobs") and Verb in~ ("create", "update", "patch")
| extend IsSuspiciousImage = RequestBody has_any (Images), IsSuspiciousCommand = RequestBody has_any (Commands),
    IsHostPathMount = RequestBody has "hostPath", IsPrivileged = RequestBody has "privileged",
    IsHostNetwork = RequestBody has "hostNetwork", IsSensitiveMount = RequestBody has_any (${quoted(SENSITIVE_MOUNTS)}),
    IsServiceAccountToken = RequestBody has "automountServiceAccountToken"
| extend SuspicionScore = toint(IsSuspiciousImage) + toint(IsSuspiciousCommand) + toint(IsHostPathMount)
    + toint(IsPrivileged) + toint(IsHostNetwork) + toint(IsSensitiveMount)
| where SuspicionScore > 0
| project TimeGenerated, Resource, Verb, Namespace, Name, User, UserAgent, SourceIP, IsSuspiciousImage,
    IsSuspiciousCommand, IsHostPathMount, IsPrivileged, IsHostNetwork, IsSensitiveMount, IsServiceAccountToken,
    SuspicionScore, RequestBody
| sort by SuspicionScore desc, TimeGenerated desc`;

const query = await compileQuery(withoutWindow(originalText()), TABLES);

const rowsIn = (jsonl: string): readonly ResultRow[] =>
  jsonl
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

/** The engine keeps seven digits of a second; an event's own time is printed with six. */
const sixDigits = (row: ResultRow): ResultRow => ({
  ...row,
  TimeGenerated: typeof row.TimeGenerated === 'string' ? row.TimeGenerated.replace(/(\.\d{6})\d*Z$/, '$1Z') : null,
});

const queried = async (path: string): Promise<readonly ResultRow[]> => {
  const writer = rowWriter('jsonl', query.columns, { width: 80, color: false });
  let text = '';
  const summary = await runQuery(query, { paths: [path], now: null, maxRows: 1_000_000 }, (row) => {
    text += writer.row(row);
    return true;
  });
  assert.deepEqual(summary.unreadable, []);
  return rowsIn(text).map(sixDigits);
};

const compat = async (path: string): Promise<readonly ResultRow[]> => {
  const run = scan({ paths: [path], jobs: 1, sentinelRows: true });
  for await (const finding of run.findings) assert.fail(`a finding beside the rows: ${finding.title}`);
  const printed = rowsIn([...sentinelText(run.sentinelRows, 'jsonl', { width: 80 })].join(''));
  // Rows keep their `TimeGenerated` as it was written; a time is a time.
  return printed.map((row) =>
    sixDigits({ ...row, TimeGenerated: row.TimeGenerated === null ? null : asInstant(String(row.TimeGenerated)) }),
  );
};
const asInstant = (text: string): string => {
  const [, whole = text, fraction = ''] = /^(.*?)(?:\.(\d+))?Z$/.exec(text) ?? [];
  return `${whole}.${fraction.slice(0, 6).padEnd(6, '0')}Z`;
};

/** Same rows, columns and order; rows with equal sort keys may come in any order. */
const assertSame = async (path: string, of: string): Promise<number> => {
  const [actual, expected] = [await queried(path), await compat(path)];
  assert.deepEqual(actual.map(keyOf), expected.map(keyOf), of);
  const settled = (rows: readonly ResultRow[]): readonly string[] =>
    rows.map((row) => `${keyOf(row)} ${JSON.stringify(row)}`).sort();
  assert.deepEqual(settled(actual), settled(expected), of);
  return expected.length;
};

test('the original query over the recorded quiet hour', async () => {
  const recording = fileURLToPath(new URL('../../fixtures/recordings/quiet-hour.jsonl.gz', import.meta.url));
  assert.ok((await assertSame(recording, 'quiet hour')) > 100);
});

const samples = have ? globSync('**/*.{json,jsonl}', { cwd: join(shared, 'samples') }).sort() : [];
const retargeted = (content: string, resource: string): string =>
  content
    .replace(/(\\?"resource\\?": ?\\?")[a-z]+(\\?")/g, `$1${resource}$2`)
    .replace(/("methodName": ?"io\.k8s\.[a-z0-9.]+?\.v\w+\.)[a-z]+\./g, `$1${resource}.`)
    .replace(/("resourceName": ?"[^"/]+\/v\w+\/namespaces\/[^"/]+\/)[a-z]+/g, `$1${resource}`);

test('every sample, as it is and with jobs for what it writes', options, async () => {
  assert.ok(samples.length > 50);
  let rows = 0;
  for (const sample of samples) {
    const content = readFileSync(join(shared, 'samples', sample), 'utf8');
    await assertSame(fileOf(content), sample);
    for (const resource of ['cronjobs', 'jobs'])
      rows += await assertSame(fileOf(retargeted(content, resource)), `${sample}, ${resource}`);
  }
  assert.ok(rows >= 30, `${rows} rows`);
});

const RESOURCES: Readonly<Record<string, string>> = { CronJob: 'cronjobs', Job: 'jobs' };
const VERBS = ['create', 'create', 'update', 'create', 'patch', 'create', 'delete', 'create'];

/** Every object of a corpus as the write of it; `wrap` gives the line that it is logged as. */
const corpusEvents = (name: string): readonly string[] =>
  readFileSync(join(shared, 'corpus', name), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line, index) => {
      const { object } = JSON.parse(line);
      const at = new Date(Date.UTC(2026, 10, 24, 10) + Math.floor(index / 3) * 1_000)
        .toISOString()
        .replace('Z', '123Z');
      return JSON.stringify({
        kind: 'Event',
        apiVersion: 'audit.k8s.io/v1',
        level: 'Request',
        auditID: `audit-${index}`,
        stage: 'ResponseComplete',
        verb: VERBS[index % VERBS.length],
        user: { username: 'sam@example.com' },
        sourceIPs: ['198.51.100.7'],
        userAgent: 'kubectl/v1.34.1',
        objectRef: {
          resource: index % 2 === 0 ? 'jobs' : (RESOURCES[object.kind] ?? 'pods'),
          namespace: object.metadata?.namespace ?? 'default',
          name: object.metadata?.name ?? '',
        },
        requestObject: object,
        requestReceivedTimestamp: at,
        stageTimestamp: at,
      });
    });

for (const [name, least] of [
  ['attack-dev.jsonl', 60],
  ['benign-dev.jsonl', 100],
] as const) {
  test(`${name}, raw, as rows of AzureDiagnostics and cut`, options, async () => {
    const events = corpusEvents(name);
    assert.ok((await assertSame(fileOf(events.join('\n')), 'raw')) > least);
    const row = (log_s: string, index: number): string =>
      JSON.stringify({
        TimeGenerated: new Date(Date.UTC(2026, 10, 24, 11, 0, index)).toISOString(),
        Category: ['kube-audit', 'kube-audit-admin', 'kube-apiserver'][index % 3],
        ResourceId: '/SUBSCRIPTIONS/S/RESOURCEGROUPS/G/PROVIDERS/MICROSOFT.CONTAINERSERVICE/MANAGEDCLUSTERS/HARBOUR',
        log_s,
      });
    assert.ok((await assertSame(fileOf(events.map(row).join('\n')), 'rows')) > least / 2);
    const cut = events.map((event, index) => row(event.slice(0, 1_500), index));
    assert.ok((await assertSame(fileOf(cut.join('\n')), 'cut')) > 0);
  });
}

test('the window of the original query counts from the newest time in the log, or from --now', async () => {
  const windowed = await compileQuery(originalText(), TABLES);
  const event = (hour: number): string =>
    JSON.stringify({
      kind: 'Event',
      apiVersion: 'audit.k8s.io/v1',
      level: 'Request',
      auditID: `hour-${hour}`,
      stage: 'ResponseComplete',
      verb: 'create',
      objectRef: { resource: 'jobs', namespace: 'default', name: `hour-${hour}` },
      requestObject: { spec: { hostNetwork: true } },
      stageTimestamp: new Date(Date.UTC(2026, 10, 24, hour)).toISOString(),
    });
  const path = fileOf([0, 23, 24, 25].map(event).join('\n'));
  const names = async (now: bigint | null): Promise<readonly unknown[]> => {
    const found: unknown[] = [];
    await runQuery(windowed, { paths: [path], now, maxRows: 100 }, (row) => found.push(row[4] ?? null) > 0);
    return found;
  };
  assert.deepEqual(await names(null), ['hour-25', 'hour-24', 'hour-23']);
  // A day after the first event, to the tick: "later than a day ago" leaves it out.
  const aDayLater = parseDatetime('2026-11-25T00:00:00Z') ?? 0n;
  assert.deepEqual(await names(aDayLater), ['hour-25', 'hour-24', 'hour-23']);
  assert.deepEqual(await names(aDayLater - 1n), ['hour-25', 'hour-24', 'hour-23', 'hour-0']);
});
