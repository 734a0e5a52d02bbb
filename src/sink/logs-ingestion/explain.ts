import { clip, plain } from '../../lib/inert.ts';
import { mask } from '../../lib/mask.ts';
import type { UploadFailure } from './sender.ts';

const MOST_CHARS = 300;

/** Answers that say what to do; the words of the service follow. */
const STATUS: Readonly<Record<number, readonly [code: UploadFailure['code'], says: string]>> = {
  400: [
    'failed',
    'the service could not read the rows (400): are the stream and the table those of findings.arm.json?',
  ],
  401: ['refused', 'the token was not accepted (401): is the identity of the tenant of the rule?'],
  403: [
    'refused',
    'the identity may not send (403): it needs the role Monitoring Metrics Publisher on the data collection rule',
  ],
  404: ['refused', 'no such data collection rule or stream at this address (404)'],
  413: ['too-large', 'the service takes no row of this size (413)'],
  429: ['failed', 'the service asks for fewer requests (429), and still did after all repeats'],
};

/** What a client's error means. Nothing of the request, which holds the token, gets into the text. */
export const explainFailure = (
  error: unknown,
  { requestMs, timedOut }: { readonly requestMs: number; readonly timedOut: boolean },
): UploadFailure => {
  if (timedOut) return { code: 'failed', says: `not taken within ${requestMs / 1000} s, with all repeats` };
  const cause = causeOf(error);
  const status = cause !== null && 'statusCode' in cause ? Number(cause.statusCode) : Number.NaN;
  const words = cause === null ? '' : safe(cause.message);
  if (Number.isInteger(status)) {
    const [code, says] = STATUS[status] ?? [
      status >= 300 && status < 500 && status !== 408 ? 'refused' : 'failed',
      status >= 500
        ? `the service failed (${status}), also after all repeats`
        : `the service answered ${status}, which is no acceptance`,
    ];
    return { code, says: words === '' ? says : `${says}; it said: ${words}` };
  }
  if (cause !== null && /Authentication|Credential/.test(cause.name))
    return { code: 'refused', says: `no credential for Azure. ${credentialWords(cause.message)}` };
  return { code: 'failed', says: `no connection: ${words || 'unknown error'}` };
};

/** The client gathers the errors of the requests that it makes of one call; here that is one. */
const causeOf = (error: unknown): Error | null => {
  if (error instanceof Error && 'errors' in error && Array.isArray(error.errors)) {
    const [first]: unknown[] = error.errors;
    if (typeof first === 'object' && first !== null && 'cause' in first) return causeOf(first.cause);
  }
  return error instanceof Error ? error : null;
};

const safe = (text: string): string => clip(plain(mask(text.trim().split('\n', 1)[0] ?? '')), MOST_CHARS);

/** A line for each way that was tried; "…Credential:" in front of the words is no name of a secret. */
const credentialWords = (text: string): string =>
  clip(plain(mask(text.replaceAll('Credential:', 'Credential,').replace(/\s+/g, ' ').trim())), 2 * MOST_CHARS);
