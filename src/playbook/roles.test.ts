import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ROLES } from './model.ts';
import { rightsOf } from './resource.ts';
import { roleFiles, rulesOf } from './roles.ts';
import { shipped } from './testing.ts';

for (const [file, text] of roleFiles(shipped())) {
  test(`${file} is what the playbook needs: node tools/respond/make-roles.ts writes it`, () => {
    assert.equal(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'), text);
  });
}

test('a role has the rights of each of its steps, and no verb or resource of none', () => {
  for (const role of ROLES) {
    const needed = new Set(
      shipped()
        .steps.filter((step) => step.role === role)
        .flatMap(rightsOf)
        .flatMap(({ apiGroups, resources, verbs }) =>
          resources.flatMap((one) => verbs.map((verb) => `${apiGroups} ${one} ${verb}`)),
        ),
    );
    const given = new Set(
      rulesOf(shipped(), role)
        .filter(({ resourceNames }) => resourceNames === undefined)
        .flatMap(({ apiGroups, resources, verbs }) =>
          resources.flatMap((one) => verbs.map((verb) => `${apiGroups} ${one} ${verb}`)),
        ),
    );
    assert.deepEqual(given, needed, role);
  }
});

test('only the last role sees Secrets, and none may bind, escalate or impersonate', () => {
  for (const role of ROLES) {
    const text = JSON.stringify(rulesOf(shipped(), role));
    assert.equal(text.includes('"secrets"'), role === 'eradication', role);
    assert.doesNotMatch(text, /\*|bind"|escalate|impersonate/);
  }
});
