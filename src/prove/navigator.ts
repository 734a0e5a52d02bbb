import { INDICATORS } from '../indicator/registry.ts';
import { ATTACK } from '../model/attack.ts';
import type { Row } from './matrix.ts';
import type { Proved } from './prove.ts';

/**
 * A layer for the ATT&CK Navigator, format 4.5: each technique that a test's indicators name, scored by the share of those
 * tests whose findings came as expected with the body logged.
 * https://github.com/mitre-attack/attack-navigator/blob/master/layers/spec/v4.5/layerformat.md
 */
export const navigatorLayer = (rows: readonly Row[], proved: readonly Proved[]): object => {
  const attackOf = new Map(INDICATORS.map(({ id, attack }) => [id, attack]));
  const tests = new Map<string, { detected: Set<string>; all: Set<string> }>();
  const note = (technique: string, test: string, isDetected: boolean): void => {
    const entry = tests.get(technique) ?? { detected: new Set<string>(), all: new Set<string>() };
    entry.all.add(test);
    if (isDetected) entry.detected.add(test);
    tests.set(technique, entry);
  };
  for (const { atomic, test, attack } of rows) {
    const expected = atomic.expectation?.expects ?? [];
    if (expected.length === 0) continue;
    const isDetected = attack.get('RequestResponse')?.verdict === 'detected';
    note(atomic.technique, test, isDetected);
    for (const id of expected.flatMap(({ indicators }) => indicators ?? [])) {
      for (const technique of attackOf.get(id) ?? []) note(technique, test, isDetected);
    }
  }
  const envelopes = new Set(proved.map(({ envelope }) => envelope)).size;
  return {
    name: 'Cronwarden: atomic tests of T1053.007',
    versions: { attack: ATTACK.version.split('.')[0], navigator: '5.1.0', layer: '4.5' },
    domain: 'enterprise-attack',
    description: `Share of atomic tests that are detected, of ${rows.length} played and judged in ${envelopes} envelopes.`,
    filters: { platforms: ['Containers'] },
    gradient: { colors: ['#f3d7d3', '#f6e7c1', '#cfe6d3'], minValue: 0, maxValue: 100 },
    techniques: [...tests]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([techniqueID, { detected, all }]) => ({
        techniqueID,
        score: Math.round((100 * detected.size) / all.size),
        comment: `${detected.size} of ${all.size} tests detected: ${[...all].sort().join(', ')}`,
        enabled: true,
        showSubtechniques: true,
      })),
  };
};
