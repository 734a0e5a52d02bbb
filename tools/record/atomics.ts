import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readAtomics, shippedAtomics } from '../../src/drill/folder.ts';
import { startJournal } from '../../src/drill/journal.ts';
import { leftovers } from '../../src/drill/leftovers.ts';
import { type Chosen, runAtomic } from '../../src/drill/run.ts';
import { openTarget } from '../../src/drill/target.ts';
import { type Identity, idOf, type Variant } from '../../src/emulate/atomic.ts';
import type { Play } from '../../src/prove/played.ts';
import { kubeconfigOf } from '../cluster/parts.ts';
import type { PersonName } from '../cluster/people.ts';
import type { Scenario } from './scenario.ts';
import type { Stage } from './stage.ts';

const NAMESPACE = 'cronwarden-atomics';
/** Who runs the tests of an identity; a token of a pod is asked for by whoever may do everything. */
const PEOPLE: Readonly<Record<Identity, PersonName>> = {
  admin: 'admin',
  developer: 'developer',
  ci: 'ci',
  'pod-token': 'admin',
  anonymous: 'developer',
  impersonation: 'impersonator',
};

/** Every atomic test and its twin, one after the other, each under a run id of its own. */
export const atomics: Scenario = {
  name: 'atomics',
  about: 'Every atomic test and its harmless twin, run by the people that they name, each cleaned up before the next.',
  run: async (stage) => {
    await prepare(stage);
    const folder = mkdtempSync(join(tmpdir(), 'cronwarden-record-atomics-'));
    const plays: Play[] = [];
    try {
      const files = readAtomics(shippedAtomics());
      const chosen = files.flatMap((file) =>
        file.atomics.flatMap((atomic) =>
          (['attack', 'twin'] as const).map((variant: Variant): Chosen => ({ file, atomic, variant })),
        ),
      );
      for (const one of chosen) plays.push(await playOne(stage, one, folder));
      await asUpstream(stage);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    stage.runs.push(...plays);
  },
};

/** The namespace, and the rights in it of those who run tests there. */
const prepare = async (stage: Stage): Promise<void> => {
  await stage.kubectl('admin', `create namespace ${NAMESPACE}`);
  await stage.kubectl('admin', `create rolebinding developers --clusterrole=admin --group=developers -n ${NAMESPACE}`);
  await stage.kubectl('admin', `create rolebinding ci --clusterrole=admin --group=ci -n ${NAMESPACE}`);
};

const playOne = async (stage: Stage, chosen: Chosen, folder: string): Promise<Play> => {
  const { atomic, variant } = chosen;
  const test = idOf(atomic);
  const runId = `${(atomic.guid ?? '').slice(0, 8)}${variant === 'twin' ? '-twin' : ''}`;
  const contextOf = (person: PersonName): string => person;
  const person = PEOPLE[atomic.expectation?.identity ?? 'admin'];
  const names = [...new Set<PersonName>(['admin', person])];
  const target = openTarget({
    context: contextOf('admin'),
    contexts: [contextOf(person)],
    runId,
    kubectl: stage.cluster.binaries.path('kubectl'),
    kubeconfig: names.map((name) => kubeconfigOf(stage.cluster.folder, name)).join(delimiter),
  });
  try {
    const journal = startJournal(join(folder, `${runId}.jsonl`), {
      journal: 'cronwarden.atomics/v1',
      at: new Date().toISOString(),
      runId,
      context: 'admin',
      server: target.server,
      namespace: NAMESPACE,
      kubectl: target.kubectl,
    });
    const ran = await runAtomic(chosen, {
      target,
      journal,
      runId,
      namespace: NAMESPACE,
      contextOf: () => contextOf(person),
      settleMs: 600,
    });
    const wanted = atomic.expectation?.outcome === 'refused' ? 'refused' : 'ran';
    stage.tell(
      person,
      `atomic ${test}${variant === 'twin' ? ' (twin)' : ''}`,
      wanted === ran.state && ran.isClean,
      ran.says || ran.state,
    );
    const left = await leftovers(target, runId, 20_000);
    stage.tell(
      'admin',
      `nothing is left of ${test} (${variant})`,
      left.length === 0,
      left.map(({ resource, name }) => `${resource} ${name}`).join(', '),
    );
  } finally {
    target.close();
  }
  await sleep(300);
  return { test, variant, runId };
};

/** The acts of the public set's two tests as they stand: a list, and a write in a version that is gone. */
const asUpstream = async (stage: Stage): Promise<void> => {
  await stage.kubectl('developer', `get cronjobs -n ${NAMESPACE}`);
  const path = `/apis/batch/v1beta1/namespaces/${NAMESPACE}/cronjobs`;
  const body = {
    apiVersion: 'batch/v1beta1',
    kind: 'CronJob',
    metadata: { name: 'art' },
    spec: { schedule: '*/1 * * * *' },
  };
  await stage.ask(
    'developer',
    { method: 'POST', path, body, userAgent: 'kubectl/v1.36.3 (linux/amd64) kubernetes/0000000' },
    'refused',
  );
};
