import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { cronJobWrite } from '../engine/testing.ts';
import { FINDINGS_COLUMNS } from '../export/sentinel/findings-table.ts';
import { type Answer, type StandIn, standIn, TAKEN } from '../sink/logs-ingestion/testing.ts';
import { targetOf } from './delivery.ts';
import { UsageError } from './failure.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'cronwarden-delivery-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const log = join(folder, 'audit.jsonl');
writeFileSync(log, [1, 2, 3].map((index) => JSON.stringify(cronJobWrite({ name: `tool-${index}`, index }))).join('\n'));

interface Run {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}
/** Not `spawnSync`: the stand-in answers from this very process. */
const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}, node: readonly string[] = []) =>
  new Promise<Run>((resolve) => {
    const clean = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !/^(AZURE|LOGS_|DATA_)/.test(name)),
    );
    execFile(
      process.execPath,
      [...node, join(root, 'bin', 'cronwarden.js'), ...args],
      { cwd: folder, env: { ...clean, NO_COLOR: '1', ...env } },
      (error, stdout, stderr) => resolve({ status: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
  });

const RULE = `dcr-${'0'.repeat(32)}`;
const environmentOf = (endpoint: string) => ({ LOGS_INGESTION_ENDPOINT: endpoint, DATA_COLLECTION_RULE_ID: RULE });
const withStandIn = async (answer: Answer, use: (service: StandIn) => Promise<void>): Promise<void> => {
  const service = await standIn(() => answer);
  try {
    await use(service);
  } finally {
    await service.close();
  }
};
const idsOf = (stdout: string): readonly unknown[] =>
  stdout
    .trim()
    .split('\n')
    .map((line) => Object.entries(JSON.parse(line) as object).find(([key]) => key === 'id')?.[1]);

test('findings go to the workspace and to the output alike', async () => {
  const plainRun = await run(['scan', log, '-q']);
  await withStandIn(TAKEN, async (service) => {
    const { status, stdout, stderr } = await run(['scan', log, '--to', 'sentinel'], environmentOf(service.endpoint));
    assert.equal(status, 0, stderr);
    assert.equal(stdout, plainRun.stdout);
    assert.match(stderr, /^Sent 3 findings to Custom-Cronwarden_CL at 127\.0\.0\.1:\d+\.$/m);
    assert.deepEqual(
      service.taken().map(({ FindingId }) => FindingId),
      idsOf(stdout),
    );
    for (const row of service.taken())
      assert.deepEqual(
        Object.keys(row),
        FINDINGS_COLUMNS.map(({ name }) => name),
      );
  });
});

test('--config says where, and wins over the environment; --quiet says nothing of success', async () => {
  await withStandIn(TAKEN, async (service) => {
    const config = join(folder, 'config.yaml');
    writeFileSync(
      config,
      `to: sentinel\nsentinel:\n  endpoint: ${service.endpoint}\n  rule: ${RULE}\n  stream: Custom-Other_CL\n`,
    );
    const { status, stderr } = await run(
      ['scan', log, '-q', '--config', config],
      environmentOf('https://198.51.100.1'),
    );
    assert.deepEqual([status, stderr], [0, '']);
    assert.match(service.received[0]?.url ?? '', /\/streams\/Custom-Other_CL\?/);
  });
});

test('what was not delivered is said, even when quiet, and is exit code 3; the output has it all the same', async () => {
  await withStandIn(
    { status: 403, body: { error: { code: 'OperationFailed', message: 'No rights.' } } },
    async (service) => {
      const { status, stdout, stderr } = await run(
        ['scan', log, '--to', 'sentinel', '-q'],
        environmentOf(service.endpoint),
      );
      assert.equal(status, 3);
      assert.equal(idsOf(stdout).length, 3);
      assert.match(stderr, /not sent to Custom-Cronwarden_CL at 127\.0\.0\.1:\d+: 3 of 3 findings; 0 were sent\./);
      assert.match(stderr, /Monitoring Metrics Publisher/);
      assert.ok(stderr.includes(String(idsOf(stdout)[0])), 'by id');
      const failOn = await run(
        ['scan', log, '--to', 'sentinel', '-q', '--fail-on', 'low'],
        environmentOf(service.endpoint),
      );
      assert.equal(failOn.status, 1, '--fail-on comes before what is missing, as it does for input');
    },
  );
});

test('a reader that goes away ends the output, not the delivery', async () => {
  const many = join(folder, 'many.jsonl');
  const events = Array.from({ length: 300 }, (_, index) => cronJobWrite({ name: `tool-${index}`, index }));
  writeFileSync(many, events.map((event) => JSON.stringify(event)).join('\n'));
  await withStandIn(TAKEN, async (service) => {
    const child = execFile(process.execPath, [join(root, 'bin', 'cronwarden.js'), 'scan', many, '--to', 'sentinel'], {
      env: { ...process.env, ...environmentOf(service.endpoint) },
    });
    child.stdout?.destroy();
    const code = await new Promise((resolve) => child.on('exit', resolve));
    assert.equal(code, 0);
    assert.equal(service.taken().length, 300);
  });
});

test('credentials are never printed', async () => {
  const secret = 'Xy8Q~not-to-be-shown-9f8e7d6c';
  const { status, stdout, stderr } = await run(['scan', log, '--to', 'sentinel'], {
    ...environmentOf('https://127.0.0.1:9'),
    AZURE_TENANT_ID: '00000000-0000-0000-0000-000000000000',
    AZURE_CLIENT_ID: '00000000-0000-0000-0000-000000000001',
    AZURE_CLIENT_SECRET: secret,
    // Nobody listens there: nothing leaves this machine.
    AZURE_AUTHORITY_HOST: 'https://127.0.0.1:9',
    AZURE_TOKEN_CREDENTIALS: 'EnvironmentCredential',
  });
  assert.equal(status, 3, stderr);
  assert.match(stderr, /3 of 3 findings/);
  assert.ok(!`${stdout}${stderr}`.includes(secret));
});

const hook = (then: string): readonly string[] => [
  '--import',
  `data:text/javascript,import{registerHooks}from'node:module';registerHooks({resolve(s,c,n){if(s.startsWith('@azure/'))${then};return n(s,c)}})`,
];

test('the packages for Azure are loaded only when something is sent, and their absence is said', async () => {
  const forbidden = hook("throw new Error('loaded')");
  assert.equal((await run(['scan', log], {}, forbidden)).status, 0);
  const env = environmentOf('https://198.51.100.1');
  assert.notEqual((await run(['scan', log, '--to', 'sentinel'], env, forbidden)).status, 0, 'the hook works');
  const absent = hook("throw Object.assign(new Error('absent'),{code:'ERR_MODULE_NOT_FOUND'})");
  const { status, stdout, stderr } = await run(['scan', log, '--to', 'sentinel'], env, absent);
  assert.deepEqual([status, stdout], [2, '']);
  assert.match(stderr, /npm install @azure\/identity @azure\/monitor-ingestion/);
});

test('usage: nothing is read', async () => {
  const compat = await run(['scan', log, '--to', 'sentinel', '--compat', 'sentinel']);
  assert.deepEqual([compat.status, compat.stdout], [2, '']);
  const missing = await run(['scan', log, '--to', 'sentinel']);
  assert.deepEqual([missing.status, missing.stdout], [2, '']);
  assert.match(missing.stderr, /sentinel\.endpoint in --config, or LOGS_INGESTION_ENDPOINT/);
  const config = join(folder, 'wrong.yaml');
  writeFileSync(config, 'sentinel: https://example.com\n');
  assert.match((await run(['scan', log, '--config', config])).stderr, /sentinel wants a mapping/);
});

const GOOD = environmentOf('https://a-b.westeurope-1.ingest.monitor.azure.com');
test('where to send, from the environment', () => {
  const { endpoint, rule, stream } = targetOf({}, GOOD);
  assert.deepEqual(
    [endpoint.href, rule, stream],
    ['https://a-b.westeurope-1.ingest.monitor.azure.com/', RULE, 'Custom-Cronwarden_CL'],
  );
});
const wrong: Readonly<Record<string, [Readonly<Record<string, string>>, RegExp]>> = {
  'plain HTTP to another machine': [{ endpoint: 'http://example.com' }, /https only/],
  'a host that begins like this machine': [{ endpoint: 'http://127.0.0.1.example.com' }, /https only/],
  'no address': [{ endpoint: 'example.com' }, /write an address/],
  'a password in the address': [{ endpoint: 'https://user:hunter2@example.com' }, /without user and password/],
  'a path': [{ endpoint: 'https://example.com/dataCollectionRules' }, /only the host/],
  'the name of the rule instead of its immutable id': [{ rule: 'cronwarden-findings' }, /immutable id/],
  'a stream of another kind': [{ stream: 'Cronwarden_CL' }, /Custom-/],
  'an unknown key': [{ ruleId: RULE }, /no key "ruleId"/],
};
for (const [name, [config, says]] of Object.entries(wrong)) {
  test(`refused: ${name}`, () => {
    assert.throws(
      () => targetOf(config, GOOD),
      (error) => error instanceof UsageError && says.test(error.message) && !error.message.includes('hunter2'),
    );
  });
}
