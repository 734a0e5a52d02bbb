import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';
import { openState } from '../engine/state/file.ts';
import { cronJob, deletion, privileged, reader } from '../engine/testing/stories.ts';
import { textAt } from '../model/json.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'cronwarden-cli-state-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);
const written = (name: string, events: readonly object[]): string => {
  writeFileSync(at(name), events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  return at(name);
};
const first = written('first.jsonl', [
  cronJob(reader, { minute: 5, by: 'eve@example.com' }),
  cronJob(privileged, { minute: 6, by: 'ana@example.com', name: 'tool' }),
]);
const second = written('second.jsonl', [deletion({ minute: 9, by: 'eve@example.com' })]);

const scanned = (...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'bin', 'cronwarden.js'), 'scan', '--format', 'jsonl', ...args],
    { encoding: 'utf8', cwd: folder, env: { ...process.env, NO_COLOR: '1', INIT_CWD: undefined } },
  );
  const findings: readonly unknown[] = stdout
    .split('\n')
    .flatMap((line) => (line === '' ? [] : [JSON.parse(line) as unknown]));
  return { status, stderr: stderr.replace(/\s+/g, ' '), stdout, findings };
};

test('a second run gives what has changed, counts only that, and says what it went on from', () => {
  const state = at('a.state');
  const begun = scanned(first, '--state', state);
  assert.equal(begun.status, 0, begun.stderr);
  assert.equal(begun.findings.length, 2);
  assert.match(begun.stderr, /State begun by this run · [\d.]+ kB written/);
  assert.equal(statSync(state).mode & 0o777, 0o600);
  const later = scanned(second, '--state', state, '--fail-on', 'medium');
  assert.equal(later.status, 1, 'the one that changed counts');
  assert.deepEqual(
    later.findings.map((one) => textAt(one, 'title')?.slice(0, 18)),
    ['CronJob dev/report'],
  );
  assert.match(later.stderr, /State of 1 run before, the last at \d{4}-/);
  assert.match(later.stderr, /events from 2026-11-24 06:05:00 UTC to 2026-11-24 06:06:00 UTC/);
  assert.match(later.stderr, /1 finding given again, since more is known( ·)? 1 finding as before, not given again/);
  const again = scanned(second, '--state', state, '--fail-on', 'medium');
  assert.deepEqual([again.status, again.findings], [0, []]);
});

test('the report in HTML, and what a configuration file gives', () => {
  writeFileSync(at('config.yaml'), `state: ${at('b.state')}\nformat: html\n`);
  const { status, stderr } = scanned(first, '--config', at('config.yaml'), '--format', 'html', '--out', at('b.html'));
  assert.equal(status, 0, stderr);
  assert.match(readFileSync(at('b.html'), 'utf8'), /<dt>State<\/dt><dd>begun by this run/);
  assert.ok(statSync(at('b.state')).size > 1000);
});

const REFUSED: Readonly<Record<string, readonly [() => string, RegExp]>> = {
  'a folder': [
    () => {
      mkdirSync(at('folder'));
      return at('folder');
    },
    /--state: .*folder is a folder: name a file in it/,
  ],
  'the log itself': [() => first, /is no state of Cronwarden, and was left alone/],
  'a folder that is missing': [() => at('missing/a.state'), /name a file in a folder that exists and can be written/],
  'a later version': [
    () => {
      scanned(first, '--state', at('later.state'));
      const database = new DatabaseSync(at('later.state'));
      database.exec('PRAGMA user_version = 2');
      database.close();
      return at('later.state');
    },
    /written by a later version of Cronwarden/,
  ],
};
for (const [name, [make, says]] of Object.entries(REFUSED)) {
  test(`exit code 2 before anything is read: ${name}`, () => {
    const out = at('refused.jsonl');
    const { status, stdout, stderr } = scanned(first, '--state', make(), '--out', out);
    assert.equal(status, 2);
    assert.equal(stdout, '');
    assert.match(stderr, says);
    assert.equal(statSync(out, { throwIfNoEntry: false }), undefined, 'nothing was begun');
  });
}

test('exit code 2 while another run has the state', async () => {
  const state = await openState(at('busy.state'));
  const { status, stderr } = scanned(first, '--state', at('busy.state'));
  state.close();
  assert.equal(status, 2);
  assert.match(stderr, /is in use by another run: wait for it, or give each run a file of its own/);
});

test('rows of the original query have no state', () => {
  const { status, stderr } = scanned(first, '--state', at('rows.state'), '--compat', 'sentinel');
  assert.equal(status, 2);
  assert.match(stderr, /leave one out/);
});

test('a run that is killed while it reads leaves the former state, and the next one tells all', async () => {
  const state = at('killed.state');
  scanned(second, '--state', state);
  const before = readFileSync(state);
  const child = spawn(
    process.execPath,
    [join(root, 'bin', 'cronwarden.js'), 'scan', '-', '--state', state, '--jobs', '1', '--format', 'jsonl'],
    { stdio: ['pipe', 'ignore', 'ignore'], cwd: folder },
  );
  const ended = new Promise((resolve) => child.on('close', resolve));
  child.stdin.on('error', () => {}); // It is killed while it is written to.
  child.stdin.write(readFileSync(first));
  // The state is taken before anything is read: it stays so until the end of the input, which never comes.
  for (let tries = 0; ; tries += 1) {
    const isTaken = await openState(state).then(
      (open) => open.close(),
      () => true,
    );
    if (isTaken === true) break;
    assert.ok(tries < 600, 'the run never began');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  child.kill('SIGKILL');
  await ended;
  assert.ok(before.equals(readFileSync(state)));
  const { findings } = scanned(first, '--state', state);
  assert.deepEqual(
    findings.map((one) => textAt(one, 'severity')),
    ['medium', 'medium'],
  );
  assert.match(
    String(textAt(findings[0], 'summary')),
    /deleted CronJob dev\/report/,
    'with what the state before knew',
  );
});
