import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { WRAPPERS } from '../decode/testing/wrappers.ts';
import type { JsonObject } from '../model/json.ts';
import { scan } from './scan.ts';
import { cronJobWrite, lease } from './testing.ts';

/** A client chooses its user agent, annotations and environment: text there must not hide the write from the gate. */
const folder = mkdtempSync(join(tmpdir(), 'cronwarden-hidden-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const decoys: Record<string, string> = {
  'an event': JSON.stringify(lease(1)),
  'only a reference': '{"objectRef":{"resource":"leases"}}',
  'the end of an event': '"}}","objectRef":{"resource":"leases"},"verb":"get","x":{"y":"',
  'an escaped event': JSON.stringify(JSON.stringify(lease(1))),
  'a read': '{"verb":"get","objectRef":{"resource":"pods"}}',
};
const places: Record<string, (decoy: string) => JsonObject> = {
  'the user agent': (decoy) => ({ ...write, userAgent: decoy }),
  'an annotation': (decoy) => withMetadata({ annotations: { note: decoy } }),
  'a label of the object': (decoy) => withMetadata({ labels: { log: decoy } }),
  'a field called log': (decoy) => ({ ...write, log: decoy }),
  'the path': (decoy) => ({ ...write, requestURI: `${write.requestURI}?x=${decoy}` }),
};
const write = cronJobWrite({ name: 'hidden', index: 2 });
const withMetadata = (metadata: JsonObject): JsonObject => ({
  ...write,
  requestObject: { ...write.requestObject, metadata: { ...write.requestObject.metadata, ...metadata } },
});

for (const [place, put] of Object.entries(places)) {
  test(`text in ${place} hides nothing, in any envelope`, async () => {
    for (const [what, decoy] of Object.entries(decoys)) {
      for (const { name, wrap } of WRAPPERS) {
        const path = join(folder, 'audit.log');
        writeFileSync(path, wrap(put(decoy)));
        const names: (string | null)[] = [];
        for await (const finding of scan({ paths: [path], jobs: 1 }).findings) names.push(finding.workload.name);
        assert.deepEqual(names, ['hidden'], `${what} in ${place}, in ${name}`);
      }
    }
  });
}
