import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import type { Finding } from '../../model/finding.ts';
import {
  emptySummary,
  hostileNames,
  hostRootJob,
  printed,
  quietBackup,
  SAMPLE_FINDINGS,
  sampleContext,
  unseenBody,
} from '../testing.ts';
import { htmlSink } from './html.ts';

const page = (findings?: Iterable<Finding>): Promise<string> => printed(htmlSink, findings);
const whole = await page();

test('every finding has a card with its id, and no other element has it', () => {
  for (const { id } of SAMPLE_FINDINGS) {
    assert.equal(whole.split(` id="${id}"`).length - 1, 1, id);
    assert.match(whole, new RegExp(`<article class="card [^>]*id="${id}"`));
  }
});

test('no id is used twice', () => {
  const ids = [...whole.matchAll(/<[^>]* id="([^"]+)"/g)].map(([, id]) => id);
  assert.equal(new Set(ids).size, ids.length);
});

test('findings that share an id, since their records lost what tells them apart, each have a card of their own', async () => {
  const text = await page([hostRootJob, { ...hostRootJob, title: 'the other one' }]);
  const ids = [...text.matchAll(/<[^>]* id="([^"]+)"/g)].map(([, id]) => id);
  assert.equal(new Set(ids).size, ids.length);
  assert.ok(ids.includes(hostRootJob.id) && ids.includes(`${hostRootJob.id}-2`));
  assert.match(text, /data-cards="0 1"/);
});

test('there are two scripts, the data and our own, whatever the findings hold', () => {
  assert.equal(whole.match(/<script/gi)?.length, 2);
  assert.equal(whole.match(/<\/script/gi)?.length, 2);
  assert.equal(whole.match(/<(?:img|iframe|object|embed|base|form)\b/gi)?.length, 1, 'the form of the filters only');
  assert.doesNotMatch(whole, /<[^>]+\son[a-z]+=/i);
  assert.doesNotMatch(whole, /<!--/);
});

test('no character acts on a terminal or hides text, in the markup and in the data', () => {
  assert.doesNotMatch(whole, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u);
});

test('the policy allows our two texts by their hashes and nothing else', () => {
  const policy = /Content-Security-Policy" content="([^"]+)"/.exec(whole)?.[1] ?? '';
  const hash = (text: string | undefined): string =>
    `sha256-${createHash('sha256')
      .update(text ?? '')
      .digest('base64')}`;
  assert.match(policy, /^default-src 'none';/);
  assert.ok(policy.includes(`script-src '${hash(/<script>(.*)<\/script>/s.exec(whole)?.[1])}'`));
  assert.ok(policy.includes(`style-src '${hash(/<style>(.*)<\/style>/s.exec(whole)?.[1])}'`));
  assert.doesNotMatch(policy, /unsafe|\*|http/);
  assert.doesNotMatch(whole, / style="/);
});

test('the data block is the findings in the order of the cards', () => {
  const data: unknown = JSON.parse(/id="data">(.*?)<\/script>/s.exec(whole)?.[1] ?? '');
  assert.ok(Array.isArray(data));
  const cards = [...whole.matchAll(/<article class="card [^>]*id="([^"]+)" data-i="(\d+)"/g)];
  assert.equal(cards.length, SAMPLE_FINDINGS.length);
  for (const [, id, index] of cards) assert.equal(Reflect.get(Object(data[Number(index)]), 'id'), id);
  const plainOnes = SAMPLE_FINDINGS.filter((one) => one !== hostileNames);
  for (const one of plainOnes)
    assert.ok(
      data.some((other) => JSON.stringify(other) === JSON.stringify(one)),
      one.id,
    );
});

test('a card says who, when, where, from which address and agent, with what the client can invent marked', async () => {
  const text = await page([SAMPLE_FINDINGS[5] ?? hostRootJob]);
  for (const part of [
    'maya.lindqvist@example.com',
    '192.0.2.14',
    'seen by the API server',
    'before it 198.51.100.23 <em class="claimed"',
    'kubernetes/8adc0f0 <em class="claimed"',
    'CronJob kube-system/node-health-sync',
    'found under base64, then gzip',
    'risk, of 100',
    'audit/kube-apiserver-2026-11-24.jsonl',
  ]) {
    assert.ok(text.includes(part), part);
  }
});

test('a marked line carries its reason', async () => {
  const text = await page([hostRootJob]);
  assert.match(
    text,
    /marked s-high"><span class="notes"><a class="note s-high"[^>]*><span class="no">3<\/span>Container runs privileged<\/a><\/span><code>\s+privileged: true<\/code>/,
  );
  assert.match(text, /Reason 4 stands elsewhere in the event/);
});

test('the printed lines of every card add up to its risk', () => {
  for (const card of whole.split('<article ').slice(1)) {
    const sum = [...card.matchAll(/<tr><td>([+−])(\d+)<\/td>/g)].reduce(
      (total, [, sign, points]) => total + Number(points) * (sign === '−' ? -1 : 1),
      0,
    );
    assert.equal(sum, Number(/<tfoot><tr><td>(\d+)<\/td>/.exec(card)?.[1]));
  }
});

test('a body that was not logged is said to be unknown, with the reason', async () => {
  const text = await page([unseenBody]);
  assert.match(text, /Not shown: the log is at level Metadata/);
  assert.match(text, /9 indicators, because the log is at level Metadata/);
});

test('repeats are folded under the worst of their group', () => {
  assert.match(
    whole,
    /<summary>13 more like this, first 2026-11-24 03:14:07 UTC, last 2026-11-24 09:14:07 UTC<\/summary>/,
  );
});

test('the summary and its rejected records stand at the end', () => {
  const end = whole.slice(whole.indexOf('What was read'));
  for (const part of ['1,204,331 records', 'at byte 1,048,576', 'and 13 more', 'permission denied', '30,000 rows']) {
    assert.ok(end.includes(part), part);
  }
});

test('more than two thousand findings: the worst in full, the rest counted and said', async () => {
  const many = function* (): Generator<Finding> {
    for (let at = 0; at < 2_600; at += 1) yield { ...quietBackup, id: `id-${at}`, object: null };
    yield hostRootJob;
  };
  const text = await page(many());
  assert.match(
    text,
    /The 2,000 worst of 2,601 findings are shown in full\. The other 601 are counted and plotted only/,
  );
  assert.equal(text.split('<article ').length - 1, 2_000);
  assert.ok(text.includes(`id="${hostRootJob.id}"`));
});

test('no findings: a page that says what was looked at', async () => {
  const summary = emptySummary({
    records: 9,
    activities: 2,
    findings: { critical: 0, high: 0, medium: 0, low: 1, info: 0 },
  });
  const text = await printed(htmlSink, [], sampleContext({ summary: () => summary }));
  assert.match(text, /<h1>No findings<\/h1>/);
  assert.match(
    text,
    /Read 9 records in 1 file and judged 2 writes to workloads\. Below the severity that was asked for: low 1\./,
  );
  assert.doesNotMatch(text.slice(0, text.lastIndexOf('<script>')), /id="filters"|href="#findings"|NaN|undefined/);
});
