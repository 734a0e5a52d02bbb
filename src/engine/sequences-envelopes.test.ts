import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { WRAPPERS } from '../decode/testing/wrappers.ts';
import type { JsonObject } from '../model/json.ts';
import { scan } from './scan.ts';
import {
  binding,
  cronJob,
  deletion,
  discovery,
  entry,
  eventsRemoval,
  reader,
  secretsList,
  tokenRequest,
} from './testing/stories.ts';

const folder = mkdtempSync(join(tmpdir(), 'cronwarden-sequences-envelopes-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const by = 'eve@example.com';
const story = [
  discovery({ minute: 1, by }),
  secretsList({ minute: 2, by }),
  binding({ minute: 3, by }),
  entry({ minute: 4, by, name: 'web-1' }),
  tokenRequest({ minute: 5, by, name: 'builder' }),
  cronJob(reader, { minute: 6, by }),
  deletion({ minute: 7, by }),
  eventsRemoval({ minute: 8, by }),
];
const events: readonly JsonObject[] = JSON.parse(JSON.stringify(story));

const idsIn = async (
  name: string,
  wrap: (event: JsonObject) => string,
  strict: boolean,
): Promise<readonly string[]> => {
  const paths = events.map((event, index) => {
    const path = join(folder, `${name.replace(/\W+/g, '-')}-${index}.log`);
    writeFileSync(path, wrap(event));
    return path;
  });
  const ids: string[] = [];
  for await (const { sequence = [] } of scan({ paths, jobs: 1, strict }).findings)
    ids.push(...sequence.map(({ id }) => id));
  return ids.sort();
};

const all = [
  'sequence.deletion-by-actor',
  'sequence.discovery',
  'sequence.entry-by-actor',
  'sequence.events-removal',
  'sequence.grant-to-account',
  'sequence.secrets-list',
  'sequence.token-request',
];
for (const { name, wrap } of WRAPPERS) {
  test(`every act passes the gate and is told, in ${name}`, async () => {
    assert.deepEqual(await idsIn(name, wrap, false), all);
    assert.deepEqual(await idsIn(name, wrap, true), all);
  });
}
