import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDryRun } from './query.ts';

const JOBS = '/apis/batch/v1/namespaces/shop/jobs';

test('dry runs, in every spelling that the server takes', () => {
  for (const query of [
    '?dryRun=All',
    '?fieldManager=x&dryRun=All',
    '?dryRun=%41ll',
    '?%64ryRun=All',
    '?dryRun=x&dryRun=All',
  ]) {
    assert.ok(isDryRun(JOBS + query), query);
  }
});

test('requests that only look like a dry run', () => {
  for (const query of [
    '',
    '?',
    '?dryRun=',
    '?dryRun=all',
    '?dryrun=All',
    '??dryRun=All',
    '?x=1;dryRun=All',
    '?dryRun=All;',
    '?dryRun=All%zz',
    '?dryRun=%EF%BB%BFAll',
    '?fieldManager=dryRun=All',
    '?fieldManager=%26dryRun=All',
    '/dryRun=All',
    '#?x',
  ]) {
    assert.ok(!isDryRun(JOBS + query), query);
  }
  assert.ok(!isDryRun(null));
});
