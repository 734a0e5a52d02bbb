import assert from 'node:assert/strict';
import { test } from 'node:test';
import { INDICATORS } from '../indicator/registry.ts';
import { NODE_INDICATORS, OWNER_MARKS, WIPER_INDICATORS } from './circumstances.ts';
import { CIRCUMSTANCES, EFFECTS, EVIDENCE, FILLED_SETS, KEEPS, METHODS, PHASES, ROLES, SETS } from './model.ts';
import { faultsOf, playbookText, SCHEMA, SHIPPED_TEXT, shipped } from './testing.ts';

const GET = '{ method: GET, path: "/api/v1/namespaces/{object.namespace}/pods" }';
const head = (id: string, phase = 'preserve', effect = 'none'): string =>
  `  - { id: ${id}, phase: ${phase}, title: T, effect: ${effect}, role: collector`;
const saver = `${head('save')}, request: ${GET}, saves: [logs] }\n`;
const stop = (more = ''): string =>
  `${head('stop', 'contain', 'reversible')}, on: jobs, destroys: [logs], request: { method: PATCH, path: "/apis/batch/v1/namespaces/{target.namespace}/jobs/{target.name}", body: { spec: { suspend: true } } }${more} }\n`;

test('the shipped playbook has no fault', () => {
  assert.deepEqual(faultsOf(SHIPPED_TEXT), []);
  assert.ok(shipped().steps.length > 30);
});

/** `line` is the line of the fault in the whole text; the first step stands in line 7. */
const bad: Record<string, { readonly text: string; readonly line: number; readonly says: RegExp }> = {
  'no YAML': { text: 'a: [', line: 1, says: /./ },
  'an unknown key': {
    text: playbookText(`${head('a')}, manual: m, undoes: b }\n`),
    line: 7,
    says: /unknown key "undoes"/,
  },
  'an effect that is none': {
    text: playbookText(`${head('a', 'preserve', 'small')}, manual: m }\n`),
    line: 7,
    says: /must be one of none/,
  },
  'neither a request nor a text': {
    text: playbookText(`${head('a')} }\n`),
    line: 7,
    says: /either "request" or "manual"/,
  },
  'an unknown step': {
    text: playbookText(`${saver}${head('b')}, manual: m, after: [sav] }\n`),
    line: 8,
    says: /"sav" is no step/,
  },
  'a step twice': { text: playbookText(saver + saver), line: 8, says: /"save" is there already/ },
  'a cycle': {
    text: playbookText(`${head('a')}, manual: m, after: [b] }\n${head('b')}, manual: m, after: [a] }\n`),
    line: 7,
    says: /a cycle: a → b → a/,
  },
  'a step behind itself': {
    text: playbookText(`${head('a')}, manual: m, after: [a] }\n`),
    line: 7,
    says: /a cycle: a → a/,
  },
  'evidence that nothing saves': {
    text: playbookText(stop()),
    line: 7,
    says: /"stop" destroys logs, and no step before it/,
  },
  'evidence that is saved too late': {
    text: playbookText(stop() + saver.replace('preserve', 'contain')),
    line: 7,
    says: /"stop" destroys logs/,
  },
  'evidence that is saved only sometimes': {
    text: playbookText(saver.replace(' }\n', ', when: [argocd] }\n').replace(GET, GET) + stop()),
    line: 8,
    says: /"stop" destroys logs/,
  },
  'an early step before what saves its evidence': {
    text: playbookText(saver + stop(', early: { when: [wiper], because: b }')),
    line: 8,
    says: /when it is: wiper/,
  },
  'a phase before its turn': {
    text: playbookText(
      `${saver.replace('}\n', ', after: [b] }\n').replace(' },', ' },')}${head('b', 'verify')}, manual: m }\n`,
    ),
    line: 8,
    says: /say why with "early"/,
  },
  'a deletion without a propagation policy': {
    text: playbookText(
      `${saver}${head('d', 'eradicate', 'irreversible')}, on: jobs, request: { method: DELETE, path: "/apis/batch/v1/namespaces/{target.namespace}/jobs/{target.name}" } }\n`,
    ),
    line: 8,
    says: /propagationPolicy/,
  },
  'a deletion that is said to be reversible': {
    text: playbookText(
      `${head('d', 'eradicate', 'reversible')}, on: jobs, request: { method: DELETE, path: "/apis/batch/v1/namespaces/{target.namespace}/jobs/{target.name}", body: { propagationPolicy: Orphan } } }\n`,
    ),
    line: 7,
    says: /has the effect irreversible/,
  },
  'Secrets with their values': {
    text: playbookText(
      `${head('s')}, request: { method: GET, path: "/api/v1/namespaces/{object.namespace}/secrets" } }\n`,
    ),
    line: 7,
    says: /metadataOnly/,
  },
  'an unknown place': {
    text: playbookText(`${head('s')}, request: { method: GET, path: "/api/v1/namespaces/{target.nmae}/pods" } }\n`),
    line: 7,
    says: /\{target.nmae\} is no place/,
  },
  'a target without a set': {
    text: playbookText(
      `${head('s')}, request: { method: GET, path: "/api/v1/namespaces/{target.namespace}/pods" } }\n`,
    ),
    line: 7,
    says: /needs "on"/,
  },
  'a path that names no resource': {
    text: playbookText(`${head('s')}, request: { method: GET, path: "/api/v1" } }\n`),
    line: 7,
    says: /no path of a resource/,
  },
};
for (const [name, { text, line, says }] of Object.entries(bad)) {
  test(`a fault with its line: ${name}`, () => {
    const [first] = faultsOf(text);
    assert.ok(first, 'no fault was found');
    assert.match(first.says, says);
    assert.equal(first.line, line);
  });
}

test('the same playbooks without the fault load', () => {
  for (const text of [
    playbookText(saver + stop()),
    playbookText(
      saver + stop(', early: { when: [wiper], because: b }, waives: [{ evidence: [logs], when: [wiper], because: c }]'),
    ),
    playbookText(stop(', waives: [{ evidence: [logs], because: c }]')),
    playbookText(saver.replace(' }\n', ', when: [argocd] }\n') + stop(', when: [argocd]')),
  ])
    assert.deepEqual(faultsOf(text), []);
});

test('aliases do not multiply a playbook', () => {
  const bomb = `a: &a [1,1,1,1,1,1,1,1]\nb: &b [${'*a,'.repeat(9)}*a]\nc: [${'*b,'.repeat(9)}*b]\n`;
  assert.ok(faultsOf(bomb).length > 0);
});

/** The lists of the schema, by the members that tell them. */
const enums: (readonly string[])[] = [];
const collect = (value: unknown): void => {
  if (typeof value !== 'object' || value === null) return;
  if ('enum' in value && Array.isArray(value.enum)) enums.push(value.enum.map(String));
  Object.values(value).forEach(collect);
};
collect(SCHEMA);
for (const list of [PHASES, EFFECTS, ROLES, CIRCUMSTANCES, EVIDENCE, SETS, FILLED_SETS, KEEPS, METHODS]) {
  test(`the schema lists what the types do: ${list[0]} …`, () => {
    assert.deepEqual(
      enums.find((one) => one.join() === list.join()),
      [...list],
    );
  });
}

test('indicators that turn the plan are indicators', () => {
  const known = new Set(INDICATORS.map(({ id }) => id));
  for (const id of [...WIPER_INDICATORS, ...NODE_INDICATORS]) assert.ok(known.has(id), id);
  assert.equal(new Set(Object.values(OWNER_MARKS)).size, Object.keys(OWNER_MARKS).length);
});
