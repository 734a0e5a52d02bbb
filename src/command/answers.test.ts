import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Effect } from '../model/effect.ts';
import { answerIn, isDrop } from './answers.ts';

const download = (url: string): Effect => ({
  kind: 'download',
  program: 'curl',
  urls: [url],
  container: 'main',
  role: 'container',
  pointer: '/a',
  carrier: 'command',
  shown: '',
  layers: [],
  onHost: null,
});

const GOES: readonly (readonly [url: string, to: string])[] = [
  ['http://ci.prod.svc:8080/script', '203.0.113.7'],
  ['http://10.1.2.3/v1/kv', '203.0.113.7:8443'],
  ['http://vault/v1/a', '/dev/tcp/203.0.113.7/99'],
  ['http://vault/v1/a', '203.0.113.7 99'],
  ['http://vault/v1/a', 'webhook.site'],
];
const STAYS: readonly (readonly [url: string, to: string])[] = [
  ['http://ci.prod.svc:8080/metrics', '203.0.113.7'],
  ['http://prometheus:9090/api/v1/query?query=up', '203.0.113.7'],
  ['http://ci.prod.svc:8080/a', 'reports.example.com'],
  ['http://ci.prod.svc:8080/a', '10.9.8.7'],
  ['https://a.example.com/x', '203.0.113.7'],
  ['http://169.254.169.254/latest/meta-data/', '203.0.113.7'],
  ['http://$SERVICE/a', '203.0.113.7'],
];
for (const [url, to] of GOES)
  test(`what ${url} answers is told at ${to}`, () => assert.equal(answerIn(download(url), to)?.path, url));
for (const [url, to] of STAYS)
  test(`what ${url} answers is not told at ${to}`, () => assert.equal(answerIn(download(url), to), null));

test('places for anybody are known by their whole name', () => {
  assert.ok(isDrop('a.ngrok.io') && isDrop('transfer.sh:443') && !isDrop('transfer.sh.example.com'));
});
