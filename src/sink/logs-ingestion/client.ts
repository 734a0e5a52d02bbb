import type { DefaultAzureCredential } from '@azure/identity';
import type { LogsIngestionClient } from '@azure/monitor-ingestion';
import { explainFailure } from './explain.ts';
import type { Upload } from './sender.ts';

/** Where rows go: the address of a data collection rule or endpoint, the rule's immutable id, and one of its streams. */
export interface IngestionTarget {
  /** `https:`, or `http:` of this machine for a stand-in, which gets no credential. */
  readonly endpoint: URL;
  /** `dcr-…` */
  readonly rule: string;
  /** `Custom-…` */
  readonly stream: string;
}

/** How long is waited, in milliseconds, and how often is tried again. */
export interface Pace {
  /** For the answer to one attempt. */
  readonly attemptMs: number;
  /** For a request with all its repeats, whatever `Retry-After` asks for. */
  readonly requestMs: number;
  readonly retries: number;
  /** Before the first repeat; it doubles with each. */
  readonly firstDelayMs: number;
  readonly mostDelayMs: number;
}

const PACE: Pace = { attemptMs: 30_000, requestMs: 300_000, retries: 4, firstDelayMs: 1_000, mostDelayMs: 30_000 };

type ClientOptions = NonNullable<ConstructorParameters<typeof LogsIngestionClient>[2]>;
type Credential = ConstructorParameters<typeof LogsIngestionClient>[1];

/** Settings that tests replace. */
export interface ClientSettings {
  readonly pace?: Partial<Pace>;
  readonly credential?: Credential;
  readonly httpClient?: NonNullable<ClientOptions['httpClient']>;
}

/** The packages that talk to Azure were left out when this one was installed. */
export class MissingClientError extends Error {}

/**
 * Sends by Microsoft's own client, with the credential that its tools find: environment, workload identity, managed identity, a
 * developer's sign-in. Loads both packages; throws `MissingClientError` where they are not there.
 */
export const openIngestion = async (target: IngestionTarget, settings: ClientSettings = {}): Promise<Upload> => {
  const { identity, ingestion } = await loadPackages();
  const pace: Pace = { ...PACE, ...settings.pace };
  const isPlain = target.endpoint.protocol === 'http:';
  const credential: Credential =
    settings.credential ?? (isPlain ? NO_CREDENTIAL : new identity.DefaultAzureCredential());
  const client = new ingestion.LogsIngestionClient(target.endpoint.href.replace(/\/$/, ''), credential, {
    audience: audienceOf(target.endpoint.hostname),
    retryOptions: {
      maxRetries: pace.retries,
      retryDelayInMs: pace.firstDelayMs,
      maxRetryDelayInMs: pace.mostDelayMs,
    },
    redirectOptions: { maxRetries: 0 },
    additionalPolicies: [{ policy: attemptPolicy(pace.attemptMs), position: 'perRetry' }],
    allowInsecureConnection: isPlain,
    ...(settings.httpClient === undefined ? {} : { httpClient: settings.httpClient }),
  });
  if (isPlain) {
    // The client refuses tokens over plain HTTP, and rightly; a proxy would not reach this machine's own address.
    client.pipeline.removePolicy({ name: 'bearerTokenAuthenticationPolicy' });
    client.pipeline.removePolicy({ name: 'proxyPolicy' });
  }
  return async (rows) => {
    const overall = AbortSignal.timeout(pace.requestMs);
    try {
      await client.upload(target.rule, target.stream, [...rows], { abortSignal: overall });
      return null;
    } catch (error) {
      return explainFailure(error, { requestMs: pace.requestMs, timedOut: overall.aborted });
    }
  };
};

const NO_CREDENTIAL: Credential = { getToken: async () => null };

const loadPackages = async (): Promise<{
  readonly identity: { readonly DefaultAzureCredential: typeof DefaultAzureCredential };
  readonly ingestion: { readonly LogsIngestionClient: typeof LogsIngestionClient };
}> => {
  try {
    const [identity, ingestion] = await Promise.all([import('@azure/identity'), import('@azure/monitor-ingestion')]);
    return { identity, ingestion };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error;
    throw new MissingClientError(error.message, { cause: error });
  }
};

/** Clouds with a directory of their own have tokens of their own. */
const audienceOf = (host: string): string => {
  if (host.endsWith('.azure.us')) return 'https://monitor.azure.us';
  return host.endsWith('.azure.cn') ? 'https://monitor.azure.cn' : 'https://monitor.azure.com';
};

type Policy = NonNullable<ClientOptions['additionalPolicies']>[number]['policy'];

/** Faults of the way to the service that the client itself does not repeat. */
const PASSING: ReadonlySet<string> = new Set(['EPIPE', 'EAI_AGAIN', 'ECONNABORTED', 'EHOSTUNREACH', 'ENETUNREACH']);

/** An attempt that gets no answer ends, and counts as a fault of the connection, so that the client tries again. */
const attemptPolicy = (attemptMs: number): Policy => ({
  name: 'cronwardenAttempt',
  sendRequest: async (request, next) => {
    request.timeout = attemptMs;
    try {
      return await next(request);
    } catch (error) {
      if (!(error instanceof Error) || request.abortSignal?.aborted === true) throw error;
      const code = 'code' in error ? String(error.code) : '';
      if (error.name !== 'AbortError' && !PASSING.has(code)) throw error;
      // What the client repeats is told by name and code.
      const message = error.name === 'AbortError' ? `no answer within ${attemptMs / 1000} s` : error.message;
      throw Object.assign(new Error(message, { cause: error }), { name: 'RestError', code: 'ETIMEDOUT' });
    }
  },
});
