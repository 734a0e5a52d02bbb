import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Finding } from '../model/finding.ts';
import { type ScanOptions, scan } from './scan.ts';
import { withoutPlaces, workloadOf, writeOf } from './testing.ts';

const folder = mkdtempSync(join(tmpdir(), 'cronwarden-controllers-'));
after(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
const run = async (events: readonly object[], options: Partial<ScanOptions> = {}): Promise<readonly Finding[]> => {
  const path = join(folder, `${++files}.jsonl`);
  writeFileSync(path, `${events.map((event) => JSON.stringify(event)).join('\n')}\n`);
  const findings: Finding[] = [];
  for await (const finding of scan({ paths: [path], jobs: 1, minSeverity: 'low', ...options }).findings)
    findings.push(finding);
  return findings;
};
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
  const { minute, name = `report-${HOUR + minute}`, owned = true } = made;
  const metadata = owned ? owners('CronJob', 'report') : {};
  const body = workloadOf('Job', name, spec, metadata);
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
