import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import fc from 'fast-check';
import type { Finding } from '../../model/finding.ts';
import { scan } from '../scan.ts';
import { ana, attack, eve, usual, usualDays, write } from '../testing/three-weeks.ts';
import { withoutPlaces } from '../testing.ts';
import { openState } from './file.ts';

const folder = mkdtempSync(join(tmpdir(), 'cronwarden-state-baseline-'));
after(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const nameOf = (extension: string): string => join(folder, `${String(++files).padStart(6, '0')}.${extension}`);

const run = async (events: readonly object[], state?: string) => {
  const path = nameOf('jsonl');
  writeFileSync(path, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  const opened = state === undefined ? undefined : await openState(state);
  const scanned = scan({ paths: [path], jobs: 1, ...(opened === undefined ? {} : { state: opened }) });
  const findings: Finding[] = [];
  for await (const finding of scanned.findings) findings.push(withoutPlaces(finding));
  opened?.commit();
  return { findings, summary: scanned.summary() };
};
const lasting = (findings: readonly Finding[]): readonly Finding[] =>
  [...new Map(findings.map(({ changed: _, ...one }) => [one.id, one])).values()].sort((a, b) => (a.id < b.id ? -1 : 1));

const events = [
  ...usualDays(),
  write(eve, usual, { minute: 500, name: 'harmless' }),
  write(eve, attack, { minute: 600, name: 'stranger' }),
  write({ ...eve, user: ana.user }, attack, { minute: 601, name: 'thief', kind: 'Job' }),
];

test('three weeks that are read in several runs make known what they make known in one, in any order', async () => {
  const whole = await run(events);
  const told = whole.findings.filter(({ indicators }) => indicators.some(({ id }) => id.startsWith('baseline.')));
  assert.equal(told.length, 3);
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.shuffledSubarray(events, { minLength: events.length }),
      fc.array(fc.nat(events.length), { minLength: 1, maxLength: 3 }),
      async (inOrder, shuffled, cuts) => {
        const all = inOrder ? events : shuffled;
        const at = [0, ...cuts.sort((a, b) => a - b), all.length];
        const state = nameOf('state');
        const findings: Finding[] = [];
        let last = whole.summary;
        for (const [index, to] of at.slice(1).entries()) {
          const part = await run(all.slice(at[index], to), state);
          findings.push(...part.findings);
          last = part.summary;
        }
        assert.deepEqual(lasting(findings), lasting(whole.findings));
        assert.deepEqual(last.baseline, whole.summary.baseline);
      },
    ),
    { numRuns: 6 },
  );
});

test('what is read again makes nothing more known', async () => {
  const state = nameOf('state');
  await run(usualDays(), state);
  const { summary } = await run(usualDays(), state);
  assert.equal(summary.baseline?.[0]?.writes, 210);
});
