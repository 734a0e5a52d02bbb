import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cacaoOf } from './cacao.ts';
import { planWith } from './testing.ts';

interface Step {
  readonly type: string;
  readonly name?: string;
  readonly description?: string;
  readonly on_completion?: string;
  readonly agent?: string;
  readonly commands?: readonly { readonly type: string; readonly command: string; readonly content?: string }[];
}
interface Playbook {
  readonly id: string;
  readonly workflow_start: string;
  readonly workflow: Readonly<Record<string, Step>>;
  readonly agent_definitions: Readonly<Record<string, unknown>>;
}
const exported = (): Playbook =>
  cacaoOf(planWith({ metadata: { annotations: { 'meta.helm.sh/release-name': 'x' } } })) as unknown as Playbook; // Its shape.

/** CACAO 2.0, section 10.10: an object type, two hyphens, a UUID. */
const ID = /^[a-z][a-z0-9-]+[a-z0-9]--[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test('the chain goes from start to end through every step of the plan, in its order', () => {
  const { workflow, workflow_start: start } = exported();
  const names: (string | undefined)[] = [];
  let [id, step] = [start, workflow[start]];
  assert.equal(step?.type, 'start');
  while (step?.on_completion !== undefined) {
    assert.match(id, ID);
    id = step.on_completion;
    step = workflow[id];
    if (step?.type === 'action') names.push(step.name);
  }
  assert.equal(step?.type, 'end');
  const plan = planWith({ metadata: { annotations: { 'meta.helm.sh/release-name': 'x' } } });
  assert.deepEqual(
    names,
    plan.steps.map(({ step: one }) => one.title),
  );
  assert.equal(Object.keys(workflow).length, names.length + 2);
});

test('each action has commands of its kind and an agent that is defined', () => {
  const { workflow, agent_definitions: agents } = exported();
  for (const [id, step] of Object.entries(workflow)) {
    if (step.type !== 'action') continue;
    assert.ok(step.agent !== undefined && step.agent in agents, id);
    for (const { type, command, content } of step.commands ?? []) {
      if (type === 'http-api') assert.match(command, /^(GET|POST|PATCH|DELETE) \/apis?\/\S+ HTTP\/1\.1$/);
      if (content !== undefined)
        assert.equal(typeof JSON.parse(content), type === 'http-api' && content.startsWith('"') ? 'string' : 'object');
    }
    assert.ok((step.commands ?? []).length > 0, id);
  }
});

test('ids are the same for the same plan', () => {
  assert.deepEqual(exported(), exported());
});
