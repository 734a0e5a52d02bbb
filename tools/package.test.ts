import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'cronwarden-package-'));
// npm puts the Node.js that runs it first; the pinned one is wanted, as for a user with a current Node.js.
const env = {
  ...process.env,
  PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
  NO_COLOR: '1',
  INIT_CWD: undefined,
};
const npm = (cwd: string, ...args: string[]): string =>
  execFileSync('npm', [...args, '--loglevel=error', '--no-audit', '--no-fund'], { cwd, env, encoding: 'utf8' });

before(() => {
  const [packed] = JSON.parse(npm(root, 'pack', '--json', '--pack-destination', folder)) as [{ filename: string }];
  writeFileSync(
    join(folder, 'package.json'),
    '{ "name": "empty", "version": "1.0.0", "type": "module", "private": true }',
  );
  npm(folder, 'install', '--prefer-offline', `./${packed.filename}`);
});
after(() => rmSync(folder, { recursive: true, force: true }));

const sample = join(root, 'examples', 'eks-audit.jsonl');

test('the installed command scans outside the checkout', () => {
  const run = spawnSync(
    process.execPath,
    [join(folder, 'node_modules', 'cronwarden', 'bin', 'cronwarden.js'), 'scan', sample, '--format', 'jsonl'],
    {
      cwd: folder,
      env,
      encoding: 'utf8',
    },
  );
  assert.equal(run.status, 0, run.stderr);
  const findings = run.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { severity: string });
  assert.ok(findings.some((finding) => finding.severity === 'critical'));
});

test('the installed command proves its atomic tests, with what came along', () => {
  const run = spawnSync(
    process.execPath,
    [
      join(folder, 'node_modules', 'cronwarden', 'bin', 'cronwarden.js'),
      ...['atomics', 'prove', '--envelopes', 'plain', '--format', 'json'],
    ],
    { cwd: folder, env, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  assert.equal(run.status, 0, run.stderr);
  const { proved } = JSON.parse(run.stdout) as { proved: { verdict: string }[] };
  assert.ok(proved.filter(({ verdict }) => verdict === 'detected').length >= 80);
});

test('the installed command brings its playbook, schemas and roles', () => {
  const installed = join(folder, 'node_modules', 'cronwarden');
  const cli = (...args: string[]) =>
    spawnSync(process.execPath, [join(installed, 'bin', 'cronwarden.js'), ...args], {
      cwd: folder,
      env,
      encoding: 'utf8',
    });
  const { id } = JSON.parse(cli('scan', sample, '--format', 'jsonl', '-q').stdout.split('\n')[0] ?? '') as {
    id: string;
  };
  const plan = cli('respond', 'plan', id, sample);
  assert.equal(plan.status, 0, plan.stderr);
  assert.match(plan.stdout, /^Response plan for finding/);
  assert.match(readFileSync(join(installed, 'deploy', 'respond', 'collector.yaml'), 'utf8'), /kind: ClusterRole/);
});

test('the package brings no sources and no tests', () => {
  const files = npm(join(folder, 'node_modules', 'cronwarden'), 'pack', '--dry-run', '--json', '--ignore-scripts');
  const [{ files: list }] = JSON.parse(files) as [{ files: { path: string }[] }];
  const odd = list.filter(({ path }) => /(^src\/|\.test\.|\/testing|node_modules)/.test(path));
  assert.deepEqual(odd, []);
});

test('the library is typed: both entries compile against their declarations', () => {
  writeFileSync(
    join(folder, 'use.ts'),
    [
      "import { scan, VERSION } from 'cronwarden';",
      "import { examine, type Finding } from 'cronwarden/core';",
      'const findings: readonly Finding[] = examine("{}").findings;',
      'const names: string = VERSION + findings.length + scan({ paths: [] }).summary().files;',
      'export { names };',
    ].join('\n'),
  );
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const options = [
    '--noEmit',
    '--strict',
    '--module',
    'nodenext',
    '--target',
    'esnext',
    '--types',
    '',
    '--skipLibCheck',
    'use.ts',
  ];
  const run = spawnSync(process.execPath, [tsc, ...options], { cwd: folder, encoding: 'utf8' });
  assert.equal(run.status, 0, run.stdout);
});

test('the core entry bundles for a browser and judges there as here', async () => {
  const bundle = await build({
    stdin: { contents: "export * from 'cronwarden/core';", resolveDir: folder },
    bundle: true,
    platform: 'browser',
    format: 'iife',
    globalName: 'core',
    write: false,
    logLevel: 'silent',
  });
  const text = bundle.outputFiles[0]?.text ?? '';
  assert.doesNotMatch(text, /require\("node:|from "node:/);
  const lines = readFileSync(sample, 'utf8').trim();
  // A context without anything of Node.js: what a page has, and no more.
  const page = createContext({ TextDecoder, TextEncoder, URL, URLSearchParams, atob, btoa, lines });
  const found: unknown = runInContext(
    `${text}; JSON.stringify(lines.split('\\n').flatMap((line) => core.examine(line).findings.map((one) => [one.id, one.severity])))`,
    page,
  );
  const here = (await import('../src/core.ts')).examine;
  const expected = lines.split('\n').flatMap((line) => here(line).findings.map((one) => [one.id, one.severity]));
  assert.ok(expected.length > 2);
  assert.deepEqual(JSON.parse(String(found)), expected);
});
