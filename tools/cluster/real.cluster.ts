/** On the real thing: `npm run test:cluster`. It builds the binaries if need be. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildBinaries } from './build.ts';
import { type Cluster, openCluster, startCluster, stopCluster } from './cluster.ts';
import { isRunning } from './processes.ts';
import { readState } from './state.ts';

const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};
const base = mkdtempSync(join(tmpdir(), 'cronwarden-real-'));
const folder = join(base, 'run');
const started = new Map<string, Cluster>();
const cluster = (): Cluster => {
  const found = started.get('cluster');
  assert.ok(found, 'the cluster did not start');
  return found;
};

before(async () => {
  started.set('cluster', await startCluster({ binaries: await buildBinaries(say), folder, say }));
});
after(async () => {
  await stopCluster(folder);
  rmSync(base, { recursive: true, force: true });
});

interface Logged {
  readonly level: string;
  readonly verb: string;
  readonly user: { readonly username: string; readonly groups?: readonly string[] };
  readonly objectRef?: { readonly resource?: string; readonly subresource?: string; readonly name?: string };
  readonly responseObject?: { readonly metadata?: { readonly name?: string } };
  readonly responseStatus?: { readonly code?: number };
}
const events = (): Logged[] =>
  readFileSync(cluster().auditLog, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Logged); // The API server's own lines.
const until = async (what: string, found: () => Promise<boolean> | boolean): Promise<void> => {
  for (let tries = 0; tries < 300; tries++) {
    if (await found()) return;
    await sleep(500);
  }
  assert.fail(`${what} did not happen within 150 s`);
};

test('a CronJob of a developer becomes a Job and a pod that succeeds, each step by whom it is in every cluster', async () => {
  const made = await cluster().kubectl('developer', [
    ...['create', 'cronjob', 'tick', '-n', 'shop', '--image=busybox:1.37', '--schedule=* * * * *'],
    ...['--', 'sleep', '1'],
  ]);
  assert.equal(made.code, 0, made.errors);
  await until('a finished Job', async () => {
    const jobs = await cluster().kubectl('developer', ['get', 'jobs', '-n', 'shop', '-o', 'name']);
    const status = await cluster().kubectl('developer', [
      'get',
      'jobs',
      '-n',
      'shop',
      '-o',
      'jsonpath={.items[*].status.succeeded}',
    ]);
    return jobs.output.includes('job.batch/tick-') && status.output.startsWith('1');
  });
  const writes: readonly (readonly [string, string, string])[] = [
    ['create', 'cronjobs', 'dana@example.com'],
    ['create', 'jobs', 'system:serviceaccount:kube-system:cronjob-controller'],
    ['create', 'pods', 'system:serviceaccount:kube-system:job-controller'],
    ['create', 'pods/binding', 'system:kube-scheduler'],
    ['create', 'serviceaccounts/token', 'system:node:node-'],
    ['patch', 'pods/status', 'system:node:node-'],
  ];
  const log = events();
  for (const [verb, resource, user] of writes) {
    const found = log.find(
      (event) =>
        event.verb === verb &&
        [event.objectRef?.resource, event.objectRef?.subresource].filter(Boolean).join('/') === resource &&
        event.user.username.startsWith(user),
    );
    assert.ok(found, `${verb} ${resource} by ${user}`);
    if (user.startsWith('system:node:')) assert.ok(found.user.groups?.includes('system:nodes'));
  }
  const job = log.find((event) => event.verb === 'create' && event.objectRef?.resource === 'jobs');
  assert.equal(job?.level, 'RequestResponse');
  assert.match(job?.responseObject?.metadata?.name ?? '', /^tick-\d+$/);
});

test('each acts with its own rights, and nobody with none', async () => {
  const refused: readonly (readonly [Parameters<Cluster['kubectl']>[0], readonly string[]])[] = [
    ['developer', ['create', 'job', 'x', '-n', 'payments', '--image=busybox']],
    ['auditor', ['delete', 'pods', '--all', '-n', 'shop']],
    ['pod', ['create', 'job', 'x', '-n', 'shop', '--image=busybox']],
    ['ci', ['get', 'nodes']],
    ['anonymous', ['get', 'pods', '-n', 'shop']],
  ];
  for (const [person, args] of refused) {
    const answer = await cluster().kubectl(person, args);
    assert.notEqual(answer.code, 0, person);
    assert.match(answer.errors, /[Ff]orbidden/, person);
  }
  const as = ['--as', 'dana@example.com', '--as-group', 'developers', 'get', 'pods', '-n', 'shop'];
  assert.equal((await cluster().kubectl('impersonator', as)).code, 0);
  assert.ok(
    events().some(({ user, responseStatus }) => user.username === 'system:anonymous' && responseStatus?.code === 403),
  );
});

test('a cluster is found again, and gone once it is stopped', async () => {
  assert.equal(openCluster(folder)?.server, cluster().server);
  const parts = cluster().parts();
  assert.equal(await stopCluster(folder), parts.length);
  assert.ok(parts.every((part) => !isRunning(part, folder)));
  assert.equal(openCluster(folder), undefined);
});

test('a part that does not come up is named with the end of its log, and nothing is left running', async () => {
  const policy = join(base, 'policy.yaml');
  writeFileSync(policy, 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{ level: Everything }]\n');
  const other = join(base, 'other');
  await assert.rejects(
    startCluster({ binaries: cluster().binaries, folder: other, policy, say }),
    /kube-apiserver ended while starting[\s\S]*Everything/,
  );
  assert.ok((readState(other)?.parts ?? []).every((part) => !isRunning(part, other)));
});
