import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

const home = mkdtempSync(join(tmpdir(), 'cronwarden-cluster-'));
after(() => rmSync(home, { recursive: true, force: true }));

const run = (args: readonly string[], path = process.env.PATH) =>
  spawnSync(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args], {
    encoding: 'utf8',
    env: { HOME: home, XDG_CACHE_HOME: home, PATH: path },
  });

test('without a cluster, status says how to start one and stop has nothing to do', () => {
  const status = run(['status']);
  assert.equal(status.status, 0);
  assert.match(status.stdout, /npm run cluster/);
  assert.match(run(['stop']).stderr, /^0 parts were stopped/);
});

const wrong: readonly (readonly [string, readonly string[], RegExp])[] = [
  ['an unknown verb', ['begin'], /one of start, status, stop, build/],
  ['an unknown option', ['start', '--node', '3'], /Unknown option '--node'/],
  ['no number of nodes', ['start', '--nodes', 'many'], /a number from 0 to 4/],
  ['an unknown audit mode', ['start', '--audit-mode', 'off'], /blocking or batch/],
];
for (const [name, args, says] of wrong) {
  test(`${name} is an error of one line`, () => {
    const { status, stderr } = run(args);
    assert.equal(status, 2);
    assert.match(stderr, says);
    assert.equal(stderr.trim().split('\n').length, 1);
  });
}
