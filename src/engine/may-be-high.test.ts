import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeRecord } from '../decode/decode.ts';
import { atLeast } from '../model/finding.ts';
import type { JsonObject } from '../model/json.ts';
import { normalise } from '../normalise/normalise.ts';
import { inflate } from './inflate.ts';
import { assessDelivered, mayBeHigh } from './judge.ts';
import { CLEAN_UPS } from './testing/benign/clean-ups.ts';
import { HEALTH_CHECKS } from './testing/benign/health-checks.ts';
import { changed } from './testing/benign/member.ts';
import { OPERATORS } from './testing/benign/operators.ts';
import { PIPELINES } from './testing/benign/pipelines.ts';
import { SCANNERS } from './testing/benign/scanners.ts';
import { BENIGN, MALICIOUS } from './testing/disguises/acts.ts';
import { DISGUISES, randomFrom } from './testing/disguises.ts';
import { eventListOf, requestOf } from './testing/requests.ts';

const job = (shell: string): JsonObject => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'report', namespace: 'shop' },
  spec: { template: { spec: { containers: [{ name: 'main', image: 'alpine:3.20', command: ['sh', '-c', shell] }] } } },
});

const objects: readonly JsonObject[] = [...[PIPELINES, HEALTH_CHECKS, CLEAN_UPS, SCANNERS, OPERATORS].flat()].flatMap(
  ({ object, change }) => [object, changed(object, change.edits)],
);

/** Every act plain and in a few disguises that are drawn, and ordinary work. */
const shells = (): readonly string[] => {
  const random = randomFrom(20261130);
  const disguises = Object.values(DISGUISES);
  const hidden = Object.values(MALICIOUS).flatMap((text) =>
    [0, 1, 2].map(() => disguises[Math.floor(random() * disguises.length)]?.(text) ?? text),
  );
  return [...Object.values(MALICIOUS), ...hidden, ...Object.values(BENIGN)];
};

const told = (object: JsonObject) => {
  const text = eventListOf([requestOf(object, { by: { username: 'dana@example.com' } })]);
  const [event] = decodeRecord({ source: 'a', offset: 0, text }).events;
  assert.ok(event);
  const result = normalise(event, { source: 'a', offset: 0 });
  assert.equal(result.kind, 'activity');
  const delivered = { activity: result.activity, events: [result.activity.event], sameIdOtherContent: 0 };
  const { severity } = assessDelivered(delivered, { inflate });
  return { isHigh: atLeast(severity, 'high'), may: mayBeHigh(delivered, { inflate }) };
};

test('what is high is never passed over, and most of what is not is', () => {
  const all = [...objects, ...shells().map(job)].map((object) => ({ object, ...told(object) }));
  for (const { object, isHigh, may } of all) assert.ok(may || !isHigh, JSON.stringify(object));
  assert.ok(all.filter(({ isHigh }) => isHigh).length > 100);
  const low = all.filter(({ isHigh }) => !isHigh);
  assert.ok(low.filter(({ may }) => !may).length > low.length * 0.9);
});
