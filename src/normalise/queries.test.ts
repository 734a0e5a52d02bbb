import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { KINDS } from './kinds.ts';
import { NORMALISE_WORDS } from './words.ts';

const folder = join(import.meta.dirname, '..', '..', 'docs', 'queries');

for (const name of readdirSync(folder)) {
  const query = readFileSync(join(folder, name), 'utf8');
  test(`${name} exports every kind that is judged`, () => {
    const missing = KINDS.filter(
      (kind) =>
        !query.includes(`"${kind.resource}"`) &&
        !NORMALISE_WORDS.resources.some(
          (word) =>
            word.includes('.') &&
            kind.apiVersions.some((version) => version.startsWith(word)) &&
            query.includes(`"${word}"`),
        ),
    );
    assert.deepEqual(
      missing.map((kind) => kind.resource),
      [],
    );
  });
}
