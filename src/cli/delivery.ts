import { findingsRow } from '../export/sentinel/findings-row.ts';
import { FINDINGS_STREAM } from '../export/sentinel/findings-table.ts';
import type { Finding } from '../model/finding.ts';
import { type IngestionTarget, MissingClientError, openIngestion } from '../sink/logs-ingestion/client.ts';
import { createSender, type Delivery, type IngestionRow } from '../sink/logs-ingestion/sender.ts';
import { UsageError } from './failure.ts';

/** Findings on their way to a workspace, beside the output. */
export interface FindingDelivery {
  /** The same findings, each sent as it passes; slower where the service is. What an exception hides is shown and not sent. */
  passing(findings: AsyncIterable<Finding>): AsyncGenerator<Finding>;
  /** Sends the rest and says on standard error what became of all; false when any was not taken. Losses are said even when quiet. */
  end(quiet: boolean): Promise<boolean>;
}

/** Settings by their names in `--config` and in the environment; these are the names that Microsoft's samples use. */
const SETTINGS = {
  endpoint: 'LOGS_INGESTION_ENDPOINT',
  rule: 'DATA_COLLECTION_RULE_ID',
  stream: 'STREAM_NAME',
} as const;

/**
 * Where to send, of the key `sentinel` of `--config` and of the environment; the file wins. Throws `UsageError` for what is missing
 * or cannot be right.
 */
export const targetOf = (
  config: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string | undefined>>,
): IngestionTarget => {
  const unknown = Object.keys(config).find((key) => !Object.hasOwn(SETTINGS, key));
  if (unknown !== undefined)
    throw new UsageError(`--config: sentinel has no key "${unknown}"; known are ${Object.keys(SETTINGS).join(', ')}`);
  const setting = (key: keyof typeof SETTINGS): { readonly value: string; readonly from: string } | null => {
    const name = SETTINGS[key];
    const given = config[key];
    if (given !== undefined) return { value: given.trim(), from: `sentinel.${key}` };
    const value = environment[name]?.trim() ?? '';
    return value === '' ? null : { value, from: name };
  };
  const wanted = (key: keyof typeof SETTINGS, says: string) =>
    setting(key) ?? missing(`--to sentinel needs ${says}: sentinel.${key} in --config, or ${SETTINGS[key]}`);
  const endpoint = wanted('endpoint', 'the address of the data collection rule');
  const rule = wanted('rule', 'the immutable id of the data collection rule');
  const stream = setting('stream') ?? { value: FINDINGS_STREAM, from: 'the default' };
  if (!/^dcr-[0-9a-f]{32}$/.test(rule.value))
    throw new UsageError(`${rule.from}: an immutable id is dcr- and 32 digits, not ${JSON.stringify(rule.value)}`);
  if (!/^Custom-\w{1,100}$/.test(stream.value))
    throw new UsageError(`${stream.from}: a stream is Custom- and a name, not ${JSON.stringify(stream.value)}`);
  return { endpoint: endpointOf(endpoint.value, endpoint.from), rule: rule.value, stream: stream.value };
};

const missing = (says: string): never => {
  throw new UsageError(says);
};

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

const endpointOf = (text: string, from: string): URL => {
  const url = URL.canParse(text)
    ? new URL(text)
    : missing(`${from}: write an address, https://….ingest.monitor.azure.com`);
  // The text is not shown: who writes a password into an address does not want it in a log.
  if (url.username !== '' || url.password !== '') throw new UsageError(`${from}: an address without user and password`);
  if (url.search !== '' || url.hash !== '' || url.pathname !== '/')
    throw new UsageError(`${from}: only the host, without a path: ${url.origin}`);
  if (url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname))) return url;
  throw new UsageError(`${from}: findings leave this machine over https only, not ${url.protocol}//`);
};

/** Opens the way to the workspace. Throws `UsageError` for wrong settings and where the packages for Azure were left out. */
export const openDelivery = async (
  config: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<FindingDelivery> => {
  const target = targetOf(config, environment);
  const upload = await openIngestion(target).catch((error: unknown) => {
    if (!(error instanceof MissingClientError)) throw error;
    throw new UsageError(
      '--to sentinel needs two packages that were left out here: npm install @azure/identity @azure/monitor-ingestion',
    );
  });
  const sender = createSender(upload);
  let shortened = 0;
  return {
    async *passing(findings) {
      for await (const finding of findings) {
        if (finding.excepted === undefined) {
          const row = findingsRow(finding, Date.now());
          if (Array.isArray(row.Cut) && row.Cut.length > 0) shortened += 1;
          await sender.push(row);
        }
        yield finding;
      }
    },
    end: async (quiet) => {
      const delivery = await sender.end();
      if (delivery.lost.length > 0 || !quiet) process.stderr.write(deliveryText(delivery, target, shortened));
      return delivery.lost.length === 0;
    },
  };
};

const deliveryText = (
  { rows, sent, lost }: Delivery,
  { endpoint, stream }: IngestionTarget,
  shortened: number,
): string => {
  const where = `${stream} at ${endpoint.host}`;
  const cut = shortened === 0 ? '' : `; ${shortened} shortened, which the column Cut says`;
  if (lost.length === 0) return `Sent ${rows} finding${rows === 1 ? '' : 's'} to ${where}${cut}.\n`;
  const lines = lost.map((one) => `  ${one.rows}: ${one.says} (${idsOf(one.samples, one.rows)})\n`);
  return (
    `cronwarden: not sent to ${where}: ${rows - sent} of ${rows} findings; ${sent} were sent${cut}.\n${lines.join('')}` +
    '  Send the same input again once that is mended: what arrived already raises no second alert within a day.\n'
  );
};

const idsOf = (samples: readonly IngestionRow[], rows: number): string =>
  `finding ${samples.map(({ FindingId }) => String(FindingId)).join(', ')}${rows > samples.length ? ', …' : ''}`;
