import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { goFolder, readVersions, requiredVersion } from './versions.ts';

const goMod = `module x
require go.etcd.io/etcd/server/v3 v3.6.16
require (
	k8s.io/api v0.0.0 // indirect
	k8s.io/kubernetes v1.36.3
)
replace k8s.io/api => k8s.io/api v0.36.3
`;

test('a version is read from a block, from a line of its own, and never from a replacement', () => {
  assert.equal(requiredVersion(goMod, 'k8s.io/kubernetes'), 'v1.36.3');
  assert.equal(requiredVersion(goMod, 'go.etcd.io/etcd/server/v3'), 'v3.6.16');
  assert.equal(requiredVersion(goMod, 'k8s.io/api'), 'v0.0.0');
  assert.throws(() => requiredVersion(goMod, 'k8s.io/kubectl'), /requires no k8s.io\/kubectl/);
});

test('all parts of Kubernetes are replaced by the published ones of the same version', () => {
  const { kubernetes } = readVersions();
  const replaced = readFileSync(join(goFolder, 'go.mod'), 'utf8').match(/=> k8s\.io\/\S+ \S+/g) ?? [];
  assert.ok(replaced.length > 20, `${replaced.length} replacements`);
  for (const line of replaced) assert.equal(line.split(' ')[2], kubernetes.replace(/^v1\./, 'v0.'), line);
});

test('the name of a build holds the version and changes with our sources', () => {
  const { build, kubernetes } = readVersions();
  assert.match(build, new RegExp(`^${kubernetes.replaceAll('.', '\\.')}-[0-9a-f]{10}$`));
});
