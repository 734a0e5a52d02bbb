import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { cronJobWrite, lease } from '../engine/testing.ts';
import type { VisibilityReport } from '../visibility/report.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'cronwarden-visibility-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const fileOf = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const log = fileOf(
  'audit.jsonl',
  [lease(1), cronJobWrite({ name: 'tool', index: 2 })].map((one) => JSON.stringify(one)).join('\n'),
);
const policy = fileOf('policy.yaml', 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{ level: Metadata }]\n');

const run = (args: readonly string[], input?: string) =>
  spawnSync(process.execPath, [join(root, 'bin', 'cronwarden.js'), 'visibility', ...args], {
    encoding: 'utf8',
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1', INIT_CWD: undefined },
    ...(input === undefined ? {} : { input }),
  });
const reportOf = (args: readonly string[], input?: string): VisibilityReport => {
  const { status, stdout, stderr } = run(args, input);
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout) as VisibilityReport; // what the command prints
};
const onJobs = (report: VisibilityReport, id: string) => report.indicators.find((one) => one.id === id)?.on.job;

test('a policy alone, in a pipe as JSON', () => {
  const report = reportOf(['--policy', policy]);
  assert.equal(report.schema, 'cronwarden.visibility/v1');
  assert.equal(onJobs(report, 'host.path-root'), 'blind');
  assert.equal(report.log, null);
});

test('a log alone, by path and from standard input', () => {
  for (const report of [reportOf([log]), reportOf([], readFileSync(log, 'utf8'))]) {
    assert.equal(report.log?.events, 2);
    assert.equal(onJobs(report, 'host.path-root'), 'assessed');
    assert.equal(report.policy, null);
  }
});

test('both: what arrived counts, and that the policy promises less is said', () => {
  const report = reportOf([log, '--policy', policy]);
  assert.equal(onJobs(report, 'host.path-root'), 'partly', 'CronJobs as in the log, Jobs as in the policy');
  assert.match(
    report.differences.join('\n'),
    /create batch\/cronjobs: arrives at Request, but policy.yaml says Metadata/,
  );
});

test('a provider alone', () => {
  assert.equal(reportOf(['--provider', 'eks']).provider?.name, 'EKS');
});

const formats: Record<string, RegExp> = {
  table: /^On CronJobs and Jobs:/,
  markdown: /^# Cronwarden visibility: On CronJobs/,
  html: /^<!doctype html>/,
};
for (const [format, looks] of Object.entries(formats)) {
  test(`--format ${format}, on stdout and in a file`, () => {
    assert.match(run(['--policy', policy, '--format', format]).stdout, looks);
    const out = join(folder, `out.${format === 'markdown' ? 'md' : format === 'html' ? 'html' : 'txt'}`);
    const toFile = run(['--policy', policy, '--out', out, ...(format === 'table' ? ['--format', 'table'] : [])]);
    assert.equal(toFile.stdout, '');
    assert.match(readFileSync(out, 'utf8'), looks);
  });
}

test('what a user can put right: exit code 2, with the line', () => {
  const bad = fileOf('bad.yaml', 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n- level: Full\n');
  const wrong = run(['--policy', bad]);
  assert.equal(wrong.status, 2);
  assert.match(wrong.stderr, /bad\.yaml:\n {2}line 4: level is Full, wanted None/);
  assert.equal(run(['--policy', join(folder, 'none.yaml')]).status, 2);
  assert.equal(run([log, '--provider', 'elsewhere']).status, 2);
  assert.equal(run([log, '--since', 'yesterday']).status, 2);
});

test('input that cannot be read: exit code 3, and the report says which', () => {
  const { status, stdout } = run([log, join(folder, 'none.jsonl')]);
  assert.equal(status, 3);
  assert.match(stdout, /none\.jsonl/);
  assert.equal(run(['-'], 'not a log\n').status, 3);
});
