import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { DrillFailure } from './failure.ts';
import { type Entry, type Head, leftIn, readJournal, startJournal } from './journal.ts';

const folder = mkdtempSync(join(tmpdir(), 'cronwarden-journal-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const head: Head = {
  journal: 'cronwarden.atomics/v1',
  at: '2026-11-24T10:00:00Z',
  runId: 'cw1',
  context: 'lab',
  server: 'https://192.0.2.1:6443',
  namespace: 'lab',
  kubectl: 'kubectl-cw1',
};
const step = (test: string, name: Entry['step'], state: Entry['state']): Omit<Entry, 'at'> => ({
  test,
  variant: 'attack',
  step: name,
  line: 'true',
  state,
});

test('what began and was not cleaned up is left, also when the last line was cut off', () => {
  const file = join(folder, 'a.jsonl');
  const journal = startJournal(file, head);
  for (const entry of [
    step('a', 'command', 'begun'),
    step('a', 'command', 'done'),
    step('a', 'cleanup', 'begun'),
    step('a', 'cleanup', 'done'),
    step('b', 'command', 'begun'),
    step('b', 'cleanup', 'failed'),
    step('c', 'check', 'done'),
    step('d', 'prepare', 'begun'),
  ])
    journal.write(entry);
  appendFileSync(file, '{"at":"2026-11-24T10:00:09Z","test":"e","var');
  const read = readJournal(file);
  assert.deepEqual(read.head, head);
  assert.deepEqual(leftIn(read), [
    { test: 'b', variant: 'attack' },
    { test: 'd', variant: 'attack' },
  ]);
});

test('a journal that is there is not written over', () => {
  const file = join(folder, 'b.jsonl');
  startJournal(file, head);
  assert.throws(() => startJournal(file, head), DrillFailure);
  assert.throws(() => startJournal(join(folder, 'no', 'c.jsonl'), head), /cannot write the journal/);
});

test('a file that is no journal is said to be none', () => {
  const file = join(folder, 'd.jsonl');
  writeFileSync(file, '{"a":1}\n');
  assert.throws(() => readJournal(file), /is no journal of atomic tests/);
  assert.throws(() => readJournal(join(folder, 'e.jsonl')), /cannot read the journal/);
});
