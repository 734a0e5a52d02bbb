import { readFileSync } from 'node:fs';
import { Agent, request as httpsRequest } from 'node:https';
import { join } from 'node:path';
import type { Person } from './people.ts';

export interface Answer {
  readonly status: number;
  readonly text: string;
}

export interface Ask {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is; for bodies that are no JSON. */
  readonly text?: string;
  readonly contentType?: string;
  readonly userAgent?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Address of this machine that the request comes from; the system's choice by default. */
  readonly from?: string;
  readonly timeoutMs?: number;
}

/** Requests of one person to one server, over connections that are kept. */
export interface Client {
  ask(ask: Ask): Promise<Answer>;
  close(): void;
}

/** `name` is the person's name in the folder of certificates and tokens. */
export const clientOf = (server: string, pki: string, name: string, person: Person, userAgent?: string): Client => {
  const agent = new Agent({
    keepAlive: true,
    maxSockets: 8,
    ca: readFileSync(join(pki, 'ca.crt')),
    ...(person.by === 'certificate'
      ? { cert: readFileSync(join(pki, `${name}.crt`)), key: readFileSync(join(pki, `${name}.key`)) }
      : {}),
  });
  const token =
    person.by === 'static-token' || person.by === 'service-account'
      ? readFileSync(join(pki, `${name}.token`), 'utf8')
      : undefined;
  const usual = { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) };
  return {
    close: () => agent.destroy(),
    ask: ({ method = 'GET', path, body, text, contentType, userAgent: own, headers, from, timeoutMs = 20_000 }) =>
      new Promise((resolve, reject) => {
        const payload = text ?? (body === undefined ? undefined : JSON.stringify(body));
        const agentName = own ?? userAgent;
        const sent = httpsRequest(
          `${server}${path}`,
          {
            method,
            agent,
            timeout: timeoutMs,
            ...(from === undefined ? {} : { localAddress: from }),
            headers: {
              accept: 'application/json',
              ...(payload === undefined ? {} : { 'content-type': contentType ?? 'application/json' }),
              ...(agentName === undefined ? {} : { 'user-agent': agentName }),
              ...usual,
              ...headers,
            },
          },
          (response) => {
            const chunks: Buffer[] = [];
            response.on('data', (chunk: Buffer) => chunks.push(chunk));
            response.on('error', reject);
            response.on('end', () =>
              resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
            );
          },
        );
        sent.on('timeout', () => sent.destroy(new Error(`no answer to ${method} ${path} within ${timeoutMs} ms`)));
        sent.on('error', reject);
        sent.end(payload);
      }),
  };
};
