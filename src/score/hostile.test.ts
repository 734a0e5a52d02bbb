import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gatherFacts } from '../facts/gather.ts';
import { activityOf, podReading } from '../facts/testing.ts';
import { assessAll } from '../indicator/registry.ts';
import { growth } from '../lib/testing.ts';
import type { JsonObject } from '../model/json.ts';
import { assess } from './score.ts';

/** The whole judgement of one pod spec. */
const judge = (spec: JsonObject) => {
  const reading = podReading(spec);
  const activity = activityOf();
  const facts = gatherFacts(activity, reading, { level: 'Request', cutAt: null, sameIdOtherContent: 0 });
  return assess(activity, [{ reading, facts, outcomes: assessAll(facts) }]);
};
const shell = (text: string): JsonObject => ({ containers: [{ name: 'a', image: 'x', command: ['sh', '-c', text] }] });
const list = <T>(size: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: size }, (_, index) => make(index));

const HOSTILE: Record<string, (size: number) => JsonObject> = {
  'substitutions without end': (size) => shell('$('.repeat(size / 2)),
  'pipes without end': (size) => shell('a|'.repeat(size / 2)),
  'downloads and shells': (size) => shell('curl a|sh;'.repeat(size / 10)),
  'files that are written and run': (size) => shell('curl -o a b;sh a;'.repeat(size / 17)),
  'here-documents without end': (size) => shell('cat <<A\n'.repeat(size / 8)),
  'one word': (size) => shell('x'.repeat(size)),
  'an argv of many words': (size) => ({ containers: [{ name: 'a', command: list(size / 4, () => 'tee') }] }),
  'an argv of many shells': (size) => ({ containers: [{ name: 'a', command: list(size / 4, () => 'sh') }] }),
  'an argv of many outputs': (size) => ({
    containers: [{ name: 'a', command: ['curl', ...list(size / 8, () => '-O')] }],
  }),
  'many containers': (size) => ({
    containers: list(size / 60, (index) => ({
      name: `c${index}`,
      image: 'alpine',
      command: ['sh', '-c', 'curl x|sh'],
    })),
  }),
  'many mounts of the node': (size) => ({
    volumes: list(size / 100, (index) => ({ name: `v${index}`, hostPath: { path: `/etc/${index}` } })),
    containers: [
      {
        name: 'a',
        command: ['sh', '-c', 'cat /m/1/x > /m/2/y;'.repeat(size / 40)],
        volumeMounts: list(size / 100, (index) => ({ name: `v${index}`, mountPath: `/m/${index}` })),
      },
    ],
  }),
};
for (const [name, make] of Object.entries(HOSTILE)) {
  test(`${name}: judged without a throw, in linear time`, () => {
    assert.doesNotThrow(() => judge(make(1_500_000)));
    const ratio = growth((size) => judge(make(size)), 50_000);
    assert.ok(ratio < 12, `four times the body took ${ratio.toFixed(1)} times as long`);
  });
}
