import assert from 'node:assert/strict';
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { runQuery } from '../engine/query.ts';
import type { Guide } from '../guide/model.ts';
import { JOBS, PODS, STORY_LOG } from '../guide/testing.ts';
import { compileQuery } from '../kql/query.ts';
import { TABLES } from '../kql/tables/schemas.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'cronwarden-guide-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const run = (...args: readonly string[]): SpawnSyncReturns<string> =>
  spawnSync(process.execPath, [join(root, 'bin', 'cronwarden.js'), ...args], {
    encoding: 'utf8',
    cwd: folder,
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, NO_COLOR: '1', INIT_CWD: undefined },
  });
const done = (...args: readonly string[]): string => {
  const { status, stdout, stderr } = run(...args);
  assert.equal(status, 0, stderr);
  return stdout;
};

interface Query {
  readonly language: string;
  readonly text: string | null;
}
interface Written extends Guide {
  readonly questions: readonly (Guide['questions'][number] & {
    readonly searches: readonly { readonly id: string; readonly queries: readonly Query[] }[];
  })[];
}
const made = new Map<string, string>();
/** The guide as data; each is made once. */
const guideOf = (...args: readonly string[]): Written => {
  const key = args.join(' ');
  const text = made.get(key) ?? done('guide', ...args, '--format', 'json');
  made.set(key, text);
  return JSON.parse(text) as Written; // our own output
};
const queryOf = (guide: Written, id: string, language: string): string => {
  const search = guide.questions.flatMap(({ searches }) => searches).find((one) => one.id === id);
  const text = search?.queries.find((one) => one.language === language)?.text;
  assert.ok(text, `no ${language} for ${id}`);
  return text;
};

interface Light {
  readonly id: string;
  readonly workload: { readonly kind: string; readonly name: string | null };
  readonly request: { readonly verb: string };
}
const findings = (log: string, ...args: readonly string[]): readonly Light[] =>
  done('scan', log, '--format', 'jsonl', '--min-severity', 'info', '--quiet', ...args)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Light);

const log = file('audit.log', STORY_LOG);
const story = findings(log).find(({ workload }) => workload.name === 'invoice-sync')?.id ?? '';
const NOW = ['--now', '2026-11-24T03:08:00Z'];

test('from the log: every question has its answer, or the reason why there is none', () => {
  const guide = guideOf(story.slice(0, 12), log, ...NOW);
  assert.equal(guide.schema, 'cronwarden.guide/v1');
  assert.equal(guide.finding?.id, story);
  const states = Object.fromEntries(guide.questions.map(({ id, state }) => [id, state]));
  assert.deepEqual(states, {
    actor: 'partly',
    effect: 'known',
    run: 'partly',
    before: 'partly',
    pod: 'partly',
    others: 'partly',
    elsewhere: 'partly',
    persist: 'partly',
    unlogged: 'known',
    owner: 'partly',
  });
  for (const { state, because } of guide.questions) if (state !== 'known') assert.ok(because.length > 0);
  const says = guide.questions.flatMap((question) => question.says).join('\n');
  for (const expected of [
    'The log shows 2 Jobs of it, the first at 2026-11-24 03:00:00.',
    'Its pods were on 1 node: node-7.',
    'They asked the API what they may do.',
    'They tried to read Secrets, and were refused.',
    '2 calls to the API with tokens of its own pods: proven.',
    '1 call of 1 other user from 203.0.113.9: ada@example.com.',
    'The same pod template was written once more under another name or in another place.',
    '1 binding that names its service account was written.',
  ])
    assert.ok(says.includes(expected), expected);
  assert.equal(guide.remains[0]?.state, 'going');
});

test('from results alone: what the log would answer is not known, and says so', () => {
  const results = file('findings.jsonl', done('scan', log, '--format', 'jsonl', '--quiet'));
  const document = file('findings.json', done('scan', log, '--format', 'json', '--quiet'));
  const guide = guideOf(story, results, ...NOW);
  assert.deepEqual(guideOf(story, document, ...NOW).questions, guide.questions);
  const run = guide.questions.find(({ id }) => id === 'run');
  assert.equal(run?.state, 'unknown');
  assert.match(run?.because.join(' ') ?? '', /no log was given/);
  const both = guideOf(story, results, log, ...NOW);
  assert.deepEqual(both.questions, guideOf(story, log, ...NOW).questions);
});

test('the formats say the same, and nothing in them is alive', () => {
  const text = done('guide', story, log, ...NOW);
  const markdown = done('guide', story, log, ...NOW, '--format', 'markdown');
  const html = done('guide', story, log, ...NOW, '--format', 'html');
  for (const { title } of guideOf(story, log, ...NOW).questions)
    for (const one of [text, markdown, html]) assert.ok(one.includes(title), title);
  assert.ok(text.includes('# jq: every write of this object'));
  assert.ok(!text.includes('# spl:') && done('guide', story, log, ...NOW, '--queries', 'spl').includes('# spl:'));
  assert.ok(!done('guide', story, log, ...NOW, '--queries', 'none').includes('# jq:'));
  assert.ok(html.includes('AzureDiagnostics') && !/<script|javascript:/i.test(html));
  assert.doesNotMatch(text + markdown + html, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  const out = join(folder, 'case.html');
  assert.equal(done('guide', story, log, ...NOW, '--format', 'html', '--out', out), '');
  assert.equal(readFileSync(out, 'utf8'), html);
});

test('the example in docs/ is what the command prints', () => {
  const args = ['098e2cabd71d', 'examples/eks-audit.jsonl', '--now', '2026-11-24T08:35:00Z', '--format', 'markdown'];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'bin', 'cronwarden.js'), 'guide', ...args],
    {
      encoding: 'utf8',
      cwd: root,
      env: { ...process.env, INIT_CWD: undefined },
    },
  );
  assert.equal(status, 0, stderr);
  const again = `To write it again: node bin/cronwarden.js guide ${args.join(' ')} --out docs/guide-example.md`;
  assert.equal(readFileSync(join(root, 'docs', 'guide-example.md'), 'utf8'), stdout, again);
});

test('the general guide has placeholders, and every language', () => {
  const text = done('guide', '--technique', 't1053.007', ...NOW);
  assert.match(text, /^T1053\.007 Container Orchestration Job: general guide/);
  for (const placeholder of ['NAMESPACE', 'CRONJOB', 'ACTOR', 'ADDRESS', 'SERVICE-ACCOUNT', 'IMAGE', 'START'])
    assert.ok(text.includes(placeholder), placeholder);
  assert.match(text, /kubectl get cronjobs\.batch -n NAMESPACE CRONJOB -o yaml/);
  for (const { questions } of [guideOf('--technique', 'T1053.007')])
    for (const { searches } of questions) for (const { queries } of searches) assert.equal(queries.length, 8);
});

/** The line of the story's finding, as scan writes it. */
const RESULT = `${
  done('scan', log, '--format', 'jsonl', '--quiet')
    .split('\n')
    .find((line) => line.includes(story)) ?? ''
}\n`;

const WRONG: Readonly<Record<string, readonly [args: readonly string[], says: RegExp]>> = {
  'no finding': [[], /name a finding/],
  'no path': [['0123456789ab'], /name where the finding is/],
  'an id that is none': [['../etc', log], /is no id of a finding/],
  'an id that is not there': [['0123456789ab', log], /no finding 0123456789ab in/],
  'a log that cannot be read twice': [[story, '-'], /cannot be read twice/],
  'a clock that is none': [[story, log, '--now', 'soon'], /write a time such as/],
  'a technique that is none': [['--technique', 'T9999'], /is no technique/],
  'another technique': [['--technique', 'T1611'], /general guide to T1053\.007 only/],
  'a finding and a technique': [[story, '--technique', 'T1053.007'], /leave the finding away/],
  'a language that is none': [[story, log, '--queries', 'sql'], /Write all, none, or some of/],
  'results of another shape': [
    [story, file('bad.jsonl', `{"schema":"cronwarden.finding/v1","id":"${story}"}\n`)],
    /the finding has another shape/,
  ],
  'an id that several begin with': [
    [
      'aaaaaa',
      file('two.jsonl', ['0', '1'].map((end) => RESULT.replace(story, `aaaaaa${story.slice(7)}${end}`)).join('')),
    ],
    /2 findings begin with aaaaaa; write more of it/,
  ],
};
for (const [name, [args, says]] of Object.entries(WRONG)) {
  test(`usage error: ${name}`, () => {
    const { status, stderr, stdout } = run('guide', ...args);
    assert.equal(status, 2);
    assert.match(stderr, says);
    assert.equal(stdout, '');
  });
}

test('a path that cannot be opened is said, with exit code 3', () => {
  const { status, stderr } = run('guide', story, log, join(folder, 'missing.log'));
  assert.equal(status, 3);
  assert.match(stderr, /missing\.log/);
});

/** Runs a line of the guide in a shell in which `kubectl` only prints what it was given. */
const words = (line: string): readonly string[] => {
  const script = `kubectl() { printf '%s\\0' "$@"; }\nulimit -t 5\n${line}\n`;
  const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', script], {
    encoding: 'utf8',
    timeout: 10_000,
    env: {},
  });
  assert.equal(status, 0, stderr);
  return stdout.split('\0').slice(0, -1);
};

test('look-ups: each line is one command of kubectl that reads', () => {
  const lookups = guideOf(story, log, ...NOW).questions.flatMap((question) => question.lookups);
  assert.ok(lookups.length > 10);
  for (const { line } of lookups) {
    assert.ok(line !== null);
    const [verb = '', ...rest] = words(line ?? '');
    assert.ok(['get', 'describe', 'logs', 'auth'].includes(verb), line);
    if (verb === 'auth') assert.equal(rest[0], 'can-i');
    assert.ok(!rest.some((word) => /^(?:delete|apply|patch|exec|edit|scale|-f|--filename)/.test(word)), line);
  }
  assert.ok(lookups.some(({ line }) => line?.includes(`job-name=${JOBS[1]}`)));
});

/** Rows that answer each question of the story. */
const EXPECTED: Readonly<Record<string, number>> = {
  object: 1,
  habit: 1, // the write itself
  jobs: 4, // two of its own and their deletion of one, and that of the longer name, which begins alike
  pods: 10,
  before: 3, // with the write itself
  'pod-calls': 2,
  'account-calls': 3,
  after: 1,
  address: 1,
  image: 8,
  lasting: 2,
};

const rowsOfKql = async (text: string): Promise<number> => {
  const query = await compileQuery(text, TABLES);
  let rows = 0;
  await runQuery(query, { paths: [log], now: null, maxRows: 1_000 }, () => {
    rows += 1;
    return true;
  });
  return rows;
};

for (const language of ['kql', 'aks'] as const) {
  test(`queries in KQL, run: each gives the rows that answer its question (${language})`, async () => {
    const guide = guideOf(story, log, ...NOW);
    const found: Record<string, number> = {};
    for (const { searches } of guide.questions)
      for (const { id } of searches) found[id] = await rowsOfKql(queryOf(guide, id, language));
    assert.deepEqual(found, EXPECTED);
  });
}

const hasJq = spawnSync('jq', ['--version']).status === 0 || process.env.CI === 'true';

describe('queries in jq, run', { skip: hasJq ? false : 'jq is not installed.' }, () => {
  /** Rows that a query of the guide gives on the log that lies in the folder as audit.log. */
  const rows = (query: string, cwd: string): readonly { readonly [key: string]: unknown }[] => {
    const { status, stdout, stderr } = spawnSync('sh', ['-c', `ulimit -t 60\n${query}`], {
      encoding: 'utf8',
      cwd,
      timeout: 60_000,
      maxBuffer: 64 * 1024 * 1024,
    });
    assert.equal(status, 0, stderr);
    return stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as { readonly [key: string]: unknown });
  };

  test('each gives the rows that answer its question', () => {
    const guide = guideOf(story, log, ...NOW);
    const found = Object.fromEntries(
      guide.questions.flatMap(({ searches }) =>
        searches.map(({ id }) => [id, rows(queryOf(guide, id, 'jq'), folder).length]),
      ),
    );
    assert.deepEqual(found, EXPECTED);
    const calls = rows(queryOf(guide, 'pod-calls', 'jq'), folder);
    assert.deepEqual(
      calls.map(({ verb, ips }) => [verb, ips]),
      [
        ['list', ['198.51.100.40']],
        ['create', ['198.51.100.40']],
      ],
    );
    const pods = rows(queryOf(guide, 'pods', 'jq'), folder).map(({ ref }) => (ref as { readonly name?: string }).name);
    for (const pod of PODS) assert.ok(pods.includes(pod));
  });

  test('on the recording of a real API server', () => {
    const place = mkdtempSync(join(folder, 'recording-'));
    const packed = readFileSync(join(root, 'fixtures', 'recordings', 'quiet-hour.jsonl.gz'));
    // The part about one namespace and one user, byte for byte: the whole takes half a minute to ask a dozen times.
    const lines = gunzipSync(packed).toString('utf8').split('\n');
    const path = join(place, 'audit.log');
    writeFileSync(
      path,
      lines.filter((line) => line.includes('"payments"') || line.includes('"ci-deployer"')).join('\n'),
    );
    const finding = findings(path).find(
      ({ workload, request }) =>
        workload.kind === 'CronJob' && workload.name === 'ledger-check' && request.verb === 'create',
    );
    assert.ok(finding);
    const guide = guideOf(finding.id, path, '--now', '2026-11-24T19:45:00Z');
    const jobs = rows(queryOf(guide, 'jobs', 'jq'), place).filter(({ verb }) => verb === 'create');
    const run = guide.questions.find(({ id }) => id === 'run');
    assert.ok(jobs.length > 3);
    assert.ok(
      run?.says.some((one) => one.startsWith(`The log shows ${jobs.length} Jobs of it`)),
      run?.says.join('\n') ?? '',
    );
    const bindings = rows(queryOf(guide, 'pods', 'jq'), place).filter(
      ({ ref }) => (ref as { readonly subresource?: string }).subresource === 'binding',
    );
    assert.ok(bindings.length >= jobs.length);
    assert.ok(rows(queryOf(guide, 'object', 'jq'), place).length >= 1);
    assert.ok(rows(queryOf(guide, 'before', 'jq'), place).length > 1);
  });
});
