/** The response on the real thing: `npm run test:cluster`. It builds the binaries if need be. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { listAt, objectAt, textAt } from '../../src/model/json.ts';
import { lasting } from '../../src/playbook/merge.ts';
import { ROLES, type Role } from '../../src/playbook/model.ts';
import { dryRunOf, requestFor } from '../../src/playbook/request.ts';
import { rulesOf } from '../../src/playbook/roles.ts';
import { lookupFor, subjectOf } from '../../src/playbook/subject.ts';
import { shipped } from '../../src/playbook/testing.ts';
import type { Api } from '../../src/respond/api.ts';
import { openEvidence } from '../../src/respond/evidence.ts';
import { openJournal, readJournal } from '../../src/respond/journal.ts';
import { type RunOptions, type RunReport, run } from '../../src/respond/run.ts';
import { undo, unfinishedOf } from '../../src/respond/undo.ts';
import { cronJob, jobOf, type Lab, openLab, tokenOf } from './lab.ts';

const say = (text: string): void => void process.stderr.write(`${text}\n`);
let opened: Lab | undefined;
const lab = (): Lab => {
  assert.ok(opened, 'the cluster did not start');
  return opened;
};
before(async () => {
  opened = await openLab(say);
});
after(() => opened?.close());

const NS = '/apis/batch/v1/namespaces/lab';
const account = (name: string): object => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name, namespace: 'lab' },
});
const application = (name: string): object => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name, namespace: 'argocd' },
  spec: { project: 'default', syncPolicy: { automated: { prune: true, selfHeal: true }, retry: { limit: 5 } } },
});
const flux = (apiVersion: string, kind: string, name: string): object => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'lab' },
  spec: { interval: '10m' },
});
const until = async (what: string, found: () => Promise<boolean>): Promise<void> => {
  for (let tries = 0; tries < 400; tries += 1) {
    if (await found()) return;
    await sleep(250);
  }
  assert.fail(`${what} did not happen within 100 s`);
};
const jobsOf = async (name: string): Promise<readonly string[]> =>
  listAt(await lab().get(`${NS}/jobs`), 'items').flatMap((one) => {
    const metadata = objectAt(one, 'metadata');
    return listAt(metadata, 'ownerReferences').some((owner) => textAt(owner, 'name') === name)
      ? (textAt(metadata, 'name') ?? [])
      : [];
  });
interface Logged {
  readonly verb: string;
  readonly requestURI: string;
  readonly user: { readonly username: string };
  readonly objectRef?: { readonly resource?: string; readonly subresource?: string; readonly apiGroup?: string };
  readonly responseStatus?: { readonly code?: number };
}
const audit = (): Logged[] =>
  readFileSync(lab().cluster.auditLog, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Logged); // The API server's own lines.

const cli = (
  args: readonly string[],
): { readonly code: number | null; readonly errors: string; readonly output: string } => {
  const bin = join(import.meta.dirname, '..', '..', 'bin', 'cronwarden.js');
  const { status, stderr, stdout } = spawnSync(process.execPath, [bin, 'respond', ...args], {
    cwd: lab().folder,
    encoding: 'utf8',
    env: { ...process.env, INIT_CWD: undefined },
  });
  return { code: status, errors: stderr, output: stdout };
};
const target = (kubeconfig: string): readonly string[] => [
  ...[
    '--kubeconfig',
    kubeconfig,
    '--context',
    'cronwarden',
    '--cluster',
    'lab',
    '--cluster-uid',
    lab().identity.uid,
    '--yes',
  ],
];

/** One response in this process. */
const respond = async (name: string, change: Partial<RunOptions>): Promise<RunReport> => {
  const finding = await lab().finding(name);
  const subject = subjectOf(finding, 'lab');
  assert.ok(subject);
  const file = join(lab().folder, `${name}.journal.jsonl`);
  const journal = openJournal(file);
  try {
    return await run({
      ...{
        finding,
        subject,
        playbook: shipped(),
        cluster: lab().identity,
        argocdNamespace: 'argocd',
        waive: [],
        say: () => undefined,
      },
      ...{ through: 'contain', roles: ROLES, irreversible: false, watchMs: 0, waitMs: 20_000 },
      ...{ api: await lab().api(), journal, evidence: openEvidence(file), ...change },
    });
  } finally {
    journal.close();
  }
};

test('contained: no Job in the next two ticks, the owner paused first, all saved before; undo restores byte for byte', async () => {
  const metadata = { annotations: { 'argocd.argoproj.io/tracking-id': 'storefront:batch/CronJob:lab/tick' } };
  await lab().apply([account('worker'), application('storefront'), cronJob({ name: 'tick', metadata })]);
  await until('a run', async () => (await jobsOf('tick')).length > 0);
  const [first = ''] = await jobsOf('tick');
  const paths = [
    `${NS}/cronjobs/tick`,
    `${NS}/jobs/${first}`,
    '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/storefront',
    '/api/v1/nodes/node-a',
  ];
  const beforehand = await Promise.all(paths.map((path) => lab().get(path)));
  const { id } = await lab().finding('tick');
  const config = await lab().configOf(['containment', 'node']);
  const log = lab().cluster.auditLog;
  const plan = cli(['plan', id, log, '--cluster', 'lab']);
  assert.match(plan.output, /Pause the Argo CD Application/, plan.errors);
  const wrong = cli(['run', id, log, ...target(config), '--cluster-uid', '11111111-2222-3333-4444-555555555555']);
  assert.match(wrong.errors, /this is not cluster lab/);
  assert.notEqual(wrong.code, 0);
  const ran = cli(['run', id, log, ...target(config)]);
  assert.equal(ran.code, 0, ran.errors);
  const known = await jobsOf('tick');
  const own = audit().filter(({ user }) => user.username.includes('responder-collector-containment'));
  const at = (verb: string, path: string): number =>
    own.findIndex((one) => one.verb === verb && one.requestURI.startsWith(path) && !one.requestURI.includes('dryRun'));
  const [cronPath = '', jobPath = '', appPath = ''] = paths;
  assert.ok(at('patch', appPath) > 0 && at('patch', appPath) < at('patch', cronPath), 'the owner first');
  assert.ok(at('get', cronPath) < at('patch', appPath), 'the object is saved before anything is changed');
  assert.ok(
    own.findIndex(({ verb, requestURI }) => verb === 'list' && requestURI.includes('/pods?')) < at('patch', jobPath),
  );
  assert.ok(existsSync(join(lab().folder, `cronwarden-${id.slice(0, 10)}.journal.evidence.zip`)));
  await until(
    'its pods to go',
    async () =>
      !listAt(await lab().get('/api/v1/namespaces/lab/pods'), 'items').some((one) =>
        (textAt(objectAt(one, 'metadata'), 'name') ?? '').startsWith(`${first}-`),
      ),
  );
  await sleep(125_000);
  assert.deepEqual(await jobsOf('tick'), known, 'two ticks went by');
  const again = cli(['run', id, log, ...target(config), '--watch', '1']);
  assert.equal(again.code, 0, again.errors);

  const refused = cli(['undo', id, log, ...target(config)]);
  assert.match(refused.errors, /The finding is open/);
  const undone = cli(['undo', id, log, ...target(config), '--closed', 'a test']);
  assert.equal(undone.code, 0, undone.errors);
  const [, missed = ''] = /as Job (tick-\d+)/.exec(undone.errors) ?? [];
  assert.notEqual(missed, '', undone.errors);
  for (const [index, path] of paths.entries())
    assert.deepEqual(lasting(await lab().get(path)), lasting(beforehand[index]), path);
  assert.deepEqual(listAt(await lab().get('/apis/networking.k8s.io/v1/namespaces/lab/networkpolicies'), 'items'), []);
  await until(`the missed run ${missed}`, async () => (await jobsOf('tick')).includes(missed));
  await lab().cluster.kubectl('admin', ['delete', 'cronjob', 'tick', '-n', 'lab']);
});

test('logs that no kubelet gives hold back the stop of what runs, until they are given up by name', async () => {
  await lab().apply([cronJob({ name: 'runs', pending: false, schedule: '0 0 1 1 *' })]);
  const parent = await lab().get(`${NS}/cronjobs/runs`);
  await lab().apply([jobOf(parent, cronJob({ name: 'runs', pending: false }), 'runs-1')]);
  await until('a container that runs', async () =>
    listAt(await lab().get('/api/v1/namespaces/lab/pods'), 'items').some(
      (one) =>
        (textAt(objectAt(one, 'metadata'), 'name') ?? '').startsWith('runs-1-') &&
        textAt(objectAt(one, 'status'), 'phase') === 'Running',
    ),
  );
  const held = await respond('runs', {});
  assert.equal(held.stoppedAt?.step, 'suspend-jobs');
  assert.match(held.stoppedAt?.says ?? '', /--waive logs/);
  const stopped = await respond('runs', { waive: ['logs'] });
  assert.equal(stopped.state, 'complete', JSON.stringify(stopped.stoppedAt));
  await until(
    'its pods to go',
    async () =>
      !listAt(await lab().get('/api/v1/namespaces/lab/pods'), 'items').some((one) =>
        (textAt(objectAt(one, 'metadata'), 'name') ?? '').startsWith('runs-1-'),
      ),
  );
});

test("eradicated: the service account's tokens are refused, the object and its pods are gone, blocked from coming back", async () => {
  const doomed = cronJob({ name: 'doomed', account: 'thief', schedule: '0 0 1 1 *' });
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'kubernetes.io/service-account-token',
    metadata: { name: 'thief-token', namespace: 'lab', annotations: { 'kubernetes.io/service-account.name': 'thief' } },
  };
  await lab().apply([account('thief'), doomed, secret]);
  await lab().apply([jobOf(await lab().get(`${NS}/cronjobs/doomed`), doomed, 'doomed-1')]);
  await until(
    'a legacy token',
    async () =>
      textAt(objectAt(await lab().get('/api/v1/namespaces/lab/secrets/thief-token'), 'data'), 'token') !== null,
  );
  const legacy = textAt(objectAt(await lab().get('/api/v1/namespaces/lab/secrets/thief-token'), 'data'), 'token') ?? '';
  const tokens = [await tokenOf(lab().cluster, 'lab', 'thief'), Buffer.from(legacy, 'base64').toString('utf8')];
  const nobody = lab().cluster.client('anonymous');
  const codes = async (): Promise<readonly number[]> =>
    Promise.all(
      tokens.map(
        async (token) =>
          (await nobody.ask({ path: '/api/v1/namespaces/lab/pods', headers: { authorization: `Bearer ${token}` } }))
            .status,
      ),
    );
  assert.deepEqual(await codes(), [403, 403], 'known to the server, without rights');
  const report = await respond('doomed', { through: 'eradicate', irreversible: true });
  assert.equal(report.state, 'complete', JSON.stringify(report.stoppedAt));
  await until('the tokens to be refused', async () => (await codes()).every((code) => code === 401));
  assert.ok(await lab().get('/api/v1/namespaces/lab/serviceaccounts/thief'), 'the account is there again');
  assert.equal(await lab().get(`${NS}/cronjobs/doomed`), null);
  assert.deepEqual(await jobsOf('doomed'), []);
  const kept = readFileSync(join(lab().folder, 'doomed.journal.jsonl'), 'utf8');
  for (const token of [...tokens, legacy]) assert.ok(!kept.includes(token));
  await until('a refusal by the policy', async () => {
    const back = await lab().cluster.kubectl(
      'admin',
      ['create', '--dry-run=server', '-f', '-'],
      JSON.stringify(doomed),
    );
    return back.code !== 0 && /refused after finding/.test(back.errors);
  });
  const other = cronJob({ name: 'other', schedule: '0 0 1 1 *' });
  const allowed = await lab().cluster.kubectl(
    'admin',
    ['create', '--dry-run=server', '-f', '-'],
    JSON.stringify(other).replaceAll('busybox:1.37', 'example.com/other:1'),
  );
  assert.equal(allowed.code, 0, allowed.errors);
  // The block is reversible; what was deleted is not, and is said to stay.
  const journal = openJournal(join(lab().folder, 'doomed.journal.jsonl'));
  try {
    const back = await undo({
      ...{ api: await lab().api(), journal, cluster: lab().identity, finding: (await lab().finding('doomed')).id },
      ...{ force: true, closed: null, waitMs: 20_000, now: Date.now, say: () => undefined },
    });
    assert.ok(back.undone.some((one) => one.startsWith('block-images')));
    assert.ok(back.stays.some((one) => one.includes('delete-object')));
  } finally {
    journal.close();
  }
});

test('the script as it is changes nothing; applied it contains, and told so it deletes', async () => {
  const object = cronJob({ name: 'scripted', account: 'scripted', schedule: '0 0 1 1 *' });
  await lab().apply([account('scripted'), object]);
  await lab().apply([jobOf(await lab().get(`${NS}/cronjobs/scripted`), object, 'scripted-1')]);
  const paths = [`${NS}/cronjobs/scripted`, `${NS}/jobs/scripted-1`, '/api/v1/namespaces/lab/serviceaccounts/scripted'];
  const now = async (): Promise<readonly unknown[]> =>
    (await Promise.all(paths.map((path) => lab().get(path)))).map(lasting);
  const beforehand = await now();
  const { id } = await lab().finding('scripted');
  const made = cli([
    'script',
    id,
    lab().cluster.auditLog,
    '--cluster',
    'lab',
    '--context',
    lab().adminContext,
    '--cluster-uid',
    lab().identity.uid,
  ]);
  assert.equal(made.code, 0, made.errors);
  const script = (
    environment: Readonly<Record<string, string>>,
  ): { readonly status: number | null; readonly stderr: string } =>
    spawnSync('bash', ['-s'], {
      input: made.output,
      encoding: 'utf8',
      cwd: lab().folder,
      env: {
        PATH: `${dirname(lab().cluster.binaries.path('kubectl'))}:${process.env.PATH}`,
        KUBECONFIG: lab().adminConfig,
        HOME: lab().folder,
        ...environment,
      },
    });
  const asItIs = script({ IRREVERSIBLE: 'yes', PHASES: 'contain revoke block eradicate' });
  assert.equal(asItIs.status, 0, asItIs.stderr);
  assert.deepEqual(await now(), beforehand, 'every change was only tried');
  const contained = script({ APPLY: 'yes' });
  assert.equal(contained.status, 0, contained.stderr);
  const [suspended, stopped, kept] = await now();
  assert.equal(objectAt(suspended, 'spec')?.suspend, true);
  assert.equal(objectAt(stopped, 'spec')?.suspend, true);
  assert.deepEqual(kept, beforehand[2]);
  const deleted = script({ APPLY: 'yes', IRREVERSIBLE: 'yes', PHASES: 'contain eradicate' });
  assert.equal(deleted.status, 0, deleted.stderr);
  await until('the object to be gone', async () => (await lab().get(paths[0] ?? '')) === null);
});

class Killed extends Error {}
const dyingAt = (api: Api, nth: number, heard: boolean): Api & { readonly asked: () => number } => {
  let asked = 0;
  return {
    server: api.server,
    asked: () => asked,
    ask: async (request) => {
      asked += 1;
      if (asked === nth && heard) throw new Killed();
      const answer = await api.ask(request);
      if (asked === nth) throw new Killed();
      return answer;
    },
  };
};

test('killed at every request in turn, the journal is right and a second run finishes', async () => {
  const full = { through: 'eradicate', irreversible: true } as const;
  const prepare = async (name: string): Promise<void> => {
    const object = cronJob({ name, account: name, schedule: '0 0 1 1 *' });
    await lab().apply([account(name), object]);
    await lab().apply([jobOf(await lab().get(`${NS}/cronjobs/${name}`), object, `${name}-1`)]);
  };
  // A policy holds for a moment after it was deleted.
  const clean = async (): Promise<void> => {
    for (const kind of ['validatingadmissionpolicybindings', 'validatingadmissionpolicies'])
      await lab().cluster.kubectl('admin', ['delete', kind, '--all']);
    const probe = JSON.stringify(cronJob({ name: 'probe', schedule: '0 0 1 1 *' }));
    await until('the policy to hold no more', async () => {
      const answer = await lab().cluster.kubectl('admin', ['create', '--dry-run=server', '-f', '-'], probe);
      return answer.code === 0;
    });
  };
  await prepare('kill-0');
  const counting = dyingAt(await lab().api(), Number.POSITIVE_INFINITY, true);
  const whole = await respond('kill-0', { ...full, api: counting });
  assert.equal(whole.state, 'complete', JSON.stringify(whole.stoppedAt));
  const total = counting.asked();
  assert.ok(total > 40, `${total} requests`);
  await clean();
  for (let nth = 1; nth <= total - 4; nth += 1) {
    const name = `kill-${nth}`;
    await prepare(name);
    // Odd ones die before anything is sent, even ones after the server did it and nobody heard.
    const api = dyingAt(await lab().api(), nth, nth % 2 === 1);
    await assert.rejects(respond(name, { ...full, api }), Killed, name);
    const report = await respond(name, full);
    assert.equal(report.state, 'complete', `${name}: ${JSON.stringify(report.stoppedAt)}`);
    const entries = readJournal(join(lab().folder, `${name}.journal.jsonl`));
    assert.deepEqual(unfinishedOf(entries), []);
    const outcomes = entries.flatMap((one) => (one.kind === 'change' ? [`${one.step} ${one.outcome}`] : []));
    assert.deepEqual(
      outcomes,
      [
        'suspend-cronjob changed',
        'isolate-pods created',
        'suspend-jobs changed',
        'delete-service-account deleted',
        'recreate-service-account created',
        'block-images created',
        'block-images-binding created',
        'delete-object deleted',
      ],
      name,
    );
    assert.equal(await lab().get(`${NS}/cronjobs/${name}`), null);
    await clean();
  }
});

test('with each shipped role its steps succeed and every other is refused; no right is left unused', async () => {
  await until('the policy to hold no more', async () => {
    const probe = JSON.stringify(cronJob({ name: 'probe', schedule: '0 0 1 1 *' }));
    return (await lab().cluster.kubectl('admin', ['create', '--dry-run=server', '-f', '-'], probe)).code === 0;
  });
  const objects: readonly (readonly [string, object])[] = [
    ['role-job', {}],
    ['role-argocd', { annotations: { 'argocd.argoproj.io/tracking-id': 'roles:batch/CronJob:lab/role-argocd' } }],
    [
      'role-flux',
      { labels: { 'kustomize.toolkit.fluxcd.io/name': 'roles', 'kustomize.toolkit.fluxcd.io/namespace': 'lab' } },
    ],
    ['role-release', { labels: { 'helm.toolkit.fluxcd.io/name': 'roles', 'helm.toolkit.fluxcd.io/namespace': 'lab' } }],
  ];
  const anybody = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'system:anonymous' }],
  };
  await lab().apply([
    application('roles'),
    flux('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', 'roles'),
    flux('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'roles'),
  ]);
  await lab().cluster.kubectl('admin', ['uncordon', 'node-a']);
  const configs = new Map<Role, string>();
  for (const role of ROLES) configs.set(role, await lab().configOf([role]));
  for (const [name, metadata] of objects) {
    await lab().apply([{ ...anybody, metadata: { name: `anybody-${name}` } }, account(name)]);
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      type: 'kubernetes.io/service-account-token',
      metadata: { name, namespace: 'lab', annotations: { 'kubernetes.io/service-account.name': name } },
    };
    const config = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace: 'lab' },
      data: { key: 'value' },
    };
    const object = cronJob({ name, account: name, schedule: '0 0 1 1 *', metadata, pending: false });
    const text = JSON.stringify(object).replace(
      '"containers"',
      `"volumes":[{"name":"v","configMap":{"name":"${name}"}}],"containers"`,
    );
    const parsed = JSON.parse(text) as object; // It was an object.
    const isJob = name === 'role-job';
    await lab().apply([secret, config, ...(isJob ? [] : [parsed])]);
    const parent = isJob ? null : await lab().get(`${NS}/cronjobs/${name}`);
    await lab().apply([jobOf(parent, parsed, isJob ? name : `${name}-1`)]);
    const podPrefix = isJob ? `${name}-` : `${name}-1-`;
    await until('a pod on the node', async () =>
      listAt(await lab().get('/api/v1/namespaces/lab/pods'), 'items').some(
        (one) =>
          (textAt(objectAt(one, 'metadata'), 'name') ?? '').startsWith(podPrefix) &&
          textAt(objectAt(one, 'status'), 'phase') === 'Running',
      ),
    );
    const found = await lab().finding(name);
    const anonymous = { ...found, actor: { ...found.actor, kind: 'anonymous' as const } };
    const carryOut = async (role: Role): Promise<void> => {
      const kubeconfig = configs.get(role);
      assert.ok(kubeconfig);
      const report = await respond(name, {
        finding: anonymous,
        roles: [role],
        api: await lab().api(kubeconfig),
        through: 'eradicate',
        irreversible: true,
        waive: ['logs'],
      });
      assert.equal(report.state, 'complete', `${name} ${role}: ${JSON.stringify(report.stoppedAt)}`);
    };
    for (const role of ['collector', 'containment', 'node', 'block'] as const) await carryOut(role);
    // Undo with the same rights, each its own part. A policy holds for a moment after it was deleted; undo is repeated then.
    for (const role of ['block', 'node', 'containment'] as const) {
      const steps = new Set(
        shipped()
          .steps.filter((step) => step.role === role)
          .map(({ id }) => id),
      );
      await until(`${name} ${role} to be undone`, async () => {
        const journal = openJournal(join(lab().folder, `${name}.journal.jsonl`));
        try {
          const entries = journal.entries.filter(
            (one) => one.kind === 'begin' || !('step' in one) || steps.has(one.step),
          );
          const back = await undo({
            ...{ api: await lab().api(configs.get(role)), journal: { ...journal, entries }, cluster: lab().identity },
            ...{ finding: found.id, force: true, closed: null, waitMs: 20_000, now: Date.now, say: () => undefined },
          });
          return back.state === 'complete';
        } finally {
          journal.close();
        }
      });
    }
    // Last, since what is deleted cannot be put back.
    await carryOut('eradication');
  }

  const log = audit();
  for (const role of ROLES) {
    const user = `system:serviceaccount:lab:responder-collector-${role}`;
    const used = new Set(
      log
        .filter(
          (one) =>
            one.user.username === user && (one.responseStatus?.code ?? 500) < 500 && one.responseStatus?.code !== 403,
        )
        .map(
          ({ verb, objectRef: ref }) =>
            `${ref?.apiGroup ?? ''} ${ref?.resource}${ref?.subresource ? `/${ref.subresource}` : ''} ${verb}`,
        ),
    );
    for (const { apiGroups, resources, verbs } of rulesOf(shipped(), role)) {
      for (const resource of resources) {
        for (const verb of verbs) {
          // Our nodes have no log to give: the request is let through, and ends at the node.
          if (resource === 'pods/log') continue;
          assert.ok(used.has(`${apiGroups[0]} ${resource} ${verb}`), `${role} never used ${verb} ${resource}`);
        }
      }
    }
    const refused = log.filter((one) => one.user.username === user && one.responseStatus?.code === 403);
    assert.deepEqual(refused, [], `${role} lacks a right`);
  }

  // Alone, without the collector: whatever changes something in another role is refused.
  const finding = await lab().finding('role-argocd');
  const subject = subjectOf(finding, 'lab');
  assert.ok(subject);
  const member = {
    name: 'some',
    namespace: 'lab',
    uid: '1',
    resourceVersion: '1',
    saved: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'some', namespace: 'lab' } },
  };
  for (const role of ROLES) {
    const api = await lab().api(await lab().configOf([role], []));
    for (const step of shipped().steps) {
      if (
        step.request === undefined ||
        (step.request.method === 'GET' && step.role === 'collector' && role !== 'collector')
      )
        continue;
      if (step.role === role) continue;
      const request = requestFor(
        step.request,
        lookupFor(subject, { object: null, serviceAccount: null }, member),
        member,
      );
      const { status } = await api.ask(request.method === 'GET' ? request : dryRunOf(request));
      assert.equal(status, 403, `${role} may do ${step.id} of ${step.role}`);
    }
  }
});
