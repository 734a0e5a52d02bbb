import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rightsOf } from './rights.ts';
import { FILES, fileOf, load } from './testing.ts';

const rights = (command: string, cleanup = 'true'): readonly string[] => {
  const loaded = load(fileOf({ command, cleanup }));
  assert.ok(typeof loaded !== 'string');
  const [atomic] = loaded.atomics;
  assert.ok(atomic !== undefined);
  return rightsOf(atomic, (path) => FILES[path] ?? null).map(
    ({ group, resource, verbs, isNamespaced }) =>
      `${verbs.join(',')} ${resource}.${group}${isNamespaced ? '' : ' cluster'}`,
  );
};
const FILE = '"PathToAtomicsFolder/T1053.007/src/a.yaml"';

const CASES: readonly (readonly [string, string, readonly string[]])[] = [
  ['a manifest that is created', `#{kubectl} create -f ${FILE}`, ['create cronjobs.batch']],
  ['a manifest that is applied', `#{kubectl} apply -f ${FILE}`, ['create,get,patch cronjobs.batch']],
  ['a server-side apply', `#{kubectl} apply --server-side -f ${FILE}`, ['create,patch cronjobs.batch']],
  ['a patch', `#{kubectl} patch cronjob a --type=merge -p '{}'`, ['get,patch cronjobs.batch']],
  ['a Job of a CronJob', '#{kubectl} create job a --from=cronjob/b', ['get cronjobs.batch', 'create jobs.batch']],
  ['a token', '#{kubectl} create token a', ['create serviceaccounts/token.']],
  ['a namespace', '#{kubectl} create namespace a', ['create namespaces. cluster']],
  ['a raw request', '#{kubectl} create --raw /apis/batch/v1/namespaces/a/cronjobs -f -', ['create cronjobs.batch']],
  ['someone else', '#{kubectl} get jobs --as=dana@example.com', ['impersonate users.', 'list jobs.batch']],
];
for (const [situation, command, expected] of CASES) test(situation, () => assert.deepEqual(rights(command), expected));

test('the clean-up counts as well', () => {
  assert.deepEqual(rights(`#{kubectl} create -f ${FILE}`, '#{kubectl} delete cronjob cw-a'), [
    'create,delete,get,list,watch cronjobs.batch',
  ]);
});
