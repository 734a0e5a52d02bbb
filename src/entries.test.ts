import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as core from './core.ts';
import * as whole from './index.ts';

test('the entry for Node.js has everything of the core entry, and the scan', () => {
  assert.deepEqual(
    Object.keys(core).filter((name) => !(name in whole)),
    [],
  );
  assert.equal(typeof whole.scan, 'function');
});

test('the core entry judges a text and says what it did not judge', () => {
  const { findings, events, passed, failures } = core.examine('{"verb":"list","objectRef":{"resource":"pods"}}');
  assert.deepEqual([findings, events, passed, failures], [[], 1, ['read'], []]);
  assert.match(core.examine('nothing').failures[0]?.message ?? '', /not JSON/);
});
