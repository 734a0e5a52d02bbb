import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { scan } from '../../src/engine/scan.ts';
import { atLeast, type Finding, type Severity } from '../../src/model/finding.ts';
import { recordedStories } from './recorded.ts';
import { FIRST_DAY, threeWeeks, writeThreeWeeks } from './three-weeks.ts';

const folder = mkdtempSync(join(tmpdir(), 'cronwarden-operation-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const DAY = 86_400_000;
const timesOf = (text: string): number[] =>
  [...text.matchAll(/"stageTimestamp":"([^"]+)"/g)].map(([, at = '']) => Date.parse(at));

test('two days are told the same each time, in the order of time, with ids that come once', () => {
  const told = [...threeWeeks({ days: 2 })].map((chunk) => chunk.toString('latin1')).join('');
  const again = createHash('sha256');
  for (const chunk of threeWeeks({ days: 2 })) again.update(chunk);
  assert.equal(again.digest('hex'), createHash('sha256').update(told, 'latin1').digest('hex'));
  const times = timesOf(told);
  assert.ok(times.every((ms, index) => index === 0 || ms >= (times[index - 1] ?? 0)));
  assert.ok((times.at(-1) ?? 0) > FIRST_DAY + 2 * DAY);
  const ids = [...told.matchAll(/"auditID":"([^"]+)","stage":"ResponseComplete"/g)].map(([, id]) => id);
  assert.equal(new Set(ids).size, ids.length);
});

test('a day has people in it, a night and a Saturday have none, and the schedules run in all of them', () => {
  const chunks = [...threeWeeks({ days: 6 })].map((chunk) => chunk.toString('latin1'));
  const isPeople = (text: string): boolean => /"username":"(?:dana@|omar@|ci-deployer)/.test(text);
  const [, monday = '', evening = ''] = chunks;
  const saturday = chunks.at(-3) ?? '';
  assert.deepEqual([monday, evening, saturday].map(isPeople), [true, false, false]);
  for (const shift of [monday, evening, saturday]) {
    // What a run is called says when it was due.
    const [, minute = '', due = ''] =
      /"name":"heartbeat-(\d{8})","creationTimestamp":"([^"]+)"/.exec(shift) ??
      assert.fail('the heartbeat does not run');
    assert.equal(Number(minute) * 60_000, Date.parse(due));
  }
});

const scanned = async (path: string) => {
  const run = scan({ paths: [path] });
  const findings: Finding[] = [];
  for await (const finding of run.findings) if (finding.severity !== 'info') findings.push(finding);
  const summary = run.summary();
  assert.equal(summary.rejected, 0);
  return { findings, summary };
};

const titlesOf = (findings: readonly Finding[]): readonly string[] =>
  findings.map(({ severity, title }) => `${severity}: ${title}`);

/** Nothing at medium or above, and at most five that are low. */
const assertQuiet = (findings: readonly Finding[]): void => {
  assert.deepEqual(titlesOf(findings.filter(({ severity }) => atLeast(severity, 'medium'))), []);
  assert.ok(findings.length <= 5, titlesOf(findings).join('\n'));
};

test('three ordinary weeks are no work: nothing at medium or above, and at most five that are low', async () => {
  const path = join(folder, 'three-weeks.jsonl');
  const { events } = writeThreeWeeks(path);
  assert.ok(events >= 200_000, `${events} events`);
  const { findings, summary } = await scanned(path);
  rmSync(path);
  assert.equal(summary.records, events);
  assert.ok(summary.activities > 2000, `${summary.activities} writes are judged`);
  assertQuiet(findings);
  assert.ok(summary.baseline?.[0]?.isMature === true, 'three weeks are enough to know what is usual');
  const told = findings.filter(({ indicators }) => indicators.some(({ id }) => id.startsWith('baseline.')));
  assert.deepEqual(
    told.map(({ title }) => title),
    [],
  );
});

/** One story a day from the third day on, each at an hour of its own. */
const storyTime = (index: number): number => FIRST_DAY + (2 + index) * DAY + (8 + index) * 3_600_000 + 17 * 60_000;

test('the stories are found in three ordinary weeks as they are alone, and nothing else is', async () => {
  const stories = recordedStories();
  const path = join(folder, 'with-stories.jsonl');
  const alone = join(folder, 'story.jsonl');
  const severities = new Map<string, Severity>();
  for (const { lines } of stories) {
    writeFileSync(alone, lines.join('\n'), 'latin1');
    for (const { events, severity } of (await scanned(alone)).findings) {
      for (const { auditId } of events) severities.set(auditId ?? '', severity);
    }
  }
  assert.ok(severities.size >= 13, `${severities.size} findings that are no info`);
  const inserted = stories.map(({ lines }, index) => ({ lines, at: storyTime(index) }));
  writeThreeWeeks(path, { inserted });
  const { findings } = await scanned(path);
  rmSync(path);
  const found = new Map(findings.flatMap((one) => one.events.map(({ auditId }) => [auditId ?? '', one.severity])));
  for (const [auditId, severity] of severities) {
    const now = found.get(auditId) ?? 'info';
    assert.ok(atLeast(now, severity), `${auditId} is ${severity} alone and ${now} among others`);
  }
  assertQuiet(findings.filter(({ events }) => !events.some(({ auditId }) => severities.has(auditId ?? ''))));
});
