import assert from 'node:assert/strict';
import type { Finding } from '../model/finding.ts';
import type { Exception } from './exception.ts';
import { parseExceptions } from './parse.ts';

export const NOW = Date.parse('2026-11-24T10:00:00Z');

/** A file with one exception, as text. */
export const fileOf = (match: object, more: object = {}): string =>
  JSON.stringify({
    schema: 'cronwarden.exceptions/v1',
    exceptions: [
      { id: 'backup', reason: 'nightly backup', owner: 'team@example.com', until: '2027-03-01', match, ...more },
    ],
  });

export const exceptionsOf = (text: string, now = NOW): readonly Exception[] => {
  const exceptions = parseExceptions(text, now);
  assert.ok(exceptions.ok, JSON.stringify(exceptions));
  return exceptions.value;
};

export const exceptionOf = (match: object, more: object = {}): Exception => {
  const [one] = exceptionsOf(fileOf(match, more));
  assert.ok(one);
  return one;
};

/** A finding with what exceptions ask for; a test says what differs. */
export const findingOf = ({
  workload = {},
  actor = {},
  ...more
}: Partial<Omit<Finding, 'workload' | 'actor'>> & {
  workload?: Partial<Finding['workload']>;
  actor?: Partial<Finding['actor']>;
} = {}): Finding => ({
  schema: 'cronwarden.finding/v1',
  id: '0123456789abcdef0123456789abcdef',
  ruleset: '1',
  group: 'ffffffffffffffffffffffffffffffff',
  title: 'Writes to the node',
  summary: 'A CronJob mounts the root of its node.',
  severity: 'medium',
  risk: 40,
  confidence: 0.9,
  breakdown: { risk: [], severity: '', confidence: '' },
  attack: [],
  cluster: 'harbour',
  firstSeen: null,
  lastSeen: null,
  timeExact: true,
  count: 1,
  request: { verb: 'create', outcome: 'accepted', code: 201 },
  indicators: [indicatorOf('host.path-root', 'medium'), indicatorOf('image.untagged-or-latest', 'info')],
  unassessed: [],
  events: [],
  lineage: [],
  compat: { sentinel: null },
  object: null,
  ...more,
  workload: {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    namespace: 'shop',
    name: 'backup',
    uid: null,
    schedule: null,
    generateName: null,
    serviceAccount: null,
    images: [{ name: 'registry.example.com/team/backup:1', digest: null }],
    templateHash: 'a'.repeat(64),
    ...workload,
  },
  actor: {
    username: 'ana@example.com',
    groups: [],
    impersonatedBy: null,
    userAgent: null,
    sourceIps: [],
    kind: 'human',
    ...actor,
  },
});

export const indicatorOf = (id: string, severity: Finding['severity']): Finding['indicators'][number] => ({
  id,
  title: id,
  severity,
  weight: 10,
  evidence: [],
});
