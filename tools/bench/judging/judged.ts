import { decodeRecord } from '../../../src/decode/decode.ts';
import { inflate } from '../../../src/engine/inflate.ts';
import { judge, judgementOf } from '../../../src/engine/judge.ts';
import { createDeliveries, type Delivered } from '../../../src/memory/deliveries.ts';
import type { Finding, Severity } from '../../../src/model/finding.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { normalise } from '../../../src/normalise/normalise.ts';
import { sentinelRow } from '../../../src/normalise/sentinel.ts';

/** An audit line of a CronJob write with this pod spec. */
export const lineOf = (spec: JsonObject, schedule = '30 3 * * *'): string =>
  JSON.stringify({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Request',
    auditID: '00000000-0000-4000-8000-000000000001',
    stage: 'ResponseComplete',
    requestURI: '/apis/batch/v1/namespaces/shop/cronjobs',
    verb: 'create',
    user: { username: 'ana@example.com', groups: ['system:authenticated'] },
    sourceIPs: ['192.0.2.10'],
    userAgent: 'kubectl/v1.36.0',
    objectRef: { resource: 'cronjobs', namespace: 'shop', name: 'report', apiGroup: 'batch', apiVersion: 'v1' },
    responseStatus: { metadata: {}, code: 201 },
    requestObject: {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'report', namespace: 'shop' },
      spec: { schedule, jobTemplate: { spec: { template: { spec } } } },
    },
    requestReceivedTimestamp: '2026-11-24T10:00:00.000000Z',
    stageTimestamp: '2026-11-24T10:00:00.100000Z',
  });

/** The write that a line tells of, as it comes to the judgement. */
export const deliveredOf = (line: string): Delivered => {
  const deliveries = createDeliveries();
  for (const event of decodeRecord({ source: 'bench', offset: 0, text: line }).events) {
    const result = normalise(event, { source: 'bench', offset: 0 }, { sentinel: sentinelRow });
    if (result.kind === 'activity') deliveries.push(result.activity, line.length);
  }
  const [delivered] = deliveries.flush();
  if (delivered === undefined) throw new Error('the line holds no write that is judged');
  return delivered;
};

/** Facts, effects, indicators and score of one write: what a scan does of each. */
export const weighOnce = (delivered: Delivered): Severity => judgementOf(delivered, { inflate }).severity;

/** The same with the finding, which a scan writes of what it shows. */
export const judgeOnce = (delivered: Delivered): Finding => judge(delivered, { inflate });

/**
 * Milliseconds by the clock, or of the process on its processors where that is less: the first counts what other programs
 * do meanwhile, the second what helps the process at the same time.
 */
export const msOf = (work: () => unknown): number => {
  const before = process.cpuUsage();
  const start = performance.now();
  work();
  const clock = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  return Math.min(clock, (user + system) / 1000);
};
