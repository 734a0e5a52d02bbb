import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { JsonObject } from '../model/json.ts';
import { get, isObject, objectAt, textAt } from '../model/json.ts';
import { DEFAULT_KINDS } from './kind-index.ts';
import { activityOf, bodySeen, eventOf, plain, readingsIn } from './testing.ts';

const CORPUS = new URL('../../../shared/corpus/', import.meta.url);
const here = existsSync(CORPUS);

/** The labelled objects; each becomes the events that would have written it. */
const objectsOf = (
  file: string,
): readonly { readonly id: string; readonly partial: boolean; readonly object: JsonObject }[] =>
  readFileSync(new URL(file, CORPUS), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const entry: unknown = JSON.parse(line);
      const object = objectAt(entry, 'object');
      assert.ok(object !== null);
      return { id: textAt(entry, 'id') ?? '', partial: get(entry, 'partial') === true, object };
    });

const refOf = (object: JsonObject) => {
  const entry = DEFAULT_KINDS.ofObject(object);
  assert.ok(entry !== undefined, `${textAt(object, 'apiVersion')} ${textAt(object, 'kind')} is in no table`);
  const apiVersion = textAt(object, 'apiVersion') ?? '';
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  return { apiGroup: group, apiVersion: version, resource: entry.resource };
};

const containersIn = (activity: ReturnType<typeof activityOf>) =>
  readingsIn(activity).flatMap((reading) => reading.templates.flatMap((template) => template.containers));

test('the shared corpus is there where the project is built', () => {
  assert.ok(here || process.env.CI !== 'true', `${CORPUS.pathname} is missing`);
});

for (const [file, count] of [
  ['attack-dev.jsonl', 344],
  ['benign-dev.jsonl', 760],
] as const) {
  const skip = here ? false : 'the labelled corpus lies beside the repository and is missing here';
  test(`every object of ${file} gives the same containers as a create and as a JSON patch`, { skip }, () => {
    let lifted = 0;
    let bare = 0;
    const objects = objectsOf(file);
    assert.equal(objects.length, count);
    for (const { id, partial, object } of objects) {
      const ref = refOf(object);
      const made = containersIn(activityOf(eventOf(bodySeen(object), ref)));
      // One fixture of a linter is a pod spec with a host flag and no container; the corpus marks such objects as partial.
      assert.ok(made.length > 0 || partial, `${id} has no container`);
      lifted += made.length;
      if (made.length === 0) bare += 1;
      assert.ok(isObject(object.spec));
      const operations = [{ op: 'replace', path: '/spec', value: object.spec }];
      const patched = containersIn(activityOf(eventOf({ verb: 'patch', ...bodySeen(operations) }, ref)));
      assert.deepEqual(plain(patched), plain(made), id);
    }
    assert.ok(lifted >= count);
    assert.ok(bare <= 1, `${bare} objects have no container`);
  });
}
