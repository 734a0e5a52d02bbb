import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../model/json.ts';
import { JOB_SETTINGS, jobSettingsOf } from './job-settings.ts';
import { readingOf } from './testing.ts';

const found = (body: JsonObject) =>
  jobSettingsOf(readingOf(body)).map(({ name, value, pointer }) => [name, value, pointer]);

test('settings of a CronJob and of its job template', () => {
  assert.deepEqual(
    found({
      kind: 'CronJob',
      spec: { suspend: true, failedJobsHistoryLimit: 0, jobTemplate: { spec: { ttlSecondsAfterFinished: 5 } } },
    }),
    [
      ['failedJobsHistoryLimit', 0, '/requestObject/spec/failedJobsHistoryLimit'],
      ['suspend', true, '/requestObject/spec/suspend'],
      ['ttlSecondsAfterFinished', 5, '/requestObject/spec/jobTemplate/spec/ttlSecondsAfterFinished'],
    ],
  );
});

for (const name of JOB_SETTINGS) {
  test(`${name} of a Job`, () => {
    assert.deepEqual(found({ kind: 'Job', spec: { [name]: 7 } }), [[name, 7, `/requestObject/spec/${name}`]]);
  });
}

test('wrong types are passed over', () => {
  assert.deepEqual(found({ kind: 'Job', spec: { suspend: null, completions: {}, managedBy: [1] } }), []);
  assert.deepEqual(found({ kind: 'Job', spec: 7 }), []);
});
