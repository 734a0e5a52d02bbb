import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Effect } from '../model/effect.ts';
import type { CommandFact } from '../model/facts.ts';
import { ABSENT, seen, unseen } from '../model/seen.ts';
import { shapeOf } from './command-shape.ts';
import { productOf } from './shown.ts';

const PRODUCTS: readonly (readonly [string, string | null])[] = [
  ['kubectl/v1.34.1 (linux/amd64) kubernetes/93248f9', 'kubectl'],
  ['kubectl/v0.0.0-master+$Format:%H$', 'kubectl'],
  ['helm/4.0.1', 'helm'],
  ['OpenAPI-Generator/31.0.0/python', 'OpenAPI-Generator/python'],
  ['Mozilla/5.0 (X11; Linux x86_64)', 'Mozilla'],
  ['argocd-application-controller/v0.0.0 (linux/amd64) kubernetes/$Format', 'argocd-application-controller'],
  ['Go-http-client/2.0', 'Go-http-client'],
  ['deploy-tool', 'deploy-tool'],
  ['   ', null],
  ['', null],
];
for (const [agent, product] of PRODUCTS) {
  test(`the product of "${agent}" is ${product}`, () => assert.equal(productOf(agent), product));
}

const place = { container: 'main', role: 'container', pointer: '/x' } as const;
const command: CommandFact = {
  ...place,
  carrier: 'command',
  argv: ['sh'],
  entrypoint: null,
  shown: 'sh',
  script: null,
};
const around = { ...place, carrier: 'command', shown: '', layers: [], onHost: null } as const;
const run = (program: string): Effect => ({ ...around, kind: 'run', program, args: [], words: [], opensShell: false });
const shape = (...effects: readonly Effect[]) => shapeOf(seen([command]), seen(effects)).value;

test('a shape is its programs in order and the kinds of what they do, without words', () => {
  const download = { ...around, kind: 'download', program: 'curl', urls: ['https://example.com'] } as const;
  assert.equal(shape(run('sh'), run('curl'), download, run('curl'), run('sh')), 'sh, curl, sh: download');
  assert.equal(shape({ ...run('sh'), onHost: 'chroot' }), 'sh: on the node');
  assert.equal(shape(run('')), '(unnamed)');
  assert.equal(shape(), '(no program)');
  assert.equal(shapeOf(ABSENT, ABSENT).value, 'the programs of the images');
});

test('a shape is of what stands in the object: no text of another one, least of all of a Secret', () => {
  const from = (hidden: boolean, isOutside: boolean) => ({ provenance: { says: 'elsewhere', hidden, isOutside } });
  assert.equal(shape(run('sh'), { ...run('curl'), ...from(false, true) }), 'sh');
  assert.equal(shape(run('sh'), { ...run('curl'), ...from(true, false) }), 'sh');
  assert.equal(shape(run('sh'), { ...run('curl'), ...from(false, false) }), 'sh, curl');
  const open = {
    ...around,
    kind: 'unresolved',
    because: 'not-logged',
    note: 'runs what the log does not hold',
  } as const;
  assert.equal(shape(run('sh'), open), 'sh');
});

test('a shape is short, however much there is', () => {
  const many = Array.from({ length: 10_000 }, (_, index) => run(`${'p'.repeat(1_000)}${index % 2}`));
  assert.ok((shape(...many) ?? '').length < 600);
  assert.match(shape(...many) ?? '', /…$/);
});

test('of a part, and of what was not seen, there is no shape, and the reason is given', () => {
  assert.deepEqual(shapeOf(seen([command], 'truncated'), seen([])).missing, 'truncated');
  assert.deepEqual(shapeOf(seen([command]), seen([], 'truncated')).missing, 'truncated');
  assert.deepEqual(shapeOf(unseen('level-metadata'), unseen('level-metadata')).missing, 'level-metadata');
});
