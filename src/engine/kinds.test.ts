import assert from 'node:assert/strict';
import { test } from 'node:test';
import { INDICATORS } from '../indicator/registry.ts';
import { asksAll, scriptOn } from '../indicator/testing.ts';
import type { Facts } from '../model/facts.ts';
import { BENIGN, MALICIOUS } from './testing/disguises/acts.ts';

const kinded = INDICATORS.filter(({ kinds }) => kinds !== undefined);
const everything = Object.values({ ...MALICIOUS, ...BENIGN });

const told = (indicator: (typeof INDICATORS)[number], facts: Facts) => {
  const outcome = indicator.assess(facts);
  return outcome.kind === 'hit' ? outcome.evidence : outcome.kind;
};

test('an indicator says of the kinds of effects that it names what it says of all of them', () => {
  assert.ok(kinded.length > 50);
  const fired = new Set<string>();
  for (const text of [...everything, everything.join('\n')]) {
    const facts = scriptOn('/', text);
    for (const indicator of kinded) {
      const wanted = told(asksAll(indicator), facts);
      if (Array.isArray(wanted)) fired.add(indicator.id);
      assert.deepEqual(told(indicator, facts), wanted, `${indicator.id}: ${text}`);
    }
  }
  assert.ok(fired.size > 15, `${fired.size} fired`);
});
