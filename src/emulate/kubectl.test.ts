import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kubectlCalls } from './kubectl.ts';

const told = (text: string): readonly (readonly unknown[])[] =>
  kubectlCalls(text).map(({ verb, words, namespace, files }) => [verb, words.join(' '), namespace, files.join(' ')]);

const CASES: readonly (readonly [string, string, readonly (readonly unknown[])[]])[] = [
  ['a plain call', 'kubectl delete cronjob a b -n lab', [['delete', 'cronjob a b', 'lab', '']]],
  [
    'a call by path, under the name of a run',
    '/tmp/x/kubectl-cw1 get pods --namespace=lab',
    [['get', 'pods', 'lab', '']],
  ],
  [
    'a manifest through sed',
    'sed -e s/A/b/ "/atomics/x/a.yaml" | kubectl apply -n lab -f -',
    [['apply', '', 'lab', '/atomics/x/a.yaml']],
  ],
  ['a manifest by name', 'kubectl create -f /atomics/x/a.yaml', [['create', '', null, '/atomics/x/a.yaml']]],
  [
    'calls one after another',
    'kubectl get ns lab || kubectl create namespace lab; true',
    [
      ['get', 'ns lab', null, ''],
      ['create', 'namespace lab', null, ''],
    ],
  ],
  [
    'a call inside a substitution',
    'T="$(kubectl create token sa -n lab)"; echo "$T"',
    [['create', 'token sa', 'lab', '']],
  ],
  [
    'flags that have no value',
    'kubectl delete job a --ignore-not-found --wait=true -n lab',
    [['delete', 'job a', 'lab', '']],
  ],
  ['what stands behind --', 'kubectl run a --image=b -n lab -- sh -c x', [['run', 'a', 'lab', '']]],
  ['another program with a like name', 'mykubectl get pods', []],
];
for (const [situation, text, expected] of CASES) test(situation, () => assert.deepEqual(told(text), expected));
