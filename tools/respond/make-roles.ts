/** Writes the ClusterRoles of deploy/respond/ from the shipped playbook: node tools/respond/make-roles.ts */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { roleFiles } from '../../src/playbook/roles.ts';
import { shipped } from '../../src/playbook/testing.ts';

const root = join(import.meta.dirname, '..', '..');
mkdirSync(join(root, 'deploy', 'respond'), { recursive: true });
for (const [file, text] of roleFiles(shipped())) writeFileSync(join(root, file), text);
