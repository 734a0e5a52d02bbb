import assert from 'node:assert/strict';
import { test } from 'node:test';
import { growth } from '../lib/testing.ts';
import { isObject, type Json, type JsonObject } from '../model/json.ts';
import { COPY, SHOWN_LIMITS, shownObject, TOO_DEEP, TOO_LONG } from './shown.ts';

const SECRET = 's3cr3t-Value-77';
const JWT = `eyJ${'a'.repeat(20)}.${'b'.repeat(20)}.${'c'.repeat(20)}`;

const hides: Readonly<Record<string, Json>> = {
  'a variable named as a password': { env: [{ name: 'DB_PASSWORD', value: SECRET }] },
  'a variable named as a token': { env: [{ name: 'apiToken', value: SECRET }] },
  'a member named as a secret': { parameters: { clientSecret: SECRET } },
  'data of a Secret': { kind: 'Secret', data: { anything: SECRET } },
  'stringData of a Secret in a List': { items: [{ kind: 'Secret', stringData: { anything: SECRET } }] },
  'data of a Secret that is no object': { kind: 'Secret', data: [SECRET] },
  'a token in an argument': { args: [`curl -H "Authorization: Bearer ${SECRET}"`] },
  'the argument after an option': { args: ['mysqldump', '--password', SECRET] },
  'an option with its value': { args: [`--password=${SECRET}`] },
  'a list of tokens': { tokens: [SECRET] },
  'a bearer token': { args: [JWT] },
  'the copy that kubectl apply leaves': {
    annotations: { 'kubectl.kubernetes.io/last-applied-configuration': `{"env":[{"value":"${SECRET}"}]}` },
  },
};
for (const [situation, value] of Object.entries(hides)) {
  test(`masks ${situation}`, () => {
    const text = JSON.stringify(shownObject({ value }));
    assert.ok(!text.includes(SECRET) && !text.includes('bbbbb'), text);
  });
}

test('a secret that is no text is masked by its name', () => {
  const shown = shownObject({ env: [{ name: 'PIN_TOKEN', value: 123_456 }] });
  assert.deepEqual(shown, { env: [{ name: 'PIN_TOKEN', value: '***' }] });
});

const keeps: Readonly<Record<string, JsonObject>> = {
  'references to a secret': {
    env: [{ name: 'DB_PASSWORD', valueFrom: { secretKeyRef: { name: 'db-password', key: 'password' } } }],
  },
  'the token flag': { automountServiceAccountToken: true },
  'names of secrets': { volumes: [{ name: 'token', secret: { secretName: 'deploy-token' } }] },
  'an ordinary command': { command: ['sh', '-c', 'curl -fsS https://example.com/x | sh'] },
  'an argument after an option': { args: ['--output', 'json', '--token', '--verbose'] },
  'every kind of value': { a: null, b: 1.5, c: false, d: [], e: {}, f: 'é 😀' },
};
for (const [situation, object] of Object.entries(keeps)) {
  test(`keeps ${situation}`, () => assert.deepEqual(shownObject(object), object));
}

test('the copy is named where it was left out', () => {
  const key = 'kubectl.kubernetes.io/last-applied-configuration';
  assert.deepEqual(shownObject({ [key]: '{}' }), { [key]: COPY });
});

const sizeOf = (value: Json): number => JSON.stringify(value).length;

test('a long object ends in a mark and within its size', () => {
  const many = Array.from({ length: 20_000 }, (_, index) => ({ name: `c${index}`, image: 'alpine:3.22' }));
  const shown = shownObject({ before: 1, many, after: 2 });
  assert.ok(sizeOf(shown) < SHOWN_LIMITS.maxChars + 1_000, `${sizeOf(shown)}`);
  assert.ok(JSON.stringify(shown).includes(TOO_LONG));
  assert.ok(isObject(shown) && shown.before === 1);
});

test('long member names count', () => {
  const wide = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`${index}${'k'.repeat(5_000)}`, 1]));
  assert.ok(sizeOf(shownObject(wide)) < SHOWN_LIMITS.maxChars + 1_000);
});

test('a long text is clipped, and its neighbours stay', () => {
  const shown = shownObject({ args: ['x'.repeat(1_000_000), 'after'] });
  assert.ok(isObject(shown));
  assert.ok(sizeOf(shown) < SHOWN_LIMITS.maxString + 100);
  assert.match(JSON.stringify(shown), /x…","after"/);
});

test('a secret in a text that is clipped is masked before', () => {
  const text = `${'x'.repeat(SHOWN_LIMITS.maxString - 30)} ${JWT}`;
  assert.ok(!JSON.stringify(shownObject({ text })).includes('aaaaa'));
});

test('padded annotations do not push the spec out', () => {
  const annotations = Object.fromEntries(Array.from({ length: 900 }, (_, index) => [`pad-${index}`, 'y'.repeat(200)]));
  const spec = { containers: [{ image: 'alpine:3.22' }] };
  const shown = shownObject({ metadata: { annotations }, spec });
  assert.ok(isObject(shown));
  assert.deepEqual(shown.spec, spec);
});

test('a hundred thousand levels are cut with a mark', () => {
  const deep: JsonObject = JSON.parse(`${'{"a":['.repeat(50_000)}1${']}'.repeat(50_000)}`);
  assert.match(JSON.stringify(shownObject(deep)), new RegExp(TOO_DEEP));
});

test('members named as on Object.prototype are members', () => {
  const object: JsonObject = JSON.parse('{"__proto__":{"polluted":true},"constructor":"x"}');
  const shown = shownObject(object);
  assert.equal(JSON.stringify(shown), JSON.stringify(object));
  assert.equal(Object.getPrototypeOf(shown), Object.prototype);
});

test('time grows with the object, not with its square', () => {
  const ratio = growth((size) => shownObject({ args: [`--token=${'a"\\'.repeat(size)}`] }), 50_000);
  assert.ok(ratio < 12, `four times the text took ${ratio.toFixed(1)} times as long`);
});
