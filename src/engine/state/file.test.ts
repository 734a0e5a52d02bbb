import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';
import { openState, StateError } from './file.ts';
import type { StateHead } from './state.ts';

const folder = mkdtempSync(join(tmpdir(), 'cronwarden-state-file-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);
let files = 0;

const HEAD: StateHead = {
  writtenAt: '2026-11-24T10:00:00Z',
  firstEvent: null,
  lastEvent: null,
  runs: 1,
  ruleset: 'r',
  cluster: null,
};

/** A state with two stores, as one run left it. */
const madeState = async (path = at(`${++files}.state`)): Promise<string> => {
  const state = await openState(path);
  state.write('a', [
    ['x', { text: 'one', odd: '\ud800 \0 "', __proto__: null }],
    ['y', [1, null, 'two']],
  ]);
  state.write('b', [['x', 'three']]);
  state.finish(HEAD);
  state.commit();
  return path;
};

test('what was written comes back in its order, store by store, with what was said of it', async () => {
  const state = await openState(await madeState());
  assert.deepEqual(state.before, HEAD);
  assert.deepEqual(
    [...state.rows('a')],
    [
      ['x', { text: 'one', odd: '\ud800 \0 "' }],
      ['y', [1, null, 'two']],
    ],
  );
  assert.deepEqual([...state.rows('b')], [['x', 'three']]);
  assert.deepEqual([...state.rows('of a later version')], []);
  state.close();
});

test('a new state is empty, and only its owner can read it', async () => {
  const path = at(`${++files}.state`);
  const state = await openState(path);
  assert.equal(state.before, null);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  state.close();
  const again = await openState(path);
  assert.equal(again.before, null, 'one that was never committed is still new');
  again.close();
});

test('an empty file and a link to a state are taken', async () => {
  const empty = at('empty.state');
  writeFileSync(empty, '');
  await madeState(empty);
  symlinkSync(empty, at('link.state'));
  const state = await openState(at('link.state'));
  assert.deepEqual(state.before, HEAD);
  state.close();
});

test('what is not committed is as if it had never been written', async () => {
  const path = await madeState();
  const content = readFileSync(path);
  const state = await openState(path);
  state.write('a', [['z', 1]]);
  assert.throws(() => state.commit(), /did not come to its end/);
  state.close();
  assert.ok(content.equals(readFileSync(path)));
});

test('a state does not keep what was taken out of it, nor the room for it', async () => {
  const path = await madeState();
  const filled = await openState(path);
  filled.write(
    'a',
    Array.from({ length: 2000 }, (_, index) => [`${index}`, `words that are forgotten ${'x'.repeat(500)}`] as const),
  );
  filled.finish(HEAD);
  filled.commit();
  assert.ok((filled.bytes ?? 0) > 1_000_000);
  assert.ok(readFileSync(path).includes('words that are forgotten'));
  await madeState(path);
  assert.ok(statSync(path).size < 50_000);
  assert.ok(!readFileSync(path).includes('words that are forgotten'));
});

const database = (name: string, sql: string): string => {
  const path = at(name);
  const made = new DatabaseSync(path);
  made.exec(sql);
  made.close();
  return path;
};
const changed = async (change: (content: Buffer) => Buffer | string): Promise<string> => {
  const path = await madeState();
  writeFileSync(path, change(readFileSync(path)));
  return path;
};
const altered = async (sql: string): Promise<string> => {
  const path = await madeState();
  const made = new DatabaseSync(path);
  made.exec(sql);
  made.close();
  return path;
};

const REFUSED: Readonly<Record<string, readonly [() => Promise<string> | string, RegExp]>> = {
  'a folder': [
    () => {
      mkdirSync(at('folder'));
      return at('folder');
    },
    /is a folder: name a file in it/,
  ],
  'a folder that is missing': [() => at('missing/x.state'), /cannot be made .*name a file in a folder that exists/],
  'a link to nowhere': [
    () => {
      symlinkSync(at('nowhere'), at('dangling'));
      return at('dangling');
    },
    /link to nowhere/,
  ],
  'a device': [() => '/dev/null', /is no plain file/],
  'another file': [
    () => {
      writeFileSync(at('notes.txt'), 'notes of somebody '.repeat(50));
      return at('notes.txt');
    },
    /is no state of Cronwarden, and was left alone: name another file/,
  ],
  'a database of another program': [
    () => database('other.db', 'CREATE TABLE t (x); INSERT INTO t VALUES (1)'),
    /is a database of another program, and was left alone/,
  ],
  'a later version': [
    () => altered('PRAGMA user_version = 99'),
    /written by a later version of Cronwarden \(state 99, this one reads 1\): use that version/,
  ],
  'a row that was changed': [
    () => altered(`UPDATE row SET value = '"four"' WHERE store = 'b'`),
    /is damaged \(its content is not what was written\): move it away and run again/,
  ],
  'a row that is gone': [() => altered(`DELETE FROM row WHERE store = 'b'`), /is damaged/],
  'a table more': [
    () => altered('CREATE TRIGGER t AFTER DELETE ON row BEGIN DELETE FROM head; END'),
    /is damaged \(its tables are not those of a state\)/,
  ],
  'a state that was cut': [() => changed((content) => content.subarray(0, content.length - 5000)), /is damaged/],
  'a state with other bytes in the middle': [
    () => changed((content) => content.fill(0xff, 4096, content.length - 100)),
    /is damaged/,
  ],
};

for (const [name, [make, says]] of Object.entries(REFUSED)) {
  test(`refused with a sentence, and left as it is: ${name}`, async () => {
    const path = await make();
    const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() === true;
    const before = isFile ? readFileSync(path) : null;
    await assert.rejects(openState(path), (error) => {
      assert.ok(error instanceof StateError);
      assert.match(error.message, says);
      return true;
    });
    if (before !== null) assert.ok(before.equals(readFileSync(path)));
  });
}

test('a second run is kept out while one has it, and is let in after', async () => {
  const path = await madeState();
  const first = await openState(path);
  await assert.rejects(openState(path), /is in use by another run: wait for it/);
  first.close();
  (await openState(path)).close();
});

/** A run that writes a generation of rows and is killed when it stands at a step, or some time after; what it had said by then. */
const killedRun = async (
  path: string,
  { generation, count, killAt, afterMs }: { generation: number; count: number; killAt: string; afterMs?: number },
): Promise<readonly string[]> => {
  const args = [path, `${generation}`, `${count}`, afterMs === undefined ? killAt : ''];
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', 'testing', 'state-child.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  const ended = new Promise((resolve) => child.on('close', resolve));
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const isTime = !said.includes(killAt) && (said + text).includes(killAt);
    said += text;
    if (isTime) setTimeout(() => child.kill('SIGKILL'), afterMs ?? 0);
  });
  await ended;
  if (afterMs === undefined) assert.equal(child.signalCode, 'SIGKILL');
  return said.trim().split('\n');
};

/** Which generation the state holds: all of its rows, or this throws. */
const generationIn = async (path: string, count: number): Promise<number> => {
  const state = await openState(path);
  const rows = [...state.rows('store')];
  const of = state.before?.runs ?? 0;
  state.close();
  assert.equal(rows.length, of === 0 ? 0 : count);
  for (const [, value] of rows) assert.equal(Object.getOwnPropertyDescriptor(value, 'generation')?.value, `${of}`);
  return of;
};

test('killed at any step, the file opens again with the state before or the one after, and whole', async () => {
  // More than SQLite holds in memory, so that pages of the file are written before the commit.
  const count = 6000;
  const path = at('killed.state');
  assert.equal((await killedRun(path, { generation: 1, count, killAt: 'half' })).at(-1), 'half');
  assert.equal(await generationIn(path, count), 0, 'killed in the very first run');
  for (const [generation, killAt, holds] of [
    [1, 'committed', 1],
    [2, 'opened', 1],
    [2, 'half', 1],
    [2, 'whole', 1],
    [2, 'committed', 2],
    [3, 'whole', 2],
  ] as const) {
    const said = await killedRun(path, { generation, count, killAt });
    assert.equal(said.includes('committed'), killAt === 'committed');
    assert.equal(await generationIn(path, count), holds, `killed when ${killAt}`);
  }
});

test('killed in the midst of a commit, the file opens again with the state before or the one after, and whole', async () => {
  const count = 6000;
  const path = at('commit.state');
  let holds = 0;
  const outcomes = new Set<boolean>();
  for (const afterMs of [1, 4, 8, 15, 30, 60, 120, 1000]) {
    const said = await killedRun(path, { generation: holds + 1, count, killAt: 'whole', afterMs });
    const generation = await generationIn(path, count);
    assert.ok(generation === holds || generation === holds + 1);
    if (said.includes('committed')) assert.equal(generation, holds + 1, 'what was said to be kept is kept');
    outcomes.add(generation > holds);
    holds = generation;
  }
  assert.ok(outcomes.has(true), 'the last one has time enough');
});
