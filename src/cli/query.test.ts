import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const binary = fileURLToPath(new URL('../../bin/cronwarden.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'cronwarden-query-cli-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const run = (args: readonly string[], input = '') => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [binary, 'query', ...args], {
    encoding: 'utf8',
    input,
  });
  return { status, stdout, stderr };
};

const event = (name: string, hour: number, verb = 'create'): string =>
  JSON.stringify({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID: name,
    stage: 'ResponseComplete',
    verb,
    user: { username: 'sam@example.com' },
    objectRef: { resource: 'jobs', namespace: 'default', name },
    stageTimestamp: new Date(Date.UTC(2026, 10, 24, hour)).toISOString(),
  });
const HOSTILE = '=1+1|\u202e\u001b[31m<b>`x`';
const log = file('audit.log', [event('a', 1), event('b', 2, 'get'), event(HOSTILE, 3), 'no JSON {'].join('\n'));
const names = 'AKSAudit | extend Name = tostring(ObjectRef.name)';
const query = file('names.kql', `${names}\n| project Name, Verb, TimeGenerated`);

test('rows of a query in a file, in input order, and a summary of what was read', () => {
  const { status, stdout, stderr } = run([query, log]);
  assert.equal(status, 0, stderr);
  const rows = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    rows.map(({ Name, Verb }) => [Name, Verb]),
    [
      ['a', 'create'],
      ['b', 'get'],
      [HOSTILE, 'create'],
    ],
  );
  assert.deepEqual(Object.keys(rows[0]), ['Name', 'Verb', 'TimeGenerated']);
  assert.match(stderr, /4 records/);
  assert.match(stderr, /1 rejected/);
  assert.match(stderr, /3 rows/);
});

test('every format is inert where it lands', () => {
  const printed = Object.fromEntries(
    ['table', 'jsonl', 'json', 'csv', 'markdown'].map((format) => {
      const { status, stdout } = run([query, log, '--format', format, '--quiet']);
      assert.equal(status, 0);
      assert.doesNotMatch(stdout, /[\u202e\u001b]/, format);
      assert.match(stdout, /create/, format);
      return [format, stdout];
    }),
  );
  assert.equal(JSON.parse(printed.json ?? '')[2].Name, HOSTILE);
  assert.match(printed.csv ?? '', /^"?'=1\+1/m);
  assert.doesNotMatch(printed.markdown ?? '', /^[^`]*<b>/m);
});

test('a query that is wrong is exit code 2 with its place, and nothing is read', () => {
  const wrong = file('wrong.kql', 'AKSAudit\n| where Werb == "create"');
  const { status, stdout, stderr } = run([wrong, join(folder, 'not there')]);
  assert.deepEqual([status, stdout], [2, '']);
  assert.match(stderr, /wrong\.kql:2:9: The name 'Werb' does not refer/);
  const unsupported = run(['--query', 'AKSAudit | evaluate narrow()', log]);
  assert.equal(unsupported.status, 2);
  assert.match(unsupported.stderr, /--query:1:12: the operator evaluate is not supported/);
  assert.equal(run([]).status, 2);
  assert.equal(run([join(folder, 'missing.kql'), log]).status, 2);
  assert.equal(run(['--now', 'today', query, log]).status, 2);
  assert.equal(run(['--max-rows', '0', query, log]).status, 2);
});

test('input that cannot be read is exit code 3, and the rest is there', () => {
  const { status, stdout, stderr } = run([query, log, join(folder, 'missing.log')]);
  assert.equal(status, 3);
  assert.equal(stdout.trim().split('\n').length, 3);
  assert.match(stderr, /missing\.log/);
  assert.equal(run([query, log, '--strict', '--quiet']).status, 3);
  assert.equal(run([query, file('other.txt', 'hello\n'), '--quiet']).status, 3);
});

test('a limit that bites stops the query and says so', () => {
  const { status, stderr } = run(['--query', `${names} | sort by Name`, log, '--max-rows', '2']);
  assert.equal(status, 3);
  assert.match(stderr, /the query stopped.*more than 2 rows/);
});

test('standard input, once or as often as the query asks', () => {
  const input = readFileSync(log, 'utf8');
  assert.equal(run([query, '-', '--quiet'], input).stdout.trim().split('\n').length, 3);
  assert.equal(run([query, '--quiet'], input).stdout.trim().split('\n').length, 3);
  const twice = run(
    [
      '--query',
      'AKSAudit | where TimeGenerated > ago(90m) | union (AKSAudit | where Verb == "get") | count',
      '-',
      '--quiet',
    ],
    input,
  );
  assert.deepEqual(JSON.parse(twice.stdout), { Count: 3 });
  const fromStdin = run(['-', log, '--quiet'], 'AKSAudit | count');
  assert.deepEqual(JSON.parse(fromStdin.stdout), { Count: 3 });
});

test('now() is the newest time in the input, or what --now says', () => {
  const recent = 'AKSAudit | where TimeGenerated > ago(90m) | count';
  const counted = (...args: string[]): unknown => JSON.parse(run(['--query', recent, log, '--quiet', ...args]).stdout);
  assert.deepEqual(counted(), { Count: 2 });
  assert.deepEqual(counted('--now', '2026-11-24T03:00:00Z'), { Count: 2 });
  assert.deepEqual(counted('--now', '2026-11-25'), { Count: 0 });
  const { stderr } = run(['--query', recent, log]);
  assert.match(stderr, /now\(\) is 2026-11-24T03:00:00/);
});

test('rows go to a file, whose name says the format', () => {
  const out = join(folder, 'rows.csv');
  const { status, stdout } = run([query, log, '--out', out, '--quiet']);
  assert.deepEqual([status, stdout], [0, '']);
  assert.match(readFileSync(out, 'utf8'), /^Name,Verb,TimeGenerated\r\n/);
});

test('render is passed over with a word, and a query that reads nothing needs no log', () => {
  const { status, stdout, stderr } = run(['--query', 'print x = 1 | render table']);
  assert.deepEqual([status, stdout], [0, '{"x":1}\n']);
  assert.match(stderr, /--query:1:15: render draws nothing here/);
});
