import assert from 'node:assert/strict';
import { test } from 'node:test';
import stringWidth from 'string-width';
import { sectionsHtml } from '../sink/sections/html.ts';
import { sectionsMarkdown } from '../sink/sections/markdown.ts';
import { sectionsText } from '../sink/sections/text.ts';
import { paintWith } from '../sink/table-text.ts';
import { type Case, caseOfObject } from './cases.ts';
import { type Evaluation, evaluate } from './evaluation.ts';
import { reportOf } from './report.ts';
import { perThousandText, rateText, sectionsOf } from './sections.ts';
import { CALL_BACK, cronJobOf, labelled, PRIVILEGED, podOf, QUIET } from './testing.ts';

/** What a labels file may hold in any of its words. */
const HOSTILE = '</td><script>x()</script>|`x`\u202e[a](http://203.0.113.7)\n@team \u001b[31m';

const report = (names: string, logs: Evaluation['logs'] = null): Evaluation => {
  const cases: readonly (Case | null)[] = [
    caseOfObject(labelled(`${names}-1`, podOf(CALL_BACK), { source: `${names}/a` })),
    caseOfObject(labelled(`${names}-2`, podOf(QUIET), { source: `${names}/b`, group: names, why: names })),
    caseOfObject(labelled(`${names}-3`, cronJobOf(PRIVILEGED), { source: `${names}/c`, strength: 'benign' })),
  ];
  return evaluate(
    cases.filter((one) => one !== null),
    { seed: 3, resamples: 200, version: '0.0.1', worst: 5, unjudged: [{ id: names, because: 'no workload' }], logs },
  );
};
const plainReport = report('team', {
  writes: 2000,
  labelled: 3,
  findings: { info: 1990, low: 4, medium: 3, high: 2, critical: 1 },
});
const all = {
  table: sectionsText(reportOf(plainReport), 200, paintWith(false)),
  markdown: sectionsMarkdown(reportOf(plainReport)),
  html: sectionsHtml(reportOf(plainReport)),
};

for (const [format, text] of Object.entries(all)) {
  test(`${format}: every part of the report stands in it`, () => {
    for (const { title } of sectionsOf(plainReport)) assert.ok(text.includes(title), title);
    for (const wanted of [
      '1/2 = 50 %',
      'team-2',
      'command.reverse-shell',
      'seed 3',
      'ruleset',
      'original query, score 1',
    ]) {
      assert.ok(text.includes(wanted), wanted);
    }
  });
}

test('rates as n/N with their interval; what has no case is a dash', () => {
  const rate = { hits: 80, of: 89, low: 0.702, high: 0.963, interval: 'resampled' } as const;
  assert.equal(rateText(rate), '80/89 = 89.9 % (70.2-96.3)');
  assert.equal(rateText({ ...rate, hits: 89, interval: 'formula', high: 1 }), '89/89 = 100 % (~70.2-100)');
  assert.equal(rateText({ ...rate, hits: 0, of: 0 }), '-');
  assert.equal(perThousandText({ ...rate, hits: 2, of: 760, low: 0, high: 0.0088 }), '2.6 (0-8.8)');
});

test('the logs give findings per 1,000 writes, and say how many are labelled', () => {
  const section = sectionsOf(plainReport).find(({ id }) => id === 'logs');
  assert.match(section?.says ?? '', /2,000 authored workload writes, 3 of them labelled/);
  assert.deepEqual(section?.rows[1], ['high', '2', '1.0']);
  assert.equal(
    sectionsOf(report('team')).some(({ id }) => id === 'logs'),
    false,
  );
});

test('every row has a cell for every column', () => {
  for (const { id, columns, rows } of sectionsOf(plainReport)) {
    for (const row of rows) assert.equal(row.length, columns.length, id);
  }
});

test('in a terminal of 80 columns tables narrow their widest columns', () => {
  const widest = (columns: number): number =>
    Math.max(
      ...sectionsText(reportOf(plainReport), columns, paintWith(false))
        .split('\n')
        .map((line) => stringWidth(line)),
    );
  assert.ok(widest(80) < widest(200));
  assert.ok(widest(120) <= 120);
});

test('colours only when they are wanted', () => {
  assert.equal(all.table.includes('\u001b['), false);
  assert.equal(sectionsText(reportOf(plainReport), 100, paintWith(true)).includes('\u001b['), true);
});

test('words of a labels file are inert in every format', () => {
  const hostile = report(HOSTILE);
  const table = sectionsText(reportOf(hostile), 200, paintWith(false));
  assert.equal(/[\u001b\u202e]/.test(table), false);
  const page = sectionsHtml(reportOf(hostile));
  assert.equal(/<script|[\u001b\u202e]/.test(page), false);
  assert.ok(page.includes('&lt;script&gt;'));
  const markdown = sectionsMarkdown(reportOf(hostile));
  assert.equal(/[\u001b\u202e]/.test(markdown), false);
  for (const line of markdown.split('\n').filter((one) => one.includes('script'))) {
    assert.match(line.replaceAll(/(`+)[^`](?:.*?[^`])?\1(?!`)/g, ''), /^(?!.*<script)/, line);
  }
});

test('the page loads nothing, runs nothing, and draws the three plots', () => {
  const { html } = all;
  assert.match(html, /default-src 'none'; style-src 'sha256-/);
  assert.equal(/<script|src=|https?:/.test(html), false);
  for (const id of ['plot-risk', 'plot-precision', 'plot-left-out']) assert.ok(html.includes(`id="${id}"`), id);
  assert.equal(/NaN|undefined|Infinity/.test(html), false);
});

test('a report without a case is whole in every format', () => {
  const empty = evaluate([], { seed: 1, resamples: 100, version: '0', worst: 5, unjudged: [], logs: null });
  assert.match(sectionsText(reportOf(empty), 80, paintWith(false)), /^0 labelled writes from 0 sources/);
  assert.match(sectionsMarkdown(reportOf(empty)), /^# Cronwarden evaluation: 0 labelled writes/);
  assert.equal(/NaN|undefined/.test(sectionsHtml(reportOf(empty))), false);
});
