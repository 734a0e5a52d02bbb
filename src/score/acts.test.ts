import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ACT_FACTS, TEMPLATE_FACTS } from '../facts/gather.ts';
import { INDICATORS } from '../indicator/registry.ts';
import { atLeast } from '../model/finding.ts';
import { ACTS } from './acts.ts';
import { severityByRisk } from './score.ts';
import { GROUP_CAPS, INTERACTIONS } from './weights.ts';

const ids = new Set(ACTS.map(({ id }) => id));

test('without an act nothing comes to high: not by its sum, and not by an indicator alone', () => {
  assert.ok(!atLeast(severityByRisk(GROUP_CAPS.power + GROUP_CAPS.circumstance), 'high'));
  for (const indicator of INDICATORS) {
    if (!ids.has(indicator.id)) assert.ok(!atLeast(indicator.severity, 'high'), indicator.id);
  }
  for (const { all, group } of INTERACTIONS) {
    if (group === 'act')
      assert.ok(
        all.some((id) => ids.has(id)),
        all.join(),
      );
  }
});

for (const { id, needs, asks = [] } of ACTS) {
  test(`${id} reads no fact but those that are gathered for acts alone`, () => {
    for (const fact of [...needs, ...asks])
      assert.ok(
        ACT_FACTS.some((one) => one === fact),
        fact,
      );
  });
}

test('what reads the templates reads nothing else but where the workload stands', () => {
  const isOfTemplates = (fact: string): boolean => TEMPLATE_FACTS.some((one) => one === fact);
  for (const { id, needs, asks = [] } of ACTS) {
    const read = [...needs, ...asks];
    if (read.some(isOfTemplates))
      assert.ok(
        read.every((fact) => isOfTemplates(fact) || fact === 'workload'),
        id,
      );
  }
});
