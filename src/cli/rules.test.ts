import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

const binary = join(import.meta.dirname, '..', '..', 'bin', 'cronwarden.js');
const folder = mkdtempSync(join(tmpdir(), 'cronwarden-rules-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: readonly string[]) =>
  spawnSync(process.execPath, [binary, 'rules', ...args], { encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });

test('rules export without a folder prints the files and what they cannot do', () => {
  const { status, stdout, stderr } = run('export', '--to', 'sentinel');
  assert.equal(status, 0, stderr);
  assert.match(stdout, /^rules\/cronwarden-execution-aks-audit\.yaml {2,}High: /m);
  assert.match(stdout, /What they cannot do:\n- Nested decoding/);
});

test('rules export writes the files that it lists', () => {
  const out = join(folder, 'new', 'sentinel');
  const { status, stdout, stderr } = run('export', '--to', 'sentinel', '--out', out);
  assert.equal(status, 0, stderr);
  assert.equal(stdout, '');
  assert.equal(readdirSync(join(out, 'rules')).length, 15);
  assert.match(
    readFileSync(join(out, 'rules', 'cronwarden-power-aks-audit.yaml'), 'utf8'),
    /^query: \|-?\n {2}let Every/m,
  );
});

test('another tool, no tool, and a folder that cannot be made are exit code 2', () => {
  assert.equal(run('export').status, 2);
  assert.equal(run('export', '--to', 'abacus').status, 2);
  const { status, stderr } = run('export', '--to', 'sentinel', '--out', join(binary, 'x'));
  assert.equal(status, 2);
  assert.match(stderr, /^cronwarden: cannot write /);
});
