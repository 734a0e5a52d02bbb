import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import { exceptedFinding } from './excepted.ts';
import { lintExceptions } from './lint.ts';
import { matches } from './match.ts';
import { createPreview, previewProblems } from './preview.ts';
import { suggestException } from './suggest.ts';
import { exceptionOf, exceptionsOf, fileOf, findingOf, indicatorOf, NOW } from './testing.ts';

const NARROW = {
  namespace: 'shop',
  name: 'backup',
  actor: 'ana@example.com',
  image: 'registry.example.com/team/backup:*',
};
type Given = readonly [id: string, match: object, more?: object];
const several = (...given: readonly Given[]) =>
  exceptionsOf(
    JSON.stringify({
      schema: 'cronwarden.exceptions/v1',
      exceptions: given.map(([id, match, more]) => ({
        id,
        reason: 'nightly backup',
        owner: 'team@example.com',
        until: '2027-03-01',
        match,
        ...more,
      })),
    }),
  );
const lint = (...given: readonly Given[]) =>
  lintExceptions(several(...given), NOW).map(({ id, kind }) => `${id} ${kind}`);

test('a narrow exception is fine', () => assert.deepEqual(lint(['a', NARROW]), []));

test('days: ended, and not begun', () => {
  assert.deepEqual(lint(['a', NARROW, { since: '2026-01-01', until: '2026-02-01' }]), ['a expired']);
  assert.deepEqual(lint(['a', NARROW, { since: '2027-01-01' }]), ['a not-begun']);
});

const dangerous: Record<string, object> = {
  'a name alone': { name: 'backup' },
  'a name in a namespace': { namespace: 'shop', name: 'backup', kind: 'CronJob', cluster: 'harbour' },
  'an indicator alone': { indicator: 'host.path-root' },
  'an actor alone': { actor: 'ana@example.com' },
  'an actor that is everybody': { ...NARROW, actor: '*' },
  'an image from anywhere': { ...NARROW, image: '*/backup:1' },
  'an image that is any': { name: 'backup', image: '*' },
};
for (const [name, match] of Object.entries(dangerous)) {
  test(`dangerous: ${name}`, () => assert.ok(lint(['a', match]).includes('a dangerous')));
}

test('shadowed: the wider one hides it as long; of equal ones the earlier stays', () => {
  const { name: _name, ...wider } = NARROW;
  assert.deepEqual(lint(['a', NARROW], ['b', wider]), ['a shadowed']);
  assert.deepEqual(lint(['a', wider], ['b', NARROW]), ['b shadowed']);
  assert.deepEqual(lint(['a', NARROW], ['b', NARROW]), ['b shadowed']);
  assert.deepEqual(lint(['a', NARROW], ['b', wider, { until: '2027-01-01' }]), [], 'it ends sooner');
  assert.deepEqual(lint(['a', NARROW], ['b', { ...NARROW, actor: 'bo@example.com' }]), []);
});

test('a preview counts findings, workloads and users, the worst first', () => {
  const preview = createPreview(several(['a', { namespace: 'shop' }], ['b', { namespace: 'none' }]), NOW, 2);
  for (const name of ['x', 'x', 'y', 'z']) preview.take(findingOf({ workload: { name } }));
  preview.take(findingOf({ severity: 'critical', risk: 99, actor: { username: 'bo@example.com' } }));
  const [first, second] = preview.result();
  assert.deepEqual([first?.findings, first?.objects, first?.actors], [5, 4, 2]);
  assert.equal(first?.examples[0]?.severity, 'critical');
  assert.match(first?.warnings.join() ?? '', /4 different workloads, more than 2/);
  assert.match(first?.warnings.join() ?? '', /1 findings of severity critical/);
  assert.match(first?.warnings.join() ?? '', /asks only for what whoever writes a workload chooses/);
  assert.equal(second?.findings, 0);
  assert.deepEqual(
    previewProblems(preview.result(), 2).map(({ id, kind }) => `${id} ${kind}`),
    ['a broad', 'a broad', 'b unused'],
  );
});

test('one that has ended is not called unused, and is previewed all the same', () => {
  const ended = several(['a', { namespace: 'shop' }, { since: '2026-01-01', until: '2026-02-01' }]);
  const preview = createPreview(ended, NOW);
  assert.deepEqual(previewProblems(preview.result()), []);
  preview.take(findingOf());
  assert.deepEqual([preview.result()[0]?.findings, preview.result()[0]?.idle], [1, 'ended on 2026-02-01']);
});

const OPTIONS = { now: NOW, days: 90, owner: 'team@example.com', reason: 'nightly backup' };

test('a suggestion hides its finding and nothing that differs in what it asks, and lints clean', () => {
  const finding = findingOf({ actor: { username: 'sys*tem?\\x' } });
  const { yaml, warnings } = suggestException(finding, OPTIONS);
  const exceptions = exceptionsOf(yaml);
  const [exception] = exceptions;
  assert.ok(exception !== undefined && matches(exception, finding));
  assert.deepEqual(warnings, []);
  assert.deepEqual(lintExceptions(exceptions, NOW), []);
  assert.equal(exception.until, '2027-02-22');
  const others = [
    findingOf({ ...finding, cluster: 'other' }),
    findingOf({ ...finding, actor: { ...finding.actor, username: 'system' } }),
    findingOf({ ...finding, workload: { ...finding.workload, name: 'backup2' } }),
    findingOf({ ...finding, workload: { ...finding.workload, images: [{ name: 'x', digest: null }] } }),
    findingOf({ ...finding, indicators: [...finding.indicators, indicatorOf('command.miner', 'high')] }),
  ];
  for (const other of others) assert.ok(!matches(exception, other));
});

test('a suggestion without owner is refused until one is filled in', () => {
  const { yaml, warnings } = suggestException(findingOf(), { ...OPTIONS, owner: null });
  assert.match(warnings.join(), /owner/);
  assert.throws(() => exceptionsOf(yaml));
});

test('a suggestion for what should not be hidden says so', () => {
  const warnings = (finding: Parameters<typeof suggestException>[0]) =>
    suggestException(finding, OPTIONS).warnings.join();
  assert.match(warnings(findingOf({ severity: 'critical' })), /critical: look at what it runs/);
  const unseen = findingOf({ workload: { templateHash: null, images: [] } });
  assert.match(warnings(unseen), /does not show the whole body/);
  assert.equal(parse(suggestException(unseen, OPTIONS).yaml).exceptions[0].match.image, undefined);
});

test('a hidden finding that is shown says by what, and stands apart from those that are not hidden', () => {
  const finding = findingOf();
  const shown = exceptedFinding(finding, exceptionOf({ name: 'backup' }));
  assert.match(shown.title, /^Excepted \(backup, until 2027-03-01\): Writes to the node$/);
  assert.match(shown.summary, /by team@example.com: nightly backup/);
  assert.equal(shown.id, finding.id);
  assert.notEqual(shown.group, finding.group);
  assert.match(shown.group, /^[0-9a-f]{32}$/);
});

test('the file that tests write is one', () => assert.equal(exceptionsOf(fileOf({ name: 'a' })).length, 1));
