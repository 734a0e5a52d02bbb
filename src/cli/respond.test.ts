import assert from 'node:assert/strict';
import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fromBuffer } from 'yauzl';
import { cronJobWrite } from '../engine/testing.ts';
import { objectAt } from '../model/json.ts';
import { findingWith } from '../playbook/testing.ts';
import { sha256 } from '../respond/evidence.ts';
import { readJournal } from '../respond/journal.ts';
import { furnish, kubeconfigText, PATHS } from '../respond/testing/scene.ts';
import { CLUSTER, type StandIn, startStandIn } from '../respond/testing/stand-in.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'cronwarden-respond-cli-'));
let standIn: StandIn;
before(async () => {
  standIn = await startStandIn();
  furnish(standIn);
  writeFileSync(join(folder, 'kubeconfig'), kubeconfigText(standIn.url));
  writeFileSync(join(folder, 'clusters.yaml'), `clusters:\n  - { name: ${CLUSTER.name}, uid: ${CLUSTER.uid} }\n`);
});
after(async () => {
  await standIn.close();
  rmSync(folder, { recursive: true, force: true });
});

const finding = findingWith();
const id = finding.id.slice(0, 10);
const results = join(folder, 'findings.jsonl');
writeFileSync(
  results,
  `${[{ ...finding, id: 'f'.repeat(32) }, finding].map((one) => JSON.stringify(one)).join('\n')}\n`,
);
const document = join(folder, 'findings.json');
writeFileSync(
  document,
  `{"schema":"cronwarden.results/v1","findings":[\n${JSON.stringify(finding)}\n],"summary":{}}\n`,
);
const log = join(folder, 'audit.jsonl');
writeFileSync(log, `${JSON.stringify(cronJobWrite({ name: 'tool', index: 2 }))}\n`);

const environment = { ...process.env, NO_COLOR: '1', INIT_CWD: undefined, KUBECONFIG: join(folder, 'kubeconfig') };
const bin = join(root, 'bin', 'cronwarden.js');
/** For what asks no server of this process, which could not answer meanwhile. */
const run = (args: readonly string[]): SpawnSyncReturns<string> =>
  spawnSync(process.execPath, [bin, 'respond', ...args], { encoding: 'utf8', cwd: folder, env: environment });
const ask = async (args: readonly string[]): Promise<{ readonly code: number | null; readonly errors: string }> => {
  const child = spawn(process.execPath, [bin, 'respond', ...args], { cwd: folder, env: environment });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  child.stdout.resume();
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, errors };
};
const suspended = (): unknown => objectAt(standIn.objects.get(PATHS.cronJob), 'spec')?.suspend;
const target = ['--context', 'harbour-admin', '--config', 'clusters.yaml', '--yes'];

test('a plan from results, in lines and as a document, and from the log itself', () => {
  for (const from of [results, document]) {
    const { status, stdout, stderr } = run(['plan', id, from]);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^Response plan for finding 0123456789abcdef/);
    assert.match(stdout, /PRESERVE[\s\S]*CONTAIN[\s\S]*ERADICATE[\s\S]*LEARN/);
  }
  const scanned = spawnSync(process.execPath, [bin, 'scan', log, '-q'], { encoding: 'utf8', env: environment });
  const own = (JSON.parse(scanned.stdout) as { id: string }).id;
  assert.match(run(['plan', own, log]).stdout, /CronJob dev\/tool/);
});

test('a plan as JSON and as CACAO, and a script', () => {
  const plan = JSON.parse(run(['plan', id, results, '--format', 'json']).stdout) as { steps: unknown[] };
  assert.ok(plan.steps.length > 20);
  assert.equal(
    (JSON.parse(run(['plan', id, results, '-f', 'cacao']).stdout) as { spec_version: string }).spec_version,
    'cacao-2.0',
  );
  assert.match(run(['script', id, results]).stdout, /^#!\/usr\/bin\/env bash\n/);
});

const cycle = join(folder, 'cycle.yaml');
writeFileSync(
  cycle,
  'schema: cronwarden.playbook/v1\nid: own\nversion: 1.0.0\ntitle: Own\nkinds: [CronJob]\nsteps:\n  - { id: a, phase: learn, title: A, effect: none, role: collector, manual: m, after: [b] }\n  - { id: b, phase: learn, title: B, effect: none, role: collector, manual: m, after: [a] }\n',
);
const usage: Record<string, { readonly args: readonly string[]; readonly says: RegExp }> = {
  'an id that is not there': { args: ['plan', 'abcdef12', results], says: /no finding abcdef12 in/ },
  'an id that is none': { args: ['plan', 'the-finding', results], says: /is no id of a finding/ },
  'no file': { args: ['plan', id], says: /name where the finding is/ },
  'a playbook with a cycle': {
    args: ['plan', id, results, '--playbook', cycle],
    says: /cycle.yaml:7:\d+: a cycle: a → b → a/,
  },
  'a playbook that is not there': { args: ['plan', id, results, '--playbook', 'nowhere.yaml'], says: /nowhere.yaml/ },
  'a run without --yes': { args: ['run', id, results, ...target.slice(0, -1)], says: /Read the plan first/ },
  'a run without a context': { args: ['run', id, results, ...target.slice(2)], says: /--context NAME/ },
  'a run without a uid of the cluster': {
    args: ['run', id, results, '--context', 'harbour-admin', '--yes'],
    says: /nothing says which cluster "harbour" is/,
  },
  'another cluster than the finding is of': {
    args: ['run', id, results, '--cluster', 'other', '--cluster-uid', 'u', '--yes'],
    says: /the finding is of cluster harbour/,
  },
  'a context that is not there': {
    args: ['run', id, results, ...target, '--context', 'prod'],
    says: /no context "prod" in the kubeconfig; it has harbour-admin/,
  },
  'an unknown role': { args: ['run', id, results, ...target, '--role', 'admin'], says: /collector, containment/ },
  'evidence of no kind': {
    args: ['run', id, results, ...target, '--waive', 'everything'],
    says: /write one of object/,
  },
  'a undo without a run': {
    args: ['undo', id, results, ...target, '--journal', 'none.jsonl'],
    says: /there is no journal/,
  },
};
for (const [name, { args, says }] of Object.entries(usage)) {
  test(`bad input is said plainly: ${name}`, () => {
    const { status, stderr, stdout } = run(args);
    assert.equal(status, 2, stderr);
    assert.match(stderr, says);
    assert.equal(stdout, '');
    assert.doesNotMatch(stderr, /\n\s+at /, 'no stack');
  });
}

test('another cluster behind the context is refused before anything is changed', async () => {
  const { code, errors } = await ask([
    'run',
    id,
    results,
    ...target.slice(0, 2),
    '--yes',
    '--cluster-uid',
    'uid-of-another',
  ]);
  assert.equal(code, 2);
  assert.match(errors, /this is not cluster harbour/);
  assert.ok(!standIn.asked.some(({ method }) => method !== 'GET'));
});

test('killed by the system while the server works on a change, run again, undone', async () => {
  const journal = join(folder, `cronwarden-${id}.journal.jsonl`);
  const child = spawn(process.execPath, [bin, 'respond', 'run', id, results, ...target], {
    cwd: folder,
    env: environment,
  });
  standIn.trouble = ({ method, path, dryRun }) => {
    if (method !== 'PATCH' || dryRun || !path.startsWith(PATHS.cronJob)) return undefined;
    child.kill('SIGKILL');
    return 'die-after';
  };
  const [, signal] = (await once(child, 'close')) as [number | null, string | null];
  assert.equal(signal, 'SIGKILL');
  standIn.trouble = () => undefined;
  const last = readJournal(journal).at(-1);
  assert.ok(last?.kind === 'intent' && last.step === 'suspend-cronjob', 'the journal says what was meant');
  const again = await ask(['run', id, results, ...target]);
  assert.equal(again.code, 0, again.errors);
  assert.equal(suspended(), true);

  const bundle = readFileSync(join(folder, `cronwarden-${id}.journal.evidence.zip`));
  const files = await unzipped(bundle);
  const manifest = JSON.parse(String(files.get('manifest.json'))) as {
    files: { path: string; sha256: string }[];
    finding: { id: string };
  };
  assert.equal(manifest.finding.id, finding.id);
  assert.deepEqual(new Set(files.keys()), new Set(['manifest.json', ...manifest.files.map(({ path }) => path)]));
  for (const { path, sha256: sum } of manifest.files)
    assert.equal(sha256(files.get(path) ?? Buffer.alloc(0)), sum, path);

  const open = await ask(['undo', id, results, ...target]);
  assert.equal(open.code, 3);
  assert.match(open.errors, /The finding is open/);
  const undone = await ask(['undo', id, results, ...target, '--closed', 'benign']);
  assert.equal(undone.code, 0, undone.errors);
  assert.equal(suspended(), false);
  assert.ok(!existsSync(`${journal}.lock`));
});

const unzipped = (bytes: Buffer): Promise<Map<string, Buffer>> =>
  new Promise((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: true }, (error, zip) => {
      if (error) return reject(error);
      const files = new Map<string, Buffer>();
      zip.on('end', () => resolve(files));
      zip.on('entry', (entry: { fileName: string }) => {
        zip.openReadStream(entry as Parameters<typeof zip.openReadStream>[0], (failure, stream) => {
          if (failure) return reject(failure);
          const chunks: Buffer[] = [];
          stream.on('data', (chunk: Buffer) => chunks.push(chunk));
          stream.on('end', () => {
            files.set(entry.fileName, Buffer.concat(chunks));
            zip.readEntry();
          });
        });
      });
      zip.readEntry();
    });
  });
