import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { lasting } from '../playbook/merge.ts';
import { type Entry, readJournal } from './journal.ts';
import { openScene, PATHS, type Scene, SECRET_VALUE } from './testing/scene.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

const journal = (): readonly Entry[] => readJournal(join(scene.folder, 'case.journal.jsonl'));
const evidence = (): string => {
  const folder = join(scene.folder, 'case.journal.evidence');
  return readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
};
const spec = (path: string): Record<string, unknown> =>
  (scene.standIn.objects.get(path)?.spec ?? {}) as Record<string, unknown>;
/** Places of the changes that took effect, in their order. */
const changes = (): readonly string[] =>
  scene.standIn.asked
    .filter(({ method, dryRun }) => method !== 'GET' && !dryRun)
    .map(({ method, path }) => `${method} ${path.split('?')[0]}`);

test('it saves first, pauses the owner, then suspends; each change is tried on the server before', async () => {
  const report = await scene.run();
  assert.equal(report.state, 'complete', scene.said.join('\n'));
  assert.deepEqual(report.failed, []);
  const policy = '/apis/networking.k8s.io/v1/namespaces/shop/networkpolicies';
  assert.deepEqual(changes(), [
    `PATCH ${PATHS.application}`,
    `PATCH ${PATHS.cronJob}`,
    `POST ${policy}`,
    `PATCH ${PATHS.job}`,
  ]);
  for (const [at, { method, path, dryRun }] of scene.standIn.asked.entries()) {
    if (method === 'GET' || dryRun) continue;
    assert.ok(
      scene.standIn.asked.slice(0, at).some((one) => one.dryRun && one.method === method && one.path.startsWith(path)),
      path,
    );
  }
  const logRead = scene.standIn.asked.findIndex(({ path }) => path.startsWith(`${PATHS.pod}/log`));
  const stopped = scene.standIn.asked.findIndex(({ method, path }) => method === 'PATCH' && path.startsWith(PATHS.job));
  assert.ok(logRead >= 0 && logRead < stopped);
  assert.equal(spec(PATHS.cronJob).suspend, true);
  assert.deepEqual(spec(PATHS.application).syncPolicy, { retry: { limit: 5 } });
  assert.equal(spec(PATHS.finished).suspend, undefined, 'a finished Job cannot be suspended');
  assert.equal(spec(PATHS.others).suspend, undefined, 'Jobs of others are left alone');
  assert.match(evidence(), /hello/);
  assert.doesNotMatch(evidence(), /backup-1/);
});

test('what it tells to do by hand names the cloud role of the account', async () => {
  const { byHand } = await scene.run();
  assert.match(
    byHand.find(({ id }) => id === 'cloud-sessions')?.text ?? '',
    /IRSA role arn:aws:iam::123456789012:role\/worker/,
  );
});

test('undo puts everything back as it was, last first, and the owner last of all', async () => {
  const before = new Map([...scene.standIn.objects].map(([path, object]) => [path, lasting(object)]));
  await scene.run();
  const open = await scene.undo();
  assert.equal(open.state, 'stopped');
  assert.match(open.stoppedAt?.says ?? '', /starts its pods again at once.*The finding is open/);
  const done = await scene.undo({ closed: 'benign: a test' });
  assert.equal(done.state, 'complete', scene.said.join('\n'));
  assert.deepEqual(
    done.undone.map((key) => key.split('/')[0]),
    ['suspend-jobs', 'isolate-pods', 'suspend-cronjob', 'pause-argocd'],
  );
  assert.deepEqual(done.differs, []);
  assert.deepEqual(new Map([...scene.standIn.objects].map(([path, object]) => [path, lasting(object)])), before);
  assert.ok(
    scene.said.some((one) => one.includes('its missed run of 2026-11-24T06:10:00.000Z at once, as Job tick-29925010')),
    scene.said.join('\n'),
  );
});

test('undo refuses what somebody changed since, and an object that was replaced', async () => {
  await scene.run();
  const application = scene.standIn.objects.get(PATHS.application) ?? {};
  scene.standIn.put(PATHS.application, {
    ...application,
    spec: { project: 'default', syncPolicy: { automated: { prune: false } } },
  });
  const report = await scene.undo({ closed: 'c' });
  assert.match(report.stoppedAt?.says ?? '', /somebody changed the same fields/);
  scene.standIn.put(PATHS.application, { ...application, metadata: { uid: 'another' } });
  assert.match((await scene.undo({ force: true })).stoppedAt?.says ?? '', /was replaced since/);
});

test('revoke and eradicate: the token and the account go, never a value of a Secret is kept', async () => {
  const report = await scene.run({ through: 'eradicate', irreversible: true });
  assert.equal(report.state, 'complete', scene.said.join('\n'));
  assert.equal(scene.standIn.objects.has(PATHS.token), false);
  assert.ok(scene.standIn.objects.has(PATHS.account));
  assert.doesNotMatch(JSON.stringify(scene.standIn.objects.get(PATHS.account)), /uid-of-worker/);
  assert.equal(scene.standIn.objects.has(PATHS.cronJob), false);
  for (const { method, path, body } of scene.standIn.asked) {
    if (method === 'DELETE')
      assert.match(
        JSON.stringify(body),
        /"propagationPolicy".*"preconditions":\{"uid":"[^"{]+","resourceVersion":"\d+"/,
        path,
      );
  }
  for (const { path, accept, method } of scene.standIn.asked) {
    if (method === 'GET' && path.includes('/secrets')) assert.match(accept, /PartialObjectMetadata/);
  }
  assert.ok(!`${JSON.stringify(journal())}${evidence()}`.includes(SECRET_VALUE));
  const undone = await scene.undo({ closed: 'c' });
  assert.ok(undone.stays.some((one) => one.includes('delete-object')));
});

test('a wiper is stopped before its logs are saved', async () => {
  const report = await scene.run({ parts: { indicators: ['command.data-destruction'] } });
  assert.equal(report.state, 'complete', scene.said.join('\n'));
  const order = scene.standIn.asked
    .filter(({ dryRun }) => !dryRun)
    .map(({ method, path }) => `${method} ${path.split('?')[0]}`);
  assert.ok(order.indexOf(`PATCH ${PATHS.job}`) < order.indexOf(`GET ${PATHS.pod}/log`));
  assert.ok(order.indexOf(`PATCH ${PATHS.application}`) < order.indexOf(`PATCH ${PATHS.cronJob}`));
});

test('logs that cannot be saved hold back what destroys them, until they are given up by name', async () => {
  scene.standIn.trouble = ({ path }) => (path.includes('/log') ? 'refuse' : undefined);
  const report = await scene.run();
  assert.equal(report.stoppedAt?.step, 'suspend-jobs');
  assert.match(report.stoppedAt?.says ?? '', /destroys logs.*403.*--waive logs/);
  assert.equal(spec(PATHS.job).suspend, undefined);
  const { length } = scene.standIn.asked.filter(({ path }) => path.includes('/log'));
  assert.equal((await scene.run({ waive: ['logs'] })).state, 'complete');
  assert.ok(scene.standIn.asked.filter(({ path }) => path.includes('/log')).length > length, 'they are tried again');
  assert.equal(spec(PATHS.job).suspend, true);
  assert.ok(journal().some((one) => one.kind === 'waived'));
});

test('a role does its own steps; the next one goes on in the same journal', async () => {
  const first = await scene.run({ roles: ['collector'] });
  assert.equal(first.state, 'complete');
  assert.deepEqual(changes(), []);
  assert.equal((await scene.run({ roles: ['collector', 'containment'] })).state, 'complete');
  assert.equal(spec(PATHS.job).suspend, true);
});

const refusals: Record<
  string,
  { readonly change: Parameters<Scene['run']>[0]; readonly says: RegExp; readonly prepare?: () => void }
> = {
  'another cluster': { change: { cluster: { name: 'harbour', uid: 'other' } }, says: /this is not cluster harbour/ },
  'an object that was replaced': { change: { parts: { uid: 'uid-before' } }, says: /was replaced since the finding/ },
  'an object whose uid was not logged and whose time does not fit': {
    change: { parts: { uid: null } },
    says: /say so: --uid uid-of-tick/,
    prepare: () =>
      scene.standIn.put(PATHS.cronJob, {
        ...scene.standIn.objects.get(PATHS.cronJob),
        metadata: { uid: 'uid-of-tick', creationTimestamp: '2026-11-25T06:00:00Z' },
      }),
  },
  'an object that is gone': {
    change: {},
    says: /is not there any more/,
    prepare: () => void scene.standIn.objects.delete(PATHS.cronJob),
  },
  'a name that no object has': { change: { parts: { name: '../secrets' } }, says: /no object can have the name/ },
  'no name': { change: { parts: { name: null } }, says: /names no object/ },
};
for (const [name, { change, says, prepare }] of Object.entries(refusals)) {
  test(`refused before anything is changed: ${name}`, async () => {
    prepare?.();
    await assert.rejects(scene.run(change), says);
    assert.deepEqual(changes(), []);
    assert.deepEqual(
      readdirSync(scene.folder).filter((file) => file.endsWith('.jsonl')),
      [],
      'no journal is left',
    );
  });
}

test('an object whose uid was not logged and whose time fits is the one', async () => {
  assert.equal((await scene.run({ parts: { uid: null } })).state, 'complete');
});

test('an object that is replaced while the response runs is refused', async () => {
  scene.standIn.after = ({ path }) => {
    if (path.startsWith(PATHS.application))
      scene.standIn.put(PATHS.cronJob, {
        ...scene.standIn.objects.get(PATHS.cronJob),
        metadata: { uid: 'uid-of-another' },
      });
  };
  const report = await scene.run();
  assert.equal(report.stoppedAt?.step, 'suspend-cronjob');
  assert.match(report.stoppedAt?.says ?? '', /was replaced in between/);
  assert.equal(spec(PATHS.cronJob).suspend, false);
});

test('a change in between is no obstacle: it is read again', async () => {
  let once = true;
  scene.standIn.trouble = ({ method, path, dryRun }) => {
    if (once && method === 'PATCH' && !dryRun && path.startsWith(PATHS.cronJob)) {
      once = false;
      scene.standIn.put(PATHS.cronJob, { ...scene.standIn.objects.get(PATHS.cronJob) });
    }
    return undefined;
  };
  assert.equal((await scene.run()).state, 'complete');
  assert.equal(spec(PATHS.cronJob).suspend, true);
});

test('an owner that puts it back at once is found out', async () => {
  scene.standIn.after = ({ path }) => {
    if (!path.startsWith(PATHS.cronJob)) return;
    const object = scene.standIn.objects.get(PATHS.cronJob) ?? {};
    scene.standIn.put(PATHS.cronJob, { ...object, spec: { ...(object.spec as object), suspend: false } });
  };
  const report = await scene.run();
  assert.equal(report.stoppedAt?.step, 'suspend-cronjob');
  assert.match(report.stoppedAt?.says ?? '', /something undoes it/);
});

test('another playbook or finding does not go on in the journal', async () => {
  await scene.run();
  const other = { ...(await import('../playbook/testing.ts')).shipped(), version: '9.9.9' };
  await assert.rejects(scene.run({ playbook: other }), /of another playbook/);
});
