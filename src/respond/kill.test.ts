import assert from 'node:assert/strict';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { lasting } from '../playbook/merge.ts';
import type { Api } from './api.ts';
import { openJournal, readJournal } from './journal.ts';
import type { RunReport } from './run.ts';
import { openScene, QUICK, type Scene } from './testing/scene.ts';
import type { Trouble } from './testing/stand-in.ts';
import { unfinishedOf } from './undo.ts';

class Killed extends Error {}
const FULL = { through: 'eradicate', irreversible: true } as const;
const fileOf = (scene: Scene): string => join(scene.folder, 'case.journal.jsonl');
/** What the cluster holds, without uids of what was made there: they are new each time. */
const stateOf = (scene: Scene): string =>
  JSON.stringify([...scene.standIn.objects].map(([path, object]) => [path, lasting(object)]).sort()).replaceAll(
    /"uid":"uid-\d+"/g,
    '"uid":"new"',
  );

/** An API that is gone at the nth request: before it was sent, or after the server did it and before anybody heard. */
const dyingAt = (api: Api, nth: number, when: 'before' | 'after'): Api & { count: () => number } => {
  let asked = 0;
  return {
    server: api.server,
    count: () => asked,
    ask: async (request) => {
      asked += 1;
      if (asked === nth && when === 'before') throw new Killed();
      const answer = await api.ask(request);
      if (asked === nth) throw new Killed();
      return answer;
    },
  };
};

const whole = await openScene();
const counting = dyingAt(await whole.api(), Number.POSITIVE_INFINITY, 'before');
const wholeReport = await whole.run({ ...FULL, api: counting });
const [requests, expected] = [counting.count(), stateOf(whole)];
const lines = readJournal(fileOf(whole)).length;
await whole.close();

const assertFinished = (scene: Scene, report: RunReport): void => {
  assert.equal(report.state, 'complete', scene.said.join('\n'));
  assert.equal(stateOf(scene), expected);
  const entries = readJournal(fileOf(scene));
  assert.deepEqual(unfinishedOf(entries), []);
  const changes = entries.flatMap((one) => (one.kind === 'change' ? [one.key] : []));
  assert.equal(new Set(changes).size, changes.length, 'nothing is done twice');
};

test('the whole response is long enough to be cut', () => {
  assert.equal(wholeReport.state, 'complete');
  assert.ok(requests > 40 && lines > 40, `${requests} requests, ${lines} lines`);
});

for (const when of ['before', 'after'] as const) {
  test(`killed ${when} each request in turn, a second run finishes, and the journal says what was done`, async () => {
    for (let nth = 1; nth <= requests; nth += 1) {
      const scene = await openScene();
      try {
        await assert.rejects(scene.run({ ...FULL, api: dyingAt(await scene.api(), nth, when) }), Killed);
        const sent = scene.standIn.asked.findLast(({ method, dryRun }) => method !== 'GET' && !dryRun);
        if (sent !== undefined) {
          const entries = readJournal(fileOf(scene));
          // Whatever reached the server was written down before.
          assert.ok(
            entries.some((one) => one.kind === 'intent' && sent.path === one.request.path),
            `${nth}: ${sent.path}`,
          );
        }
        assertFinished(scene, await scene.run(FULL));
      } finally {
        await scene.close();
      }
    }
  });
}

test('killed at each line of the journal, in the middle of it or behind it, a second run finishes', async () => {
  for (let nth = 2; nth <= lines; nth += 5) {
    for (const torn of [false, true]) {
      const scene = await openScene();
      try {
        const journal = openJournal(fileOf(scene), QUICK);
        let written = 0;
        const dying = {
          ...journal,
          write: (entry: Parameters<typeof journal.write>[0]) => {
            written += 1;
            if (written === nth && torn) {
              appendFileSync(fileOf(scene), JSON.stringify(entry).slice(0, 25));
              throw new Killed();
            }
            journal.write(entry);
            if (written === nth) throw new Killed();
          },
        };
        await assert.rejects(scene.run({ ...FULL, journal: dying }), Killed);
        assertFinished(scene, await scene.run(FULL));
        assert.ok(readFileSync(fileOf(scene), 'utf8').endsWith('\n'));
      } finally {
        await scene.close();
      }
    }
  }
});

/** Every trouble of the server, at its first request of each kind. */
const troubles: readonly (readonly [Trouble, RegExp])[] = [
  ['refuse', /403.*no rights/],
  ['hang', /no whole answer/],
  ['die-before', /no whole answer/],
  ['die-after', /no whole answer/],
  ['half', /no whole answer/],
  ['gateway', /504/],
];
for (const [trouble, says] of troubles) {
  for (const method of ['GET', 'PATCH', 'POST', 'DELETE']) {
    test(`a server that does "${trouble}" to a ${method}: a plain error, and the same command again finishes`, async () => {
      const scene = await openScene();
      try {
        let once = true;
        scene.standIn.trouble = (one) => {
          // The proof of the cluster comes first and is refused as a whole; the log may fail without stopping.
          if (
            !once ||
            one.method !== method ||
            one.dryRun ||
            one.path.includes('kube-system') ||
            one.path.includes('/log')
          )
            return undefined;
          if (
            one.path === '/apis/batch/v1/namespaces/shop/cronjobs/tick' &&
            method === 'GET' &&
            scene.standIn.asked.length < 3
          )
            return undefined;
          once = false;
          return trouble;
        };
        const first = await scene.run({ ...FULL, api: await scene.api(300) });
        assert.equal(first.state, 'stopped');
        assert.match(first.stoppedAt?.says ?? '', says);
        assert.ok(readJournal(fileOf(scene)).some((one) => one.kind === 'failed'));
        assertFinished(scene, await scene.run(FULL));
      } finally {
        await scene.close();
      }
    });
  }
}

test('a server that sends no JSON is said so', async () => {
  const scene = await openScene();
  try {
    scene.standIn.trouble = ({ path }) => (path.includes('/jobs?') ? 'not-json' : undefined);
    const report = await scene.run();
    assert.match(report.stoppedAt?.says ?? '', /no list/);
  } finally {
    await scene.close();
  }
});

test('two runs do not write to one journal, and the lock of a dead process is no lock', async () => {
  const scene = await openScene();
  try {
    const journal = openJournal(fileOf(scene));
    assert.throws(() => openJournal(fileOf(scene)), /writes to this journal/);
    journal.close();
    appendFileSync(`${fileOf(scene)}.lock`, '999999999');
    assert.equal((await scene.run()).state, 'complete');
  } finally {
    await scene.close();
  }
});
