import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fits, includes, literal, parseGlob } from './glob.ts';
import { createExcepting, matches } from './match.ts';
import { MATCH_KEYS } from './schema.ts';
import { exceptionOf, exceptionsOf, fileOf, findingOf, indicatorOf, NOW } from './testing.ts';

test('patterns', () => {
  const yes = [
    ['a', 'a'],
    ['*', ''],
    ['a*', 'abc'],
    ['*c', 'abc'],
    ['a*c', 'ac'],
    ['a?c', 'abc'],
    ['a**c', 'abc'],
    ['*a*b', 'xaxb'],
    ['\\*', '*'],
  ] as const;
  const no = [
    ['a', 'A'],
    ['a', 'ab'],
    ['a*', 'ba'],
    ['a?c', 'ac'],
    ['\\*', 'x'],
    ['?', ''],
    ['a.c', 'abc'],
  ] as const;
  for (const [pattern, text] of yes) assert.ok(fits(parseGlob(pattern), text), `${pattern} ${text}`);
  for (const [pattern, text] of no) assert.ok(!fits(parseGlob(pattern), text), `${pattern} ${text}`);
  for (const text of ['a*b', 'a\\b', '?', 'plain']) {
    assert.ok(fits(parseGlob(literal(text)), text));
    assert.ok(!fits(parseGlob(literal(text)), `${text}x`));
  }
});

test('a pattern that fails late takes no time out of proportion', () => {
  const started = performance.now();
  assert.ok(!fits(parseGlob(`${'a*'.repeat(8)}b`), 'a'.repeat(1_000)));
  assert.ok(performance.now() - started < 200);
});

test('whether one pattern includes another', () => {
  const in_ = (wide: string, narrow: string) => includes(parseGlob(wide), parseGlob(narrow));
  assert.ok(in_('a*', 'abc') && in_('*', 'a*') && in_('a*', 'a*'));
  assert.ok(!in_('a*', 'b') && !in_('abc', 'a*') && !in_('a*', '*'));
});

const VALUES: Record<(typeof MATCH_KEYS)[number], string> = {
  cluster: 'harbour',
  namespace: 'shop',
  kind: 'CronJob',
  name: 'backup',
  actor: 'ana@example.com',
  image: 'registry.example.com/team/*',
  registry: 'registry.example.com',
  templateHash: 'a'.repeat(64),
  indicator: 'host.path-root',
};
for (const key of MATCH_KEYS) {
  test(`${key} alone matches what it says, and nothing else`, () => {
    assert.ok(matches(exceptionOf({ [key]: VALUES[key] }), findingOf()));
    assert.ok(matches(exceptionOf({ [key]: ['other', VALUES[key]] }), findingOf()));
    assert.ok(!matches(exceptionOf({ [key]: 'other' }), findingOf()));
  });
  test(`${key} must match beside the others`, () => {
    assert.ok(matches(exceptionOf(VALUES), findingOf()));
    assert.ok(!matches(exceptionOf({ ...VALUES, [key]: 'other' }), findingOf()));
  });
}

const image = (name: string) => ({ name, digest: null });

test('all images must match, not any', () => {
  const exception = exceptionOf({ image: 'registry.example.com/*' });
  const [good, bad] = [image('registry.example.com/a'), image('203.0.113.7/x')];
  assert.ok(matches(exception, findingOf({ workload: { images: [good, image('registry.example.com/b')] } })));
  assert.ok(!matches(exception, findingOf({ workload: { images: [good, bad] } })));
  assert.ok(
    !matches(exceptionOf({ registry: 'registry.example.com' }), findingOf({ workload: { images: [good, bad] } })),
  );
});

test('a name that looks like a registry is none', () => {
  const fake = image('evil/registry.example.com/team/backup:1');
  assert.ok(!matches(exceptionOf({ registry: 'registry.example.com' }), findingOf({ workload: { images: [fake] } })));
});

test('images of a body that was seen in part are not all images', () => {
  for (const key of ['image', 'registry', 'templateHash'] as const) {
    assert.ok(!matches(exceptionOf({ [key]: '*' }), findingOf({ workload: { templateHash: null } })), key);
    if (key !== 'templateHash')
      assert.ok(!matches(exceptionOf({ [key]: '*' }), findingOf({ workload: { images: [] } })), key);
  }
});

test('all indicators must match, but for circumstances', () => {
  const exception = exceptionOf({ indicator: 'host.path-root' });
  const more = [indicatorOf('host.path-root', 'medium'), indicatorOf('command.reverse-shell', 'high')];
  assert.ok(!matches(exception, findingOf({ indicators: more })));
  assert.ok(matches(exceptionOf({ indicator: ['host.*', 'command.reverse-shell'] }), findingOf({ indicators: more })));
  const alone = [indicatorOf('image.untagged-or-latest', 'info')];
  assert.ok(!matches(exception, findingOf({ indicators: alone })));
  assert.ok(!matches(exception, findingOf({ indicators: [] })));
  const late = [...alone, indicatorOf('baseline.new-author', 'info')];
  const bland = exceptionOf({ indicator: 'image.untagged-or-latest' });
  assert.ok(
    matches(bland, findingOf({ indicators: late })),
    'what is known at the end of the input alone does not count',
  );
});

test('an impersonated user is none without the one behind it', () => {
  const finding = findingOf({ actor: { impersonatedBy: 'mallory@example.com' } });
  assert.ok(!matches(exceptionOf({ actor: 'ana@example.com' }), finding));
  assert.ok(matches(exceptionOf({ actor: ['ana@example.com', 'mallory@example.com'] }), finding));
});

test('what the log does not show matches nothing, not even a star', () => {
  assert.ok(!matches(exceptionOf({ actor: '*' }), findingOf({ actor: { username: null } })));
  assert.ok(!matches(exceptionOf({ namespace: '*' }), findingOf({ workload: { namespace: null } })));
  assert.ok(!matches(exceptionOf({ name: '*' }), findingOf({ workload: { name: 'a'.repeat(2_000) } })));
});

test('days are in UTC, and both ends count', () => {
  const exceptions = exceptionsOf(fileOf({ name: 'backup' }, { since: '2026-11-24', until: '2026-11-25' }));
  const hides = (time: string) => createExcepting(exceptions, Date.parse(time)).of(findingOf()) !== null;
  assert.deepEqual(
    ['2026-11-23T23:59:59Z', '2026-11-24T00:00:00Z', '2026-11-25T23:59:59Z', '2026-11-26T00:00:00Z'].map(hides),
    [false, true, true, false],
  );
  const [idle] = createExcepting(exceptions, NOW + 10 * 86_400_000).idle;
  assert.equal(idle?.because, 'ended on 2026-11-25');
});
