import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** What a request to the stand-in was; `rows` as they arrived, `null` when the body is no JSON array. */
export interface Received {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** Bytes after decompression. */
  readonly bytes: number;
  readonly rows: readonly Readonly<Record<string, unknown>>[] | null;
}

/** What the stand-in does with a request. `hang` never answers, `reset` breaks the connection. */
export type Answer =
  | 'hang'
  | 'reset'
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: unknown;
      /** Begins the body and never ends it. */
      readonly stalls?: boolean;
    };

export const TAKEN: Answer = { status: 204 };

export interface StandIn {
  readonly endpoint: string;
  readonly received: readonly Received[];
  /** Rows of the requests that were taken. */
  taken(): readonly Readonly<Record<string, unknown>>[];
  close(): Promise<void>;
}

/** A service for logs on this machine: answers one after the other as given, and the last one for ever. */
export const standIn = async (...answers: readonly ((request: Received) => Answer)[]): Promise<StandIn> => {
  const received: Received[] = [];
  const taken: Readonly<Record<string, unknown>>[] = [];
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('error', () => {});
    request.on('end', () => {
      const body = Buffer.concat(parts);
      const text = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
      const one = {
        url: request.url ?? '',
        headers: request.headers,
        bytes: text.length,
        rows: rowsOf(text.toString()),
      };
      const answer = answers[Math.min(received.length, answers.length - 1)]?.(one) ?? TAKEN;
      received.push(one);
      if (typeof answer === 'object' && answer.status === 204) taken.push(...(one.rows ?? []));
      give(answer, response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    taken: () => taken,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

const rowsOf = (text: string): Received['rows'] => {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
};

const give = (answer: Answer, response: ServerResponse): void => {
  if (answer === 'hang') return;
  if (answer === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
  if (answer.stalls === true) response.write('{');
  else response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
};
