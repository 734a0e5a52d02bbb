import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { stringify } from 'csv-stringify/sync';
import { sentinelText } from '../sink/sentinel.ts';
import { type ScanOptions, scan } from './scan.ts';
import {
  COMMANDS,
  IMAGES,
  keyOf,
  type LoggedRow,
  loggedIn,
  MOUNTS,
  original,
  type ResultRow,
  raw,
} from './testing/original-query.ts';

/* What the program prints. */

const folder = mkdtempSync(join(tmpdir(), 'cronwarden-compat-'));
after(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const fileOf = (content: string, ending = 'jsonl'): string => {
  const path = join(folder, `${++files}.${ending}`);
  writeFileSync(path, content);
  return path;
};

const rowsIn = (jsonl: string): readonly ResultRow[] =>
  jsonl
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

const printed = async (path: string, options: Partial<ScanOptions> = {}): Promise<readonly ResultRow[]> => {
  const run = scan({ paths: [path], jobs: 1, ...options, sentinelRows: true });
  for await (const finding of run.findings) assert.fail(`a finding beside the rows: ${finding.title}`);
  assert.equal(run.summary().unreadable.length, 0);
  return rowsIn([...sentinelText(run.sentinelRows, 'jsonl', { width: 80 })].join(''));
};

const binary = fileURLToPath(new URL('../../bin/cronwarden.js', import.meta.url));
const command = (...args: string[]): readonly ResultRow[] => {
  const words = [binary, 'scan', '--compat', 'sentinel', '--format', 'jsonl', '--quiet', ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8', maxBuffer: 1 << 28 });
  assert.equal(status, 0, stderr);
  return rowsIn(stdout);
};

/** Same rows, columns, column order and sort; rows with equal sort keys may come in any order. */
const assertEqual = (actual: readonly ResultRow[], expected: readonly ResultRow[], of: string): void => {
  assert.deepEqual(actual.map(keyOf), expected.map(keyOf), of);
  const settled = (rows: readonly ResultRow[]): readonly string[] =>
    rows.map((row) => `${keyOf(row)} ${JSON.stringify(row)}`).sort();
  assert.deepEqual(settled(actual), settled(expected), of);
};

/* Events of our own. */

const second = (index: number): string => new Date(Date.UTC(2026, 10, 24, 10, 0, index)).toISOString().slice(0, 19);

interface Written {
  readonly resource?: string;
  readonly verb?: string;
  readonly body?: unknown;
  readonly ref?: object;
  readonly more?: object;
}
const ALPINE = { kind: 'CronJob', spec: { image: 'alpine:3' } };
const eventOf = (index: number, written: Written = {}) => ({
  kind: 'Event',
  apiVersion: 'audit.k8s.io/v1',
  level: 'Request',
  auditID: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
  stage: 'ResponseComplete',
  requestURI: '/apis/batch/v1/namespaces/dev/cronjobs',
  verb: written.verb ?? 'create',
  user: { username: index % 2 === 0 ? 'jane@example.com' : 'system:serviceaccount:ci:runner' },
  sourceIPs: ['198.51.100.7', '203.0.113.9'],
  userAgent: 'kubectl/v1.34.1',
  objectRef: {
    resource: written.resource ?? 'cronjobs',
    namespace: 'dev',
    name: `job-${index}`,
    apiGroup: 'batch',
    apiVersion: 'v1',
    ...written.ref,
  },
  requestObject: written.body === undefined ? ALPINE : written.body,
  requestReceivedTimestamp: `${second(index)}.123456Z`,
  stageTimestamp: `${second(index)}.223456Z`,
  ...written.more,
});

/** As Go writes JSON: these three signs never stand in a string. */
const goText = (value: unknown, indent?: number): string =>
  JSON.stringify(value, null, indent).replaceAll('&', '\\u0026').replaceAll('<', '\\u003c').replaceAll('>', '\\u003e');

const diagnostics = (text: string, index = 0, Category: string | null = 'kube-audit'): LoggedRow => ({
  TimeGenerated: `${second(index + 7)}.7654321Z`,
  Category,
  log_s: text,
});
const rawFile = (rows: readonly LoggedRow[]): string => fileOf(rows.map(({ log_s }) => log_s).join('\n'));
const diagnosticsFile = (rows: readonly LoggedRow[]): string =>
  fileOf(
    rows
      .map(({ Category, ...row }) => JSON.stringify({ ...row, ...(Category === null ? {} : { Category }) }))
      .join('\n'),
  );

/* One situation at a time. The number of rows is written down beside, so that both sides cannot be wrong alike. */

const text = (index: number, written: Written = {}): string => goText(eventOf(index, written));
const whole = text(1);
const situations: readonly (readonly [name: string, rows: number, texts: readonly string[]])[] = [
  ['a write of a CronJob', 1, [whole]],
  ['jobs of another API group', 1, [text(1, { resource: 'jobs', ref: { apiGroup: 'batch.volcano.sh' } })]],
  ['a status write', 1, [text(1, { verb: 'update', ref: { subresource: 'status' } })]],
  ['a resource in upper case', 1, [text(1, { resource: 'CronJobs' }), text(2, { resource: 'JOBS', body: {} })]],
  ['update and patch', 2, [text(1, { verb: 'update' }), text(2, { verb: 'patch', body: [{ value: 'wget x' }] })]],
  ['other verbs', 0, ['delete', 'deletecollection', 'get', 'replace', ''].map((verb) => text(1, { verb }))],
  ['other resources', 0, ['pods', 'scaledjobs', 'job', 'cronjobs/status'].map((resource) => text(1, { resource }))],
  ['a refused write', 1, [text(1, { more: { responseStatus: { code: 403 } } })]],
  ['a dry run', 1, [text(1, { more: { requestURI: '/apis/batch/v1/namespaces/dev/cronjobs?dryRun=All' } })]],
  [
    'a controller\u2019s write',
    1,
    [text(1, { more: { user: { username: 'system:serviceaccount:kube-system:cronjob-controller' } } })],
  ],
  ['stages of one request', 2, [text(1, { more: { stage: 'RequestReceived' } }), whole]],
  ['two deliveries of one event', 2, [whole, whole]],
  ['rows cut inside the body and behind it', 1, [whole.slice(0, -300), whole.slice(0, -2), whole]],
  ['a body that was too large', 0, [text(1, { body: 'skipped-too-big-size-object' })]],
  ['no body', 0, [text(1, { body: null })]],
  ['a body without anything to see', 0, [text(1, { body: { image: 'registry.example.com/app' } })]],
  ['a token setting alone', 0, [text(1, { body: { automountServiceAccountToken: false } })]],
  ['spaces between the tokens', 1, [goText(eventOf(1), 2).replace(/\n */g, ' ')]],
  ['signs that Go escapes', 1, [text(1, { body: { args: ['x &&curl <a>'] } })]],
  ['an argv that is no command line', 0, [text(1, { body: { command: ['/bin/sh', '-c', 'id'] } })]],
  ['the n of an escaped line end', 0, [text(1, { body: { args: ['a\ncurl'] } })]],
  ['a Kelvin sign is no k', 0, [text(1, { body: { image: '\u212aali' } })]],
  ['nothing said of who and where', 1, ['{"verb":"create","objectRef":{"resource":"jobs"},"requestObject":["wget"]}']],
  [
    'equal scores and times beside different ones',
    4,
    [whole, text(1, { body: 'x' }), text(3, { body: ['curl', 'hostPath'] }), text(3), text(1, { body: ['perl'] })],
  ],
];

for (const [name, count, texts] of situations) {
  test(`the query's answer: ${name}`, async () => {
    const bare = texts.map(raw);
    const rows = texts.map((one, index) => diagnostics(one, index));
    assert.equal(original(bare).length, count);
    assertEqual(await printed(rawFile(bare)), original(bare), 'raw');
    assertEqual(await printed(rawFile(bare), { strict: true }), original(bare), 'raw, every line decoded');
    assertEqual(await printed(diagnosticsFile(rows)), original(rows), 'AzureDiagnostics');
  });
}

test('each word of the query alone, in either case, and beside a letter', async () => {
  const words = `${IMAGES}|${COMMANDS}|${MOUNTS}|hostPath|privileged|hostNetwork|automountServiceAccountToken`.split(
    '|',
  );
  const rows = words.flatMap((word) =>
    [word, word.toUpperCase(), `-${word}-`, `x${word}`, `${word}x`].map((body, index) =>
      raw(text(index, { body: [body] })),
    ),
  );
  const found = original(rows);
  assert.ok(found.length > 3 * (words.length - 1), `${found.length} rows of ${words.length} words`);
  assertEqual(await printed(rawFile(rows)), found, 'raw');
});

test('the body is compact, with its keys in order and its numbers as they were spelled', async () => {
  const body = '{ "b": 1.0, "a": [ 1e3, 12345678901234567890 ], "10": "kali", "9": {} }';
  const [row] = await printed(rawFile([raw(text(1, { body: '@' }).replace('"@"', body))]));
  assert.equal(row?.RequestBody, '{"b":1.0,"a":[1e3,12345678901234567890],"10":"kali","9":{}}');
});

test('categories: two are looked at, a row without one counts as audit, others are dropped', async () => {
  const categories = ['kube-audit', 'kube-audit-admin', null, 'kube-apiserver', 'guard', 'Kube-Audit', 'kube-audits'];
  const rows = categories.map((category, index) => diagnostics(text(index), index, category));
  const actual = await printed(diagnosticsFile(rows));
  assert.deepEqual(
    actual.map(({ Name }) => Name),
    ['job-2', 'job-1', 'job-0'],
  );
  assertEqual(actual, original(rows), 'categories');
});

test('the 24 hours of the query only with --last, and by the row\u2019s TimeGenerated', () => {
  const ago = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();
  // The event's own time and the row's differ where a connector delivered late.
  const ages = [
    { name: 'now', row: 1, event: 1 },
    { name: 'just inside', row: 23.9, event: 23.9 },
    { name: 'just outside', row: 24.1, event: 24.1 },
    { name: 'delivered late', row: 2, event: 70 },
    { name: 'old', row: 70, event: 70 },
  ];
  const rows = ages.map(({ name, row, event }) => ({
    TimeGenerated: ago(row),
    Category: 'kube-audit',
    log_s: text(1, { ref: { name }, more: { stageTimestamp: ago(event), requestReceivedTimestamp: ago(event) } }),
  }));
  const path = diagnosticsFile(rows);
  assertEqual(command(path), original(rows), 'without --last');
  const inside = rows.filter(({ TimeGenerated }) => Date.parse(TimeGenerated) > Date.now() - 24 * 3_600_000);
  assert.equal(inside.length, 3);
  assertEqual(command(path, '--last', '24h'), original(inside), 'with --last 24h');

  const names = (printedRows: readonly ResultRow[]): readonly unknown[] => printedRows.map(({ Name }) => Name);
  assert.deepEqual(
    names(command(rawFile(rows), '--last', '24h')),
    ['now', 'just inside'],
    'raw rows: the event\u2019s',
  );
});

/* Real records and labelled objects. */

const shared = fileURLToPath(new URL('../../../shared/', import.meta.url));
const have = existsSync(join(shared, 'corpus')) && existsSync(join(shared, 'samples'));
if (!have && process.env.CI === 'true') throw new Error('the samples and the corpus are missing, and CI needs them');
const options = have ? {} : { skip: 'the samples and the labelled corpus are not beside the project' };

const samples = have ? globSync('**/*.{json,jsonl}', { cwd: join(shared, 'samples') }).sort() : [];

/** The sample as if what it writes were CronJobs or Jobs: hardly any of the real records does. */
const retargeted = (content: string, resource: string): string =>
  content
    .replace(/(\\?"resource\\?": ?\\?")[a-z]+(\\?")/g, `$1${resource}$2`)
    .replace(/("methodName": ?"io\.k8s\.[a-z0-9.]+?\.v\w+\.)[a-z]+\./g, `$1${resource}.`)
    .replace(/("resourceName": ?"[^"/]+\/v\w+\/namespaces\/[^"/]+\/)[a-z]+/g, `$1${resource}`);

const forms: readonly (readonly [name: string, of: (content: string) => string, rows: number])[] = [
  ['as they are', (content) => content, 0],
  ['with CronJobs for what they write', (content) => retargeted(content, 'cronjobs'), 15],
  ['with Jobs for what they write', (content) => retargeted(content, 'jobs'), 15],
];
for (const [name, of, atLeast] of forms) {
  test(`the samples, ${name}`, options, async () => {
    assert.ok(samples.length > 50, `${samples.length} files`);
    const all: LoggedRow[] = [];
    for (const sample of samples) {
      const content = of(readFileSync(join(shared, 'samples', sample), 'utf8'));
      const rows = loggedIn(content);
      assert.ok(rows.length > 0, sample);
      assertEqual(await printed(fileOf(content)), original(rows), sample);
      all.push(...rows);
    }
    const total = original(all).length;
    assert.ok(total >= atLeast, `${total} rows`);
    // The same events as rows of the table.
    const rows = all.map(({ log_s }, index) => diagnostics(log_s, index % 50));
    assert.equal(original(rows).length, total);
    assertEqual(await printed(diagnosticsFile(rows)), original(rows), 'AzureDiagnostics');
  });
}

const RESOURCES: Readonly<Record<string, string>> = { CronJob: 'cronjobs', Job: 'jobs' };
const VERBS = ['create', 'create', 'update', 'create', 'patch', 'create', 'delete', 'create'];
const STAGES = ['ResponseComplete', 'ResponseComplete', 'RequestReceived'];

/** Every object as a write of its kind; equal times and both spellings of JSON are among them. */
const corpusTexts = (name: string, resource?: string): readonly string[] =>
  readFileSync(join(shared, 'corpus', name), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line, index) => {
      const { object } = JSON.parse(line);
      const event = eventOf(Math.floor(index / 3), {
        resource: resource ?? RESOURCES[object.kind] ?? `${object.kind.toLowerCase()}s`,
        verb: VERBS[index % VERBS.length] ?? '',
        body: object,
        ref: { name: object.metadata?.name ?? '', namespace: object.metadata?.namespace ?? 'default' },
        more: { stage: STAGES[index % STAGES.length] },
      });
      return index % 5 === 0 ? goText(event, 1).replace(/\n */g, ' ') : goText(event);
    });

for (const [name, least] of [
  ['attack-dev.jsonl', 60],
  ['benign-dev.jsonl', 200],
] as const) {
  for (const resource of [undefined, 'jobs']) {
    test(`${name} as writes of ${resource ?? 'their own kinds'}`, options, async () => {
      const texts = corpusTexts(name, resource);
      const bare = texts.map(raw);
      const rows = texts.map((one, index) => diagnostics(one, Math.floor(index / 4)));
      const expected = original(bare);
      assert.ok(expected.length > least, `${expected.length} rows`);
      assert.ok(new Set(expected.map(({ SuspicionScore }) => SuspicionScore)).size >= 4);
      assertEqual(await printed(rawFile(bare)), expected, 'raw');
      assertEqual(
        await printed(rawFile(bare), { jobs: 2, inlineBytes: 0, partBytes: 50_000 }),
        expected,
        'raw, in two threads',
      );
      assertEqual(await printed(diagnosticsFile(rows)), original(rows), 'AzureDiagnostics');
      assertEqual(await printed(fileOf(JSON.stringify(rows, null, 2), 'json')), original(rows), 'as az prints them');
      assertEqual(
        await printed(fileOf(stringify([...rows], { header: true }), 'csv')),
        original(rows),
        'as the portal exports them',
      );
    });
  }
}

test('both corpora, cut and whole, through the command', options, () => {
  const texts = [...corpusTexts('attack-dev.jsonl'), ...corpusTexts('benign-dev.jsonl')];
  const limit = 1_500;
  const rows = texts.map((one, index) => diagnostics(one.slice(0, limit), index));
  const cut = texts.filter((one) => one.length > limit).length;
  assert.ok(cut > 300 && cut < texts.length - 300, `${cut} of ${texts.length} are cut`);
  const expected = original(rows);
  assert.ok(expected.length > 100);
  assertEqual(command(diagnosticsFile(rows)), expected, 'cut at 1,500 characters');
});
