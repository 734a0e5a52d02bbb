import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import type { Finding } from '../model/finding.ts';
import { type ScanOptions, scan } from './scan.ts';
import { controllerJob, cronJobWrite, dryRun, lease, podRead, withoutPlaces } from './testing.ts';

const folder = mkdtempSync(join(tmpdir(), 'cronwarden-scan-'));
after(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
const fileOf = (content: string | Uint8Array, ending = 'jsonl'): string => {
  const path = join(folder, `${++files}.${ending}`);
  writeFileSync(path, content);
  return path;
};

const run = async (path: string | string[], options: Partial<ScanOptions> = {}) => {
  const scanned = scan({ paths: [path].flat(), ...options });
  const findings: Finding[] = [];
  for await (const finding of scanned.findings) findings.push(finding);
  return { findings, summary: scanned.summary() };
};
/** Findings without the place they were read at. */
const judged = (findings: readonly Finding[]): unknown[] =>
  findings.map(({ events: _, ...rest }) => withoutPlaces(rest));

const writes = Array.from({ length: 40 }, (_, index) => cronJobWrite({ name: `job-${index}`, index }));
const day = writes.flatMap((write, index) => [lease(index), write, podRead(index), lease(index + 1)]);
const lines = `${day.map((event) => JSON.stringify(event)).join('\n')}\n`;
const plain = fileOf(lines);

test('a day of noise gives its writes, in order, each with its place', async () => {
  const { findings, summary } = await run(plain);
  assert.deepEqual(
    findings.map((finding) => finding.workload.name),
    writes.map((_, index) => `job-${index}`),
  );
  const offsets = findings.map((finding) => finding.events[0]?.offset ?? -1);
  for (const [index, offset] of offsets.entries()) assert.ok(lines.startsWith(JSON.stringify(writes[index]), offset));
  assert.equal(summary.records, day.length);
  assert.equal(summary.events, writes.length);
  assert.equal(summary.passedUnread, day.length - writes.length);
  assert.equal(summary.bytes, Buffer.byteLength(lines));
});

test('results do not depend on jobs, on where parts begin, or on the gate', async () => {
  const expected = (await run(plain, { jobs: 1 })).findings;
  for (const partBytes of [1, 7, 500, 1000, 4096, 1 << 20]) {
    assert.deepEqual((await run(plain, { jobs: 1, partBytes })).findings, expected, `parts of ${partBytes}`);
  }
  assert.deepEqual((await run(plain, { jobs: 2, partBytes: 3000, inlineBytes: 0 })).findings, expected, 'two workers');
  const open = await run(plain, { jobs: 1, strict: true, partBytes: 3000 });
  assert.deepEqual(open.findings, expected, 'no gate');
  assert.equal(open.summary.events, day.length);
  assert.equal(open.summary.passedUnread, 0);
});

const pretty = day.map((event) => JSON.stringify(event, null, 2)).join('\n');
const forms: Record<string, () => string> = {
  gzip: () => fileOf(gzipSync(lines), 'gz'),
  'two members of gzip': () =>
    fileOf(Buffer.concat([gzipSync(lines.slice(0, 1000)), gzipSync(lines.slice(1000))]), 'gz'),
  zstd: () => fileOf(zstdCompressSync(lines), 'zst'),
  'CRLF and blank lines, no last newline': () => fileOf(lines.replaceAll('\n', '\r\n\r\n').trimEnd()),
  'a byte order mark': () => fileOf(`\uFEFF${lines}`),
  'pretty-printed, one after the other': () => fileOf(pretty, 'json'),
  'a pretty-printed list': () => fileOf(JSON.stringify(day, null, 2), 'json'),
  'a list on one line': () => fileOf(JSON.stringify(day), 'json'),
  'an EventList': () =>
    fileOf(JSON.stringify({ kind: 'EventList', apiVersion: 'audit.k8s.io/v1', metadata: {}, items: day }), 'json'),
  'lines that become pretty-printed half-way': () =>
    fileOf(
      `${lines.slice(0, lines.indexOf('\n', lines.length / 2) + 1)}${pretty.slice(pretty.indexOf('\n{\n', pretty.length / 2 - 2000) + 1)}`,
    ),
  'UTF-16 lines with a byte order mark': () => fileOf(Buffer.from(`\uFEFF${lines}`, 'utf16le')),
  'a collector that wraps each line': () =>
    fileOf(day.map((event) => JSON.stringify({ log: `${JSON.stringify(event)}\n`, stream: 'stdout' })).join('\n')),
};
for (const [name, make] of Object.entries(forms)) {
  test(`the same findings from: ${name}`, async () => {
    const expected = new Set((await run(plain)).findings.map((finding) => finding.id));
    for (const options of [{}, { partBytes: 700, jobs: 1 }, { partBytes: 5000, jobs: 2, inlineBytes: 0 }]) {
      const { findings, summary } = await run(make(), options);
      assert.deepEqual(new Set(findings.map((finding) => finding.id)), expected);
      assert.equal(summary.rejected, 0, JSON.stringify(summary.rejectedSamples));
      assert.deepEqual(summary.unreadable, []);
    }
  });
}

test('what is passed over without its bodies is what the whole events would pass over', async () => {
  const events = [
    dryRun(1),
    controllerJob({ index: 2, owned: true }),
    controllerJob({ index: 3, owned: false }),
    controllerJob({ index: 4, owned: true, response: 'skipped-too-big-size-object' }),
    { ...controllerJob({ index: 5, owned: true }), user: { username: 'jane@example.com' } },
    {
      ...controllerJob({ index: 6, owned: true }),
      level: 'Metadata',
      requestObject: undefined,
      responseObject: undefined,
    },
    { ...dryRun(7), requestURI: '/apis/x?note=dryRun=All' },
  ];
  const path = fileOf(events.map((event) => JSON.stringify(event)).join('\n'));
  const quick = await run(path);
  const open = await run(path, { strict: true });
  assert.deepEqual(quick.findings, open.findings);
  assert.deepEqual(
    quick.findings.map((finding) => finding.workload.name),
    ['tick-3', 'tick-5', 'dry'],
  );
  assert.deepEqual(quick.summary.passed, { 'dry-run': 1, bookkeeping: 3 });
  assert.deepEqual(quick.summary.passed, open.summary.passed);
  assert.equal(quick.summary.events, open.summary.events);
  const late = { since: '2026-11-24T07:00:00.000000Z' };
  assert.equal((await run(path, late)).summary.outsideWindow, events.length);
});

test('standard input reads like a file', async () => {
  const expected = judged((await run(plain)).findings);
  const script = `const { scan } = await import(${JSON.stringify(new URL('./scan.ts', import.meta.url).href)});
    const out = []; for await (const one of scan({ paths: ['-'] }).findings) out.push(one); console.log(JSON.stringify(out));`;
  for (const input of [lines, gzipSync(lines)]) {
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      input,
      maxBuffer: 1 << 28,
    });
    assert.deepEqual(judged(JSON.parse(stdout.toString()) as Finding[]), expected, stderr.toString());
  }
});

test('a window of event time', async () => {
  const [first, second, third] = writes.map((write) => write.stageTimestamp);
  assert.ok(first && second && third);
  const { findings, summary } = await run(plain, { since: second, until: third });
  assert.deepEqual(
    findings.map((finding) => finding.workload.name),
    ['job-1', 'job-2'],
  );
  assert.equal(summary.outsideWindow, writes.length - 2);
});

test('what cannot be read is said and the rest is read', async () => {
  const missing = join(folder, 'missing.log');
  const corrupt = fileOf(Buffer.concat([gzipSync(lines).subarray(0, 400), Buffer.from('junk')]), 'gz');
  const { findings, summary } = await run([missing, corrupt, plain]);
  assert.ok(findings.length >= writes.length);
  assert.deepEqual(
    summary.unreadable.map((one) => one.path),
    [missing, corrupt],
  );
});

const hostile: Record<string, string | Uint8Array> = {
  nothing: '',
  'white space': ' \n\t\n',
  'binary junk': Uint8Array.from({ length: 5000 }, (_, index) => (index * 7919) % 256),
  'a line of 100,000 open brackets and a write behind it': `${'['.repeat(100_000)} create jobs\n`,
  'an event with a body of 100,000 levels': `{"verb":"create","objectRef":{"resource":"jobs"},"requestObject":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}\n`,
  'wrong types everywhere':
    '{"verb":["create"],"objectRef":{"resource":"jobs","name":{}},"user":7,"requestObject":[1],"sourceIPs":"x"}\n',
  'prototype keys':
    '{"verb":"create","objectRef":{"resource":"jobs","apiGroup":"batch"},"__proto__":{"level":"x"},"constructor":1,"requestObject":{"__proto__":{"kind":"Job"}}}\n',
  'invalid UTF-8': Buffer.from([
    ...Buffer.from('{"verb":"create","objectRef":{"resource":"jobs","name":"'),
    0xff,
    0xc0,
    ...Buffer.from('"}}\n'),
  ]),
  'a lone surrogate': '{"verb":"create","objectRef":{"resource":"jobs","name":"\\ud800"},"requestURI":"/x"}\n',
};
for (const [name, content] of Object.entries(hostile)) {
  test(`goes on behind: ${name}`, async () => {
    const { findings, summary } = await run([fileOf(content), plain]);
    assert.ok(findings.length >= writes.length);
    assert.deepEqual(summary.unreadable, []);
    const { records, passedUnread, rejected } = summary;
    assert.ok(records >= passedUnread + rejected);
  });
}

test('a folder is read in the order of its names, and every record is in one count', async () => {
  const logs = join(folder, 'logs');
  mkdirSync(logs);
  writeFileSync(join(logs, 'b.jsonl'), `${JSON.stringify(writes[1])}\nnot json about create jobs\n`);
  writeFileSync(join(logs, 'a.jsonl'), `${JSON.stringify(writes[0])}\n${JSON.stringify(lease(1))}\n`);
  const { findings, summary } = await run(logs);
  assert.deepEqual(
    findings.map((finding) => finding.workload.name),
    ['job-0', 'job-1'],
  );
  assert.equal(summary.rejected, 1);
  assert.deepEqual(
    summary.rejectedSamples.map(({ offset }) => offset),
    [JSON.stringify(writes[1]).length + 1],
  );
  assert.equal(summary.records, summary.events + summary.passedUnread + summary.rejected + summary.others);
});

test('an export that ends just at its store\u2019s limit is warned about', async () => {
  const rows = (count: number): string => `AuditId,Verb\n${'x,get\n'.repeat(count)}`;
  assert.match(
    (await run(fileOf(rows(30_000), 'csv'))).summary.warnings.join(),
    /30000 records, the limit of the Azure portal/,
  );
  assert.deepEqual((await run(fileOf(rows(29_999), 'csv'))).summary.warnings, []);
});

test('a row that does not fit its table is one record, rejected', async () => {
  const row = JSON.stringify(JSON.stringify(writes[0])).replaceAll('\\"', '""');
  const { findings, summary } = await run(fileOf(`Category,log_s\nkube-audit,${row}\nkube-audit,${row},more\n`, 'csv'));
  assert.equal(findings.length, 1);
  assert.deepEqual([summary.records, summary.rejected], [2, 1]);
});

test('a file that vanishes or shrinks while it is read is said, and the rest is read', async () => {
  for (const change of [rmSync, (path: string) => truncateSync(path, 2000)]) {
    const doomed = fileOf(
      Array.from({ length: 3000 }, (_, index) => JSON.stringify(cronJobWrite({ name: 'd', index: index + 5000 }))).join(
        '\n',
      ),
    );
    let isChanged = false;
    const onProgress = (): void => {
      if (!isChanged) change(doomed);
      isChanged = true;
    };
    const scanned = scan({ paths: [doomed, plain], jobs: 1, partBytes: 5000, onProgress });
    const seen = new Set<string>();
    for await (const finding of scanned.findings) seen.add(finding.events[0]?.source ?? '');
    assert.ok(seen.has(plain));
    assert.ok(scanned.summary().unreadable.some((one) => one.path === doomed));
  }
});

test('the limit of a line does not depend on where parts begin, and what is over it is rejected', async () => {
  const long = (bytes: number): string => {
    const write = JSON.stringify(writes[0]);
    return `${JSON.stringify(lease(0))}\n${write.slice(0, -1)},"padding":"${'x'.repeat(bytes)}"}\n${JSON.stringify(writes[1])}\n`;
  };
  for (const partBytes of [1 << 20, 1 << 24]) {
    for (const [bytes, expected] of [
      [60 << 20, ['job-0', 'job-1']],
      [(64 << 20) + 10, ['job-1']],
    ] as const) {
      const path = fileOf(long(bytes));
      for (const from of [path, fileOf(gzipSync(long(bytes), { level: 1 }), 'gz')]) {
        const { findings, summary } = await run(from, { partBytes, jobs: 1 });
        assert.deepEqual(
          findings.map((finding) => finding.workload.name),
          expected,
        );
        assert.equal(summary.rejected, expected.length === 2 ? 0 : 1);
      }
      rmSync(path);
    }
  }
});

test('an event whose opening line ends just where a part does', async () => {
  const document = JSON.stringify(writes[1], null, 2).replace('{\n ', '{ "padding": 1,\n');
  const text = `${JSON.stringify(writes[0])}\n${document}\n`;
  const start = text.indexOf('\n{ ') + 1;
  const end = text.indexOf('\n', start) + 1;
  for (const partBytes of [start, end, end - 1, end + 1]) {
    for (const path of [fileOf(text), fileOf(gzipSync(text), 'gz')]) {
      const { findings } = await run(path, { partBytes, jobs: 1 });
      assert.deepEqual(
        findings.map((finding) => finding.workload.name),
        ['job-0', 'job-1'],
        `parts of ${partBytes}`,
      );
    }
  }
});

test('a record of more values than memory should be spent on is read as far as the limit', async () => {
  const write = JSON.stringify(writes[0]);
  const wide = `${write.slice(0, -1)},"z":[${'{},'.repeat(2_000_000)}{}]}`;
  const { findings, summary } = await run(fileOf(`${wide}\n${JSON.stringify(writes[1])}\n`), { jobs: 1 });
  assert.deepEqual(
    findings.map((finding) => finding.workload.name),
    ['job-0', 'job-1'],
  );
  assert.equal(summary.cutEvents, 1);
  assert.match(summary.warnings.join(), /read as far as/);
});

test('a long list and what follows it are in the counts, and its warnings are said', async () => {
  const many = Array.from({ length: 6000 }, (_, index) => lease(index));
  const list = JSON.stringify({
    kind: 'EventList',
    apiVersion: 'audit.k8s.io/v1',
    items: many,
    error: { code: 'PartialError' },
  });
  for (const strict of [true, false]) {
    const { summary } = await run(fileOf(list, 'json'), { strict });
    assert.equal(summary.records, many.length + 1);
    assert.equal(summary.records, summary.events + summary.passedUnread + summary.rejected + summary.others);
  }
});

test('a consumer that stops early ends the scan', async () => {
  const scanned = scan({ paths: [plain], jobs: 2, inlineBytes: 0, partBytes: 1000 });
  for await (const finding of scanned.findings) {
    assert.equal(finding.workload.name, 'job-0');
    break;
  }
});
