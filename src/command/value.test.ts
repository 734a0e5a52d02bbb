import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Effect } from '../model/effect.ts';
import {
  concat,
  EMPTY,
  join,
  literal,
  MARK,
  MOST_VALUE,
  mapped,
  originOf,
  union,
  unknown,
  withOrigins,
} from './value.ts';

const effect = (name: string): Effect => ({
  kind: 'decode',
  layer: name,
  container: 'main',
  role: 'container',
  pointer: '',
  carrier: 'command',
  shown: name,
  layers: [],
  onHost: null,
});
const [a, b] = [effect('a'), effect('b')];

test('texts are put together, with the origins of both and the leads of the first', () => {
  const both = concat(unknown([a], 'x'), { ...literal('y'), origins: [b], leads: [b], layers: ['gzip'] });
  assert.deepEqual({ ...both }, { text: 'xy', known: false, origins: [a, b], leads: [a], layers: ['gzip'] });
});
test('an empty text in front leaves the lead to what follows', () =>
  assert.deepEqual(concat({ ...EMPTY, origins: [a] }, unknown([b])).leads, [b]));
test('an empty text behind changes nothing', () => {
  const value = literal('x');
  assert.equal(concat(value, EMPTY), value);
});
test('a text that would be too long is cut and is not known', () => {
  const cut = concat(literal('x'.repeat(MOST_VALUE - 1)), literal('yy'));
  assert.equal(cut.text.length, MOST_VALUE - 1);
  assert.ok(!cut.known);
  assert.ok(concat(literal('x'.repeat(MOST_VALUE - 2)), literal('yy')).known);
});
test('words are joined, none in front of the first', () => {
  assert.equal(join([literal('a'), literal('b')], ' ').text, 'a b');
  assert.equal(join([], ' '), EMPTY);
});
test('what a filter cannot tell is marked', () => {
  assert.deepEqual({ ...mapped(literal('a'), null) }, { ...literal(MARK), known: false });
  assert.equal(mapped(unknown([a]), 'b').origins[0], a);
});
test('origins are kept once, the first eight of them', () => {
  const many = Array.from({ length: 12 }, (_, index) => effect(`${index}`));
  assert.deepEqual(union([a, b], [b, a]), [a, b]);
  assert.equal(union(many.slice(0, 5), many.slice(5)).length, 8);
  assert.equal(union([], many), many);
});
test('new origins stand in front', () => assert.deepEqual(withOrigins(unknown([a]), [b]).origins, [b, a]));
test('an origin is found by its kind', () => {
  assert.equal(originOf([a], 'download', 'decode'), a);
  assert.equal(originOf([a], 'download'), undefined);
});
