import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { inertJson } from '../lib/inert.ts';
import { textAt } from '../model/json.ts';
import type { PlannedRequest } from '../playbook/request.ts';
import { messageOf, RespondError } from './failure.ts';

export interface Answer {
  readonly status: number;
  readonly text: string;
  /** The text as JSON; undefined when it is none. */
  readonly value: unknown;
}

/** One API server. */
export interface Api {
  readonly server: string;
  /** Any answer is an answer, refusals too; without one it throws `no-answer`. */
  ask(request: PlannedRequest): Promise<Answer>;
}

export interface ApiOptions {
  /** Name of the context; never the current one by chance. */
  readonly context: string;
  /** A kubeconfig; without it `KUBECONFIG`, then `~/.kube/config`. */
  readonly kubeconfig?: string;
  readonly timeoutMs: number;
}

/** Bytes of one answer; a log is asked for with a limit below. */
const LARGEST = 64 * 1024 * 1024;
const USER_AGENT = 'cronwarden-respond';

/**
 * Signs in as the context says, by whatever means a kubeconfig knows. Answers are kept as the server sent them: typed
 * clients drop fields that they do not know, and what is saved here must be whole.
 */
export const openApi = async ({ context, kubeconfig, timeoutMs }: ApiOptions): Promise<Api> => {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  try {
    if (kubeconfig === undefined) config.loadFromDefault();
    else config.loadFromFile(kubeconfig);
  } catch (error) {
    throw new RespondError('target', `the kubeconfig cannot be read: ${messageOf(error)}`, error);
  }
  const names = config.getContexts().map(({ name }) => name);
  if (!names.includes(context)) {
    throw new RespondError(
      'target',
      `there is no context "${context}" in the kubeconfig; it has ${names.join(', ') || 'none'}`,
    );
  }
  config.setCurrentContext(context);
  const cluster = config.getCurrentCluster();
  if (cluster === null) throw new RespondError('target', `the context "${context}" names no cluster of the kubeconfig`);
  return {
    server: cluster.server,
    ask: async (request) => {
      const options: RequestOptions = {};
      try {
        await config.applyToHTTPSOptions(options);
      } catch (error) {
        throw new RespondError('target', `the context "${context}" gives no credentials: ${messageOf(error)}`, error);
      }
      return send(cluster.server, options, request, timeoutMs);
    },
  };
};

const send = (server: string, signed: RequestOptions, request: PlannedRequest, timeoutMs: number): Promise<Answer> => {
  const { protocol, hostname, port, pathname } = new URL(server);
  const body = request.body === null ? undefined : Buffer.from(JSON.stringify(request.body));
  const options: RequestOptions = {
    ...signed,
    method: request.method,
    protocol,
    hostname: hostname.replace(/^\[|\]$/g, ''),
    port,
    // As it is: a URL would resolve segments of it.
    path: `${pathname.replace(/\/$/, '')}${request.path}`,
    timeout: timeoutMs,
    headers: {
      ...asHeaders(signed.headers),
      accept: request.accept,
      'user-agent': USER_AGENT,
      ...(body === undefined
        ? {}
        : { 'content-type': request.contentType ?? 'application/json', 'content-length': body.length }),
    },
  };
  const what = `${request.method} ${request.path.split('?')[0]}`;
  return new Promise((resolve, reject) => {
    const failed = (why: string, cause?: unknown): void => {
      reject(new RespondError('no-answer', `no whole answer to ${what}: ${why}`, cause));
    };
    const sent = (protocol === 'http:' ? httpRequest : httpsRequest)(options, (response) => {
      read(response).then(({ text, cut }) => {
        if (cut !== null) return failed(cut);
        resolve({ status: response.statusCode ?? 0, text, value: parsed(text) });
      }, failed);
    });
    const late = setTimeout(() => sent.destroy(new Error(`none within ${timeoutMs / 1000} s`)), timeoutMs);
    sent.on('error', (error) => failed(messageOf(error), error));
    sent.on('close', () => clearTimeout(late));
    sent.end(body);
  });
};

const asHeaders = (headers: RequestOptions['headers']): Record<string, string | number | readonly string[]> =>
  Array.isArray(headers) || headers === undefined
    ? {}
    : Object.fromEntries(
        Object.entries(headers).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
      );

const read = async (response: IncomingMessage): Promise<{ readonly text: string; readonly cut: string | null }> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > LARGEST) {
        response.destroy();
        return { text: '', cut: `it is longer than ${LARGEST / 1024 / 1024} MiB` };
      }
      chunks.push(chunk);
    }
  } catch (error) {
    return { text: '', cut: messageOf(error) };
  }
  return { text: Buffer.concat(chunks).toString('utf8'), cut: response.complete ? null : 'it ended early' };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Turns a refusal into an error that says what the server said; an answer that is one is given back. */
export const accepted = (answer: Answer, request: Pick<PlannedRequest, 'method' | 'path'>): Answer => {
  const { status, value, text } = answer;
  if (status >= 200 && status < 300) return answer;
  const what = `${request.method} ${request.path.split('?')[0]}`;
  const said = inertJson(textAt(value, 'message') ?? text.slice(0, 300)).trim();
  const says = `${what} was answered with ${status}${said === '' ? '' : `: ${said}`}`;
  if (status === 401 || status === 403) throw new RespondError('refused', says);
  if (status === 404 || status === 410) throw new RespondError('absent', says);
  if (status === 409) throw new RespondError('conflict', says);
  // A gateway that lost the server does not know what the server did.
  if (status === 502 || status === 504) throw new RespondError('no-answer', says);
  throw new RespondError(status >= 500 || status === 429 ? 'server' : 'invalid', says);
};

/** Items of a list, all pages of it. */
export const askList = async (
  api: Api,
  request: PlannedRequest,
): Promise<{ readonly value: unknown; readonly items: number }> => {
  const items: unknown[] = [];
  let first: Record<string, unknown> | null = null;
  let next = '';
  do {
    const joint = request.path.includes('?') ? '&' : '?';
    const path = `${request.path}${joint}limit=500${next === '' ? '' : `&continue=${encodeURIComponent(next)}`}`;
    const { value } = accepted(await api.ask({ ...request, path }), request);
    // A list of names with none in it has null for its items.
    const page = typeof value === 'object' && value !== null && 'items' in value ? (value.items ?? []) : undefined;
    if (typeof value !== 'object' || value === null || !Array.isArray(page))
      throw new RespondError('server', `${request.method} ${request.path} was answered with no list`);
    first ??= { ...value };
    items.push(...page);
    next = 'metadata' in value ? (textAt(value.metadata, 'continue') ?? '') : '';
  } while (next !== '');
  return { value: { ...first, items }, items: items.length };
};
