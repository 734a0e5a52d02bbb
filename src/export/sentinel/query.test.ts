import assert from 'node:assert/strict';
import { test } from 'node:test';
import { INDICATORS } from '../../indicator/registry.ts';
import { analyse } from '../../kql/bridge.ts';
import { TABLES } from '../../kql/tables/schemas.ts';
import { WEIGHTS } from '../../score/weights.ts';
import { REACHED, UNREACHED } from './lift.ts';
import { MOST_CHARACTERS, themeQuery } from './query.ts';
import { SOURCES } from './source.ts';
import { THEMES } from './themes.ts';

for (const theme of THEMES) {
  for (const source of SOURCES) {
    test(`${theme.id} over ${source.says} is read by Microsoft's parser without a word, and short enough`, async () => {
      const query = themeQuery(theme, source);
      const { warnings } = await analyse(query, TABLES);
      assert.deepEqual(
        warnings.map(({ message, at }) => `${message} at ${query.slice(at, at + 40)}`),
        [],
      );
      assert.ok(query.length <= MOST_CHARACTERS, `${query.length} characters`);
      // Sentinel refuses rules that search all tables.
      assert.doesNotMatch(query, /\b(?:search|union) \*/);
    });
  }
}

test('every signal is an indicator of ours with points of one group', () => {
  const known = new Set(INDICATORS.map(({ id }) => id));
  for (const { id, signals } of THEMES) {
    const groups = new Set(signals.map(({ indicator }) => WEIGHTS.get(indicator)?.group));
    assert.ok(groups.size <= 1, `${id}: ${[...groups].join(', ')}`);
    for (const { indicator } of signals) assert.ok(known.has(indicator), indicator);
  }
});

test('a kind is looked into or named among those that are not', () => {
  assert.ok(['batch/cronjobs', 'batch/jobs', '/pods', 'apps/daemonsets'].every((key) => REACHED.includes(key)));
  assert.ok(UNREACHED.includes('kubeflow.org/pytorchjobs'));
  assert.deepEqual(
    UNREACHED.filter((key) => REACHED.includes(key)),
    [],
  );
});
