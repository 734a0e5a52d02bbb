import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowsOf } from '../../kql/testing/run.ts';
import { parseDatetime } from '../../kql/time.ts';
import { Datetime, type Value } from '../../kql/value.ts';
import { findingsQuery } from './findings-query.ts';
import { FINDINGS_COLUMNS } from './findings-table.ts';

/** A row of the table; outside a workspace a row comes in when it is dated, here `minutes` before the run. */
interface Sent {
  readonly id: string;
  readonly minutes: number;
  readonly severity?: string;
  readonly risk?: bigint;
}

const NOON = parseDatetime('2026-11-24T12:00:00Z') ?? assert.fail();

/** The alerts of a run of the rule at noon: id, severity, risk. */
const alerts = async (...sent: readonly Sent[]): Promise<readonly string[]> => {
  const rows = sent.map(({ id, minutes, severity = 'high', risk = 50n }): readonly Value[] => {
    const values: Readonly<Record<string, Value>> = {
      TimeGenerated: new Datetime(NOON - BigInt(minutes) * 600_000_000n),
      FindingId: id,
      Severity: severity,
      Risk: risk,
      SourceIPs: ['198.51.100.7', '203.0.113.77'],
    };
    return FINDINGS_COLUMNS.map(({ name, type }) => values[name] ?? (type === 'string' ? '' : null));
  });
  const columns = FINDINGS_COLUMNS.map(({ name, type }) => `${name}:${type}`).join(' ');
  const found = await rowsOf(`${findingsQuery} | project FindingId, Severity, Risk, SourceIP`, {
    Cronwarden_CL: { columns, rows },
  });
  return found.map((row) => row.join(' ')).sort();
};

test('what came in since the last run is an alert, from medium on', async () => {
  assert.deepEqual(
    await alerts({ id: 'a', minutes: 3 }, { id: 'b', minutes: 3, severity: 'low' }, { id: 'c', minutes: 20 }),
    ['a High 50 203.0.113.77'],
  );
});

test('a finding that is sent again raises no second alert', async () => {
  assert.deepEqual(await alerts({ id: 'a', minutes: 3 }, { id: 'a', minutes: 5 }), ['a High 50 203.0.113.77']);
  assert.deepEqual(await alerts({ id: 'a', minutes: 3 }, { id: 'a', minutes: 300 }), []);
});

test('a finding whose severity is another now is told again, the worse one of a run', async () => {
  assert.deepEqual(
    await alerts(
      { id: 'a', minutes: 300, severity: 'medium', risk: 40n },
      { id: 'a', minutes: 3, severity: 'critical', risk: 95n },
    ),
    ['a High 95 203.0.113.77'],
  );
  assert.deepEqual(
    await alerts(
      { id: 'a', minutes: 3, severity: 'medium', risk: 40n },
      { id: 'a', minutes: 5, severity: 'critical', risk: 95n },
    ),
    ['a High 95 203.0.113.77'],
  );
});
