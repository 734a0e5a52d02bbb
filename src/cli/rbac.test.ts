import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { cronJobWrite } from '../engine/testing.ts';
import { textAt } from '../model/json.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'cronwarden-rbac-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const fileOf = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const log = fileOf('audit.jsonl', JSON.stringify(cronJobWrite({ name: 'tool', index: 2 })));
const scanned = (...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'bin', 'cronwarden.js'), 'scan', log, '--format', 'jsonl', ...args],
    { encoding: 'utf8', cwd: folder, env: { ...process.env, NO_COLOR: '1' } },
  );
  const finding: unknown = status === 0 ? JSON.parse(stdout) : null;
  return { status, stderr, text: stdout, id: textAt(finding, 'id') };
};

const role = `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: tool }
rules: [{ apiGroups: [''], resources: [secrets], verbs: ['*'] }]
`;
const binding = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRoleBinding',
  metadata: { name: 'tool' },
  roleRef: { kind: 'ClusterRole', name: 'tool' },
  subjects: [{ kind: 'ServiceAccount', name: 'default', namespace: 'dev' }],
};
const pod = '\n---\napiVersion: v1\nkind: Pod\nmetadata: { name: x }\n';

test('--rbac may be given more than once, as YAML documents or as JSON', () => {
  const json = fileOf('bindings.json', JSON.stringify({ kind: 'List', items: [binding] }));
  const { text, stderr, id } = scanned('--rbac', fileOf('roles.yaml', role + pod), '--rbac', json);
  assert.ok(id);
  assert.match(text, /identity\.strong-service-account.*may read Secrets in the whole cluster/);
  assert.match(stderr, /--rbac: passed over what is no role and no binding: 1$/m);
  assert.doesNotMatch(scanned('--rbac', json, '-q').stderr, /./);
});

test('without it the rights are unassessed', () => {
  assert.match(scanned().text, /"id":"identity\.strong-service-account","because":"rights-unknown"/);
});

test('a configuration file may name an export', () => {
  const config = fileOf('config.yaml', `rbac: ${fileOf('one.yaml', role)}`);
  assert.equal(scanned('--config', config).status, 0);
});

for (const [what, text] of Object.entries({
  'is no YAML': 'a: [',
  'holds nothing': '',
  'holds no role': pod,
  'has an alias that grows': `a: &a [x]\nb: [*a, *a]`,
})) {
  test(`an export that ${what} is a usage error`, () => {
    const { status, stderr } = scanned('--rbac', fileOf('wrong.yaml', text));
    assert.equal(status, 2);
    assert.match(stderr, /^cronwarden: --rbac \S+wrong\.yaml/);
  });
}
test('an export that is not there is a usage error', () => {
  assert.equal(scanned('--rbac', join(folder, 'none.yaml')).status, 2);
});
