import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { cronJobWrite } from '../engine/testing.ts';
import type { Finding } from '../model/finding.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'cronwarden-exceptions-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const fileOf = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const log = fileOf(
  'audit.jsonl',
  ['tool', 'other'].map((name, index) => JSON.stringify(cronJobWrite({ name, index }))).join('\n'),
);
const run = (...args: readonly string[]) =>
  spawnSync(process.execPath, [join(root, 'bin', 'cronwarden.js'), ...args], {
    encoding: 'utf8',
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1', INIT_CWD: undefined },
  });
const findingsOf = (text: string): readonly Finding[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Finding); // what the command prints

/** Days around the real one, since the command reads the clock. */
const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const exceptions = (name: string, match: object, more: object = {}): string =>
  fileOf(
    name,
    JSON.stringify({
      schema: 'cronwarden.exceptions/v1',
      exceptions: [{ id: 'tool', reason: 'needs the node', owner: 'team@example.com', until: day(30), match, ...more }],
    }),
  );
const NARROW = { name: 'tool', namespace: 'dev', actor: 'jane@example.com', image: 'registry.example.com/tool:*' };
const narrow = exceptions('narrow.json', NARROW);

test('scan --exceptions leaves out what they hide, and the summary counts it', () => {
  const { status, stdout, stderr } = run('scan', log, '--exceptions', narrow);
  assert.equal(status, 0, stderr);
  assert.deepEqual(
    findingsOf(stdout).map(({ workload }) => workload.name),
    ['other'],
  );
  assert.match(stderr, /^Findings +● 1 medium$/m);
  assert.match(stderr, /^Excepted +● 1 medium hidden · by tool 1 · --fail-on does not count them$/m);
});

test('the others are what they are without exceptions', () => {
  const without = findingsOf(run('scan', log).stdout).filter(({ workload }) => workload.name === 'other');
  assert.deepEqual(findingsOf(run('scan', log, '--exceptions', narrow).stdout), without);
});

for (const [format, looks] of Object.entries({
  table: /Excepted \(tool, until/,
  json: /"title": ?"Excepted \(tool, until/,
  jsonl: /"excepted":\{"id":"tool"/,
  csv: /Excepted \(tool, until/,
  markdown: /Excepted/,
  html: /Excepted \(tool, until/,
})) {
  test(`--show-excepted marks them: ${format}`, () => {
    const args = ['scan', log, '--exceptions', narrow, '--format', format];
    assert.doesNotMatch(run(...args).stdout, /Excepted \(|`?Excepted`? `?\(tool/);
    const { stdout, stderr } = run(...args, '--show-excepted');
    assert.match(stdout, looks);
    assert.match(stderr, /^Findings +● 1 medium$/m, 'shown, and not counted');
  });
}

test('--fail-on does not see what is hidden, whether shown or not', () => {
  const all = exceptions('all.json', { ...NARROW, name: ['tool', 'other'] });
  assert.equal(run('scan', log, '--fail-on', 'medium').status, 1);
  assert.equal(run('scan', log, '--fail-on', 'medium', '--exceptions', narrow).status, 1, 'one is not hidden');
  assert.equal(run('scan', log, '--fail-on', 'medium', '--exceptions', all).status, 0);
  assert.equal(run('scan', log, '--fail-on', 'medium', '--exceptions', all, '--show-excepted').status, 0);
  const high = run('scan', log, '--fail-on', 'medium', '--exceptions', narrow, '--min-severity', 'critical');
  assert.equal(high.status, 1, 'what is left out for the eye can still fail');
});

test('one that has ended hides nothing, and that is said', () => {
  const ended = exceptions('ended.json', NARROW, { since: day(-60), until: day(-30) });
  const { stdout, stderr } = run('scan', log, '--exceptions', ended);
  assert.equal(findingsOf(stdout).length, 2);
  assert.match(stderr.replace(/\s+/g, ' '), /the exception tool ended on \S+ and hides nothing/);
});

test('a configuration file may name them, and the original query is not touched', () => {
  const config = fileOf('config.yaml', `exceptions: ${narrow}\n`);
  assert.equal(findingsOf(run('scan', log, '--config', config).stdout).length, 1);
  const rows = (...more: readonly string[]) => run('scan', log, '--compat', 'sentinel', ...more).stdout;
  assert.equal(rows('--exceptions', narrow), rows());
});

test('what a user can put right: exit code 2, with file and line', () => {
  const typo = fileOf(
    'typo.yaml',
    'schema: cronwarden.exceptions/v1\nexceptions:\n- id: a\n  reason: why\n  owner: me\n  untill: 2027-01-01\n  match: { name: a }\n',
  );
  const { status, stderr } = run('scan', log, '--exceptions', typo);
  assert.equal(status, 2);
  assert.match(stderr, /--exceptions .*typo\.yaml:/);
  assert.match(stderr, /line 6: unknown field "untill"; did you mean until\?/);
  assert.equal(run('scan', log, '--exceptions', join(folder, 'none.yaml')).status, 2);
  assert.equal(run('scan', log, '--show-excepted').status, 2);
  assert.equal(run('exceptions', 'lint', typo).status, 2);
  assert.equal(run('exceptions', 'suggest', 'xyz', log).status, 2);
  assert.equal(run('exceptions', 'preview', narrow).status, 2, 'there is nothing to preview against');
});

test('preview says what would have been hidden, and warns of what is broad', () => {
  const { status, stdout } = run(
    'exceptions',
    'preview',
    exceptions('broad.json', { namespace: '*' }),
    log,
    '--most',
    '1',
    '--format',
    'table',
  );
  assert.equal(status, 0);
  assert.match(stdout, /tool \(line 1\) hides 2 findings \(2 medium\) of 2 workloads by 1 user/);
  assert.match(stdout, /more than 1/);
  const report: unknown = JSON.parse(run('exceptions', 'preview', narrow, log).stdout);
  assert.deepEqual(Object.keys(report as object), ['schema', 'exceptions']);
});

test('lint: nothing wrong is 0, something is 1, with logs also what hides nothing', () => {
  assert.equal(run('exceptions', 'lint', narrow, log).status, 0);
  const unused = exceptions('unused.json', { ...NARROW, name: 'gone' });
  assert.equal(run('exceptions', 'lint', unused).status, 0);
  const { status, stdout } = run('exceptions', 'lint', unused, log, '--format', 'table');
  assert.equal(status, 1);
  assert.match(stdout, /line 1: tool unused: hides nothing in these logs/);
  assert.match(run('exceptions', 'lint', exceptions('name.json', { name: 'tool' })).stdout, /"dangerous"/);
});

test('suggest writes a file that hides the finding and passes lint', () => {
  const [finding] = findingsOf(run('scan', log).stdout);
  const args = ['exceptions', 'suggest', (finding?.id ?? '').slice(0, 12), log];
  const suggested = run(...args, '--owner', 'team@example.com', '--reason', 'needs the node');
  assert.equal(suggested.status, 0, suggested.stderr);
  const file = fileOf('suggested.yaml', suggested.stdout);
  assert.equal(run('exceptions', 'lint', file, log).status, 0);
  assert.deepEqual(
    findingsOf(run('scan', log, '--exceptions', file).stdout).map(({ id }) => id === finding?.id),
    [false],
  );
  const bare = run(...args);
  assert.match(bare.stderr, /reason and owner are empty/);
  assert.equal(run('scan', log, '--exceptions', fileOf('bare.yaml', bare.stdout)).status, 2);
});
