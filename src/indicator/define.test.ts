import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ABSENT, seen, unseen } from '../model/seen.ts';
import { defineIndicator, EVIDENCE_LIMIT, VALUE_LIMIT } from './define.ts';
import { blank, uses } from './testing.ts';

const parts = {
  id: 'x.y',
  title: 'X',
  attack: ['T1053.007'],
  severity: 'low',
  why: 'W.',
  falsePositives: ['F'],
} as const;
const evidenceOf = (value: string, count = 1) =>
  defineIndicator({
    ...parts,
    needs: ['actor'],
    evaluate: () => Array.from({ length: count }, () => ({ says: 'It says so.', at: '/a', value })),
  });

const ofImages = defineIndicator({
  ...parts,
  needs: ['images'],
  evaluate: ({ images }) =>
    images
      .filter(({ base }) => base === 'bad')
      .map(({ reference, pointer }) => ({ says: 'Bad.', at: pointer, value: reference })),
});

test('a hit, a miss, and the reason why it cannot tell', () => {
  assert.equal(ofImages.assess(uses('bad')).kind, 'hit');
  assert.equal(ofImages.assess(uses('good')).kind, 'miss');
  assert.equal(ofImages.assess({ ...blank, images: ABSENT }).kind, 'miss');
  const unassessed = ofImages.assess({ ...blank, images: unseen('not-kept') });
  assert.ok(unassessed.kind === 'unassessed' && unassessed.because === 'not-kept');
});

test('a part is enough for a hit, and not for a miss', () => {
  const { images } = uses('bad');
  assert.ok(images.state === 'seen');
  assert.equal(ofImages.assess({ ...blank, images: seen(images.value, 'truncated') }).kind, 'hit');
  const other = ofImages.assess({ ...blank, images: seen([], 'truncated') });
  assert.ok(other.kind === 'unassessed' && other.because === 'truncated');
});

test('an unseen fact wins over an absent one', () => {
  const two = defineIndicator({ ...parts, needs: ['images', 'commands'], evaluate: () => [] });
  assert.equal(two.assess({ ...blank, images: ABSENT, commands: unseen('truncated') }).kind, 'unassessed');
});

test('a fact that is asked for comes with its state and stops nothing', () => {
  const asking = defineIndicator({
    ...parts,
    needs: ['actor'],
    asks: ['body'],
    evaluate: (_, { body }) => [{ says: 'It says so.', at: '', value: body.state }],
  });
  const outcome = asking.assess({ ...blank, body: unseen('truncated') });
  assert.ok(outcome.kind === 'hit');
  assert.equal(outcome.evidence[0]?.value, 'unseen');
});

test('values are clipped, and secrets in them masked', () => {
  const long = evidenceOf('x'.repeat(5000)).assess(blank);
  assert.ok(long.kind === 'hit');
  assert.equal(long.evidence[0]?.value.length, VALUE_LIMIT);
  const secret = evidenceOf('curl -H "Authorization: Bearer abcdef123456" --password hunter22').assess(blank);
  assert.ok(secret.kind === 'hit');
  assert.equal(secret.evidence[0]?.value, 'curl -H "Authorization: Bearer ***" --password ***');
});

test('secrets in a sentence are masked too', () => {
  const quoting = defineIndicator({
    ...parts,
    needs: ['actor'],
    evaluate: () => [{ says: 'It runs "export DB_PASSWORD=hunter22".', at: '', value: 'x' }],
  });
  const outcome = quoting.assess(blank);
  assert.ok(outcome.kind === 'hit');
  assert.equal(outcome.evidence[0]?.says, 'It runs "export DB_PASSWORD=***".');
});

test('evidence without end is told by its number', () => {
  const outcome = evidenceOf('x', EVIDENCE_LIMIT + 5).assess(blank);
  assert.ok(outcome.kind === 'hit');
  assert.equal(outcome.evidence.length, EVIDENCE_LIMIT);
  assert.equal(outcome.evidence.at(-1)?.says, 'It says so. And 5 more of the same kind.');
});
