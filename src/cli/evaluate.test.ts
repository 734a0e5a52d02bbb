import assert from 'node:assert/strict';
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { cronJobWrite, lease } from '../engine/testing.ts';
import { CALL_BACK, cronJobOf, QUIET } from '../evaluate/testing.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'cronwarden-evaluate-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, ...lines: readonly unknown[]): string => {
  const path = join(folder, name);
  writeFileSync(path, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
  return path;
};
const run = (...args: readonly string[]): SpawnSyncReturns<string> =>
  spawnSync(process.execPath, [join(root, 'bin', 'cronwarden.js'), ...args], {
    encoding: 'utf8',
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1', INIT_CWD: undefined },
  });

const attacks = file(
  'attacks.jsonl',
  { id: 'a-1', label: 'attack', source: 'team/a', object: cronJobOf(CALL_BACK) },
  { id: 'a-2', label: 'attack', source: 'team/b', object: { apiVersion: 'v1', kind: 'ConfigMap' } },
);
const benign = file('benign.jsonl', { id: 'b-1', label: 'benign', source: 'team/c', object: cronJobOf(QUIET) });

interface Report {
  readonly schema: string;
  readonly cases: number;
  readonly unjudged: readonly { readonly id: string }[];
  readonly populations: readonly {
    readonly name: string;
    readonly asIs: { readonly high: { readonly hits: number } };
  }[];
  readonly logs: { readonly writes: number; readonly labelled: number } | null;
}
const reportOf = ({ stdout }: SpawnSyncReturns<string>): Report => JSON.parse(stdout) as Report; // our own output

test('several labels files; JSON in a pipe; what was not judged is said', () => {
  const done = run('evaluate', '--labels', attacks, '--labels', benign);
  assert.equal(done.status, 0, done.stderr);
  const report = reportOf(done);
  assert.equal(report.schema, 'cronwarden.evaluation/v1');
  assert.equal(report.cases, 2);
  assert.deepEqual(
    report.unjudged.map(({ id }) => id),
    ['a-2'],
  );
  assert.equal(report.populations.find(({ name }) => name === 'malicious')?.asIs.high.hits, 1);
  assert.match(done.stderr, /1 of 3 labels were not judged/);
  assert.equal(run('evaluate', '-l', attacks, '--quiet').stderr, '');
});

const formats: Record<string, RegExp> = {
  table: /^1 labelled write/,
  markdown: /^# Cronwarden evaluation/,
  html: /^<!doctype html>/,
};
for (const [format, looks] of Object.entries(formats)) {
  test(`--format ${format}, on stdout and in a file`, () => {
    assert.match(run('evaluate', '-l', benign, '--format', format).stdout, looks);
    const out = join(folder, `out.${format}`);
    assert.equal(run('evaluate', '-l', benign, '--format', format, '--out', out).stdout, '');
    assert.match(readFileSync(out, 'utf8'), looks);
  });
}

test('labelled events of a log, by audit id and by finding; others are counted', () => {
  const log = file(
    'audit.jsonl',
    lease(1),
    ...[2, 3, 4].map((index) => cronJobWrite({ name: `tool-${index}`, index })),
  );
  const findings = run('scan', log, '--quiet')
    .stdout.trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly id: string; readonly workload: { readonly name: string } }); // our own output
  const byName = (name: string): string => findings.find(({ workload }) => workload.name === name)?.id ?? '';
  const labels = file(
    'events.jsonl',
    { finding: byName('tool-2'), label: 'attack', strength: 'dangerous' },
    { auditId: cronJobWrite({ name: 'tool-3', index: 3 }).auditID, label: 'benign' },
    { auditId: 'of another log', label: 'benign' },
  );
  const done = run('evaluate', '--labels', labels, log);
  assert.equal(done.status, 0, done.stderr);
  const report = reportOf(done);
  assert.deepEqual(report.logs && [report.logs.writes, report.logs.labelled], [3, 2]);
  assert.deepEqual(
    report.unjudged.map(({ id }) => id),
    ['of another log'],
  );
  assert.equal(run('evaluate', '--labels', labels, log, join(folder, 'missing.jsonl')).status, 3);
});

const WRONG: Record<string, [args: readonly string[], says: RegExp]> = {
  'no labels': [[], /--labels/],
  'a file that is not there': [['-l', 'nowhere.jsonl'], /--labels nowhere\.jsonl/],
  'a file without a label': [['-l', file('empty.jsonl', '')], /no label/],
  'lines that are no labels': [['-l', file('bad.jsonl', '{', '[]')], /line 1: is not JSON\n {2}line 2/],
  'labels of events without a log': [['-l', file('event.jsonl', { auditId: 'x', label: 'benign' })], /name the logs/],
  'a log without labels of events': [['-l', benign, benign], /no use for the paths/],
  'a seed that is no number': [['-l', benign, '--seed', 'x'], /whole number/],
};
for (const [name, [args, says]] of Object.entries(WRONG)) {
  test(`${name}: exit code 2, and what to do`, () => {
    const { status, stderr, stdout } = run('evaluate', ...args);
    assert.equal(status, 2, stderr);
    assert.match(stderr, says);
    assert.equal(stdout, '');
  });
}
