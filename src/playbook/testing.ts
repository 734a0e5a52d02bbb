import { readFileSync } from 'node:fs';
import type { Finding } from '../model/finding.ts';
import { loadPlaybook } from './load.ts';
import type { Playbook, PlaybookFault } from './model.ts';
import { type Plan, planOf } from './plan.ts';
import { subjectOf } from './subject.ts';

const fileOf = (name: string): URL => new URL(`../../${name}`, import.meta.url);
export const SCHEMA: unknown = JSON.parse(readFileSync(fileOf('schema/playbook.v1.json'), 'utf8'));
export const SHIPPED_TEXT = readFileSync(fileOf('playbooks/workload.yaml'), 'utf8');

export const load = (text: string): Playbook => {
  const loaded = loadPlaybook(text, SCHEMA);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
  return loaded.value;
};
export const faultsOf = (text: string): readonly PlaybookFault[] => {
  const loaded = loadPlaybook(text, SCHEMA);
  return loaded.ok ? [] : loaded.error;
};
export const shipped = (): Playbook => load(SHIPPED_TEXT);

/** A playbook of these steps, as YAML; steps are indented by two. */
export const playbookText = (steps: string): string =>
  `schema: cronwarden.playbook/v1\nid: own\nversion: 1.0.0\ntitle: Own\nkinds: [CronJob, Job]\nsteps:\n${steps}`;

export interface FindingParts {
  readonly kind?: string;
  readonly name?: string | null;
  readonly namespace?: string | null;
  readonly uid?: string | null;
  readonly cluster?: string;
  readonly indicators?: readonly string[];
  readonly actor?: Partial<Finding['actor']>;
  readonly verb?: string;
  readonly metadata?: object;
  readonly podSpec?: object;
  readonly jobSpec?: object;
  readonly images?: Finding['workload']['images'];
  readonly body?: unknown;
}

/** The finding of a CronJob that a person created, with the parts that a test is about. */
export const findingWith = (parts: FindingParts = {}): Finding => {
  const { kind = 'CronJob', name = 'tick', namespace = 'shop', uid = 'uid-of-tick', indicators = [] } = parts;
  const template = { spec: { containers: [{ name: 'main', image: 'busybox:1.37' }], ...parts.podSpec } };
  const jobSpec = { template, ...parts.jobSpec };
  const body =
    parts.body === undefined
      ? {
          apiVersion: 'batch/v1',
          kind,
          metadata: { name, namespace, ...parts.metadata },
          spec: kind === 'CronJob' ? { schedule: '* * * * *', jobTemplate: { spec: jobSpec } } : jobSpec,
        }
      : parts.body;
  return {
    schema: 'cronwarden.finding/v1',
    id: '0123456789abcdef0123456789abcdef',
    ruleset: 'test',
    group: 'fedcba9876543210fedcba9876543210',
    title: 'CronJob shop/tick: a title',
    summary: 'A summary.',
    severity: 'high',
    risk: 80,
    confidence: 0.9,
    breakdown: { risk: [], severity: '', confidence: '' },
    attack: [],
    cluster: parts.cluster ?? 'harbour',
    firstSeen: '2026-11-24T06:00:00.000000Z',
    lastSeen: '2026-11-24T06:00:00.000000Z',
    timeExact: true,
    count: 1,
    workload: {
      apiVersion: 'batch/v1',
      kind,
      namespace,
      name,
      uid,
      schedule: kind === 'CronJob' ? '* * * * *' : null,
      generateName: null,
      serviceAccount: 'worker',
      images: parts.images ?? [{ name: 'busybox:1.37', digest: null }],
      templateHash: null,
    },
    actor: {
      username: 'jane@example.com',
      groups: [],
      impersonatedBy: null,
      userAgent: null,
      sourceIps: ['192.0.2.7'],
      kind: 'human',
      ...parts.actor,
    },
    request: { verb: parts.verb ?? 'create', outcome: 'accepted', code: 201 },
    indicators: indicators.map((id) => ({ id, title: id, severity: 'high', weight: 10, evidence: [] })),
    unassessed: [],
    events: [
      { auditId: 'an-id', time: '2026-11-24T06:00:00.000000Z', verb: 'create', source: 'audit.jsonl', offset: 0 },
    ],
    lineage: [],
    compat: { sentinel: null },
    object:
      body === null
        ? null
        : { pointer: '/requestObject', kind: parts.verb === 'patch' ? 'merge-patch' : 'object', body },
  };
};

export const planWith = (parts: FindingParts = {}, playbook: Playbook = shipped()): Plan => {
  const finding = findingWith(parts);
  const subject = subjectOf(finding, null);
  if (subject === undefined) throw new Error('no subject');
  return planOf(finding, subject, playbook, { argocdNamespace: 'argocd' });
};
