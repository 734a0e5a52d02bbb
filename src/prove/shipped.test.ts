import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { readAtomics, shippedAtomics } from '../drill/folder.ts';
import { idOf } from '../emulate/atomic.ts';
import { matrixOf } from './matrix.ts';
import { robustness } from './mutate.ts';
import type { Played } from './played.ts';
import { type Proved, prove } from './prove.ts';
import { readRecording, shippedRecording } from './recording.ts';

const atomics = readAtomics(shippedAtomics()).flatMap((file) => file.atomics);
let played: readonly Played[] = [];
let proved: readonly Proved[] = [];
before(async () => {
  ({ played } = await readRecording(shippedRecording()));
  proved = await prove({ atomics, played, envelopes: 'typical' });
});

test('every test and every twin is in the recording: when one was added, npm run record -- atomics', () => {
  const names = (all: readonly string[]): readonly string[] => [...all].sort();
  assert.deepEqual(
    names(played.map(({ test: id, variant }) => `${id} ${variant}`)),
    names(atomics.flatMap((atomic) => [`${idOf(atomic)} attack`, `${idOf(atomic)} twin`])),
  );
});

test('each is found as expected and its twin is quiet, at every level and in an envelope of each kind', () => {
  assert.deepEqual(
    proved.flatMap(({ test: id, variant, level, envelope, problems }) =>
      problems.map((problem) => `${id}, ${variant}, ${level}, ${envelope}: ${problem}`),
    ),
    [],
  );
});

test('with the body logged everything of which something is to be found is detected; without, the write is seen', () => {
  for (const { test: id, atomic, attack } of matrixOf(atomics, proved)) {
    const isQuiet = atomic.expectation?.expects.length === 0;
    const seen = isQuiet ? 'quiet' : 'detected';
    assert.equal(attack.get('RequestResponse')?.verdict, seen, id);
    assert.equal(attack.get('Request')?.verdict, seen, id);
    assert.equal(attack.get('Metadata')?.verdict, isQuiet ? 'quiet' : 'partly', id);
  }
});

/** An act that stands in the manifest is none of these; one that only the image holds cannot be told from another image. */
const BY_IMAGE = 'an image of a private registry';

test('no disguise loses a detection, but another image where nothing but the image tells', () => {
  const lost = robustness(atomics, played).flatMap(({ test: id, changes }) =>
    changes.filter(({ kind, holds }) => kind === 'disguise' && !holds).map(({ change }) => ({ id, change })),
  );
  for (const { id, change } of lost) {
    assert.equal(change, BY_IMAGE, id);
    const { indicators = [] } = atomics.find((one) => idOf(one) === id)?.expectation?.expects[0] ?? {};
    const command = readsCommand(played, id);
    assert.ok(!command || indicators.every((one) => !one.startsWith('command.')), `${id}: ${indicators.join(', ')}`);
  }
});

/** Whether the test's manifests name a command: `args` alone are read by what the image is known to start. */
const readsCommand = (runs: readonly Played[], id: string): boolean =>
  runs.some((run) => run.test === id && run.variant === 'attack' && JSON.stringify(run.events).includes('"command":['));
