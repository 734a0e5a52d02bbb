import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openIngestion, type Pace } from './client.ts';
import { createSender, type Delivery } from './sender.ts';
import { type Answer, type Received, type StandIn, standIn, TAKEN } from './testing.ts';

const TARGET = { rule: 'dcr-00000000000000000000000000000000', stream: 'Custom-Cronwarden_CL' };
const QUICK: Partial<Pace> = { attemptMs: 5_000, requestMs: 10_000, retries: 2, firstDelayMs: 5, mostDelayMs: 20 };
const rows = (count: number, bytes = 20): Readonly<Record<string, unknown>>[] =>
  Array.from({ length: count }, (_, index) => ({ FindingId: `f${index}`, Title: 'x'.repeat(bytes) }));

interface Sent {
  readonly delivery: Delivery;
  readonly service: StandIn;
}

const send = async (
  sent: readonly Readonly<Record<string, unknown>>[],
  answers: readonly ((request: Received) => Answer)[],
  pace: Partial<Pace> = QUICK,
): Promise<Sent> => {
  const service = await standIn(...answers);
  try {
    const upload = await openIngestion({ ...TARGET, endpoint: new URL(service.endpoint) }, { pace });
    const sender = createSender(upload);
    for (const row of sent) await sender.push(row);
    const delivery = await sender.end();
    const lost = delivery.lost.reduce((sum, one) => sum + one.rows, 0);
    assert.deepEqual([delivery.rows, delivery.sent + lost], [sent.length, sent.length], 'every row is accounted for');
    return { delivery, service };
  } finally {
    await service.close();
  }
};
const always =
  (answer: Answer): (() => Answer) =>
  () =>
    answer;

test('rows arrive as JSON in gzip, at the address of rule and stream, without a token over plain HTTP', async () => {
  const { delivery, service } = await send(rows(3), [always(TAKEN)]);
  assert.deepEqual(delivery, { rows: 3, sent: 3, lost: [] });
  const [request, ...more] = service.received;
  assert.equal(more.length, 0);
  assert.match(
    decodeURIComponent(request?.url ?? ''),
    /^\/dataCollectionRules\/dcr-0{32}\/streams\/Custom-Cronwarden_CL\?api-version=/,
  );
  assert.equal(request?.headers['content-encoding'], 'gzip');
  assert.equal(request?.headers.authorization, undefined);
  assert.deepEqual(request?.rows, rows(3));
});

test('requests stay below 1 MB, and hold every row once, in order', async () => {
  const many = rows(60, 40_000);
  const { delivery, service } = await send(many, [always(TAKEN)]);
  assert.equal(delivery.sent, 60);
  assert.ok(service.received.length >= 3);
  for (const { bytes } of service.received) assert.ok(bytes < 1_000_000, String(bytes));
  assert.deepEqual(service.taken(), many);
});

test('a busy service is asked again when it says', async () => {
  const busy: Answer = { status: 429, headers: { 'retry-after': '1' } };
  const before = performance.now();
  const { delivery, service } = await send(rows(2), [always(busy), always(TAKEN)]);
  assert.ok(performance.now() - before >= 950, 'it waits as long as it was asked to');
  assert.deepEqual([delivery.sent, service.received.length, service.taken().length], [2, 2, 2]);
});

test('a wait that is longer than a request may take is not waited for', async () => {
  const busy: Answer = { status: 429, headers: { 'retry-after': '3600' } };
  const { delivery } = await send(rows(2), [always(busy)], { ...QUICK, requestMs: 300 });
  assert.equal(delivery.sent, 0);
  assert.match(delivery.lost[0]?.says ?? '', /not taken within 0\.3 s/);
});

const passing: Record<string, Answer> = {
  'status 500': { status: 500 },
  'status 503': { status: 503 },
  'status 429 without a time': { status: 429, headers: { 'retry-after': '0' } },
  'a connection that breaks': 'reset',
  'no answer at all': 'hang',
};
for (const [name, answer] of Object.entries(passing)) {
  test(`${name}: once is repeated, always is said`, async () => {
    const pace = { ...QUICK, attemptMs: 300 };
    const once = await send(rows(2), [always(answer), always(TAKEN)], pace);
    assert.deepEqual(once.delivery, { rows: 2, sent: 2, lost: [] });
    assert.deepEqual(once.service.taken(), rows(2));
    const ever = await send(rows(2), [always(answer)], pace);
    assert.equal(ever.service.received.length, 3, 'the first and two repeats');
    assert.equal(ever.delivery.sent, 0);
    assert.equal(ever.delivery.lost[0]?.rows, 2);
    assert.notEqual(ever.delivery.lost[0]?.says, '');
  });
}

const refusals: Record<string, [status: number, says: RegExp]> = {
  'no identity': [401, /401/],
  'no rights': [403, /Monitoring Metrics Publisher/],
  'no such rule': [404, /404/],
  'a page that is no acceptance': [200, /answered 200, which is no acceptance/],
};
for (const [name, [status, says]] of Object.entries(refusals)) {
  test(`${name} (${status}): asked once, the rest is counted as not tried`, async () => {
    const answer: Answer = { status, body: { error: { code: 'X', message: 'No.' } } };
    const { delivery, service } = await send(rows(60, 40_000), [always(answer)]);
    if (status === 200) assert.equal(service.received.length, 3, 'this may be a proxy that has a bad day');
    else assert.equal(service.received.length, 1);
    assert.equal(delivery.sent, 0);
    assert.match(delivery.lost[0]?.says ?? '', says);
    assert.match(delivery.lost[1]?.says ?? (status === 200 ? 'not tried' : ''), /not tried/);
  });
}

test('a redirect is not followed', async () => {
  const { delivery, service } = await send(rows(1), [
    always({ status: 307, headers: { location: '/elsewhere' } }),
    always(TAKEN),
  ]);
  assert.deepEqual([delivery.sent, service.received.length], [0, 1]);
});

test('what is too large is sent in parts, and a row that is too large alone is said', async () => {
  const tooLarge = ({ rows: got }: Received): Answer =>
    (got?.length ?? 0) > 2 || got?.some(({ FindingId }) => FindingId === 'f3') ? { status: 413 } : TAKEN;
  const { delivery, service } = await send(rows(9), [tooLarge]);
  assert.equal(delivery.sent, 8);
  assert.deepEqual(
    delivery.lost.map(({ rows: count, samples }) => [count, samples.map(({ FindingId }) => FindingId)]),
    [[1, ['f3']]],
  );
  assert.deepEqual(
    service.taken().map(({ FindingId }) => FindingId),
    ['f0', 'f1', 'f2', 'f4', 'f5', 'f6', 'f7', 'f8'],
  );
});

test('rows that the service cannot read cost their request, not those behind it', async () => {
  const { delivery } = await send(rows(60, 40_000), [always({ status: 400 }), always(TAKEN)]);
  assert.equal(delivery.lost.length, 1);
  assert.ok(delivery.sent > 30);
});

test('an answer that never ends is left', async () => {
  const { delivery } = await send(rows(1), [always({ status: 500, stalls: true })], { ...QUICK, requestMs: 500 });
  assert.match(delivery.lost[0]?.says ?? '', /not taken within 0\.5 s/);
});

test('nobody listens: said after repeats', async () => {
  const service = await standIn();
  await service.close();
  const upload = await openIngestion({ ...TARGET, endpoint: new URL(service.endpoint) }, { pace: QUICK });
  const failure = await upload(rows(1));
  assert.equal(failure?.code, 'failed');
  assert.match(failure?.says ?? '', /ECONNREFUSED/);
});

test('over https the token of the credential goes along, for the cloud of the address, and is never said', async () => {
  const scopes: unknown[] = [];
  const credential = {
    getToken: async (scope: string | string[]) => {
      scopes.push(scope);
      return { token: 'not-to-be-shown-0123456789', expiresOnTimestamp: Date.now() + 3_600_000 };
    },
  };
  const headers: string[] = [];
  for (const host of ['a.ingest.monitor.azure.com', 'a.ingest.monitor.azure.us', 'a.ingest.monitor.azure.cn']) {
    const endpoint = new URL(`https://${host}`);
    const upload = await openIngestion(
      { ...TARGET, endpoint },
      {
        pace: QUICK,
        credential,
        // The way over the network is all that this replaces.
        httpClient: {
          sendRequest: async (request) => {
            assert.equal(new URL(request.url).host, host);
            headers.push(request.headers.get('authorization') ?? '');
            const message = `denied for ${request.headers.get('authorization')}`;
            return {
              request,
              headers: request.headers,
              status: 403,
              bodyAsText: JSON.stringify({ error: { message } }),
            };
          },
        },
      },
    );
    const failure = await upload(rows(1));
    assert.equal(failure?.code, 'refused');
    assert.doesNotMatch(failure?.says ?? '', /not-to-be-shown/);
  }
  assert.deepEqual(
    headers,
    Array.from({ length: 3 }, () => 'Bearer not-to-be-shown-0123456789'),
  );
  assert.deepEqual(
    scopes.flat(),
    ['com', 'us', 'cn'].map((end) => `https://monitor.azure.${end}/.default`),
  );
});

test('without a credential nothing is sent, and it says so', async () => {
  const credential = {
    getToken: async () => {
      throw Object.assign(new Error('EnvironmentCredential: set AZURE_TENANT_ID\nand more'), {
        name: 'CredentialUnavailableError',
      });
    },
  };
  const endpoint = new URL('https://a.ingest.monitor.azure.com');
  const upload = await openIngestion({ ...TARGET, endpoint }, { pace: QUICK, credential });
  assert.deepEqual(await upload(rows(1)), {
    code: 'refused',
    says: 'no credential for Azure. EnvironmentCredential, set AZURE_TENANT_ID and more',
  });
});
